import { letter, sampleOrigin } from '../engine/letter.ts';

export const letters = {
  'member-message': letter(
    {
      subject: 'A message from NAMC NorCal',
      body: 'The office is closed on Friday.\n\nSee you at the mixer.',
    },
    ({ subject, body }) => ({ subject, parts: body.split(/\n{2,}/) }),
    { staffMaySend: { permission: 'members.edit', after: ['members.email'] } },
  ),
  'account-suspended': letter(
    { reason: 'Dues have not been paid since 2025.' },
    ({ reason }) => ({
      subject: 'Your account is suspended',
      parts: ['Our staff suspended your account for this reason:', { quote: reason }],
    }),
    { staffMaySend: { permission: 'members.edit', after: ['members.suspend'] } },
  ),
  'account-reinstated': letter(
    { origin: sampleOrigin },
    ({ origin }) => ({
      subject: 'Your account has been reinstated',
      path: '/home',
      parts: [
        'Our staff reinstated your account. You can sign in again.',
        { label: 'Sign in', url: `${origin}/sign-in` },
      ],
    }),
    { staffMaySend: { permission: 'members.edit', after: ['members.reinstate'] } },
  ),
};

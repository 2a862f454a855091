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
    { reason: 'Dues haven’t been paid since 2025.' },
    ({ reason }) => ({
      subject: 'Your account is suspended',
      parts: [
        'We suspended your account for this reason:',
        { quote: reason },
        'If you think this is a mistake, reply to this email.',
      ],
    }),
    { staffMaySend: { permission: 'members.edit', after: ['members.suspend'] } },
  ),
  'account-reinstated': letter(
    { origin: sampleOrigin },
    ({ origin }) => ({
      subject: 'Your account has been reinstated',
      path: '/home',
      parts: [
        'We reinstated your account. You can sign in again.',
        { button: 'Sign in', url: `${origin}/sign-in` },
      ],
    }),
    {
      note: 'You can use the portal as before.',
      staffMaySend: { permission: 'members.edit', after: ['members.reinstate'] },
    },
  ),
};

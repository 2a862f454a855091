import { letter, sampleOrigin } from '../engine/letter.ts';

/** The letter goes to addresses that nobody has confirmed, so nothing but an id may stand in its link. */
const onlyId = (text: string) => text.replaceAll(/[^0-9a-f-]/g, '');

export const letters = {
  'company-invitation': letter(
    { origin: sampleOrigin, invitationId: '00000000-0000-7000-8000-000000000000' },
    ({ origin, invitationId }) => ({
      subject: 'You are invited to a company',
      path: '/company',
      parts: [
        'A member of NAMC NorCal invites you to their company’s page in our member portal. Sign in with this email address to see who it is. Then accept or decline.',
        { button: 'See the invitation', url: `${origin}/company?invitation=${onlyId(invitationId)}` },
        'You have to be a member with this email address. If you aren’t one yet, join first.',
        { link: 'Join NAMC', url: `${origin}/join` },
        'The invitation is good for 14 days. If you expected none, you can ignore this email.',
      ],
    }),
    { note: 'See who invites you, and accept or decline.', isForAnyone: true },
  ),
};

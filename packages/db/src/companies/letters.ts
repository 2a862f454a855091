import { letter, sampleOrigin } from '../engine/letter.ts';
import { isOwnerToAsk } from './queries.ts';

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
  'company-check': letter<{ origin: string; companyId: string; name: string }>(
    {
      origin: sampleOrigin,
      companyId: '00000000-0000-7000-8000-000000000000',
      name: 'Example Paving Inc.',
    },
    ({ origin, companyId, name }) => ({
      subject: 'Is everything about your company still right?',
      path: '/company',
      parts: [
        `It has been a year since anyone looked over what the portal says about ${name}. Members find you by your trades, your service area, and your certifications, so it pays to keep them right.`,
        {
          button: 'Look it over',
          url: `${origin}/company?company=${onlyId(companyId)}`,
        },
        'If everything is still right, press “Yes, it’s right” there. We’ll ask again in a year.',
      ],
    }),
    {
      note: 'Look over what the portal says about it.',
      // Meanwhile an owner may have looked, and the reader may have left the company.
      recheck: async (tx, about, userId) =>
        (await isOwnerToAsk(tx, { userId, companyId: about.companyId })) ? about : undefined,
    },
  ),
};

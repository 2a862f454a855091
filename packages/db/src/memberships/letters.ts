import { dayWords } from '@namc/inputs/day-words';
import { letter, sampleOrigin } from '../engine/letter.ts';
import { findStanding } from './queries.ts';

export const letters = {
  'membership-renewed': letter(
    { origin: sampleOrigin, tier: 'Regular', firstDay: '2027-01-01', lastDay: '2027-12-31' },
    ({ origin, tier, firstDay, lastDay }) => ({
      subject: 'We renewed your membership',
      path: '/membership',
      parts: [
        `Your membership is renewed: ${tier}, from ${dayWords(firstDay)} through ${dayWords(lastDay)}. Thank you for staying with us.`,
        { button: 'See your membership', url: `${origin}/membership` },
      ],
    }),
    {
      note: 'See the days of the new term.',
      staffMaySend: { permission: 'memberships.manage', after: ['memberships.renew'] },
    },
  ),
  'membership-lapsed': letter(
    { origin: sampleOrigin },
    ({ origin }) => ({
      subject: 'Your membership has lapsed',
      path: '/membership',
      parts: [
        'Your membership has ended, and so have the weeks in which you could renew it without a break.',
        'Your account stays open, and we keep what you saved. What is for members only is closed to you until you renew. To renew, reply to this email.',
        { button: 'See your membership', url: `${origin}/membership` },
      ],
    }),
    {
      note: 'See how to renew it.',
      // Meanwhile it may be renewed.
      recheck: async (tx, about, userId) =>
        (await findStanding(tx, { userId }))?.standing === 'LAPSED' ? about : undefined,
    },
  ),
};

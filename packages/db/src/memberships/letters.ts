import { dayWords } from '@namc/inputs/day-words';
import type { Standing } from '@namc/inputs/memberships';
import type { Transaction } from '../engine/database.ts';
import { letter, sampleOrigin } from '../engine/letter.ts';
import { findStanding } from './queries/standing.ts';

const path = '/membership';
const seeIt = (origin: string) => ({ button: 'See your membership', url: `${origin}${path}` });
const ending = {
  origin: sampleOrigin,
  tier: 'Regular',
  lastDay: '2027-06-30',
  graceDay: '2027-07-30',
};

/** The facts of the letter if the membership still ends on that day and has one of these standings. It may be renewed meanwhile. */
const whileIn =
  (standings: Standing[]) =>
  async <About extends { lastDay: string }>(tx: Transaction, about: About, userId: string) => {
    const now = await findStanding(tx, { userId });
    return now?.endsOn === about.lastDay && standings.includes(now.standing) ? about : undefined;
  };

export const letters = {
  'member-added': letter(
    { origin: sampleOrigin },
    ({ origin }, token) => ({
      subject: 'Welcome to the portal of NAMC NorCal',
      parts: [
        'You’re a member of NAMC NorCal, and we made an account for you in the members’ portal. To use it, choose a password.',
        { button: 'Choose a password', url: `${origin}/confirm#${token}` },
        'This link works once, for 24 hours. After that, ask for a new one on the page below. If you don’t know us, ignore this email.',
        { link: 'Ask for a new link', url: `${origin}/forgot` },
      ],
    }),
    {
      link: { purpose: 'VERIFY_EMAIL' },
      isForAnyone: true,
      staffMaySend: {
        permission: 'memberships.manage',
        after: ['memberships.add', 'memberships.welcome'],
      },
    },
  ),
  'membership-renewed': letter(
    { origin: sampleOrigin, tier: 'Regular', firstDay: '2027-01-01', lastDay: '2027-12-31' },
    ({ origin, tier, firstDay, lastDay }) => ({
      subject: 'We renewed your membership',
      path,
      parts: [
        `Your membership is renewed: ${tier}, from ${dayWords(firstDay)} through ${dayWords(lastDay)}. Thank you for staying with us.`,
        seeIt(origin),
      ],
    }),
    {
      note: 'See the days of the new term.',
      staffMaySend: { permission: 'memberships.manage', after: ['memberships.renew'] },
    },
  ),
  'membership-paused': letter(
    { origin: sampleOrigin, firstDay: '2027-03-01', lastDay: '2027-05-31', endsOn: '2028-03-31' },
    ({ origin, firstDay, lastDay, endsOn }) => ({
      subject: 'Your membership is paused',
      path,
      parts: [
        `Your membership is paused from ${dayWords(firstDay)} through ${dayWords(lastDay)}. You lose no day: it now runs through ${dayWords(endsOn)}.`,
        seeIt(origin),
      ],
    }),
    {
      note: 'It runs longer by the paused days.',
      staffMaySend: { permission: 'memberships.manage', after: ['memberships.pause'] },
    },
  ),
  'membership-resumed': letter(
    { origin: sampleOrigin, firstDay: '', lastDay: '', endsOn: '2028-02-29' },
    ({ origin, endsOn }) => ({
      subject: 'Your membership runs again',
      path,
      parts: [`Your membership isn’t paused any longer. It runs through ${dayWords(endsOn)}.`, seeIt(origin)],
    }),
    {
      note: 'See its last day.',
      staffMaySend: { permission: 'memberships.manage', after: ['memberships.resume'] },
    },
  ),
  'membership-ending': letter(
    ending,
    ({ origin, tier, lastDay, graceDay }) => ({
      subject: `The last day of your membership is ${dayWords(lastDay)}`,
      path,
      parts: [
        `Your membership (${tier}) runs through ${dayWords(lastDay)}. To renew it, choose “Pay your dues” on the page below.`,
        `However early you renew, you lose no day: the new term begins on the day after. You can also renew without a gap through ${dayWords(graceDay)}.`,
        seeIt(origin),
      ],
    }),
    { note: 'Renew it, and you lose no day.', recheck: whileIn(['DUE_SOON']) },
  ),
  'membership-in-grace': letter(
    ending,
    ({ origin, tier, lastDay, graceDay }) => ({
      subject: `You can renew your membership through ${dayWords(graceDay)}`,
      path,
      parts: [
        `Your membership (${tier}) ended on ${dayWords(lastDay)}. Everything works as before through ${dayWords(graceDay)}. After that day your membership lapses.`,
        'Renew by then, and the new term follows the last one without a gap. To renew, choose “Pay your dues” on the page below.',
        seeIt(origin),
      ],
    }),
    { note: 'After that day it lapses.', recheck: whileIn(['GRACE']) },
  ),
  'membership-lapsed': letter(
    { origin: sampleOrigin, lastDay: '2027-06-30' },
    ({ origin, lastDay }) => ({
      subject: 'Your membership has lapsed',
      path,
      parts: [
        `Your membership ended on ${dayWords(lastDay)}, and the time to renew it without a gap is over.`,
        'Your account stays open, and we keep what you saved. What is for members only is closed to you until you renew. To renew, choose “Pay your dues” on the page below.',
        seeIt(origin),
      ],
    }),
    { note: 'See how to renew it.', recheck: whileIn(['LAPSED']) },
  ),
};

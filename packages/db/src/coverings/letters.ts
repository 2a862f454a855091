import { dayWords } from '@namc/inputs/day-words';
import type { Transaction } from '../engine/database.ts';
import { letter, sampleOrigin } from '../engine/letter.ts';
import { findCovering } from './queries.ts';

const path = '/membership';
const seeIt = (origin: string) => ({ button: 'See your membership', url: `${origin}${path}` });

/** The facts of the letter if somebody’s term covers the reader still, or still doesn’t. */
const whileCovered =
  (isCovered: boolean) =>
  async <About>(tx: Transaction, about: About, userId: string) =>
    ((await findCovering(tx, { userId })) !== undefined) === isCovered ? about : undefined;

export const letters = {
  'membership-covered': letter(
    { origin: sampleOrigin, company: 'Example Paving Inc.', through: '2027-06-30' },
    ({ origin, company, through }) => ({
      subject: 'Your company’s membership covers you now',
      path,
      parts: [
        `The membership of a colleague at ${company} covers you, at this time through ${dayWords(through)}. You count as a member, and you have no dues to pay.`,
        'It lasts as long as you belong to the company and somebody there has such a membership. We tell you when it ends.',
        seeIt(origin),
      ],
    }),
    { note: 'You count as a member, and have no dues to pay.', recheck: whileCovered(true) },
  ),
  'covering-ended': letter(
    { origin: sampleOrigin, company: 'Example Paving Inc.' },
    ({ origin, company }) => ({
      subject: 'Your company’s membership doesn’t cover you anymore',
      path,
      parts: [
        `Your membership was covered by that of a colleague at ${company}. This is over, so your membership has lapsed.`,
        'Your account stays open, and we keep what you saved. To be a member again, choose “Pay your dues” on the page below.',
        seeIt(origin),
      ],
    }),
    { note: 'See what you can do now, and how to renew.', recheck: whileCovered(false) },
  ),
  'covering-ended-own-term': letter(
    { origin: sampleOrigin, company: 'Example Paving Inc.', ownLastDay: '2027-06-30' },
    ({ origin, company, ownLastDay }) => ({
      subject: 'Your own membership counts again',
      path,
      parts: [
        `Your membership was covered by that of a colleague at ${company}. This is over. Your own term counts again. Its last day is ${dayWords(ownLastDay)}.`,
        seeIt(origin),
      ],
    }),
    { note: 'See its last day, and how to renew.', recheck: whileCovered(false) },
  ),
};

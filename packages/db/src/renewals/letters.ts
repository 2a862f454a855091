import { dayWords } from '@namc/inputs/day-words';
import { moneyWords } from '@namc/inputs/money-words';
import { isExpiredOn, problemWords } from '@namc/inputs/renewal-words';
import type { Transaction } from '../engine/database.ts';
import { letter, sampleOrigin } from '../engine/letter.ts';
import { findNotice } from './queries.ts';

export interface AboutCharge {
  origin: string;
  amountCents: number;
  card: string;
}
export interface AboutNotice extends AboutCharge {
  chargeId: string;
  chargeOn: string;
  tier: string;
  lastDay: string;
  expiresMonth: number | null;
  expiresYear: number | null;
}
export interface AboutDecline extends AboutCharge {
  problem: string;
  tryOn: string;
}
export interface AboutStop extends AboutCharge {
  problem: string;
}

const sample = { origin: sampleOrigin, amountCents: 50_000, card: 'Visa ending in 4242' };
const sampleNotice: AboutNotice = {
  ...sample,
  chargeId: '00000000-0000-0000-0000-000000000000',
  chargeOn: '2027-06-23',
  tier: 'Regular',
  lastDay: '2027-06-30',
  expiresMonth: 8,
  expiresYear: 2030,
};
const sampleDecline: AboutDecline = { ...sample, problem: 'card_declined', tryOn: '2027-06-26' };
const sampleStop: AboutStop = { ...sample, problem: 'card_declined' };

const stopAddress = (origin: string, token: string) => `${origin}/stop-renewal#${token}`;
const pay = (origin: string) => ({ button: 'Pay your dues', url: `${origin}/membership/pay` });

export const letters = {
  'renewal-notice': letter(
    sampleNotice,
    (
      { origin, amountCents, chargeOn, tier, lastDay, card, expiresMonth, expiresYear }: AboutNotice,
      token,
    ) => ({
      subject: `Your membership renews on ${dayWords(chargeOn)}`,
      path: '/membership',
      parts: [
        `Your ${tier} membership ends on ${dayWords(lastDay)}. You asked us to renew it by itself. On ${dayWords(chargeOn)} we’ll charge ${moneyWords(amountCents)} to your ${card}, for the next term.`,
        ...(isExpiredOn(chargeOn, expiresMonth, expiresYear)
          ? ['Your card expires before that day. To renew, pay your dues online with another card.']
          : []),
        'If you don’t want that, turn it off. You need not sign in, and nothing is charged.',
        { button: 'Turn off automatic renewal', url: stopAddress(origin, token) },
        { link: 'See your membership', url: `${origin}/membership` },
      ],
    }),
    {
      note: 'We charge your saved card on that day. You can turn it off before.',
      link: { purpose: 'STOP_RENEWAL' },
      recheck: async (tx: Transaction, about) =>
        (await findNotice(tx, { chargeId: about.chargeId })) && about,
    },
  ),
  'renewal-declined': letter(
    sampleDecline,
    ({ origin, amountCents, card, problem, tryOn }: AboutDecline, token) => ({
      subject: 'We couldn’t charge your card',
      path: '/membership/pay',
      parts: [
        `We tried to renew your membership and to charge ${moneyWords(amountCents)} to your ${card}. Nothing was taken.`,
        problemWords(problem),
        `We’ll try once more on ${dayWords(tryOn)}. You can pay another way before.`,
        pay(origin),
        { link: 'Turn off automatic renewal', url: stopAddress(origin, token) },
      ],
    }),
    { note: 'See what to do. We try once more.', link: { purpose: 'STOP_RENEWAL' } },
  ),
  'renewal-ended': letter(
    { origin: sample.origin, card: sample.card },
    ({ origin, card }: { origin: string; card: string }) => ({
      subject: 'Your membership no longer renews by itself',
      path: '/membership',
      parts: [
        `Your ${card} is no longer saved at Stripe, so we turned automatic renewal off. We won’t charge you.`,
        'To save a card again, pay your dues online and choose it there.',
        { button: 'See your membership', url: `${origin}/membership` },
      ],
    }),
    { note: 'The card is no longer saved at Stripe.' },
  ),
  'renewal-stopped': letter(
    sampleStop,
    ({ origin, amountCents, card, problem }: AboutStop) => ({
      subject: 'We turned automatic renewal off',
      path: '/membership/pay',
      parts: [
        `We couldn’t charge ${moneyWords(amountCents)} to your ${card}, so we turned automatic renewal off and removed the card. Nothing was taken, and we won’t try again.`,
        problemWords(problem),
        'To keep your membership, pay your dues. You can save a card again when you do.',
        pay(origin),
      ],
    }),
    { note: 'To keep your membership, pay your dues.' },
  ),
};

import { moneyWords } from '@namc/inputs/money-words';
import { letter, sampleOrigin } from '../engine/letter.ts';

export interface AboutOnlinePayment {
  origin: string;
  number: string;
  amountCents: number;
}
export interface AboutDispute extends AboutOnlinePayment {
  name: string;
  reason: string;
  outcome: 'OPEN' | 'WON' | 'LOST';
}
export interface AboutDifferences {
  origin: string;
  count: number;
}

const sample: AboutOnlinePayment = { origin: sampleOrigin, number: '2027-0001', amountCents: 50_000 };
const sampleDispute: AboutDispute = { ...sample, name: 'Ana Ruiz', reason: 'fraudulent', outcome: 'OPEN' };
const sampleDifferences: AboutDifferences = { origin: sampleOrigin, count: 2 };

const outcomes = {
  OPEN: 'The bank asks us to show that it was right. Answer at Stripe before the bank’s day.',
  WON: 'The bank decided for us. The payment stays.',
  LOST: 'The bank took the money back. If it was the whole payment, the payment is void and the invoice is open again. A part is a refund, with a credit note.',
};

export const letters = {
  'online-payment-failed': letter(
    sample,
    ({ origin, number, amountCents }: AboutOnlinePayment) => ({
      subject: 'Your online payment didn’t go through',
      path: '/membership/pay',
      parts: [
        `Your bank didn’t send ${moneyWords(amountCents)} for invoice ${number}. The invoice is open again, and nothing was taken.`,
        'You can pay it another way.',
        { button: 'Pay your invoice', url: `${origin}/membership/pay` },
      ],
    }),
    { note: 'The invoice is open again.' },
  ),
  'payment-disputed': letter(
    sampleDispute,
    ({ origin, number, amountCents, name, reason, outcome }: AboutDispute) => ({
      subject: 'A bank disputes a payment',
      path: '/admin/dues/online',
      parts: [
        `${name}’s bank disputes ${moneyWords(amountCents)} for invoice ${number}. The bank’s reason: ${reason}.`,
        outcomes[outcome],
        { button: 'See online payments', url: `${origin}/admin/dues/online` },
      ],
    }),
    { note: 'See what the bank says.' },
  ),
  'payments-differ': letter(
    sampleDifferences,
    ({ origin, count }: AboutDifferences) => ({
      subject: 'Online payments to look at',
      path: '/admin/dues/online',
      parts: [
        `The books and Stripe say ${count === 1 ? 'one thing' : `${count} things`} differently.`,
        { button: 'See online payments', url: `${origin}/admin/dues/online` },
      ],
    }),
    { note: 'Look at each, and close it with a reason.' },
  ),
};

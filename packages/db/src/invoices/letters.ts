import { dayWords } from '@namc/inputs/day-words';
import type { InvoiceKind } from '@namc/inputs/invoices';
import { moneyWords } from '@namc/inputs/money-words';
import type { Transaction } from '../engine/database.ts';
import { letter, sampleOrigin } from '../engine/letter.ts';
import { findInvoiceOfDocument } from './queries.ts';

const path = '/membership';
/** Amounts are in cents. */
export interface AboutInvoice {
  origin: string;
  number: string;
  documentId: string;
  kind: InvoiceKind;
  words: string;
  totalCents: number;
  restCents: number;
  dueOn: string;
  /** The last day of the term that the invoice paid for. */
  termEndsOn: string | null;
  /** The payment that the letter is about; 0 for a letter about the invoice itself. */
  amountCents: number;
  reference: string | null;
  creditCents: number;
  /** True where the payment used the member’s credit. */
  isCredit?: boolean;
}
const sample: AboutInvoice = {
  origin: sampleOrigin,
  number: '2027-0001',
  documentId: '0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a',
  kind: 'DUES',
  words: 'Regular membership, 1 year',
  totalCents: 50_000,
  restCents: 0,
  dueOn: '2027-01-31',
  termEndsOn: '2027-12-31',
  amountCents: 60_000,
  reference: '1042',
  creditCents: 10_000,
};
const attaches = ({ documentId }: AboutInvoice) => documentId;
const payPage = (origin: string) => ({ button: 'See your invoice', url: `${origin}${path}/pay` });
const membershipPage = (origin: string) => ({ button: 'See your membership', url: `${origin}${path}` });

const isForTerm = (kind: InvoiceKind) => kind === 'DUES' || kind === 'UPGRADE';
const renewed = (kind: InvoiceKind, lastDay: string) =>
  kind === 'UPGRADE'
    ? `Your membership is upgraded. It runs through ${dayWords(lastDay)}, as before.`
    : `Your membership is renewed through ${dayWords(lastDay)}.`;

/** Nobody is asked to pay an invoice that was paid or closed meanwhile. */
const whileOpen = async (tx: Transaction, about: AboutInvoice) => {
  const invoice = await findInvoiceOfDocument(tx, about);
  return invoice?.status === 'OPEN' ? about : undefined;
};

export const letters = {
  'invoice-issued': letter(
    sample,
    ({ origin, number, kind, words, totalCents, dueOn }) => ({
      subject: 'Your invoice from NAMC NorCal',
      path,
      parts: [
        `Invoice ${number} is attached as a PDF: ${words}, ${moneyWords(totalCents)}, due ${dayWords(dueOn)}. It says how to pay.`,
        ...(isForTerm(kind) ? ['Your membership stays as it is until we receive the payment.'] : []),
        payPage(origin),
      ],
    }),
    {
      note: 'See how to pay it.',
      attaches,
      memberMaySendTo: 'self',
      staffMaySend: { permission: 'payments.manage', after: ['invoices.issue'] },
      recheck: whileOpen,
    },
  ),
  'payment-received': letter(
    sample,
    ({ origin, number, kind, amountCents, restCents, creditCents, termEndsOn, isCredit }) => ({
      subject: 'We received your payment',
      path,
      parts: [
        isCredit
          ? `We used ${moneyWords(amountCents)} of your credit for invoice ${number}. The receipt is attached as a PDF.`
          : `Thank you. We received ${moneyWords(amountCents)} for invoice ${number}. The receipt is attached as a PDF.`,
        ...(restCents > 0 ? [`${moneyWords(restCents)} is left to pay.`] : []),
        ...(creditCents > 0
          ? [`You paid ${moneyWords(creditCents)} more than was left. We keep it as your credit.`]
          : []),
        ...(termEndsOn ? [renewed(kind, termEndsOn)] : []),
        membershipPage(origin),
      ],
    }),
    {
      note: 'Your receipt is on this page.',
      attaches,
      staffMaySend: { permission: 'payments.manage', after: ['invoices.record_payment'] },
    },
  ),
  'payment-voided': letter(
    { ...sample, restCents: 50_000, termEndsOn: null, amountCents: 50_000, creditCents: 0 },
    ({ origin, number, kind, amountCents, reference, restCents, isCredit }) => ({
      subject: 'Your payment didn’t go through',
      path,
      parts: [
        isCredit
          ? `We took back the ${moneyWords(amountCents)} of your credit that paid invoice ${number}. It is your credit again, and ${moneyWords(restCents)} of the invoice is open again.`
          : `Your payment of ${moneyWords(amountCents)}${reference ? ` (number ${reference})` : ''} for invoice ${number} didn’t go through. ${moneyWords(restCents)} of the invoice is open again.`,
        ...(kind === 'DUES'
          ? [
              'If that payment renewed your membership, the renewal is canceled. Paying the invoice renews it.',
            ]
          : []),
        ...(kind === 'UPGRADE'
          ? ['Your membership is in the tier of before again. Paying the invoice upgrades it.']
          : []),
        'If you think this is a mistake, reply to this email.',
        payPage(origin),
      ],
    }),
    {
      note: 'The invoice is open again.',
      staffMaySend: { permission: 'payments.manage', after: ['invoices.void_payment'] },
    },
  ),
  'payment-refunded': letter(
    { ...sample, amountCents: 20_000, creditCents: 0, reference: '5021' },
    ({ origin, number, amountCents, reference }) => ({
      subject: 'We refunded your payment',
      path,
      parts: [
        `We refund ${moneyWords(amountCents)}${reference ? ` (number ${reference})` : ''} of your payment for invoice ${number}. The credit note is attached as a PDF.`,
        'Your membership stays as it is.',
        membershipPage(origin),
      ],
    }),
    {
      note: 'The credit note is on this page.',
      attaches,
      staffMaySend: { permission: 'payments.manage', after: ['invoices.refund_payment'] },
    },
  ),
  'invoice-closed': letter(
    sample,
    ({ origin, number, kind, termEndsOn }) => ({
      subject: 'Your invoice is closed',
      path,
      parts: [
        `You no longer have to pay invoice ${number}. The credit note is attached as a PDF.`,
        ...(termEndsOn ? [renewed(kind, termEndsOn)] : []),
        membershipPage(origin),
      ],
    }),
    {
      note: 'You no longer have to pay it.',
      attaches,
      staffMaySend: { permission: 'payments.manage', after: ['invoices.close'] },
    },
  ),
};

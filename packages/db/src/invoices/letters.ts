import type { Transaction } from '../engine/database.ts';
import { letter, sampleOrigin } from '../engine/letter.ts';
import { findInvoiceOfDocument } from './queries.ts';

const path = '/membership';
const sample = {
  origin: sampleOrigin,
  number: '2027-0001',
  documentId: '0192f0c1-2b3c-7d4e-8f5a-6b7c8d9e0f1a',
};
type About = typeof sample;
const attaches = ({ documentId }: About) => documentId;
const payPage = (origin: string) => ({ button: 'See your invoice', url: `${origin}${path}/pay` });
const membershipPage = (origin: string) => ({ button: 'See your membership', url: `${origin}${path}` });

/** Nobody is asked to pay an invoice that was paid or closed meanwhile. */
const whileOpen = async (tx: Transaction, about: About) => {
  const invoice = await findInvoiceOfDocument(tx, about);
  return invoice?.status === 'OPEN' ? about : undefined;
};

export const letters = {
  'invoice-issued': letter(
    sample,
    ({ origin, number }) => ({
      subject: 'Your invoice from NAMC NorCal',
      path,
      parts: [
        `Invoice ${number} is attached as a PDF. It says how to pay.`,
        'An open invoice changes nothing about your membership: a term begins as soon as we receive the payment.',
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
    ({ origin, number }) => ({
      subject: 'We received your payment',
      path,
      parts: [
        `Thank you. We received your payment of invoice ${number}. The receipt is attached as a PDF.`,
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
    { origin: sampleOrigin, number: sample.number },
    ({ origin, number }) => ({
      subject: 'Your payment didn’t go through',
      path,
      parts: [
        `Your payment of invoice ${number} didn’t go through, so the invoice is open again. A term that began with this payment is canceled until we receive another one.`,
        'If you think this is a mistake, reply to this email.',
        payPage(origin),
      ],
    }),
    {
      note: 'The invoice is open again.',
      staffMaySend: { permission: 'payments.manage', after: ['invoices.void_payment'] },
    },
  ),
  'invoice-closed': letter(
    sample,
    ({ origin, number }) => ({
      subject: 'Your invoice is closed',
      path,
      parts: [
        `You no longer have to pay invoice ${number}. The credit note is attached as a PDF.`,
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

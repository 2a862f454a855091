import { compareWithProvider } from '@namc/db/checkouts/commands';
import {
  listCheckoutsToLookAt,
  listMissingPayments,
  listObsoleteCheckouts,
} from '@namc/db/checkouts/queries';
import { z } from 'zod';
import type { PaymentProvider } from '../http/payment-provider.ts';
import { type Job, worker } from '../jobs/job.ts';
import { endCheckout, lookAtCheckout, lookAtPayment, sendRefunds } from './settle.ts';

const day = 86_400_000;

/**
 * Makes the job that looks at each attempt to pay and each refund that has no end yet, and ends the pages of invoices that need nothing
 * any more. One that fails doesn’t keep the others waiting.
 */
export const makeCheckoutKeeper =
  (payments: PaymentProvider, portal: string): Job =>
  async (db, _payload, signal) => {
    if (!payments.online) return;
    const parts = { db, payments, portal };
    const problems: unknown[] = [];
    const attempts = await db.read(worker, listCheckoutsToLookAt, { freshness: 'latest' });
    for (const { id, providerSession: session, isObsolete } of attempts) {
      signal.throwIfAborted();
      const attempt = { checkoutId: id, session };
      await (session && !isObsolete
        ? lookAtCheckout(parts, { checkoutId: id, session })
        : endCheckout(parts, attempt)
      ).catch((error: unknown) => problems.push(error));
    }
    await sendRefunds(parts, {}).catch((error: unknown) => problems.push(error));
    if (problems.length > 0) throw new AggregateError(problems, `${problems.length} payments were not asked`);
  };

const payloadOfInvoice = z.object({ invoiceId: z.uuid() });

/** Makes the job that ends the payment page of an invoice right after it was paid another way, paid in part or closed. */
export const makePageEnder =
  (payments: PaymentProvider, portal: string): Job =>
  async (db, payload) => {
    if (!payments.online) return;
    const { invoiceId } = payloadOfInvoice.parse(payload);
    const attempts = await db.read(worker, (tx) => listObsoleteCheckouts(tx, { invoiceId }), {
      freshness: 'latest',
    });
    for (const { id: checkoutId, providerSession: session } of attempts)
      await endCheckout({ db, payments, portal }, { checkoutId, session });
  };

/**
 * Makes the job that compares the books of the last seven whole days with the provider’s. What the portal missed is recorded first; what
 * still differs becomes a task for staff.
 */
export const makePaymentComparer =
  (payments: PaymentProvider, portal: string, now: () => number = Date.now): Job =>
  async (db, _payload, signal) => {
    if (!payments.online) return;
    const parts = { db, payments, portal };
    const until = new Date(Math.floor(now() / day) * day);
    const from = new Date(until.getTime() - 7 * day);
    // The provider may have booked a payment some days before its report came.
    const lines = await payments.listLines(new Date(from.getTime() - 7 * day));
    const recent = lines.filter(({ at }) => new Date(at) >= from);
    for (const payment of await db.read(worker, (tx) => listMissingPayments(tx, { lines: recent }))) {
      signal.throwIfAborted();
      await lookAtPayment(parts, payment);
    }
    await db.write(worker, (tx) => compareWithProvider(tx, { lines, from, until, portal }));
  };

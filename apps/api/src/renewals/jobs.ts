import { settleCheckout } from '@namc/db/checkouts/commands';
import { getChargeOrder, getCheckout } from '@namc/db/checkouts/queries';
import {
  beginRenewalCharge,
  declineRenewalCharge,
  noteCardRemoved,
  noticeRenewal,
} from '@namc/db/renewals/commands';
import {
  listCardsToLookAt,
  listCardsToRemove,
  listChargesToMake,
  listRenewalsToNotice,
} from '@namc/db/renewals/queries';
import { endCheckout, lookAtCard, type OnlinePayments } from '../checkouts/settle.ts';
import type { PaymentProvider } from '../http/payment-provider.ts';
import { type Job, worker } from '../jobs/job.ts';

const mostTurns = 3;

/**
 * Charges a saved card whose day has come, or finds out what became of a charge that has begun. The statement that begins it decides
 * whether there is one.
 */
export async function chargeCard(parts: OnlinePayments, chargeId: string): Promise<void> {
  const { db, payments, portal } = parts;
  for (let turn = 0; turn < mostTurns; turn += 1) {
    const begun = await db.write(worker, (tx) => beginRenewalCharge(tx, { chargeId }));
    if (!begun) return;
    if ('replaces' in begun) {
      const checkoutId = begun.replaces;
      const page = await db.read(worker, (tx) => getCheckout(tx, { checkoutId }), { freshness: 'latest' });
      await endCheckout(parts, { checkoutId, session: page.providerSession });
      continue;
    }
    const { checkoutId, ...how } = begun;
    const order = await db.read(worker, (tx) => getChargeOrder(tx, { checkoutId }), { freshness: 'latest' });
    const report = await payments.charge(order, how);
    if (!report) await endCheckout(parts, { checkoutId, session: null });
    else if (report.state === 'FAILED')
      await db.write(worker, (tx) => declineRenewalCharge(tx, { ...report, checkoutId, portal }));
    else await db.write(worker, (tx) => settleCheckout(tx, { ...report, portal }));
    return;
  }
}

/**
 * Makes the job of automatic renewals: it tells members before their card is charged, asks once a day whether each card is still there,
 * charges cards whose day has come, and removes the cards of renewals that are off. One that fails doesn’t keep the others waiting.
 */
export const makeRenewer =
  (payments: PaymentProvider, portal: string): Job =>
  async (db, _payload, signal) => {
    if (!payments.online) return;
    const parts = { db, payments, portal };
    const problems: unknown[] = [];
    const each = async <Item>(items: Item[], act: (item: Item) => Promise<void>) => {
      for (const item of items) {
        signal.throwIfAborted();
        await act(item).catch((error: unknown) => problems.push(error));
      }
    };
    const fresh = { freshness: 'latest' } as const;
    await each(await db.read(worker, listRenewalsToNotice, fresh), (renewalId) =>
      db.write(worker, (tx) => noticeRenewal(tx, { renewalId, portal })),
    );
    const cards = await db.read(worker, (tx) => listCardsToLookAt(tx, {}), fresh);
    await each(cards, (card) => lookAtCard(parts, card));
    await each(await db.read(worker, listChargesToMake, fresh), (chargeId) => chargeCard(parts, chargeId));
    await each(await db.read(worker, listCardsToRemove, fresh), async ({ id, methodReference }) => {
      await payments.removeCard(methodReference);
      await db.write(worker, (tx) => noteCardRemoved(tx, { renewalId: id }));
    });
    if (problems.length > 0) throw new AggregateError(problems, `${problems.length} renewals have to wait`);
  };

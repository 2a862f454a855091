import { settleCheckout } from '@namc/db/checkouts/commands';
import { getChargeOrder, getCheckout } from '@namc/db/checkouts/queries';
import { beginRenewalCharge, declineRenewalCharge } from '@namc/db/renewals/commands';
import { endCheckout, type OnlinePayments } from '../checkouts/settle.ts';
import { worker } from '../jobs/job.ts';

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

import { addInvoice, addInvoicePayment } from '../invoices/factory.ts';
import { addMember } from '../members/factory.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import {
  beginCheckout,
  closeDifference,
  noteDifference,
  openCheckout,
  requestRefund,
  settleCheckout,
  settleDispute,
} from './commands.ts';
import {
  findCheckout,
  findLiveCheckout,
  getChargeOrder,
  getCheckout,
  getCheckoutOutcome,
  isEventKnown,
  listCheckoutsToLookAt,
  listDifferences,
  listDisputes,
  listLiveCheckouts,
  listMissingPayments,
  listObsoleteCheckouts,
  listOwnCheckouts,
  listRefundsToSettle,
} from './queries.ts';

const portal = 'https://portal.example.org';

export async function queryRuns({
  db,
  system,
  administrator,
  find,
}: Association): Promise<Record<string, QueryRun[]>> {
  const begin = async () => {
    const userId = await addMember(db);
    const member = { kind: 'member', userId } as const;
    const invoiceId = await addInvoice(db, userId);
    const begun = await db.write(member, (tx) => beginCheckout(tx, { invoiceId, savesCard: false }));
    const checkoutId = 'checkoutId' in begun ? begun.checkoutId : begun.replaces;
    const session = `cs_${checkoutId}`;
    const expiresAt = new Date(Date.now() + 86_400_000);
    const open = () =>
      db.write(system, (tx) =>
        openCheckout(tx, { checkoutId, session, url: 'https://pay.example.org/1', expiresAt }),
      );
    return { member, invoiceId, checkoutId, session, open };
  };
  const started = await begin();
  const live = await begin();
  await live.open();
  const paid = await begin();
  await paid.open();
  const reference = `pi_${paid.checkoutId}`;
  await db.write(system, (tx) =>
    settleCheckout(tx, {
      checkoutId: paid.checkoutId,
      session: paid.session,
      state: 'PAID',
      reference,
      receivedCents: 60_000,
      portal,
    }),
  );
  const paymentId = await find(`select id from payments where provider_reference = '${reference}'`);
  const refundId = await db.write(administrator, (tx) =>
    requestRefund(tx, { paymentId, amountCents: 100, reason: 'Paid twice', key: paid.checkoutId }),
  );
  for (const [at, answerBy] of [null, new Date()].entries())
    await db.write(system, (tx) =>
      settleDispute(tx, {
        reference: `du_${at}`,
        paymentReference: reference,
        state: 'OPEN',
        amountCents: 100,
        reason: 'fraudulent',
        answerBy,
        portal,
      }),
    );
  await db.write(system, (tx) =>
    noteDifference(tx, { kind: 'UNPLACED_EVENT', reference: 'pi_unknown', words: 'Nobody asked for it.' }),
  );
  const differenceId = await find(`select id from payment_differences where reference = 'pi_unknown'`);
  await db.write(administrator, (tx) => closeDifference(tx, { differenceId, reason: 'A donation' }));
  await find(
    `update checkouts set looked_at = now() - interval '1 hour', created_at = now() - interval '1 hour'
     where status in ('STARTED', 'OPEN') returning id`,
  );
  // A check pays a part of what these pages ask for.
  const [obsolete, unopened, charging] = [await begin(), await begin(), await begin()];
  await obsolete.open();
  for (const { invoiceId } of [obsolete, unopened])
    await addInvoicePayment(db, invoiceId, { amountCents: 100 });
  await find(
    `insert into payment_customers (user_id, provider_reference) values ('${charging.member.userId}', 'cus_charging') returning user_id`,
  );
  const renewalId = await find(
    `insert into automatic_renewals (user_id, payment_id, method_reference, brand, last_four, expires_month, expires_year)
     values ('${charging.member.userId}', '${paymentId}', 'pm_charging', 'visa', '4242', 8, 2030) returning id`,
  );
  const termId = await find(
    `insert into memberships (user_id, tier_code, starts_on, ends_on)
     values ('${charging.member.userId}', 'REGULAR', '2026-01-01', '2026-12-31') returning id`,
  );
  const chargeId = await find(
    `insert into renewal_charges (renewal_id, user_id, membership_id, tier_code, amount_cents, charge_on, status)
     values ('${renewalId}', '${charging.member.userId}', '${termId}', 'REGULAR', 50000, '2026-12-24', 'CHARGING') returning id`,
  );
  await find(
    `update checkouts set charge_id = '${chargeId}' where id = '${charging.checkoutId}' returning id`,
  );
  const fresh = { checkoutId: started.checkoutId };
  return {
    getCheckout: [
      [system, (tx) => getCheckout(tx, fresh)],
      [system, (tx) => getCheckout(tx, { checkoutId: live.checkoutId })],
    ],
    listOwnCheckouts: [[live.member, listOwnCheckouts]],
    getCheckoutOutcome: [
      [started.member, (tx) => getCheckoutOutcome(tx, fresh)],
      [paid.member, (tx) => getCheckoutOutcome(tx, { checkoutId: paid.checkoutId })],
    ],
    findCheckout: [
      [system, (tx) => findCheckout(tx, { session: live.session })],
      [system, (tx) => findCheckout(tx, { reference })],
    ],
    isEventKnown: [[system, (tx) => isEventKnown(tx, { eventId: 'evt_1' })]],
    listCheckoutsToLookAt: [[system, listCheckoutsToLookAt]],
    listObsoleteCheckouts: [
      [system, (tx) => listObsoleteCheckouts(tx, { invoiceId: obsolete.invoiceId })],
      [system, (tx) => listObsoleteCheckouts(tx, { invoiceId: unopened.invoiceId })],
    ],
    getChargeOrder: [[system, (tx) => getChargeOrder(tx, { checkoutId: charging.checkoutId })]],
    listRefundsToSettle: [
      [system, (tx) => listRefundsToSettle(tx, {})],
      [system, (tx) => listRefundsToSettle(tx, { refundId })],
    ],
    listMissingPayments: [
      [
        system,
        (tx) => listMissingPayments(tx, { lines: [{ kind: 'charge', id: 'ch_1', payment: 'pi_none' }] }),
      ],
    ],
    listLiveCheckouts: [[administrator, listLiveCheckouts]],
    findLiveCheckout: [[administrator, (tx) => findLiveCheckout(tx, { invoiceId: live.invoiceId })]],
    listDifferences: [[administrator, listDifferences]],
    listDisputes: [[administrator, listDisputes]],
  };
}

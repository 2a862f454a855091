import { beginCheckout, openCheckout, settleCheckout } from '../checkouts/commands.ts';
import { addInvoice } from '../invoices/factory.ts';
import { addMember } from '../members/factory.ts';
import type { Association, QueryRun } from '../tools/testing/query-runs.ts';
import { keepCustomer, noticeRenewal, stopOwnRenewal } from './commands.ts';
import {
  findCustomer,
  findNotice,
  findOwnCustomer,
  findOwnRenewal,
  listCardsToLookAt,
  listCardsToRemove,
  listChargesToMake,
  listRenewalsToNotice,
} from './queries.ts';

const portal = 'https://portal.example.org';

export async function queryRuns({ db, system, find }: Association): Promise<Record<string, QueryRun[]>> {
  /** A member whose payment saved a card, and whose membership ends soon. */
  const saver = async () => {
    const userId = await addMember(db);
    const member = { kind: 'member', userId } as const;
    const invoiceId = await addInvoice(db, userId);
    const begun = await db.write(member, (tx) => beginCheckout(tx, { invoiceId, savesCard: true }));
    const checkoutId = 'checkoutId' in begun ? begun.checkoutId : begun.replaces;
    await db.write(system, async (tx) => {
      await keepCustomer(tx, { userId, reference: `cus_${userId}` });
      await openCheckout(tx, {
        checkoutId,
        session: `cs_${checkoutId}`,
        url: 'https://pay.example.org/2',
        expiresAt: new Date(Date.now() + 86_400_000),
      });
      await settleCheckout(tx, {
        checkoutId,
        session: null,
        state: 'PAID',
        reference: `pi_${checkoutId}`,
        receivedCents: 50_000,
        card: { method: `pm_${userId}`, brand: 'visa', lastFour: '4242', expiresMonth: 8, expiresYear: 2030 },
        portal,
      });
    });
    await find(
      `update memberships set starts_on = '2026-01-01', ends_on = (now() at time zone 'America/Los_Angeles')::date + 20
       where user_id = '${userId}' returning id`,
    );
    const renewalId = await find(`select id from automatic_renewals where user_id = '${userId}'`);
    return { userId, member, renewalId };
  };
  const noticed = await saver();
  await db.write(system, (tx) => noticeRenewal(tx, { renewalId: noticed.renewalId, portal }));
  const chargeId = await find(`select id from renewal_charges where user_id = '${noticed.userId}'`);
  const due = await saver();
  await db.write(system, (tx) => noticeRenewal(tx, { renewalId: due.renewalId, portal }));
  await find(
    `update renewal_charges set charge_on = '2026-01-01', problem = 'card_declined'
     where user_id = '${due.userId}' returning id`,
  );
  const stopped = await saver();
  await db.write(stopped.member, stopOwnRenewal);
  const waiting = await saver();
  return {
    findOwnRenewal: [
      [waiting.member, findOwnRenewal],
      [due.member, findOwnRenewal],
    ],
    findCustomer: [[system, (tx) => findCustomer(tx, { userId: waiting.userId })]],
    listRenewalsToNotice: [[system, listRenewalsToNotice]],
    findOwnCustomer: [[waiting.member, findOwnCustomer]],
    listCardsToLookAt: [[system, (tx) => listCardsToLookAt(tx, { method: `pm_${waiting.userId}` })]],
    listChargesToMake: [[system, listChargesToMake]],
    listCardsToRemove: [[system, listCardsToRemove]],
    findNotice: [[system, (tx) => findNotice(tx, { chargeId })]],
  };
}

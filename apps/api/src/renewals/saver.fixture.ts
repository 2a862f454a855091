import { addInvoice } from '@namc/db/invoices/factory';
import { addMember } from '@namc/db/members/factory';
import type { TestDatabase } from '@namc/db/testing/test-database';
import { beginOnline, settleOwn } from '../checkouts/settle.ts';
import type { StandIn } from '../checkouts/stand-in.fixture.ts';
import type { PaymentProvider } from '../http/payment-provider.ts';
import { makeRenewer } from './jobs.ts';

export const address = 'https://portal.example.org';
const signal = new AbortController().signal;

/** People who save a card, and what happens to them as time goes by. */
export function saversOf(portal: TestDatabase, given: () => { standIn: StandIn; payments: PaymentProvider }) {
  const renew = (payments = given().payments) => makeRenewer(payments, address)(portal.db, {}, signal);

  /** A member who has just paid $500 and saved the card. */
  async function saver() {
    const { standIn, payments } = given();
    const userId = await addMember(portal.db);
    const invoiceId = await addInvoice(portal.db, userId);
    const actor = { kind: 'member', userId } as const;
    const parts = { db: portal.db, payments, portal: address, actor };
    const { checkoutId } = await beginOnline(parts, { invoiceId, savesCard: true });
    const session =
      (await standIn.sessions()).find((one) => one.client_reference_id === checkoutId)?.id ?? '';
    await standIn.tell(`pay/${session}/card`);
    await settleOwn(parts, { checkoutId });
    return { userId, actor, parts, checkoutId, session };
  }
  type Saver = Awaited<ReturnType<typeof saver>>;

  /** Sets the last day of the member's terms: so many days from today. */
  const endIn = ({ userId }: Saver, days: number) => portal.owner`
    update memberships set starts_on = today - 300, ends_on = today + ${days}::int
    from (select (now() at time zone 'America/Los_Angeles')::date as today) clock where user_id = ${userId}`;

  /** The notice left so many days ago, and the day of the charge has come. */
  async function leaveNotice({ userId }: Saver, daysAgo: number) {
    await portal.owner.begin(async (sql) => {
      await sql`update mails set status = 'SENT', sent_at = now() - ${daysAgo}::int * interval '1 day',
        created_at = now() - interval '14 days'
        where user_id = ${userId} and template = 'renewal-notice' and status = 'WAITING'`;
      await sql`update renewal_charges set created_at = now() - interval '14 days',
        charge_on = (now() at time zone 'America/Los_Angeles')::date where user_id = ${userId} and status = 'NOTICED'`;
    });
  }
  /** A saver whose charge is due today. */
  async function due() {
    const who = await saver();
    await endIn(who, 7);
    await renew();
    await leaveNotice(who, 8);
    return who;
  }
  const renewalOf = async ({ userId }: Saver) =>
    (
      await portal.owner<
        {
          status: string;
          offReason: string | null;
          method: string;
          lastFour: string | null;
          removedAt: Date | null;
        }[]
      >`select status, off_reason as "offReason", method_reference as method, last_four as "lastFour", removed_at as "removedAt"
        from automatic_renewals where user_id = ${userId} order by created_at desc, id desc limit 1`
    )[0];
  const chargesOf = ({ userId }: Saver) =>
    portal.owner<{ status: string; tries: number; problem: string | null; id: string; chargeOn: string }[]>`
      select id, status, tries, problem, charge_on::text as "chargeOn" from renewal_charges
      where user_id = ${userId} order by created_at, id`;
  const paidOf = async ({ userId }: Saver) =>
    (
      await portal.owner<{ cents: number }[]>`
        select amount_cents::int as cents from payments where user_id = ${userId} and status = 'SUCCEEDED' order by paid_at, id`
    ).map(({ cents }) => cents);
  const lettersTo = async ({ userId }: Saver, template: string) =>
    (await portal.owner`select from mails where user_id = ${userId} and template = ${template}`).length;
  const termsOf = async ({ userId }: Saver) =>
    (await portal.owner`select from memberships where user_id = ${userId} and status = 'ACTIVE'`).length;
  return { renew, saver, endIn, leaveNotice, due, renewalOf, chargesOf, paidOf, lettersTo, termsOf };
}

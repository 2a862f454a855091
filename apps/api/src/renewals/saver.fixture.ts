import { freePort } from '@namc/db/free-port';
import { addInvoice } from '@namc/db/invoices/factory';
import { addMember } from '@namc/db/members/factory';
import { stopOwnRenewal } from '@namc/db/renewals/commands';
import type { TestDatabase } from '@namc/db/testing/test-database';
import { afterAll, afterEach, beforeAll, expect } from 'vitest';
import { testApp } from '../app.fixture.ts';
import { beginOnline, settleOwn } from '../checkouts/settle.ts';
import { type StandIn, startStandIn } from '../checkouts/stand-in.fixture.ts';
import { stripeProvider } from '../checkouts/stripe-provider.ts';
import { listen } from '../http/listen.ts';
import type { PaymentProvider } from '../http/payment-provider.ts';
import { makeRenewer } from './jobs.ts';

const address = 'https://portal.example.org';
const signal = new AbortController().signal;

/** A portal whose stand-in of Stripe sends its reports to it, and people who save a card, with what happens to them as time goes by. */
export function startSavers(portal: TestDatabase) {
  let standIn: StandIn;
  let payments: PaymentProvider;
  let server: Awaited<ReturnType<typeof listen>>;
  beforeAll(async () => {
    const port = await freePort();
    standIn = await startStandIn(`http://127.0.0.1:${port}/api/webhooks/stripe`);
    payments = stripeProvider(standIn.settings, address);
    server = await listen(testApp({ db: portal.db, payments }), { host: '127.0.0.1', port }, 1_000);
  });
  afterEach(async () => {
    await standIn.tell('travel', { delayMs: 0, times: 1, lose: 0, hold: false });
    await standIn.tell('release/first');
    await standIn.tell('answers', { loseAnswers: 0, isDown: false });
  });
  afterAll(async () => {
    await server?.close();
    await standIn?.stop();
  });
  const given = () => ({ standIn, payments });
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
  const stop = ({ actor }: Saver) => portal.db.write(actor, stopOwnRenewal);
  const misbehave = async (who: Saver, conduct: string) =>
    standIn.tell(`cards/${(await renewalOf(who))?.method}/${conduct}`);
  const statesOf = async (who: Saver) => (await chargesOf(who)).map(({ status }) => status);
  /** The rows of one of the stand-in’s lists. */
  const ask = async <T>(list: string): Promise<T[]> =>
    (await (await fetch(`${standIn.settings.baseUrl}/control/${list}`)).json()) as T[];
  /** Counts the payments that Stripe has carried out for the member, by the portal’s own attempts. */
  async function chargedAt({ userId }: Saver): Promise<number> {
    const attempts = await portal.owner<{ id: string }[]>`select id from checkouts where user_id = ${userId}`;
    const ids = attempts.map(({ id }) => id);
    const all = await ask<{ metadata: { checkout?: string }; status: string }>('intents');
    return all.filter(
      ({ metadata, status }) => status === 'succeeded' && ids.includes(metadata.checkout ?? ''),
    ).length;
  }
  async function expectRenewedOnce(who: Saver) {
    expect(await statesOf(who)).toEqual(['PAID']);
    expect(await paidOf(who)).toEqual([50_000, 50_000]);
    expect(await chargedAt(who)).toBe(2);
    expect(await termsOf(who)).toBe(2);
    expect(await lettersTo(who, 'payment-received')).toBe(2);
  }
  return {
    given,
    ask,
    stop,
    misbehave,
    statesOf,
    chargedAt,
    expectRenewedOnce,
    renew,
    saver,
    endIn,
    leaveNotice,
    due,
    renewalOf,
    chargesOf,
    paidOf,
    lettersTo,
    termsOf,
  };
}

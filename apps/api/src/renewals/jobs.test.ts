import { addInvoice, addInvoicePayment } from '@namc/db/invoices/factory';
import { addMember } from '@namc/db/members/factory';
import { stopRenewalByLink } from '@namc/db/renewals/commands';
import { findOwnRenewal } from '@namc/db/renewals/queries';
import { makeLink } from '@namc/db/sign-in/commands/links';
import { testDatabase } from '@namc/db/testing/test-database';
import { describe, expect, it } from 'vitest';
import { beginOnline, openCustomerPage } from '../checkouts/settle.ts';
import { startSavers } from './saver.fixture.ts';

const portal = testDatabase();
const {
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
  lettersTo,
  termsOf,
} = startSavers(portal);
type Saver = Awaited<ReturnType<typeof saver>>;
const system = { kind: 'system', name: 'test' } as const;

describe('a saved card', () => {
  it('is kept once, without its number, when the member asks for it and pays', async () => {
    const who = await saver();
    expect(await portal.db.read(who.actor, findOwnRenewal)).toMatchObject({
      brand: 'visa',
      lastFour: '4242',
      expiresMonth: 12,
      status: null,
    });
    // The report and the return page come again and again.
    await Promise.all([renew(), portal.db.read(who.actor, findOwnRenewal)]);
    const rows = await portal.owner`select from automatic_renewals where user_id = ${who.userId}`;
    expect(rows).toHaveLength(1);
  });

  it('is not kept when the member doesn’t ask for it, and an open page is replaced when they change their mind', async () => {
    const { userId, parts } = await saver();
    await portal.owner`update users set status = 'LAPSED' where id = ${userId}`;
    const invoiceId = await addInvoice(portal.db, userId);
    const plain = await beginOnline(parts, { invoiceId, savesCard: false });
    const saving = await beginOnline(parts, { invoiceId, savesCard: true });
    expect(saving.checkoutId).not.toBe(plain.checkoutId);
    expect((await beginOnline(parts, { invoiceId, savesCard: true })).url).toBe(saving.url);
    const pages = await given().standIn.sessions();
    const stateOf = (id: string) => pages.find((one) => one.client_reference_id === id)?.status;
    expect([stateOf(plain.checkoutId), stateOf(saving.checkoutId)]).toEqual(['expired', 'open']);
  });

  it('makes one customer at Stripe for each person', async () => {
    const who = await saver();
    const invoiceId = await addInvoice(portal.db, who.userId);
    await Promise.all(
      Array.from({ length: 3 }, () => beginOnline(who.parts, { invoiceId, savesCard: true })),
    );
    const all = await ask<{
      metadata: { member: string };
    }>('customers');
    expect(all.filter(({ metadata }) => metadata.member === who.userId)).toHaveLength(1);
  });

  it('is removed at Stripe when it is switched off, and so are its facts here', async () => {
    const who = await saver();
    expect(await stop(who)).toEqual({ wasOn: true, isCharging: false });
    expect(await stop(who)).toEqual({ wasOn: false, isCharging: false });
    await renew();
    expect(await renewalOf(who)).toMatchObject({ status: 'OFF', offReason: 'MEMBER', lastFour: null });
    const kept = await ask<{
      id: string;
      customer: string | null;
    }>('methods');
    const { method } = (await renewalOf(who)) ?? {};
    expect(kept.find(({ id }) => id === method)).toMatchObject({ customer: null });
  });

  it.for(['SUSPENDED', 'CLOSED', 'LAPSED'])('is removed when the account is %s', async (status) => {
    const who = await due();
    await portal.owner`update users set status = ${status} where id = ${who.userId}`;
    expect(await statesOf(who)).toEqual(['CANCELED']);
    await renew();
    expect(await renewalOf(who)).toMatchObject({ offReason: 'ACCOUNT', lastFour: null });
    expect(await chargedAt(who)).toBe(1);
  });
});

describe('a notice', () => {
  it('goes out once, three weeks before the last day, and nothing is charged before the day that it names', async () => {
    const who = await saver();
    await endIn(who, 22);
    await renew();
    expect(await chargesOf(who)).toEqual([]);
    await endIn(who, 21);
    await Promise.all([renew(), renew()]);
    await renew();
    expect(await chargesOf(who)).toMatchObject([{ status: 'NOTICED', tries: 0 }]);
    expect(await lettersTo(who, 'renewal-notice')).toBe(1);
    expect(await chargedAt(who)).toBe(1);
  });

  it('that left less than seven days ago, or not at all, lets nothing be charged', async () => {
    const [late, waiting] = [await saver(), await saver()];
    for (const who of [late, waiting]) await endIn(who, 7);
    await renew();
    await leaveNotice(late, 6);
    await portal.owner`update renewal_charges set charge_on = current_date - 1 where user_id = ${waiting.userId}`;
    await renew();
    expect([await statesOf(late), await statesOf(waiting)]).toEqual([['NOTICED'], ['NOTICED']]);
    await portal.owner`update mails set sent_at = now() - interval '8 days' where user_id = ${late.userId} and template = 'renewal-notice'`;
    await renew();
    await expectRenewedOnce(late);
  });

  it('that never left is written anew, with a day to come', async () => {
    const who = await due();
    await portal.owner`update mails set status = 'DROPPED' where user_id = ${who.userId} and template = 'renewal-notice'`;
    await renew();
    expect(await chargedAt(who)).toBe(1);
    await renew();
    expect(await statesOf(who)).toEqual(['CANCELED', 'NOTICED']);
  });

  it('with another amount than the dues of the day charges nothing', async () => {
    const who = await due();
    await portal.owner`update membership_tiers set annual_dues_cents = 60000 where code = 'REGULAR'`;
    await renew();
    await portal.owner`update membership_tiers set annual_dues_cents = 50000 where code = 'REGULAR'`;
    expect(await chargedAt(who)).toBe(1);
    expect((await statesOf(who))[0]).toBe('CANCELED');
  });

  it('is in vain when a pause moves the last day, and comes again before the new one', async () => {
    const who = await due();
    await portal.owner`
      insert into membership_pauses (user_id, starts_on, ends_on, reason)
      select ${who.userId}, today, today + 29, 'Between two jobs'
      from (select (now() at time zone 'America/Los_Angeles')::date as today) clock`;
    await endIn(who, 37);
    await renew();
    expect(await statesOf(who)).toEqual(['CANCELED']);
    expect(await chargedAt(who)).toBe(1);
    await endIn(who, 21);
    await renew();
    expect(await statesOf(who)).toEqual(['CANCELED', 'NOTICED']);
  });

  it('is in vain when the member renews by check', async () => {
    const who = await due();
    await addInvoicePayment(portal.db, await addInvoice(portal.db, who.userId));
    await renew();
    expect(await statesOf(who)).toEqual(['CANCELED']);
    expect([await chargedAt(who), await termsOf(who)]).toEqual([1, 2]);
  });

  it('has a link that switches the renewal off without a sign-in, twice, and after a new password', async () => {
    const who = await due();
    const token = await portal.db.write(system, (tx) =>
      makeLink(tx, { userId: who.userId, purpose: 'STOP_RENEWAL', email: `${who.userId}@example.org` }),
    );
    await portal.owner`update users set security_version = security_version + 1 where id = ${who.userId}`;
    const click = () => portal.db.write(system, (tx) => stopRenewalByLink(tx, { token }));
    expect(await click()).toEqual({ wasOn: true, isCharging: false });
    expect(await click()).toEqual({ wasOn: false, isCharging: false });
    expect(await portal.db.write(system, (tx) => stopRenewalByLink(tx, { token: 'x'.repeat(43) }))).toBe(
      undefined,
    );
    await renew();
    expect(await renewalOf(who)).toMatchObject({ offReason: 'LINK' });
    expect(await chargedAt(who)).toBe(1);
  });
});

describe('what the member changes at Stripe', () => {
  const look = async (who: Saver) =>
    portal.owner`update automatic_renewals set looked_at = now() - interval '2 days' where user_id = ${who.userId}`;

  it('comes back by the report: a card that is removed switches the renewal off, with one letter', async () => {
    const who = await due();
    await given().standIn.tell('travel', { times: 3 });
    await given().standIn.tell(`detach/${(await renewalOf(who))?.method}`);
    await expect.poll(async () => (await renewalOf(who))?.offReason).toBe('PROVIDER');
    await expect.poll(() => lettersTo(who, 'renewal-ended')).toBe(1);
    expect(await statesOf(who)).toEqual(['CANCELED']);
    await renew();
    expect(await chargedAt(who)).toBe(1);
  });

  it('comes back by the job when the report is lost', async () => {
    const who = await due();
    await given().standIn.tell('travel', { lose: 5 });
    await given().standIn.tell(`detach/${(await renewalOf(who))?.method}`);
    await look(who);
    await renew();
    expect(await renewalOf(who)).toMatchObject({ offReason: 'PROVIDER', lastFour: null });
    expect([await chargedAt(who), await lettersTo(who, 'renewal-ended')]).toEqual([1, 1]);
  });

  it('happens on a page for the member’s own cards, which strangers to Stripe don’t have', async () => {
    const who = await saver();
    const url = await openCustomerPage(who.parts);
    const page = await (await fetch(url)).text();
    expect(page).toContain('visa ending in 4242');
    const userId = await addMember(portal.db);
    await expect(openCustomerPage({ ...who.parts, actor: { kind: 'member', userId } })).rejects.toThrow(
      'You have no cards at Stripe.',
    );
  });
});

describe('a card that is declined', () => {
  const inThreeDays = (who: Saver) =>
    portal.owner`update renewal_charges set charge_on = current_date - 1 where user_id = ${who.userId} and status = 'RETRY'`;

  it.for(['card_declined', 'authentication_required', 'expired_card'])(
    'with %s is tried once more, and then it is off; the member hears of both, and nobody else',
    async (problem) => {
      const who = await due();
      await misbehave(who, problem);
      const others = async () =>
        (await portal.owner`select from mails where template like 'renewal-%' and user_id <> ${who.userId}`)
          .length;
      const before = await others();
      await renew();
      await renew();
      expect(await chargesOf(who)).toMatchObject([{ status: 'RETRY', tries: 1, problem }]);
      expect(await lettersTo(who, 'renewal-declined')).toBe(1);
      await inThreeDays(who);
      await Promise.all([renew(), renew()]);
      expect(await chargesOf(who)).toMatchObject([{ status: 'FAILED', tries: 2, problem }]);
      expect(await renewalOf(who)).toMatchObject({ status: 'OFF', offReason: 'DECLINED' });
      expect(await lettersTo(who, 'renewal-stopped')).toBe(1);
      await renew();
      expect(await renewalOf(who)).toMatchObject({ lastFour: null });
      expect([await chargedAt(who), await termsOf(who)]).toEqual([1, 1]);
      expect(await others()).toBe(before);
    },
  );

  it('is good again at the second try', async () => {
    const who = await due();
    await misbehave(who, 'card_declined');
    await renew();
    await misbehave(who, 'good');
    await inThreeDays(who);
    await renew();
    await expectRenewedOnce(who);
    expect(await renewalOf(who)).toMatchObject({ status: 'ON' });
  });

  it('that Stripe doesn’t have any more takes nothing', async () => {
    const who = await due();
    await given().standIn.tell('travel', { lose: 1 });
    await given().standIn.tell(`detach/${(await renewalOf(who))?.method}`);
    await renew();
    expect(await chargesOf(who)).toMatchObject([{ status: 'RETRY', problem: 'card_removed' }]);
  });
});

import { addInvoice } from '@namc/db/invoices/factory';
import { testDatabase } from '@namc/db/testing/test-database';
import { describe, expect, it } from 'vitest';
import { beginOnline } from '../checkouts/settle.ts';
import type { PaymentProvider } from '../http/payment-provider.ts';
import { startSavers } from './saver.fixture.ts';

const portal = testDatabase();
const { given, stop, statesOf, chargedAt, expectRenewedOnce, renew, due, renewalOf, paidOf } =
  startSavers(portal);

describe('money moves once', () => {
  it('when the day has come: a term, a receipt and a payment', async () => {
    const who = await due();
    await renew();
    await expectRenewedOnce(who);
    await renew();
    await expectRenewedOnce(who);
    expect(await statesOf(who)).toEqual(['PAID']);
  });

  it('when two workers, the answer and the report come together', async () => {
    const who = await due();
    await given().standIn.tell('travel', { times: 3 });
    await Promise.all([renew(), renew(), renew()]);
    await expect.poll(() => statesOf(who)).toEqual(['PAID']);
    await expectRenewedOnce(who);
  });

  it('when the answer is lost, and the reports too', async () => {
    const who = await due();
    await given().standIn.tell('travel', { lose: 20 });
    // The library tries three times, and each of them is lost after Stripe has acted.
    const deaf: PaymentProvider = {
      ...given().payments,
      charge: async (...order) => {
        await given().payments.charge(...order);
        throw new Error('The answer was lost.');
      },
    };
    await expect(renew(deaf)).rejects.toThrow();
    expect(await statesOf(who)).toEqual(['CHARGING']);
    expect(await chargedAt(who)).toBe(2);
    await renew();
    await expectRenewedOnce(who);
  });

  it('when Stripe is down, and comes back', async () => {
    const who = await due();
    await given().standIn.tell('answers', { isDown: true });
    await expect(renew()).rejects.toThrow();
    await given().standIn.tell('answers', { isDown: false });
    await renew();
    await expectRenewedOnce(who);
  });

  it('when the database is away as the answer comes', async () => {
    const who = await due();
    await given().standIn.tell('travel', { lose: 20 });
    const late: PaymentProvider = {
      ...given().payments,
      charge: async (...order) => {
        const report = await given().payments.charge(...order);
        await portal.owner`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and pid <> pg_backend_pid()`.catch(() => undefined);
        return report;
      },
    };
    await renew(late).catch(() => undefined);
    await expect
      .poll(() =>
        renew().then(
          () => statesOf(who),
          () => ['away'],
        ),
      )
      .toEqual(['PAID']);
    await expectRenewedOnce(who);
  });

  it('when the member switches it off as the charge begins: whoever is first decides', async () => {
    const outcomes = new Set<string>();
    for (let round = 0; round < 6; round += 1) {
      const who = await due();
      const [off] = await Promise.all([stop(who), renew()]);
      const [state] = await statesOf(who);
      outcomes.add(`${state}`);
      expect(off.isCharging || state === 'CANCELED' || state === 'PAID').toBe(true);
      expect(await chargedAt(who)).toBe(state === 'PAID' ? 2 : 1);
      expect((await paidOf(who)).length).toBe(state === 'PAID' ? 2 : 1);
      expect(await renewalOf(who)).toMatchObject({ status: 'OFF' });
    }
    expect([...outcomes].every((one) => ['PAID', 'CANCELED'].includes(one))).toBe(true);
  });

  it('never, when Stripe got no word of the charge before it was switched off', async () => {
    const who = await due();
    const mute: PaymentProvider = {
      ...given().payments,
      charge: async () => {
        throw new Error('Stripe was never asked.');
      },
    };
    await expect(renew(mute)).rejects.toThrow();
    expect(await stop(who)).toEqual({ wasOn: true, isCharging: true });
    await renew();
    expect(await statesOf(who)).toEqual(['CANCELED']);
    expect(await chargedAt(who)).toBe(1);
  });

  it('when the member has the payment page open: it is ended first', async () => {
    const who = await due();
    const invoiceId = await addInvoice(portal.db, who.userId);
    const { checkoutId } = await beginOnline(who.parts, { invoiceId, savesCard: false });
    await renew();
    await expectRenewedOnce(who);
    const page = (await given().standIn.sessions()).find((one) => one.client_reference_id === checkoutId);
    expect(page?.status).toBe('expired');
  });

  it('when the member tries to pay while the card is charged: the portal asks them to wait', async () => {
    const who = await due();
    const invoiceId = await addInvoice(portal.db, who.userId);
    let tried: Promise<unknown> | undefined;
    const slow: PaymentProvider = {
      ...given().payments,
      charge: async (...order) => {
        tried = beginOnline(who.parts, { invoiceId, savesCard: false }).catch((error: unknown) => error);
        await tried;
        return given().payments.charge(...order);
      },
    };
    await renew(slow);
    expect(String(await tried)).toContain('We’re charging your saved card');
    await expectRenewedOnce(who);
  });
});

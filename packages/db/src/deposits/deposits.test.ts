import { beforeAll, expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { voidPayment } from '../invoices/commands/settle.ts';
import { addInvoice, addInvoicePayment } from '../invoices/factory.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { changeDeposit, closeDeposit, discardDeposit } from './commands.ts';
import { addDeposit } from './factory.ts';
import { getDeposit, listDeposits, listUndeposited } from './queries.ts';

const portal = testDatabase();
let treasurer: Actor & { kind: 'staff' };
let bursar: Actor & { kind: 'staff' };

beforeAll(async () => {
  treasurer = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
  bursar = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
});

const addCheck = async (amountCents = 50_000) =>
  addInvoicePayment(portal.db, await addInvoice(portal.db, await addMember(portal.db)), { amountCents });
const get = (depositId: string) =>
  portal.db.read(treasurer, (tx) => getDeposit(tx, { depositId }), { freshness: 'latest' });
const waiting = async () =>
  (await portal.db.read(treasurer, listUndeposited, { freshness: 'latest' })).map(({ id }) => id);
const close = (depositId: string, slipCents: number, actor: Actor = treasurer) =>
  portal.db.write(actor, (tx) => closeDeposit(tx, { depositId, slipCents }));
const bounce = (paymentId: string) =>
  portal.db.write(treasurer, (tx) =>
    voidPayment(tx, { paymentId, reason: 'Returned by the bank', portal: 'https://portal.example.org' }),
  );

it('a check is in one deposit at most, whoever takes it at the same moment', async () => {
  const [one, other] = [await addCheck(), await addCheck()];
  const outcomes = await Promise.allSettled([
    addDeposit(portal.db, [one, other], treasurer),
    addDeposit(portal.db, [other, one], bursar),
    addDeposit(portal.db, [one], treasurer),
  ]);
  const made = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(made).toHaveLength(1);
  for (const outcome of outcomes)
    if (outcome.status === 'rejected')
      expect(String(outcome.reason)).toMatch('in another deposit already, or void');
  const rest = await waiting();
  expect(rest).not.toContain(one);
});

it('closes with the slip’s total alone, gets a number without gaps, and then stays', async () => {
  const [one, other, third] = [await addCheck(12_345), await addCheck(655), await addCheck()];
  const depositId = await addDeposit(portal.db, [one, other], treasurer);
  await expect(close(depositId, 12_999)).rejects.toThrow('The total isn’t that of the slip.');
  const outcomes = await Promise.allSettled([close(depositId, 13_000), close(depositId, 13_000, bursar)]);
  const numbers = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  expect(numbers).toEqual([expect.stringMatching(/^D\d{4}-0001$/)]);
  const { depositedOn } = await get(depositId);
  await expect(
    portal.db.write(treasurer, (tx) => changeDeposit(tx, { depositId, depositedOn, paymentIds: [third] })),
  ).rejects.toThrow('This deposit is closed and stays as it is.');
  await expect(portal.db.write(treasurer, (tx) => discardDeposit(tx, { depositId }))).rejects.toThrow(
    'This deposit is closed and stays as it is.',
  );
  expect(await waiting()).toContain(third);
});

it('a check that bounces leaves an open deposit, and stays in a closed one, which shows it', async () => {
  const [kept, bounced, later] = [await addCheck(), await addCheck(), await addCheck()];
  const depositId = await addDeposit(portal.db, [kept, bounced, later], treasurer);
  await bounce(bounced);
  expect((await get(depositId)).payments.map(({ id }) => id).sort()).toEqual([kept, later].sort());
  await close(depositId, 100_000);
  await bounce(later);
  const { payments, totalCents } = await get(depositId);
  expect(totalCents).toBe(100_000);
  expect(payments.find(({ id }) => id === later)).toMatchObject({ status: 'VOIDED' });
  const { rows } = await portal.db.read(treasurer, (tx) => listDeposits(tx, { limit: 1 }), {
    freshness: 'latest',
  });
  expect(rows[0]).toMatchObject({ id: depositId, checks: 2, sumCents: 100_000, bouncedCents: 50_000 });
});

it('a check that bounces while its deposit is closed is either in it or not, and the total is right', async () => {
  for (let round = 0; round < 5; round += 1) {
    const [kept, bounced] = [await addCheck(), await addCheck()];
    const depositId = await addDeposit(portal.db, [kept, bounced], treasurer);
    const [closing] = await Promise.allSettled([close(depositId, 100_000), bounce(bounced)]);
    const { payments, totalCents } = await get(depositId);
    if (closing.status === 'fulfilled') {
      expect(totalCents).toBe(100_000);
      expect(payments).toHaveLength(2);
    } else {
      expect(totalCents).toBeNull();
      expect(payments.map(({ id }) => id)).toEqual([kept]);
    }
  }
});

it('an open deposit can lose checks and be taken apart; they wait again', async () => {
  const [one, other] = [await addCheck(), await addCheck()];
  const depositId = await addDeposit(portal.db, [one, other], treasurer);
  const { depositedOn } = await get(depositId);
  await portal.db.write(treasurer, (tx) => changeDeposit(tx, { depositId, depositedOn, paymentIds: [one] }));
  expect(await waiting()).toContain(other);
  await portal.db.write(treasurer, (tx) => discardDeposit(tx, { depositId }));
  expect(await waiting()).toContain(one);
  await expect(get(depositId)).rejects.toThrow('There is no deposit');
  await expect(
    portal.db.write(treasurer, (tx) =>
      changeDeposit(tx, { depositId, depositedOn: '2020-01-01', paymentIds: [one] }),
    ),
  ).rejects.toThrow('within the last month or the next week');
});

it('a transfer is no part of a deposit, and nobody without the permission makes one', async () => {
  const transfer = await addInvoicePayment(
    portal.db,
    await addInvoice(portal.db, await addMember(portal.db)),
    { provider: 'TRANSFER' },
  );
  await expect(addDeposit(portal.db, [transfer], treasurer)).rejects.toThrow('Choose again.');
  const check = await addCheck();
  for (const role of ['auditor', 'membership_manager']) {
    const actor: Actor = { kind: 'staff', userId: await addMember(portal.db, { roles: [role] }) };
    await expect(addDeposit(portal.db, [check], actor), role).rejects.toThrow();
  }
});

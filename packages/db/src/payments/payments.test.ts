import { randomUUID } from 'node:crypto';
import { expect, it } from 'vitest';
import type { Actor } from '../engine/database.ts';
import { addMember } from '../members/factory.ts';
import { endMemberships, startMembership } from '../memberships/commands.ts';
import { findOwnMembership, listEndingMemberships, listMemberships } from '../memberships/queries.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { recordPayment, refundPayment } from './commands.ts';
import { addPayment } from './factory.ts';
import { listPayments } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };

const report = (userId: string, key: string, change: object = {}) => ({
  userId,
  amountCents: 50_000,
  status: 'SUCCEEDED' as const,
  provider: 'STRIPE' as const,
  idempotencyKey: key,
  description: 'Dues',
  ...change,
});

it('a payment is recorded once, however often the provider repeats itself at the same time', async () => {
  const userId = await addMember(portal.db);
  const ids = await Promise.all(
    Array.from({ length: 10 }, () =>
      portal.db.write(system, (tx) => recordPayment(tx, report(userId, 'charge-1'))),
    ),
  );
  expect(new Set(ids).size).toBe(1);
  expect(await portal.db.read(system, (tx) => listPayments(tx, { userId, limit: 10 }))).toHaveLength(1);
  await expect(
    portal.db.write(system, (tx) => recordPayment(tx, report(userId, 'charge-1', { amountCents: 1 }))),
  ).rejects.toThrow('This key belongs to another payment.');
});

it('a payment moves on when it succeeds, and a late report of an earlier state changes nothing', async () => {
  const userId = await addMember(portal.db);
  const tell = (status: 'PENDING' | 'SUCCEEDED' | 'FAILED') =>
    portal.db.write(system, (tx) => recordPayment(tx, report(userId, `late-${userId}`, { status })));
  for (const status of ['PENDING', 'SUCCEEDED', 'PENDING', 'FAILED'] as const) await tell(status);
  const [payment] = await portal.db.read(system, (tx) => listPayments(tx, { userId, limit: 10 }));
  expect(payment).toMatchObject({ status: 'SUCCEEDED', paidAt: expect.any(Date) });
});

it('no more is refunded than was paid, also by several at once', async () => {
  const userId = await addMember(portal.db);
  const paymentId = await addPayment(portal.db, userId, 10_000);
  const refund = (amountCents: number, idempotencyKey: string = randomUUID()) =>
    portal.db.write(system, (tx) =>
      refundPayment(tx, { paymentId, amountCents, idempotencyKey, reason: 'Left early' }),
    );
  const results = await Promise.allSettled(Array.from({ length: 6 }, () => refund(3_000)));
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect(results.find(({ status }) => status === 'rejected')).toMatchObject({
    reason: expect.objectContaining({ message: 'A refund can’t be more than the payment.' }),
  });
  const once = await Promise.all([refund(1_000, 'once'), refund(1_000, 'once')]);
  expect(once[0]).toBe(once[1]);
  const [payment] = await portal.db.read(system, (tx) => listPayments(tx, { userId, limit: 10 }));
  expect(payment?.refundedCents).toBe(10_000);
});

it('a member has one active membership, and terms that do not overlap', async () => {
  const userId = await addMember(portal.db);
  const begin = (startsOn: string, endsOn: string) =>
    portal.db.write(system, (tx) => startMembership(tx, { userId, tierCode: 'REGULAR', startsOn, endsOn }));
  const at_once = await Promise.allSettled(
    Array.from({ length: 5 }, () => begin('2025-01-01', '2025-12-31')),
  );
  expect(at_once.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  await expect(begin('2026-01-01', '2026-12-31')).rejects.toThrow(
    'This member already has an active membership.',
  );
  const by = '2026-06-30';
  expect(await portal.db.read(system, (tx) => listEndingMemberships(tx, { by, limit: 10 }))).toMatchObject([
    { userId, endsOn: '2025-12-31' },
  ]);
  expect(await portal.db.write(system, (tx) => endMemberships(tx, { today: '2026-01-01' }))).toEqual([
    userId,
  ]);
  await expect(begin('2025-12-31', '2026-12-30')).rejects.toThrow(
    'This term overlaps another term of the same member.',
  );
  await begin('2026-01-01', '2026-12-31');
  expect(
    (await portal.db.read({ kind: 'member', userId }, (tx) => listMemberships(tx, { userId }))).map(
      ({ status }) => status,
    ),
  ).toEqual(['ACTIVE', 'ENDED']);
});

it('somebody’s standing is the active term, or else the latest; a visitor and others see none', async () => {
  const userId = await addMember(portal.db);
  const own = (actor: Actor = { kind: 'member', userId }) => portal.db.read(actor, findOwnMembership);
  expect(await own()).toBeUndefined();
  const term = (startsOn: string, endsOn: string) =>
    portal.db.write(system, (tx) => startMembership(tx, { userId, tierCode: 'ASSOCIATE', startsOn, endsOn }));
  const [day] = await portal.db.read(
    system,
    ({ sql }) => sql<{ today: string; inTen: string }[]>`
      select today, today + 10 as "inTen" from (select (now() at time zone 'America/Los_Angeles')::date as today) day`,
  );
  const { today = '', inTen = '' } = day ?? {};
  await term('2020-01-01', '2020-12-31');
  expect(await own()).toMatchObject({ tierName: 'Associate', status: 'ACTIVE', endsOn: '2020-12-31' });
  expect((await own())?.daysLeft).toBeLessThan(0);
  await portal.db.write(system, (tx) => endMemberships(tx, { today }));
  await term(today, inTen);
  expect(await own()).toEqual({
    tierName: 'Associate',
    status: 'ACTIVE',
    startsOn: today,
    endsOn: inTen,
    daysLeft: 10,
  });
  expect(await own({ kind: 'member', userId: await addMember(portal.db) })).toBeUndefined();
});

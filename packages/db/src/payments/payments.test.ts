import { randomUUID } from 'node:crypto';
import type { RecordPaymentInput } from '@namc/inputs/payments';
import { expect, it } from 'vitest';
import type { Actor } from '../engine/actors.ts';
import { addMember } from '../members/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { recordPayment, refundPayment } from './commands.ts';
import { addPayment } from './factory.ts';
import { listPayments } from './queries.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };

const report = (
  userId: string,
  key: string,
  change: Partial<RecordPaymentInput> = {},
): RecordPaymentInput => ({
  userId,
  amountCents: 50_000,
  status: 'SUCCEEDED',
  provider: 'STRIPE',
  idempotencyKey: key,
  description: 'Dues',
  ...change,
});

it('records a payment once when the provider reports it several times at once', async () => {
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

it('advances a payment when it succeeds, and ignores a late report of an earlier status', async () => {
  const userId = await addMember(portal.db);
  const tell = (status: RecordPaymentInput['status']) =>
    portal.db.write(system, (tx) => recordPayment(tx, report(userId, `late-${userId}`, { status })));
  for (const status of ['PENDING', 'SUCCEEDED', 'PENDING', 'FAILED'] as const) await tell(status);
  const [payment] = await portal.db.read(system, (tx) => listPayments(tx, { userId, limit: 10 }));
  expect(payment).toMatchObject({ status: 'SUCCEEDED', paidAt: expect.any(Date) });
});

it('never refunds more than was paid, even in several refunds at once', async () => {
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

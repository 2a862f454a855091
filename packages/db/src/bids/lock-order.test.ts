import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type Database, openDatabase, type WriteTransaction } from '../database.ts';
import { type Actor, systemActor } from '../engine/actors.ts';
import { Refused } from '../engine/errors.ts';
import { cancelRegistration, changeCapacity, markAttendance, registerForEvent } from '../events/commands.ts';
import { addEvent } from '../events/factory.ts';
import { addMember } from '../members/factory.ts';
import { recordPayment, refundPayment } from '../payments/commands.ts';
import { addPayment } from '../payments/factory.ts';
import { changeProjectStatus } from '../projects/commands.ts';
import { addProject } from '../projects/factory.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { awardProject, withdrawBid } from './commands/decide.ts';
import { addBid, bidByHand, openBids } from './factory.ts';

/**
 * Each act holds its aggregate's row first (the project, the event, the payment), and then the rows below it. Two acts at
 * once then wait for one row in turn, and never each for the other's.
 */
const portal = testDatabase();
const system: Actor = systemActor('test');
const rounds = Array.from({ length: 5 }, (_, round) => round);
let crowd: Database;

beforeAll(() => {
  crowd = openDatabase({ ...portal.urls, maxConnections: 36 });
});
afterAll(() => crowd.close());

type Act = [actor: Actor, act: (tx: WriteTransaction) => Promise<unknown>];
const member = (userId: string): Actor => ({ kind: 'member', userId });
const people = (count: number) => Promise.all(Array.from({ length: count }, () => addMember(portal.db)));

/** Runs all at once, and returns what went wrong but for refusals in words. */
async function collide(acts: Act[]): Promise<unknown[]> {
  const results = await Promise.allSettled(acts.map(([actor, act]) => crowd.write(actor, act)));
  return results.flatMap((one) =>
    one.status === 'rejected' && (!(one.reason instanceof Refused) || one.reason.cause === undefined)
      ? [one.reason]
      : [],
  );
}

const deadlocks = async () => {
  await portal.owner`select pg_stat_force_next_flush()`;
  const [row] = await portal.owner<{ n: number }[]>`
    select deadlocks::int as n from pg_stat_database where datname = current_database()`;
  return row?.n;
};

it('ten awards of one project at once, with withdrawals and late bids between them', async () => {
  for (const _ of rounds) {
    const [ownerId = '', late = '', ...bidders] = await people(14);
    const projectId = await addProject(portal.db, ownerId, { deadlineAt: new Date(Date.now() - 60_000) });
    const bids = await Promise.all(bidders.map((userId) => addBid(portal.db, projectId, userId)));
    await openBids(portal.db);
    await portal.db.write(system, (tx) => changeProjectStatus(tx, { projectId, status: 'CLOSED' }));
    const acts: Act[] = bids
      .slice(0, 10)
      .map(
        (bidId): Act => [
          member(ownerId),
          (tx) => awardProject(tx, { bidId, reason: 'Lowest', portal: 'https://portal.example.org' }),
        ],
      );
    acts.splice(3, 0, [
      member(bidders[10]!),
      (tx) =>
        withdrawBid(tx, { bidId: bids[10]!, reason: 'A mistake', portal: 'https://portal.example.org' }),
    ]);
    acts.splice(6, 0, [member(late), (tx) => bidByHand(tx, { projectId })]);
    const failures = await collide(acts);
    // The bid may have been declined before it could be withdrawn.
    expect(failures.filter((failure) => !String(failure).includes('awarded to another bid'))).toEqual([]);
  }
  expect(await deadlocks()).toBe(0);
});

it('registrations, cancellations, attendance and capacity of one event at once', async () => {
  for (const _ of rounds) {
    const eventId = await addEvent(portal.db, { capacity: 3 });
    const guests = await people(10);
    const seats = [];
    for (const userId of guests.slice(0, 7)) {
      seats.push({
        userId,
        ...(await portal.db.write(member(userId), (tx) => registerForEvent(tx, { eventId }))),
      });
    }
    const [first, second, ...others] = seats;
    expect(
      await collide([
        ...others.map(
          ({ userId, registrationId }): Act => [
            member(userId),
            (tx) => cancelRegistration(tx, { registrationId }),
          ],
        ),
        ...guests.slice(7).map((userId): Act => [member(userId), (tx) => registerForEvent(tx, { eventId })]),
        [system, (tx) => markAttendance(tx, { registrationId: first!.registrationId, came: true })],
        [system, (tx) => changeCapacity(tx, { eventId, capacity: 6 })],
        [system, (tx) => markAttendance(tx, { registrationId: second!.registrationId, came: false })],
      ]),
    ).toEqual([]);
  }
  expect(await deadlocks()).toBe(0);
});

it('refunds and late reports of one payment at once', async () => {
  for (const _ of rounds) {
    const [userId = ''] = await people(1);
    const paymentId = await addPayment(portal.db, userId, 10_000);
    const report = {
      userId,
      amountCents: 5_000,
      provider: 'STRIPE',
      description: 'Dues',
      idempotencyKey: randomUUID(),
    } as const;
    const refund = (idempotencyKey: string): Act => [
      system,
      (tx) => refundPayment(tx, { paymentId, amountCents: 3_000, idempotencyKey, reason: 'Left early' }),
    ];
    const once = randomUUID();
    const failures = await collide([
      ...Array.from({ length: 5 }, () => refund(randomUUID())),
      refund(once),
      refund(once),
      ...(['PENDING', 'SUCCEEDED', 'FAILED'] as const).map(
        (status): Act => [system, (tx) => recordPayment(tx, { ...report, status })],
      ),
    ]);
    expect(failures).toEqual([]);
  }
  expect(await deadlocks()).toBe(0);
});

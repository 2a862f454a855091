import { randomUUID } from 'node:crypto';
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { closeDeposit } from '../deposits/commands.ts';
import { addDeposit } from '../deposits/factory.ts';
import { listUndeposited } from '../deposits/queries.ts';
import type { Actor } from '../engine/actors.ts';
import { issueOtherInvoice } from '../invoices/commands/issue.ts';
import {
  closeInvoice,
  recordInvoicePayment,
  refundInvoicePayment,
  voidPayment,
} from '../invoices/commands/settle.ts';
import { addInvoice, addInvoicePayment } from '../invoices/factory.ts';
import { getInvoice } from '../invoices/queries.ts';
import { addMember } from '../members/factory.ts';
import { startMembership } from '../memberships/commands/terms.ts';
import { testDatabase } from '../tools/testing/test-database.ts';
import { countMonths } from './commands.ts';
import { getMonth, listJournal, type MonthReport } from './queries/month.ts';
import { getOverview, listMonths } from './queries/overview.ts';

const portal = testDatabase();
const system: Actor = { kind: 'system', name: 'test' };
const address = 'https://portal.example.org';
let treasurer: Actor & { kind: 'staff' };
let today = '';

beforeAll(async () => {
  treasurer = { kind: 'staff', userId: await addMember(portal.db, { roles: ['finance'] }) };
  const [clock] = await portal.owner`select (now() at time zone 'America/Los_Angeles')::date::text as today`;
  today = clock?.today;
});

/** The month so many months before this one. */
const monthBefore = (many: number): string => {
  const [year = 0, month = 0] = today.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 - many, 1)).toISOString().slice(0, 7);
};
const report = (month: string) =>
  portal.db.read(treasurer, (tx) => getMonth(tx, { month }), { freshness: 'latest' });
const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0);

/** Lets so many days pass: everything that is recorded lies so much further back. */
const pass = async (days: number) => {
  await portal.owner.begin(async (sql) => {
    const back = `${days} days`;
    await sql`update invoices set issued_on = issued_on - ${days}::int, due_on = due_on - ${days}::int, closed_at = closed_at - ${back}::interval`;
    await sql`update payments set paid_at = paid_at - ${back}::interval, received_on = received_on - ${days}::int, voided_at = voided_at - ${back}::interval`;
    await sql`update payment_refunds set created_at = created_at - ${back}::interval`;
    await sql`update deposits set closed_at = closed_at - ${back}::interval, deposited_on = deposited_on - ${days}::int`;
  });
};

type Act =
  | { kind: 'issue'; cents: number }
  | { kind: 'pay' | 'credit'; at: number; cents: number }
  | { kind: 'refund'; at: number; cents: number }
  | { kind: 'void'; at: number }
  | { kind: 'writeOff' | 'cancel' | 'waive'; at: number }
  | { kind: 'deposit' }
  | { kind: 'days'; days: number };
const at = fc.nat(50);
const cents = fc.integer({ min: 1, max: 90_000 });
const act: fc.Arbitrary<Act> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('issue' as const), cents }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pay' as const), at, cents }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constantFrom('credit' as const, 'refund' as const), at, cents }),
  },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constantFrom('void' as const, 'writeOff' as const, 'cancel' as const, 'waive' as const),
      at,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('deposit' as const) }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('days' as const), days: fc.integer({ min: 1, max: 40 }) }),
  },
);

/** Does one act. A refusal in words is an outcome like any other; another error is not. */
async function perform(one: Act, userId: string): Promise<void> {
  const ids = (table: 'invoices' | 'payments', status: string) => portal.owner<{ id: string }[]>`
    select id from ${portal.owner(table)} where user_id = ${userId} and status = ${status} order by id`;
  const pick = async (table: 'invoices' | 'payments', status: string) => {
    const found = await ids(table, status);
    return 'at' in one ? found[one.at % Math.max(found.length, 1)]?.id : undefined;
  };
  try {
    if (one.kind === 'days') return await pass(one.days);
    if (one.kind === 'issue') {
      await portal.db.write(treasurer, (tx) =>
        issueOtherInvoice(tx, { userId, words: 'A booth', amountCents: one.cents, portal: address }),
      );
    } else if (one.kind === 'pay' || one.kind === 'credit') {
      const invoiceId = await pick('invoices', 'OPEN');
      if (!invoiceId) return;
      const { totalCents, paidCents } = await portal.db.read(
        treasurer,
        (tx) => getInvoice(tx, { invoiceId }),
        { freshness: 'latest' },
      );
      await portal.db.write(treasurer, (tx) =>
        recordInvoicePayment(tx, {
          invoiceId,
          provider: one.kind === 'credit' ? 'CREDIT' : one.at % 3 === 0 ? 'TRANSFER' : 'CHECK',
          amountCents: one.cents,
          seenDueCents: totalCents - paidCents,
          keepsCredit: true,
          receivedOn: today,
          key: randomUUID(),
          portal: address,
        }),
      );
    } else if (one.kind === 'refund' || one.kind === 'void') {
      const paymentId = await pick('payments', 'SUCCEEDED');
      if (!paymentId) return;
      await portal.db.write(treasurer, async (tx) => {
        if (one.kind === 'void')
          await voidPayment(tx, { paymentId, reason: 'Returned', feeCents: 2_500, portal: address });
        else
          await refundInvoicePayment(tx, {
            paymentId,
            amountCents: one.cents,
            way: 'CHECK',
            reason: 'Paid twice',
            key: randomUUID(),
            portal: address,
          });
      });
    } else if (one.kind === 'deposit') {
      const waiting = await portal.db.read(treasurer, listUndeposited, { freshness: 'latest' });
      if (waiting.length === 0) return;
      const depositId = await addDeposit(
        portal.db,
        waiting.map(({ id }) => id),
        treasurer,
      );
      const slipCents = sum(waiting.map(({ amountCents }) => amountCents));
      await portal.db.write(treasurer, (tx) => closeDeposit(tx, { depositId, slipCents }));
    } else {
      const invoiceId = await pick('invoices', 'OPEN');
      if (!invoiceId) return;
      const closing = ({ writeOff: 'WRITTEN_OFF', cancel: 'VOID', waive: 'WAIVED' } as const)[one.kind];
      await portal.db.write(treasurer, (tx) =>
        closeInvoice(tx, { invoiceId, closing, reason: 'By decision of the board', portal: address }),
      );
    }
  } catch (error) {
    if ((error as Error).name !== 'Refused') throw error;
  }
}

const addsUp = ({ receivables, credits, ages }: MonthReport) => {
  const { openingCents, closingCents, ...moves } = receivables;
  expect(openingCents + sum(Object.values(moves))).toBe(closingCents);
  expect(sum(Object.values(ages))).toBe(closingCents);
  const { openingCents: before, closingCents: after, ...changes } = credits;
  expect(before + sum(Object.values(changes))).toBe(after);
  for (const cents of [closingCents, after, ...Object.values(ages)]) expect(cents).toBeGreaterThanOrEqual(0);
};

it('the books of any history add up to the cent, month by month, and a month that is over never changes', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(act, { minLength: 5, maxLength: 16 }), async (acts) => {
      const userId = await addMember(portal.db);
      for (const one of acts) {
        const before = one.kind === 'days' ? undefined : await report(monthBefore(1));
        await perform(one, userId);
        if (before) expect(await report(monthBefore(1))).toEqual(before);
      }
      const reports = await Promise.all([3, 2, 1, 0].map((many) => report(monthBefore(many))));
      reports.forEach(addsUp);
      for (const [place, one] of reports.slice(1).entries()) {
        const previous = reports[place];
        expect(one.receivables.openingCents).toBe(previous?.receivables.closingCents);
        expect(one.credits.openingCents).toBe(previous?.credits.closingCents);
        expect(one.undeposited.openingCents).toBe(previous?.undeposited.closingCents);
      }
      // The same again from what the rows say now.
      const [state] = await portal.owner<{ owed: number; credit: number; waiting: number }[]>`
        select (select coalesce(sum(total_cents - paid_cents), 0)::int from invoices where status = 'OPEN') as owed,
               (select coalesce(sum(credit_of(id)), 0)::int from users) as credit,
               (select coalesce(sum(amount_cents), 0)::int from payments
                where status = 'SUCCEEDED' and invoice_id is not null and provider in ('CHECK', 'CASH') and deposit_id is null) as waiting`;
      const now = reports.at(-1);
      expect(now?.receivables.closingCents).toBe(state?.owed);
      expect(now?.credits.closingCents).toBe(state?.credit);
      expect(now?.undeposited.closingCents).toBe(state?.waiting);
      for (const many of [1, 0]) {
        const month = monthBefore(many);
        const lines = await portal.db.read(treasurer, (tx) => listJournal(tx, { month }), {
          freshness: 'latest',
        });
        const acts = Map.groupBy(lines, (line) => line.act);
        for (const [name, one] of acts) {
          expect(sum(one.map(({ cents }) => cents)), name).toBe(0);
          expect(new Set(one.map(({ day }) => day)).size, name).toBe(1);
          // QuickBooks takes one line of receivables in an entry.
          expect(one.filter(({ account }) => account === 'RECEIVABLE').length, name).toBeLessThanOrEqual(1);
        }
      }
    }),
    { numRuns: 12 },
  );
}, 300_000);

it('a check of last month that bounces today shows in this month', async () => {
  const invoiceId = await addInvoice(portal.db, await addMember(portal.db));
  const paymentId = await addInvoicePayment(portal.db, invoiceId, { receivedOn: today });
  await pass(35);
  const month = monthBefore(1);
  const [before, current] = [await report(month), await report(monthBefore(0))];
  await portal.db.write(treasurer, (tx) =>
    voidPayment(tx, { paymentId, reason: 'Returned by the bank', portal: address }),
  );
  expect(await report(month)).toEqual(before);
  const after = await report(monthBefore(0));
  expect(after.receivables.returnedCents - current.receivables.returnedCents).toBe(50_000);
  expect(after.bouncedCents - current.bouncedCents).toBe(50_000);
});

it('income stands by tier: what was invoiced, and what arrived', async () => {
  const month = monthBefore(0);
  const line = async (part: string) => (await report(month)).income.find((one) => one.part === part);
  const before = await line('ASSOCIATE');
  const invoiceId = await addInvoice(portal.db, await addMember(portal.db), 1, 'ASSOCIATE');
  const { totalCents } = await portal.db.read(treasurer, (tx) => getInvoice(tx, { invoiceId }), {
    freshness: 'latest',
  });
  await addInvoicePayment(portal.db, invoiceId, {
    amountCents: 10_000,
    seenDueCents: totalCents,
    receivedOn: today,
  });
  const after = await line('ASSOCIATE');
  expect((after?.invoicedCents ?? 0) - (before?.invoicedCents ?? 0)).toBe(totalCents);
  expect((after?.receivedCents ?? 0) - (before?.receivedCents ?? 0)).toBe(10_000);
});

it('a month of the chart that is over was counted once and stays, and the current month is as it was counted last', async () => {
  const userId = await addMember(portal.db);
  await portal.db.write(system, (tx) =>
    startMembership(tx, {
      userId,
      tierCode: 'REGULAR',
      startsOn: `${monthBefore(3)}-01`,
      endsOn: `${monthBefore(-10)}-01`,
    }),
  );
  const listed = () => portal.db.read(treasurer, listMonths, { freshness: 'latest' });
  const uncounted = await listed();
  expect(await portal.db.write(system, countMonths)).toBe(24);
  const first = await listed();
  expect(first).toHaveLength(24);
  // Before the job has run, the page has the same figures.
  expect(uncounted.map(({ countedAt: _, ...month }) => month)).toEqual(
    first.map(({ countedAt: _, ...month }) => month),
  );
  const of = (months: typeof first, many: number) =>
    months.find(({ month }) => month === `${monthBefore(many)}-01`);
  expect(of(first, 3)?.joined).toBeGreaterThanOrEqual(1);
  const now = await report(monthBefore(0));
  const total = (one: MonthReport) =>
    sum(one.received.map(({ cents }) => cents)) - one.bouncedCents - one.refundedCents;
  expect(of(first, 0)?.receivedCents).toBe(total(now));
  expect(of(first, 1)?.receivedCents).toBe(total(await report(monthBefore(1))));
  expect(of(first, 0)?.invoicedCents).toBe(sum(now.income.map(({ invoicedCents }) => invoicedCents)));
  await portal.owner`update memberships set status = 'CANCELLED' where user_id = ${userId}`;
  expect(await portal.db.write(system, countMonths)).toBe(1);
  const later = await listed();
  expect(of(later, 1)).toEqual(of(first, 1));
  expect((of(first, 0)?.members ?? 0) - (of(later, 0)?.members ?? 0)).toBe(1);
  // A month that was counted before its end is counted once more after it.
  await portal.owner`update ledger_months set counted_at = month + interval '20 days', members = 0 where month = ${`${monthBefore(2)}-01`}`;
  expect(await portal.db.write(system, countMonths)).toBe(2);
  expect(of(await listed(), 2)?.members).toBe((of(first, 2)?.members ?? 0) - 1);
  expect(await portal.db.write(system, countMonths)).toBe(1);
});

it('the overview counts who is due soon and in grace, and nobody who has renewed', async () => {
  const overview = () => portal.db.read(treasurer, getOverview, { freshness: 'latest' });
  const before = await overview();
  const endsIn = async (days: number, isRenewed = false) => {
    const userId = await addMember(portal.db);
    const day = async (offset: number) => {
      const [row] = await portal.owner<{ day: string }[]>`
        select ((now() at time zone 'America/Los_Angeles')::date + ${offset}::int)::text as day`;
      return row?.day ?? '';
    };
    await portal.db.write(system, async (tx) => {
      await startMembership(tx, {
        userId,
        tierCode: 'REGULAR',
        startsOn: await day(days - 364),
        endsOn: await day(days),
      });
      if (isRenewed)
        await startMembership(tx, {
          userId,
          tierCode: 'REGULAR',
          startsOn: await day(days + 1),
          endsOn: await day(days + 365),
        });
    });
  };
  for (const days of [0, 90]) await endsIn(days);
  for (const days of [-1, -30]) await endsIn(days);
  await endsIn(91);
  await endsIn(10, true);
  await endsIn(-10, true);
  const after = await overview();
  expect(after.dueSoon - before.dueSoon).toBe(2);
  expect(after.inGrace - before.inGrace).toBe(2);
});

import { type GetMonthInput, ledgerAccounts, ledgerKinds } from '@namc/inputs/ledger';
import { deposits } from '../../deposits/tables.ts';
import { pick, present } from '../../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { membershipTiers } from '../../memberships/tables.ts';
import { ledgerLines } from './lines.ts';

const summed = computed({
  kind: anyOf(ledgerKinds),
  account: anyOf(ledgerAccounts),
  part: 'string',
  way: 'string',
  /** The sum until the first day of the month, without it. */
  beforeCents: 'number',
  duringCents: 'number',
  /** The sum from January 1 through the month’s last day. */
  yearCents: 'number',
});
type Sum = RowOf<typeof summed>;

const aged = computed({
  notDueCents: 'number',
  to30Cents: 'number',
  to60Cents: 'number',
  to90Cents: 'number',
  olderCents: 'number',
});
const span = computed({ firstOn: 'string', lastOn: 'string', isOver: 'boolean' });
const tier = pick(membershipTiers, ['code', 'name']);
const deposit = present(pick(deposits, ['id', 'number', 'depositedOn', 'totalCents'], 'd'));

/** Amounts are in cents. */
export interface MonthReport extends RowOf<typeof span> {
  month: string;
  /** What is owed: `openingCents` and the lines after it add up to `closingCents`. */
  receivables: {
    openingCents: number;
    issuedCents: number;
    paidCents: number;
    creditUsedCents: number;
    returnedCents: number;
    voidCents: number;
    writtenOffCents: number;
    waivedCents: number;
    closingCents: number;
  };
  /** What is owed on the last day by the days since it was due: the parts of `closingCents`. */
  ages: RowOf<typeof aged>;
  income: {
    part: string;
    name: string;
    invoicedCents: number;
    receivedCents: number;
    invoicedYearCents: number;
    receivedYearCents: number;
  }[];
  /** The money that arrived by each way, without what bounced and what was refunded. */
  received: { way: string; cents: number }[];
  bouncedCents: number;
  refundedCents: number;
  deposits: RowOf<typeof deposit>[];
  undeposited: { openingCents: number; closingCents: number };
  /** What the association owes to members: `openingCents` and the lines after it add up to `closingCents`. */
  credits: {
    openingCents: number;
    givenCents: number;
    usedCents: number;
    refundedCents: number;
    closingCents: number;
  };
}

/** The month’s first day, and its last day or today. */
const spanOf = (sql: TransactionClient, month: string): Fragment => sql`
  (select first_on, least(whole.last_on, today) as last_on, whole.last_on < today as is_over
   from (select (now() at time zone 'America/Los_Angeles')::date as today, ${`${month}-01`}::date as first_on,
                (${`${month}-01`}::date + interval '1 month - 1 day')::date as last_on) whole) span`;

type Amount = 'beforeCents' | 'duringCents' | 'yearCents';

/** The books of a month: what is owed and by age, income, money, deposits and credits. For staff. */
export async function getMonth(tx: Transaction, { month }: GetMonthInput): Promise<MonthReport> {
  const { sql } = tx;
  const [days] = await rowsOf(sql, span)`
    select first_on::text as "firstOn", last_on::text as "lastOn", is_over as "isOver" from ${spanOf(sql, month)}`;
  const sums = await rowsOf(sql, summed)`
    select kind, account, part, way,
           coalesce(sum(cents) filter (where day < first_on), 0)::bigint as "beforeCents",
           coalesce(sum(cents) filter (where day >= first_on), 0)::bigint as "duringCents",
           coalesce(sum(cents) filter (where day >= date_trunc('year', first_on)), 0)::bigint as "yearCents"
    from ${ledgerLines(sql)} line cross join ${spanOf(sql, month)}
    where day <= last_on group by kind, account, part, way`;
  const [ages] = await rowsOf(sql, aged)`
    select coalesce(sum(rest) filter (where late <= 0), 0)::bigint as "notDueCents",
           coalesce(sum(rest) filter (where late between 1 and 30), 0)::bigint as "to30Cents",
           coalesce(sum(rest) filter (where late between 31 and 60), 0)::bigint as "to60Cents",
           coalesce(sum(rest) filter (where late between 61 and 90), 0)::bigint as "to90Cents",
           coalesce(sum(rest) filter (where late > 90), 0)::bigint as "olderCents"
    from (select sum(line.cents) as rest, last_on - i.due_on as late
          from ${ledgerLines(sql)} line cross join ${spanOf(sql, month)} join invoices i on i.id = line.invoice_id
          where line.account = 'RECEIVABLE' and day <= last_on group by i.id, last_on) owed`;
  const tiers = await rowsOf(sql, tier)`
    select ${tier(sql)} from membership_tiers order by position, annual_dues_cents, code`;
  const taken = await rowsOf(sql, deposit)`
    select ${deposit(sql)} from deposits d cross join ${spanOf(sql, month)}
    where d.closed_at is not null and (d.closed_at at time zone 'America/Los_Angeles')::date between first_on and last_on
    order by d.closed_at, d.id`;
  if (!days || !ages) throw new Error('A sum has one row.');
  return { month, ...days, ages, ...booksOf([...sums], [...tiers]), deposits: [...taken] };
}

function booksOf(sums: Sum[], tiers: RowOf<typeof tier>[]) {
  const add = (amount: Amount, fits: (sum: Sum) => boolean) =>
    sums.reduce((all, sum) => (fits(sum) ? all + sum[amount] : all), 0);
  const of = (account: Sum['account'], ...kinds: Sum['kind'][]) =>
    add('duringCents', (sum) => sum.account === account && kinds.includes(sum.kind)) || 0;
  const opening = (account: Sum['account']) => add('beforeCents', (sum) => sum.account === account);
  const closing = (account: Sum['account']) =>
    opening(account) + add('duringCents', (sum) => sum.account === account);
  const invoiced = (amount: Amount, part: string) =>
    -add(amount, (sum) => sum.part === part && sum.account === 'INCOME') || 0;
  const received = (amount: Amount, part: string) =>
    -add(
      amount,
      (sum) =>
        sum.part === part &&
        ((sum.account === 'RECEIVABLE' && /^(PAYMENT|CREDIT)/.test(sum.kind)) ||
          sum.kind === 'OTHER_PAYMENT') &&
        (sum.account === 'RECEIVABLE' || sum.account === 'INCOME'),
    ) || 0;
  const money = (sum: Sum) => ['UNDEPOSITED', 'BANK', 'ONLINE'].includes(sum.account);
  const names = new Map([
    ...tiers.map(({ code, name }): [string, string] => [code, name]),
    ['FEE', 'Fees'],
    ['EVENT', 'Events'],
    ['OTHER', 'Other'],
  ]);
  const ways = [...new Set(sums.map(({ way }) => way))].sort();
  return {
    receivables: {
      openingCents: opening('RECEIVABLE'),
      issuedCents: of('RECEIVABLE', 'ISSUED'),
      paidCents: of('RECEIVABLE', 'PAYMENT'),
      creditUsedCents: of('RECEIVABLE', 'CREDIT_USED'),
      returnedCents: of('RECEIVABLE', 'PAYMENT_VOIDED', 'CREDIT_TAKEN_BACK'),
      voidCents: of('RECEIVABLE', 'VOID'),
      writtenOffCents: of('RECEIVABLE', 'WRITTEN_OFF'),
      waivedCents: of('RECEIVABLE', 'WAIVED'),
      closingCents: closing('RECEIVABLE'),
    },
    income: [...names]
      .map(([part, name]) => ({
        part,
        name,
        invoicedCents: invoiced('duringCents', part),
        receivedCents: received('duringCents', part),
        invoicedYearCents: invoiced('yearCents', part),
        receivedYearCents: received('yearCents', part),
      }))
      .filter(({ invoicedYearCents, receivedYearCents, invoicedCents, receivedCents }) =>
        [invoicedYearCents, receivedYearCents, invoicedCents, receivedCents].some((cents) => cents !== 0),
      ),
    received: ways.flatMap((way) => {
      const cents = add(
        'duringCents',
        (sum) => sum.way === way && money(sum) && (sum.kind === 'PAYMENT' || sum.kind === 'OTHER_PAYMENT'),
      );
      return cents === 0 ? [] : [{ way, cents }];
    }),
    bouncedCents: -add('duringCents', (sum) => money(sum) && sum.kind === 'PAYMENT_VOIDED') || 0,
    refundedCents: -add('duringCents', (sum) => money(sum) && sum.kind === 'REFUND') || 0,
    undeposited: { openingCents: opening('UNDEPOSITED'), closingCents: closing('UNDEPOSITED') },
    credits: {
      openingCents: -opening('CREDIT') || 0,
      givenCents: -of('CREDIT', 'PAYMENT', 'PAYMENT_VOIDED') || 0,
      usedCents: -of('CREDIT', 'CREDIT_USED', 'CREDIT_TAKEN_BACK') || 0,
      refundedCents: -of('CREDIT', 'REFUND') || 0,
      closingCents: -closing('CREDIT') || 0,
    },
  };
}

const entry = computed({
  day: 'string',
  act: 'string',
  kind: anyOf(ledgerKinds),
  account: anyOf(ledgerAccounts),
  part: 'string',
  cents: 'number',
  memo: 'string',
  name: 'string | null',
});
export type JournalLine = RowOf<typeof entry>;

/** The journal of a month, in the order of its days: the lines of one act stand together and add up to zero. For staff. */
export async function listJournal({ sql }: Transaction, { month }: GetMonthInput): Promise<JournalLine[]> {
  return rowsOf(sql, entry)`
    select line.day::text as day, line.act, line.kind, line.account, line.part, line.cents, line.memo,
           u.first_name || ' ' || u.last_name as name
    from ${ledgerLines(sql)} line cross join ${spanOf(sql, month)} left join users u on u.id = line.user_id
    where line.day between first_on and last_on order by line.day, line.act, line.cents desc, line.account`;
}

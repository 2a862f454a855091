import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { ledgerMonths } from '../tables.ts';
import { ledgerLines } from './lines.ts';

const counted = computed({
  /** The first day of the month. */
  month: 'string',
  members: 'number',
  joined: 'number',
  invoicedCents: 'number',
  receivedCents: 'number',
});
type CountedMonth = RowOf<typeof counted>;

/**
 * Counts the months of the last two years that nobody has counted since they were over, the current one until today: members and new
 * members, what was invoiced and what arrived, in cents. For the system.
 */
export async function listUncountedMonths({ sql }: Transaction): Promise<CountedMonth[]> {
  return rowsOf(sql, counted)`
    with terms as materialized (select user_id, starts_on, ends_on from memberships where status <> 'CANCELLED'),
    firsts as materialized (select min(starts_on) as began from terms group by user_id),
    months as materialized (
      select first::date as first_on, least((first + interval '1 month - 1 day')::date, today) as last_on
      from (select (now() at time zone 'America/Los_Angeles')::date as today) clock,
           generate_series(date_trunc('month', today::timestamp) - interval '23 months', today, '1 month') first
      where not exists (select from ledger_months known
                        where known.month = first::date
                          and known.counted_at >= (first + interval '1 month') at time zone 'America/Los_Angeles')),
    people as (
      select first_on,
             (select count(distinct user_id)::int from terms
              where starts_on <= last_on and membership_standing(ends_on, last_on) <> 'LAPSED') as members,
             (select count(*)::int from firsts where began between first_on and last_on) as joined
      from months),
    money as (
      select date_trunc('month', day)::date as first_on,
             coalesce(sum(-cents) filter (where account = 'INCOME'), 0)::bigint as invoiced,
             coalesce(sum(cents) filter (where account in ('UNDEPOSITED', 'BANK', 'ONLINE') and kind <> 'DEPOSIT'), 0)::bigint as received
      from ${ledgerLines(sql)} line where day >= (select min(first_on) from months) group by 1)
    select first_on::text as month, members, joined, coalesce(invoiced, 0)::bigint as "invoicedCents",
           coalesce(received, 0)::bigint as "receivedCents"
    from people left join money using (first_on) order by first_on`;
}

const known = pick(ledgerMonths, [
  'month',
  'members',
  'joined',
  'invoicedCents',
  'receivedCents',
  'countedAt',
]);

const standings = computed({
  /** Memberships in their last 90 days, today included, that are not renewed. */
  dueSoon: 'number',
  inGrace: 'number',
  /** Accounts whose membership has lapsed. */
  lapsed: 'number',
});
const coming = computed({
  /** The first day of the month in which the invoices are due; null for what is overdue. */
  month: 'string | null',
  invoices: 'number',
  cents: 'number',
});

export interface DuesOverview extends RowOf<typeof standings> {
  /** What is left of the open invoices, by the month in which they are due: what is overdue first. */
  coming: RowOf<typeof coming>[];
}

/** The memberships that end soon or have ended, and the money that comes in, in cents. For staff. */
export async function getOverview({ sql }: Transaction): Promise<DuesOverview> {
  // The later terms are read once and hashed. A search for each term takes seven times as long with 20,000 members.
  const [now] = await rowsOf(sql, standings)`
    with clock as materialized (
      select today, today - membership_grace_days() as grace_from, today + membership_due_soon_days() as soon_until
      from (select (now() at time zone 'America/Los_Angeles')::date as today) day),
    terms as materialized (
      select user_id, status, starts_on, ends_on from memberships
      where status <> 'CANCELLED' and ends_on >= (select grace_from from clock))
    select count(*) filter (where m.ends_on >= (select today from clock))::int as "dueSoon",
           count(*) filter (where m.ends_on < (select today from clock))::int as "inGrace",
           (select count(*)::int from users where status = 'LAPSED') as lapsed
    from terms m
    where m.status = 'ACTIVE' and m.starts_on <= (select today from clock) and m.ends_on <= (select soon_until from clock)
      and not exists (select from membership_pauses pause
                      where pause.user_id = m.user_id and (select today from clock) between pause.starts_on and pause.ends_on)
      and not exists (select from terms next
                      where next.user_id = m.user_id and next.starts_on > m.starts_on
                        and (next.starts_on <= (select today from clock) or next.starts_on = m.ends_on + 1))`;
  const due = await rowsOf(sql, coming)`
    select case when i.due_on < today then null else date_trunc('month', i.due_on)::date::text end as month,
           count(*)::int as invoices, sum(i.total_cents - i.paid_cents)::bigint as cents
    from (select (now() at time zone 'America/Los_Angeles')::date as today) clock join invoices i on i.status = 'OPEN'
    group by 1 order by 1 nulls first`;
  if (!now) throw new Error('A count has one row.');
  return { ...now, coming: [...due] };
}

const place = computed({ isCurrent: 'boolean' });

/**
 * The members and the income of the last 24 months, in cents, as the job counted them: the months that are over as they ended, the
 * current one until `countedAt`. Before the first run of the job in a month, the missing ones are counted now. For staff.
 */
export async function listMonths(tx: Transaction): Promise<RowOf<typeof known>[]> {
  const { sql } = tx;
  const found = await rowsOf(sql, known, place)`
    select ${known(sql)}, month = date_trunc('month', today)::date as "isCurrent"
    from (select (now() at time zone 'America/Los_Angeles')::date as today) clock
    join ledger_months on month > today - interval '24 months' and month <= today
    order by ledger_months.month`;
  const months = found.map(({ isCurrent: _, ...month }) => month);
  if (found.some(({ isCurrent }) => isCurrent)) return months;
  const counted = await listUncountedMonths(tx);
  const missing = counted.filter(({ month }) => !months.some((one) => one.month === month));
  return [...months, ...missing.map((month) => ({ ...month, countedAt: new Date() }))].sort((one, other) =>
    one.month.localeCompare(other.month),
  );
}

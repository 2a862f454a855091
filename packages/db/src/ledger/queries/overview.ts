import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
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
export type CountedMonth = RowOf<typeof counted>;

/** The members and the first terms of the months in `months (first_on, last_on)`. */
const membersOf = (sql: TransactionClient, months: Fragment): Fragment => sql`
  terms as materialized (select user_id, starts_on, ends_on from memberships where status <> 'CANCELLED'),
  firsts as materialized (select min(starts_on) as began from terms group by user_id),
  months as materialized (${months}),
  people as (
    select first_on, last_on,
           (select count(distinct user_id)::int from terms
            where starts_on <= last_on and membership_standing(ends_on, last_on) <> 'LAPSED') as members,
           (select count(*)::int from firsts where began between first_on and last_on) as joined
    from months)`;

/**
 * Counts the months of the last two years that are over and that nobody has counted: members and new members, what was invoiced and
 * what arrived, in cents. For the system.
 */
export async function listUncountedMonths({ sql }: Transaction): Promise<CountedMonth[]> {
  const months = sql`
    select first::date as first_on, (first + interval '1 month - 1 day')::date as last_on
    from (select date_trunc('month', now() at time zone 'America/Los_Angeles') as now_on) clock,
         generate_series(now_on - interval '23 months', now_on - interval '1 month', '1 month') first
    where not exists (select from ledger_months known where known.month = first::date)`;
  return rowsOf(sql, counted)`
    with ${membersOf(sql, months)},
    money as (
      select date_trunc('month', day)::date as first_on,
             coalesce(sum(-cents) filter (where account = 'INCOME'), 0)::bigint as invoiced,
             coalesce(sum(cents) filter (where account in ('UNDEPOSITED', 'BANK', 'ONLINE') and kind <> 'DEPOSIT'), 0)::bigint as received
      from ${ledgerLines(sql)} line where day >= (select min(first_on) from months) group by 1)
    select first_on::text as month, members, joined, coalesce(invoiced, 0)::bigint as "invoicedCents",
           coalesce(received, 0)::bigint as "receivedCents"
    from people left join money using (first_on) order by first_on`;
}

const known = pick(ledgerMonths, ['month', 'members', 'joined', 'invoicedCents', 'receivedCents']);

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

export interface Overview extends RowOf<typeof standings> {
  /** What is left of the open invoices, by the month in which they are due: what is overdue first. */
  coming: RowOf<typeof coming>[];
  /** The last 24 months, this one last: it is counted now. A month that nobody has counted yet is missing. */
  months: CountedMonth[];
}

/** What is due, what comes in, and two years by month. Amounts are in cents. For staff. */
export async function getOverview({ sql }: Transaction): Promise<Overview> {
  const [now] = await rowsOf(sql, standings)`
    select count(*) filter (where m.ends_on >= today)::int as "dueSoon",
           count(*) filter (where m.ends_on < today)::int as "inGrace",
           (select count(*)::int from users where status = 'LAPSED') as lapsed
    from (select (now() at time zone 'America/Los_Angeles')::date as today) clock
    join memberships m on m.status = 'ACTIVE' and m.starts_on <= today
      and m.ends_on between today - membership_grace_days() and today + membership_due_soon_days()
    where not exists (select from memberships next
                      where next.user_id = m.user_id and next.status <> 'CANCELLED' and next.starts_on > m.starts_on
                        and (next.starts_on <= today or next.starts_on = m.ends_on + 1))`;
  const due = await rowsOf(sql, coming)`
    select case when i.due_on < today then null else date_trunc('month', i.due_on)::date::text end as month,
           count(*)::int as invoices, sum(i.total_cents - i.paid_cents)::bigint as cents
    from (select (now() at time zone 'America/Los_Angeles')::date as today) clock join invoices i on i.status = 'OPEN'
    group by 1 order by 1 nulls first`;
  const past = await rowsOf(sql, known)`
    select ${known(sql)} from ledger_months
    where month >= date_trunc('month', now() at time zone 'America/Los_Angeles') - interval '23 months'
      and month < date_trunc('month', now() at time zone 'America/Los_Angeles')
    order by ledger_months.month`;
  const [current] = await rowsOf(sql, counted)`
    with clock as (select today, date_trunc('month', today)::date as first_on,
                          date_trunc('month', today) at time zone 'America/Los_Angeles' as first_at
                   from (select (now() at time zone 'America/Los_Angeles')::date as today) day)
    select first_on::text as month,
           (select count(distinct user_id)::int from memberships
            where status <> 'CANCELLED' and starts_on <= today and ends_on >= today - membership_grace_days()) as members,
           (select count(*)::int from memberships m
            where m.status <> 'CANCELLED' and m.starts_on between first_on and today
              and not exists (select from memberships before
                              where before.user_id = m.user_id and before.status <> 'CANCELLED' and before.starts_on < m.starts_on))
             as joined,
           ((select coalesce(sum(total_cents), 0) from invoices where issued_on >= first_on)
            - (select coalesce(sum(total_cents - paid_cents), 0) from invoices where status = 'VOID' and closed_at >= first_at)
            + (select coalesce(sum(amount_cents), 0) from payments
               where invoice_id is null and status = 'SUCCEEDED' and paid_at >= first_at))::bigint as "invoicedCents",
           ((select coalesce(sum(amount_cents), 0) from payments
             where status in ('SUCCEEDED', 'VOIDED') and provider <> 'CREDIT' and paid_at >= first_at
               and (invoice_id is not null or status = 'SUCCEEDED'))
            - (select coalesce(sum(amount_cents), 0) from payments
               where status = 'VOIDED' and provider <> 'CREDIT' and invoice_id is not null and voided_at >= first_at)
            - (select coalesce(sum(amount_cents), 0) from payment_refunds where created_at >= first_at))::bigint as "receivedCents"
    from clock`;
  if (!now || !current) throw new Error('A count has one row.');
  return { ...now, coming: [...due], months: [...past, current] };
}

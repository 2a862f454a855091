import { termPhases } from '@namc/inputs/memberships';
import { pick } from '../../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { memberships, membershipTiers } from '../tables.ts';
import { clock } from './standing.ts';

const term = pick(memberships, ['id', 'tierCode', 'status', 'startsOn', 'endsOn'], 'm');
const nameOfTier = pick(membershipTiers, { tierName: 'name' }, 't');
/** The phase of the term today, in California. */
const phased = computed({ phase: anyOf(termPhases) });

export type MembershipItem = RowOf<typeof term> & RowOf<typeof nameOfTier> & RowOf<typeof phased>;

const termsOf = (sql: TransactionClient, person: Fragment): Fragment => sql`
  select ${term(sql)}, ${nameOfTier(sql)},
         phase_of_term(m, today) as phase
  from ${clock(sql)} join memberships m on m.user_id = ${person} join membership_tiers t on t.code = m.tier_code
  order by m.starts_on desc, m.status = 'CANCELLED', m.id`;

/** A person's terms, newest first. */
export async function listMemberships(
  { sql }: Transaction,
  { userId }: { userId: string },
): Promise<MembershipItem[]> {
  return rowsOf(sql, term, nameOfTier, phased)`${termsOf(sql, sql`${userId}::uuid`)}`;
}

/** The acting person's terms, newest first. */
export async function listOwnMemberships({ sql }: Transaction): Promise<MembershipItem[]> {
  return rowsOf(sql, term, nameOfTier, phased)`${termsOf(sql, sql`(select current_user_id())`)}`;
}

const endingTerm = pick(memberships, ['id', 'userId', 'tierCode', 'status', 'startsOn', 'endsOn']);

export type EndingMembership = RowOf<typeof endingTerm>;

/** Active terms that end on `by` or earlier, the earliest first, renewed ones included; for staff. */
export async function listEndingMemberships(
  { sql }: Transaction,
  { by, limit }: { by: string; limit: number },
): Promise<EndingMembership[]> {
  return rowsOf(sql, endingTerm)`
    select ${endingTerm(sql)}
    from memberships where status = 'ACTIVE' and ends_on <= ${by} order by ends_on, id limit ${limit}`;
}

const month = computed({
  /** `YYYY-MM`, in California. */
  month: 'string',
  /** People who have not lapsed on the month's last day, or today in this month. */
  members: 'number',
  /** People whose first membership began in the month. */
  joined: 'number',
});
const ending = computed({ ending: 'number' });

export interface MembershipFigures {
  /** The last twelve months, this one last. */
  months: RowOf<typeof month>[];
  /** Memberships that end within 30 days, today included, and are not renewed. */
  ending: number;
}

/** Members by month, and memberships that end soon. Canceled memberships do not count. For staff. */
export async function getMembershipFigures({ sql }: Transaction): Promise<MembershipFigures> {
  const months = await rowsOf(sql, month)`
    with today as (select (now() at time zone 'America/Los_Angeles')::date as day),
    -- Each once: inside the counts below, the planner would work out the days anew for every membership.
    months as materialized (
      select first::date, least(day, (first + interval '1 month - 1 day')::date) as last
      from today, generate_series(date_trunc('month', day::timestamp) - interval '11 months', day, '1 month') first
    ),
    terms as materialized (select user_id, starts_on, ends_on from memberships where status <> 'CANCELLED'),
    firsts as materialized (select min(starts_on) as began from terms group by user_id)
    select to_char(first, 'YYYY-MM') as month,
           (select count(distinct user_id) from terms
            where starts_on <= last and membership_standing(ends_on, last) <> 'LAPSED') as members,
           (select count(*) from firsts where began between first and last) as joined
    from months order by first`;
  const [soon] = await rowsOf(sql, ending)`
    select count(*) as ending from ${clock(sql)}
    join memberships m on m.status = 'ACTIVE' and m.ends_on between today and today + 30
    where not exists (select from memberships next
                      where next.user_id = m.user_id and next.status = 'ACTIVE' and next.starts_on = m.ends_on + 1)`;
  return { months: [...months], ending: soon?.ending ?? 0 };
}

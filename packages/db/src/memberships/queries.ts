import { applicationTiers } from '@namc/inputs/application-answers';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { memberships, membershipTiers } from './tables.ts';

const term = pick(memberships, ['id', 'tierCode', 'status', 'startsOn', 'endsOn']);

export type MembershipItem = RowOf<typeof term>;

/** A person's terms, newest first. */
export async function listMemberships(
  { sql }: Transaction,
  { userId }: { userId: string },
): Promise<MembershipItem[]> {
  return rowsOf(sql, term)`
    select ${term(sql)} from memberships where user_id = ${userId} order by starts_on desc`;
}

const offered = pick(membershipTiers, ['code', 'name', 'description', 'annualDuesCents']);

export type OfferedTier = RowOf<typeof offered>;

/** The tiers that one can apply for, the lowest dues first. Dues are in cents a year. */
export async function listOfferedTiers({ sql }: Transaction): Promise<OfferedTier[]> {
  return rowsOf(sql, offered)`
    select ${offered(sql)} from membership_tiers
    where is_offered and code = any (${applicationTiers}::text[]) order by annual_dues_cents, code`;
}

const ownTerm = pick(memberships, ['status', 'startsOn', 'endsOn'], 'm');
const tier = pick(membershipTiers, { tierName: 'name' }, 't');
const left = computed({ daysLeft: 'number' });

/** `daysLeft` is the number of days until the last day, in California: 0 on that day, negative after it. */
export type OwnMembership = RowOf<typeof ownTerm> & RowOf<typeof tier> & RowOf<typeof left>;

/**
 * The acting person's active term, or else the latest one; undefined for a person who was never a member.
 */
export async function findOwnMembership({ sql }: Transaction): Promise<OwnMembership | undefined> {
  const [membership] = await rowsOf(sql, ownTerm, tier, left)`
    select ${ownTerm(sql)}, ${tier(sql)},
           m.ends_on - (now() at time zone 'America/Los_Angeles')::date as "daysLeft"
    from memberships m join membership_tiers t on t.code = m.tier_code
    where m.user_id = current_user_id() order by m.status = 'ACTIVE' desc, m.starts_on desc limit 1`;
  return membership;
}

const endingTerm = pick(memberships, ['id', 'userId', 'tierCode', 'status', 'startsOn', 'endsOn']);

export type EndingMembership = RowOf<typeof endingTerm>;

/** Active terms that end on `by` or earlier, the earliest first; for staff. */
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
  /** People with a membership on the month's last day, or today in this month. */
  members: 'number',
  /** People whose first membership began in the month. */
  joined: 'number',
});
const ending = computed({ ending: 'number' });

export interface MembershipFigures {
  /** The last twelve months, this one last. */
  months: RowOf<typeof month>[];
  /** Active memberships that end within 30 days, today included. */
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
           (select count(distinct user_id) from terms where starts_on <= last and ends_on >= last) as members,
           (select count(*) from firsts where began between first and last) as joined
    from months order by first`;
  const [soon] = await rowsOf(sql, ending)`
    select count(*) as ending from memberships
    where status = 'ACTIVE' and ends_on - (now() at time zone 'America/Los_Angeles')::date between 0 and 30`;
  return { months: [...months], ending: soon?.ending ?? 0 };
}

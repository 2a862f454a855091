import {
  type GetRenewalInput,
  mostYears,
  type NewMember,
  standings,
  termPhases,
} from '@namc/inputs/memberships';
import { pick } from '../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../engine/connection.ts';
import type { Transaction } from '../engine/database.ts';
import { users } from '../members/tables.ts';
import { membershipPauses, memberships, membershipTiers } from './tables.ts';

const listed = pick(membershipTiers, [
  'code',
  'name',
  'description',
  'annualDuesCents',
  'memberType',
  'isOffered',
  'isJoinable',
  'position',
  'benefits',
  'updatedAt',
]);

export type TierItem = RowOf<typeof listed>;

/** All tiers, in order. Dues are in cents a year. For staff. */
export async function listAllTiers({ sql }: Transaction): Promise<TierItem[]> {
  return rowsOf(sql, listed)`
    select ${listed(sql)} from membership_tiers order by position, annual_dues_cents, code`;
}

/** The day in California. */
const clock = (sql: TransactionClient): Fragment =>
  sql`(select (now() at time zone 'America/Los_Angeles')::date as today) clock`;

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

const offered = pick(membershipTiers, ['code', 'name', 'description', 'annualDuesCents', 'benefits']);

export type OfferedTier = RowOf<typeof offered>;

/** The tiers that one can apply for, in the order that staff gave them. Dues are in cents a year. */
export async function listOfferedTiers({ sql }: Transaction): Promise<OfferedTier[]> {
  return rowsOf(sql, offered)`
    select ${offered(sql)} from membership_tiers
    where is_offered and is_joinable order by position, annual_dues_cents, code`;
}

const current = pick(memberships, ['tierCode', 'endsOn'], 'm');
const tier = pick(
  membershipTiers,
  { tierName: 'name', tierDescription: 'description', annualDuesCents: 'annualDuesCents' },
  't',
);
const judged = computed({
  standing: anyOf(standings),
  /** The last day of the pause in which today is. */
  pausedThrough: 'string | null',
  /** The days until the last day: 0 on that day, negative after it. */
  daysLeft: 'number',
  /** The day on which the first notice goes out. */
  dueSoonOn: 'string',
  /** The last day of the grace after the last day. */
  graceEndsOn: 'string',
});

/**
 * Where a person stands today, in California: the standing, the tier, and the last day through which the terms run without a gap.
 */
export type MembershipStanding = RowOf<typeof current> & RowOf<typeof tier> & RowOf<typeof judged>;

const standingOf = (sql: TransactionClient, person: Fragment): Fragment => sql`
  select ${current(sql)}, ${tier(sql)}, membership_standing_of(${person}, today) as standing, m.ends_on - today as "daysLeft",
         paused_through(${person}, today)::text as "pausedThrough",
         (m.ends_on - membership_due_soon_days())::text as "dueSoonOn",
         (m.ends_on + membership_grace_days())::text as "graceEndsOn"
  from ${clock(sql)}
  join memberships m on m.user_id = ${person} and m.status <> 'CANCELLED'
    and m.ends_on = membership_last_day(${person}, today)
  join membership_tiers t on t.code = m.tier_code`;

/** The acting person's standing; undefined for somebody who was never a member. */
export async function findOwnMembership({ sql }: Transaction): Promise<MembershipStanding | undefined> {
  const [standing] = await rowsOf(
    sql,
    current,
    tier,
    judged,
  )`${standingOf(sql, sql`(select current_user_id())`)}`;
  return standing;
}

/** The standing of an account; undefined for one that was never a member's. For staff and the system. */
export async function findStanding(
  { sql }: Transaction,
  { userId }: { userId: string },
): Promise<MembershipStanding | undefined> {
  const [standing] = await rowsOf(sql, current, tier, judged)`${standingOf(sql, sql`${userId}::uuid`)}`;
  return standing;
}

const rest = pick(membershipPauses, ['id', 'startsOn', 'endsOn', 'reason'], 'p');
const pauser = computed({ pausedByName: 'string | null', isOver: 'boolean' });
export type PauseItem = RowOf<typeof rest> & RowOf<typeof pauser>;

/** A member’s pauses, the newest first. For staff. */
export async function listPauses({ sql }: Transaction, { userId }: { userId: string }): Promise<PauseItem[]> {
  return rowsOf(sql, rest, pauser)`
    select ${rest(sql)}, u.first_name || ' ' || u.last_name as "pausedByName", p.ends_on < today as "isOver"
    from ${clock(sql)} join membership_pauses p on p.user_id = ${userId} left join users u on u.id = p.paused_by
    order by p.starts_on desc`;
}

const firstDay = computed({ startsOn: 'string', missedFrom: 'string | null' });
const lastDays = computed({ years: 'number', endsOn: 'string' });
const open = pick(membershipTiers, ['code', 'name', 'annualDuesCents'], 't');

export interface Renewal {
  /** The first day of a term that is added today. */
  startsOn: string;
  /** The last day, by the number of years. */
  lastDays: RowOf<typeof lastDays>[];
  /** The same for a lapsed member whose missed days count: from the day after the last term. Null for everybody else. */
  withMissedDays: { startsOn: string; lastDays: RowOf<typeof lastDays>[] } | null;
  /** The tiers that the member can have. Dues are in cents a year. */
  tiers: RowOf<typeof open>[];
  /** Undefined for somebody who was never a member. */
  standing: MembershipStanding | undefined;
}

async function lastDaysFrom({ sql }: Transaction, startsOn: string): Promise<RowOf<typeof lastDays>[]> {
  const days = await rowsOf(sql, lastDays)`
    select years, term_last_day(${startsOn}::date, years)::text as "endsOn" from generate_series(1, ${mostYears}::int) years
    order by years`;
  return [...days];
}

/** The days and tiers that a renewal of somebody's membership gives today. For staff. */
export async function getRenewal(tx: Transaction, { userId }: GetRenewalInput): Promise<Renewal> {
  const { sql } = tx;
  const [first] = await rowsOf(sql, firstDay)`
    select renewal_first_day(${userId}, today)::text as "startsOn",
           case when membership_standing_of(${userId}, today) = 'LAPSED'
                then reinstatement_first_day(${userId}, today, true)::text end as "missedFrom"
    from ${clock(sql)}`;
  const startsOn = first?.startsOn ?? '';
  const missedFrom = first?.missedFrom ?? null;
  const days = await lastDaysFrom(tx, startsOn);
  const standing = await findStanding(tx, { userId });
  const tiers = await rowsOf(sql, open)`
    select ${open(sql)} from membership_tiers t
    where t.is_offered or t.code = ${standing?.tierCode ?? ''} order by t.position, t.annual_dues_cents, t.code`;
  const withMissedDays = missedFrom
    ? { startsOn: missedFrom, lastDays: await lastDaysFrom(tx, missedFrom) }
    : null;
  return { startsOn, lastDays: days, withMissedDays, tiers: [...tiers], standing };
}

const higher = pick(membershipTiers, ['code', 'name', 'description', 'annualDuesCents', 'benefits'], 't');
const priced = computed({
  /** The price of the upgrade today, in cents, for so many days. */
  cents: 'number',
  days: 'number',
  /** The first and the last of these days. */
  startsOn: 'string',
  endsOn: 'string',
});

/** A higher tier that a person can have from today on, and what it costs. Dues are in cents a year. */
export type Upgrade = RowOf<typeof higher> & RowOf<typeof priced>;

const upgradesOf = (sql: TransactionClient, person: Fragment, isForStaff: boolean): Fragment => sql`
  select ${higher(sql)}, price.cents, price.days, price.starts_on::text as "startsOn", price.ends_on::text as "endsOn"
  from ${clock(sql)} join users u on u.id = ${person} and u.status = 'ACTIVE'
  join membership_tiers t on t.is_offered and (t.is_joinable or ${isForStaff})
  cross join lateral (
    select sum(cents)::bigint as cents, sum(days)::int as days, min(first_day) as starts_on, max(last_day) as ends_on
    from upgrade_parts(u.id, t.code, today)) price
  where price.cents > 0 order by t.position, t.annual_dues_cents, t.code`;

/** The tiers with higher dues to which the acting person can upgrade today. */
export async function listOwnUpgrades({ sql }: Transaction): Promise<Upgrade[]> {
  return rowsOf(sql, higher, priced)`${upgradesOf(sql, sql`(select current_user_id())`, false)}`;
}

/** The tiers with higher dues to which a member can upgrade today. For staff. */
export async function listUpgrades({ sql }: Transaction, { userId }: { userId: string }): Promise<Upgrade[]> {
  return rowsOf(sql, higher, priced)`${upgradesOf(sql, sql`${userId}::uuid`, true)}`;
}

const lapsing = pick(users, { userId: 'id' }, 'u');

/**
 * Active members whose grace is over. Staff are left out: an account with a role would lose it with its membership, and the
 * association could lose its last administrator. For the system.
 */
export async function listMembersToLapse({ sql }: Transaction): Promise<string[]> {
  const members = await rowsOf(sql, lapsing)`
    select ${lapsing(sql)} from ${clock(sql)}
    join users u on u.status = 'ACTIVE' and membership_standing_of(u.id, today) = 'LAPSED'
    where not exists (select from user_roles held where held.user_id = u.id and (held.expires_at is null or held.expires_at > now()))
    order by 1`;
  return members.map(({ userId }) => userId);
}

/**
 * Active members with a membership that ends soon or is in its grace, and whose notice of today’s step did not go out. For the
 * system.
 */
export async function listMembersToNotice({ sql }: Transaction): Promise<string[]> {
  const members = await rowsOf(sql, lapsing)`
    select ${lapsing(sql)} from ${clock(sql)}
    join memberships m on m.status = 'ACTIVE'
      and m.ends_on between today - membership_grace_days() and today + membership_due_soon_days()
    join users u on u.id = m.user_id and u.status = 'ACTIVE'
    where m.ends_on = membership_last_day(u.id, today) and paused_through(u.id, today) is null
      -- A membership that renews by itself has a notice of its own.
      and (m.ends_on < today or not exists (
        select from automatic_renewals r where r.user_id = u.id and r.status = 'ON'))
      and not exists (select from membership_notices n
                      where n.membership_id = m.id and n.step = membership_notice_step(m.ends_on, today))
    order by 1`;
  return members.map(({ userId }) => userId);
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

const judgment = computed({
  verdict: anyOf(['NEW', 'KNOWN', 'REJECTED']),
  field: 'string | null',
  reason: 'string | null',
});

/** Somebody who is to become a member: for whole years from the first day, or through a last day. */
export type Newcomer = Omit<NewMember, 'endsOn'> & {
  endsOn?: string | undefined;
  years?: number | undefined;
};

/** The last day of a newcomer’s term. */
export const lastDayOf = (sql: TransactionClient, { startsOn, endsOn, years }: Newcomer): Fragment => sql`
  coalesce(${endsOn ?? null}::date, term_last_day(${startsOn}::date, ${years ?? null}::int))`;

/** What becomes of a new member. For staff who manage memberships. */
export async function judgeNewMember({ sql }: Transaction, who: Newcomer): Promise<RowOf<typeof judgment>> {
  const [row] = await rowsOf(sql, judgment)`
    select verdict, field, reason from judge_new_member(${who.email},
      ${who.licenseNumber ?? null}, ${who.tierCode}, ${who.startsOn}::date, ${lastDayOf(sql, who)}, ${who.basis})`;
  if (!row) throw new TypeError('The function returns a row.');
  return row;
}

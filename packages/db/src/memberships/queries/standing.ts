import { standings } from '@namc/inputs/memberships';
import { companies } from '../../companies/tables.ts';
import { optional, pick } from '../../engine/columns/pick.ts';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { membershipPauses, membershipTiers } from '../tables.ts';

/** The day in California. */
export const clock = (sql: TransactionClient): Fragment =>
  sql`(select (now() at time zone 'America/Los_Angeles')::date as today) clock`;

const current = computed({ endsOn: 'string' });
/** The company in which a colleague’s term covers this membership. Null for a term of one's own. */
const coveringFirm = optional(pick(companies, { coveredBy: 'name' }, 'c'));
const tier = pick(
  membershipTiers,
  {
    tierCode: 'code',
    tierName: 'name',
    tierDescription: 'description',
    annualDuesCents: 'annualDuesCents',
    periodMonths: 'periodMonths',
    coversPeople: 'coversPeople',
  },
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
 * Where a person stands today, in California: the standing, the tier, and the last day through which the terms run without a gap. Of
 * somebody who is covered, these are a colleague's tier and the last day of that term.
 */
export type MembershipStanding = RowOf<typeof current> &
  RowOf<typeof coveringFirm> &
  RowOf<typeof tier> &
  RowOf<typeof judged>;

const standingOf = (sql: TransactionClient, person: Fragment): Fragment => sql`
  select last_day.ends_on::text as "endsOn", ${tier(sql)}, membership_standing_of(${person}, today) as standing,
         ${coveringFirm(sql)}, last_day.ends_on - today as "daysLeft",
         case when c.id is null then paused_through(${person}, today)::text end as "pausedThrough",
         (last_day.ends_on - membership_due_soon_days())::text as "dueSoonOn",
         (last_day.ends_on + membership_grace_days())::text as "graceEndsOn"
  from ${clock(sql)}
  cross join lateral covering_of(${person}, today) covering
  left join memberships m on m.user_id = ${person} and m.status <> 'CANCELLED'
    and m.ends_on = membership_last_day(${person}, today)
  cross join lateral (select coalesce(covering.through, m.ends_on) as ends_on) last_day
  left join memberships now on now.user_id = ${person} and now.status <> 'CANCELLED' and today between now.starts_on and now.ends_on
  join membership_tiers t on t.code = coalesce(covering.tier, now.tier_code, m.tier_code)
  left join companies c on c.id = covering.company`;

/** The acting person's standing; undefined for somebody who was never a member. */
export async function findOwnMembership({ sql }: Transaction): Promise<MembershipStanding | undefined> {
  const [standing] = await rowsOf(
    sql,
    current,
    coveringFirm,
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
  const [standing] = await rowsOf(
    sql,
    current,
    coveringFirm,
    tier,
    judged,
  )`${standingOf(sql, sql`${userId}::uuid`)}`;
  return standing;
}

const rest = pick(membershipPauses, ['id', 'startsOn', 'endsOn', 'reason'], 'p');
const pauser = computed({
  pausedByName: 'string | null',
  isOver: 'boolean',
  /** The days that are left of it, and the last day of the membership if it ends today. */
  daysLeft: 'number',
  lastDayThen: 'string',
});
export type PauseItem = RowOf<typeof rest> & RowOf<typeof pauser>;

/** A member’s pauses, the newest first. For staff. */
export async function listPauses({ sql }: Transaction, { userId }: { userId: string }): Promise<PauseItem[]> {
  return rowsOf(sql, rest, pauser)`
    select ${rest(sql)}, u.first_name || ' ' || u.last_name as "pausedByName", p.ends_on < today as "isOver",
           days_left as "daysLeft", (membership_last_day(p.user_id, today) - days_left)::text as "lastDayThen"
    from ${clock(sql)} join membership_pauses p on p.user_id = ${userId} left join users u on u.id = p.paused_by
    cross join lateral (select greatest(p.ends_on - greatest(p.starts_on, today) + 1, 0) as days_left) rest
    order by p.starts_on desc`;
}

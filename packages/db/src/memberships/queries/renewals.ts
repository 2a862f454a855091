import { type GetRenewalInput, mostYears } from '@namc/inputs/memberships';
import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Fragment, TransactionClient } from '../../engine/connection.ts';
import type { Transaction } from '../../engine/database.ts';
import { membershipTiers } from '../tables.ts';
import { clock, findStanding, type MembershipStanding } from './standing.ts';

const firstDay = computed({ startsOn: 'string', missedFrom: 'string | null' });
const ofTier = pick(membershipTiers, { tierCode: 'code' }, 't');
const periodEnd = computed({ years: 'number', endsOn: 'string' });
type LastDay = RowOf<typeof ofTier> & RowOf<typeof periodEnd>;
const open = pick(membershipTiers, ['code', 'name', 'annualDuesCents', 'periodMonths'], 't');

export interface Renewal {
  /** The first day of a term that is added today. */
  startsOn: string;
  /** The last day, by the tier and the number of its periods, `years`. */
  lastDays: LastDay[];
  /** The same for a lapsed member whose missed days count: from the day after the last term. Null for everybody else. */
  withMissedDays: { startsOn: string; lastDays: LastDay[] } | null;
  /** The tiers that the member can have. Dues are in cents a period. */
  tiers: RowOf<typeof open>[];
  /** Undefined for somebody who was never a member. */
  standing: MembershipStanding | undefined;
}

async function lastDaysFrom({ sql }: Transaction, startsOn: string, tiers: string[]): Promise<LastDay[]> {
  const days = await rowsOf(sql, ofTier, periodEnd)`
    select ${ofTier(sql)}, years, periods_last_day(${startsOn}::date, t.period_months, years)::text as "endsOn"
    from membership_tiers t cross join generate_series(1, ${mostYears}::int) years
    where t.code = any (${tiers}) and (years = 1 or years * t.period_months <= 60)
    order by t.code, years`;
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
  const standing = await findStanding(tx, { userId });
  const tiers = await rowsOf(sql, open)`
    select ${open(sql)} from membership_tiers t
    where t.is_offered or t.code = ${standing?.tierCode ?? ''} order by t.position, t.annual_dues_cents, t.code`;
  const codes = tiers.map(({ code }) => code);
  const days = await lastDaysFrom(tx, startsOn, codes);
  const withMissedDays = missedFrom
    ? { startsOn: missedFrom, lastDays: await lastDaysFrom(tx, missedFrom, codes) }
    : null;
  return { startsOn, lastDays: days, withMissedDays, tiers: [...tiers], standing };
}

const higher = pick(
  membershipTiers,
  ['code', 'name', 'description', 'annualDuesCents', 'periodMonths', 'benefits'],
  't',
);
const priced = computed({
  /** The price of the upgrade today, in cents, for so many days. */
  cents: 'number',
  days: 'number',
  /** The first and the last of these days. */
  startsOn: 'string',
  endsOn: 'string',
});

/** A higher tier that a person can have from today on, and what it costs. Dues are in cents a period. */
export type Upgrade = RowOf<typeof higher> & RowOf<typeof priced>;

const upgradesOf = (sql: TransactionClient, person: Fragment, isForStaff: boolean): Fragment => sql`
  select ${higher(sql)}, price.cents, price.days, price.starts_on::text as "startsOn", price.ends_on::text as "endsOn"
  from ${clock(sql)} join users u on u.id = ${person} and u.status = 'ACTIVE'
  join membership_tiers t on t.is_offered and (t.is_joinable or ${isForStaff})
  cross join lateral (
    select sum(cents)::bigint as cents, sum(days)::int as days, min(first_day) as starts_on, max(last_day) as ends_on
    from upgrade_parts(u.id, t.code, today)) price
  where price.cents > 0 and not exists (select from membership_pauses p where p.user_id = u.id and p.ends_on >= today)
  order by t.position, t.annual_dues_cents, t.code`;

/** The tiers with higher dues to which the acting person can upgrade today: none until a pause is over. */
export async function listOwnUpgrades({ sql }: Transaction): Promise<Upgrade[]> {
  return rowsOf(sql, higher, priced)`${upgradesOf(sql, sql`(select current_user_id())`, false)}`;
}

/** The tiers with higher dues to which a member can upgrade today. For staff. */
export async function listUpgrades({ sql }: Transaction, { userId }: { userId: string }): Promise<Upgrade[]> {
  return rowsOf(sql, higher, priced)`${upgradesOf(sql, sql`${userId}::uuid`, true)}`;
}

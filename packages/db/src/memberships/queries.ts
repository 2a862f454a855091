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

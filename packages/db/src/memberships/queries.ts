import { pick, type RowOf } from '../engine/columns/pick.ts';
import type { Transaction } from '../engine/database.ts';
import { membershipTiers, memberships } from './tables.ts';

const term = pick(memberships, ['id', 'tierCode', 'status', 'startsOn', 'endsOn']);

export type MembershipItem = RowOf<typeof term>;

/** A person's terms, newest first. */
export async function listMemberships(
  { sql }: Transaction,
  { userId }: { userId: string },
): Promise<MembershipItem[]> {
  return sql<MembershipItem[]>`
    select ${term(sql)} from memberships where user_id = ${userId} order by starts_on desc`;
}

const ownTerm = pick(memberships, ['status', 'startsOn', 'endsOn'], 'm');

export type OwnMembership = RowOf<typeof ownTerm> & {
  tierName: (typeof membershipTiers.$inferSelect)['name'];
  /** Days until the last day, in California: 0 on that day, negative after it. */
  daysLeft: number;
};

/** The acting person's active term, or else the latest one; undefined for a person who was never a member. */
export async function findOwnMembership({ sql }: Transaction): Promise<OwnMembership | undefined> {
  const [membership] = await sql<OwnMembership[]>`
    select ${ownTerm(sql)}, t.name as "tierName",
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
  return sql<EndingMembership[]>`
    select ${endingTerm(sql)}
    from memberships where status = 'ACTIVE' and ends_on <= ${by} order by ends_on, id limit ${limit}`;
}

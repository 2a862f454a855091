import type { MembershipStatus } from '@namc/inputs/memberships';
import type { Transaction } from '../engine/database.ts';

export interface MembershipItem {
  id: string;
  tierCode: string;
  status: string;
  /** Both days count. */
  startsOn: string;
  endsOn: string;
}

/** Somebody's terms, the newest first. */
export async function listMemberships(
  { sql }: Transaction,
  { userId }: { userId: string },
): Promise<MembershipItem[]> {
  return sql<MembershipItem[]>`
    select id, tier_code as "tierCode", status, starts_on as "startsOn", ends_on as "endsOn"
    from memberships where user_id = ${userId} order by starts_on desc`;
}

export interface OwnMembership {
  tierName: string;
  status: MembershipStatus;
  /** Both days count. */
  startsOn: string;
  endsOn: string;
  /** Until the last day, where the association is: 0 on that day, less when it is over. */
  daysLeft: number;
}

/** The acting person's standing: the active term, or else the latest one; undefined for whoever never was a member. */
export async function findOwnMembership({ sql }: Transaction): Promise<OwnMembership | undefined> {
  const [membership] = await sql<OwnMembership[]>`
    select t.name as "tierName", m.status, m.starts_on as "startsOn", m.ends_on as "endsOn",
           m.ends_on - (now() at time zone 'America/Los_Angeles')::date as "daysLeft"
    from memberships m join membership_tiers t on t.code = m.tier_code
    where m.user_id = current_user_id() order by m.status = 'ACTIVE' desc, m.starts_on desc limit 1`;
  return membership;
}

/** Active terms that end by a day, the earliest first; for staff. */
export async function listEndingMemberships(
  { sql }: Transaction,
  { by, limit }: { by: string; limit: number },
): Promise<(MembershipItem & { userId: string })[]> {
  return sql<(MembershipItem & { userId: string })[]>`
    select id, user_id as "userId", tier_code as "tierCode", status, starts_on as "startsOn", ends_on as "endsOn"
    from memberships where status = 'ACTIVE' and ends_on <= ${by} order by ends_on, id limit ${limit}`;
}

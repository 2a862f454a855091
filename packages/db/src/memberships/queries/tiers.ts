import { pick } from '../../engine/columns/pick.ts';
import { type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { membershipTiers } from '../tables.ts';

const listed = pick(membershipTiers, [
  'code',
  'name',
  'description',
  'annualDuesCents',
  'periodMonths',
  'memberType',
  'isOffered',
  'isJoinable',
  'coversPeople',
  'position',
  'benefits',
  'updatedAt',
]);

export type TierItem = RowOf<typeof listed>;

/** All tiers, in order. Dues are in cents a period. For staff. */
export async function listAllTiers({ sql }: Transaction): Promise<TierItem[]> {
  return rowsOf(sql, listed)`
    select ${listed(sql)} from membership_tiers order by position, annual_dues_cents, code`;
}

const offered = pick(membershipTiers, [
  'code',
  'name',
  'description',
  'annualDuesCents',
  'periodMonths',
  'benefits',
  'coversPeople',
]);

export type OfferedTier = RowOf<typeof offered>;

/** The tiers that one can apply for, in the order that staff gave them. Dues are in cents a period. */
export async function listOfferedTiers({ sql }: Transaction): Promise<OfferedTier[]> {
  return rowsOf(sql, offered)`
    select ${offered(sql)} from membership_tiers
    where is_offered and is_joinable order by position, annual_dues_cents, code`;
}

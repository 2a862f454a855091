import type { Transaction } from '../database.ts';

export interface PaymentItem {
  id: string;
  userId: string;
  /** Cents of `currency`. */
  amountCents: number;
  refundedCents: number;
  currency: string;
  status: string;
  provider: string;
  description: string;
  paidAt: Date | null;
  createdAt: Date;
}

/** Somebody's payments, the newest first: one's own, and anybody's for staff who may see payments. */
export async function listPayments(
  { sql }: Transaction,
  { userId, limit }: { userId: string; limit: number },
): Promise<PaymentItem[]> {
  return sql<PaymentItem[]>`
    select id, user_id as "userId", amount_cents as "amountCents", refunded_cents as "refundedCents", currency, status,
           provider, description, paid_at as "paidAt", created_at as "createdAt"
    from payments where user_id = ${userId} order by created_at desc, id limit ${limit}`;
}

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

/** Active terms that end by a day, the earliest first; for staff. */
export async function listEndingMemberships(
  { sql }: Transaction,
  { by, limit }: { by: string; limit: number },
): Promise<(MembershipItem & { userId: string })[]> {
  return sql<(MembershipItem & { userId: string })[]>`
    select id, user_id as "userId", tier_code as "tierCode", status, starts_on as "startsOn", ends_on as "endsOn"
    from memberships where status = 'ACTIVE' and ends_on <= ${by} order by ends_on, id limit ${limit}`;
}

import type { MembershipStatus } from '@namc/inputs/payments';
import type { Page } from '@namc/inputs/text';
import { z } from 'zod';
import type { Transaction } from '../engine/database.ts';
import { readKeyset, toPage } from '../engine/keyset.ts';

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

/** Everybody's payments, the newest first; for staff who may see payments. */
export async function listLatestPayments(
  { sql }: Transaction,
  input: Page,
): Promise<{ rows: PaymentItem[]; nextCursor: string | null }> {
  const after = readKeyset('payments', z.tuple([z.string().max(40), z.uuid()]), input.cursor);
  const rows = await sql<(PaymentItem & { createdKey: string })[]>`
    select id, user_id as "userId", amount_cents as "amountCents", refunded_cents as "refundedCents", currency, status,
           provider, description, paid_at as "paidAt", created_at as "createdAt", created_at::text as "createdKey"
    from payments
    ${after ? sql`where (created_at, id) < (${after[0]}::text::timestamptz, ${after[1]})` : sql``}
    order by created_at desc, id desc limit ${input.limit + 1}`;
  const page = toPage('payments', rows, input.limit, (row) => [row.createdKey, row.id]);
  return { rows: page.rows.map(({ createdKey: _, ...item }) => item), nextCursor: page.nextCursor };
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

import type { PageInput } from '@namc/inputs/text';
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
  input: PageInput,
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

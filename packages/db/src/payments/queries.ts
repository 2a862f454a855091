import type { PageInput } from '@namc/inputs/text';
import { pick } from '../engine/columns/pick.ts';
import { type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { keyed, keyset } from '../engine/keyset.ts';
import type { Page } from '../engine/page.ts';
import { payments } from './tables.ts';

const payment = pick(payments, [
  'id',
  'userId',
  'amountCents',
  'refundedCents',
  'currency',
  'status',
  'provider',
  'description',
  'paidAt',
  'createdAt',
]);

/** `amountCents` and `refundedCents` are cents of `currency`. */
export type PaymentItem = RowOf<typeof payment>;

/** A person's payments, newest first. Members see their own, staff who may see payments everyone's. */
export async function listPayments(
  { sql }: Transaction,
  { userId, limit }: { userId: string; limit: number },
): Promise<PaymentItem[]> {
  return rowsOf(sql, payment)`
    select ${payment(sql)} from payments where user_id = ${userId} order by created_at desc, id limit ${limit}`;
}

/**
 * Everyone's payments, newest first; for staff who may see payments.
 * @throws InvalidInput for a cursor that no page of this list returned.
 */
export async function listLatestPayments({ sql }: Transaction, input: PageInput): Promise<Page<PaymentItem>> {
  const pages = keyset(sql, 'payments', input, 'created_at', 'desc');
  return pages.page(
    await rowsOf(sql, payment, keyed)`
    select ${payment(sql)}, ${pages.key} from payments
    where true ${pages.after} order by ${pages.order} limit ${pages.limit}`,
  );
}

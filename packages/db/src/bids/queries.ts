import { pick } from '../engine/columns/pick.ts';
import { type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { bids } from './tables.ts';

const bid = pick(bids, [
  'id',
  'projectId',
  'bidderId',
  'status',
  'amountCents',
  'currency',
  'message',
  'submittedAt',
  'decidedAt',
]);

/** `amountCents` is the offer in cents of `currency`; null if the bidder named no amount. */
export type Bid = RowOf<typeof bid>;

/**
 * A project's bids by status, and the oldest first within each. A member sees the bids on their own projects and
 * their own bids.
 */
export async function listBids({ sql }: Transaction, { projectId }: { projectId: string }): Promise<Bid[]> {
  return rowsOf(sql, bid)`
    select ${bid(sql)} from project_applications
    where project_id = ${projectId} order by status, submitted_at, id`;
}

/** One member's bids, newest first. Only the bidder and staff see them. */
export async function listBidsOf(
  { sql }: Transaction,
  { userId, limit }: { userId: string; limit: number },
): Promise<Bid[]> {
  return rowsOf(sql, bid)`
    select ${bid(sql)} from project_applications
    where applicant_id = ${userId} order by submitted_at desc, id limit ${limit}`;
}

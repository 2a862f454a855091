import { optional, pick } from '../../engine/columns/pick.ts';
import { type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { bidContents, bids } from '../tables.ts';

const bid = pick(bids, ['id', 'projectId', 'bidderId', 'status', 'submittedAt', 'decidedAt'], 'b');
const offer = optional(pick(bidContents, ['amountCents', 'currency', 'message'], 'c'));

/**
 * `amountCents` is the offer in cents of `currency`; null if the bidder named no amount. The message is null while the
 * bid is sealed for the reader, and so are the amount and the currency.
 */
export type Bid = RowOf<typeof bid> & RowOf<typeof offer>;

/**
 * A project's bids by status, and the oldest first within each. A member sees the bids on their own projects and
 * their own bids. Offers of others are sealed until the deadline; those of withdrawn bids stay so.
 */
export async function listBids({ sql }: Transaction, { projectId }: { projectId: string }): Promise<Bid[]> {
  return rowsOf(sql, bid, offer)`
    select ${bid(sql)}, ${offer(sql)}
    from project_applications b
    left join offers_of(array(select id from project_applications where project_id = ${projectId})) c on c.bid_id = b.id
    where b.project_id = ${projectId} order by b.status, b.submitted_at, b.id`;
}

/** One member's bids, newest first. Only the bidder and staff see them. For staff, offers are sealed as in `listBids`. */
export async function listBidsOf(
  { sql }: Transaction,
  { userId, limit }: { userId: string; limit: number },
): Promise<Bid[]> {
  return rowsOf(sql, bid, offer)`
    with b as materialized (
      select id, project_id, applicant_id, status, submitted_at, decided_at from project_applications
      where applicant_id = ${userId} order by submitted_at desc, id limit ${limit}
    )
    select ${bid(sql)}, ${offer(sql)}
    from b left join offers_of(array(select id from b)) c on c.bid_id = b.id
    order by b.submitted_at desc, b.id`;
}

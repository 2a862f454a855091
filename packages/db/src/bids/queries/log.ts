import { biddingActs } from '@namc/inputs/bids';
import { anyOf, computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';

const act = computed({
  /** Null for a withdrawal of the time before its instant was kept. */
  at: 'Date | null',
  act: anyOf(biddingActs),
  /** Null for an act of the poster or of the portal, and for a firm that withdrew before the opening. */
  firm: 'string | null',
  person: 'string | null',
  bidId: 'string | null',
  /** The number of an addendum. */
  number: 'number | null',
  /** The reason, the title of an addendum or of the project, the deadline, or the part that an interested firm wants. */
  words: 'string | null',
});

/** An act of a bidding. */
export type BiddingAct = RowOf<typeof act>;

/** All acts of the bidding for an opened project of the acting person’s, in order. Staff read those of every project. */
export async function listBiddingActs(
  { sql }: Transaction,
  { projectId }: { projectId: string },
): Promise<BiddingAct[]> {
  return rowsOf(sql, act)`
    select at, act, firm, person, bid_id as "bidId", number, words from bidding_log(${projectId})`;
}

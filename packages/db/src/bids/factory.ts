import { randomUUID } from 'node:crypto';
import type { Database } from '../engine/database.ts';
import { type New, system } from '../tools/testing/sample.ts';
import { bidContents, bids } from './tables.ts';

export interface BidSample
  extends New<typeof bids, 'submittedAt'>,
    New<typeof bidContents, 'amountCents' | 'message'> {}

/**
 * Adds a bid of an hour ago and returns its id. A project whose deadline has passed since then accepts it.
 */
export async function addBid(
  db: Database,
  projectId: string,
  bidderId: string,
  sample: BidSample = {},
): Promise<string> {
  const id = randomUUID();
  const {
    submittedAt = new Date(Date.now() - 3_600_000),
    amountCents = 1_000_000,
    message = 'We can do this.',
  } = sample;
  await db.write(system, async ({ orm }) => {
    await orm.insert(bids).values({ id, projectId, bidderId, submittedAt });
    await orm.insert(bidContents).values({ bidId: id, amountCents, message });
  });
  return id;
}

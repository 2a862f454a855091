import { eq } from 'drizzle-orm';
import type { WriteTransaction } from '../engine/database.ts';
import { stableUuid } from '../engine/stable-uuid.ts';
import { personId } from '../members/seed/person.ts';
import { projects } from '../projects/seed/projects.ts';
import { projects as projectTable } from '../projects/tables.ts';
import { bidContents, bids } from './tables.ts';

const day = 86_400_000;

/** Adds the bids, each before its project's deadline, closes the bidding on past projects, and awards projects. */
export async function addBids({ orm, sql }: WriteTransaction, now: Date): Promise<void> {
  const offers = projects.flatMap(({ title, due, bids: ofProject = [] }) =>
    ofProject.map(([bidder, dollars, message], at) => ({
      id: stableUuid('demo bid', title, bidder),
      projectId: stableUuid('demo project', title),
      bidderId: personId(bidder),
      submittedAt: new Date(now.getTime() + (Math.min(0, due) - 9 + at) * day),
      amountCents: dollars * 100,
      message,
    })),
  );
  await orm
    .insert(bids)
    .values(
      offers.map(({ id, projectId, bidderId, submittedAt }) => ({ id, projectId, bidderId, submittedAt })),
    );
  await orm
    .insert(bidContents)
    .values(offers.map(({ id, amountCents, message }) => ({ bidId: id, amountCents, message })));
  // The bids whose deadline has passed are open.
  await sql`select open_unsealed(10000)`;
  for (const { title, status, bids: [winner] = [] } of projects) {
    if (status !== 'CLOSED' && status !== 'AWARDED') continue;
    await orm
      .update(projectTable)
      .set({ status: 'CLOSED' })
      .where(eq(projectTable.id, stableUuid('demo project', title)));
    if (status === 'AWARDED' && winner) {
      await orm
        .update(bids)
        .set({ status: 'AWARDED' })
        .where(eq(bids.id, stableUuid('demo bid', title, winner[0])));
    }
  }
}

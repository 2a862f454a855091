import { eq } from 'drizzle-orm';
import type { WriteTransaction } from '../engine/database.ts';
import { stableUuid } from '../engine/stable-uuid.ts';
import { personId } from '../members/seed/person.ts';
import { projects } from '../projects/seed/projects.ts';
import { projects as projectTable } from '../projects/tables.ts';
import { bids } from './tables.ts';

const day = 86_400_000;

/** Adds the bids, closes the bidding on past projects, and awards projects. */
export async function addBids({ orm }: WriteTransaction, now: Date): Promise<void> {
  await orm.insert(bids).values(
    projects.flatMap(({ title, bids: offers = [] }) =>
      offers.map(([bidder, dollars, message], at) => ({
        id: stableUuid('demo bid', title, bidder),
        projectId: stableUuid('demo project', title),
        bidderId: personId(bidder),
        amountCents: dollars * 100,
        message,
        submittedAt: new Date(now.getTime() - (9 - at) * day),
      })),
    ),
  );
  for (const { title, status, due, bids: [winner] = [] } of projects) {
    if (status !== 'CLOSED' && status !== 'AWARDED') continue;
    await orm
      .update(projectTable)
      .set({ status: 'CLOSED', deadlineAt: new Date(now.getTime() + due * day) })
      .where(eq(projectTable.id, stableUuid('demo project', title)));
    if (status === 'AWARDED' && winner) {
      await orm
        .update(bids)
        .set({ status: 'AWARDED' })
        .where(eq(bids.id, stableUuid('demo bid', title, winner[0])));
    }
  }
}

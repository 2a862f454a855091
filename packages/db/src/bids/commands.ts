import type { AwardProjectInput, SubmitBidInput, WithdrawBidInput } from '@namc/inputs/bids';
import { and, eq, inArray } from 'drizzle-orm';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { sendLetter } from '../mail/commands.ts';
import { findAddressee } from '../members/queries/addressee.ts';
import { projects } from '../projects/tables.ts';
import { bidContents, bids } from './tables.ts';

const isLive = inArray(bids.status, ['SUBMITTED', 'SHORTLISTED']);

/**
 * Submits the acting member's bid on a project, emails them that it was received, and returns the bid's id. Nobody else
 * reads the offer before the deadline.
 * @throws Refused after the deadline, for a project that is not open for bids, for one's own project, and for a second
 * bid on the same project.
 */
export async function submitBid(
  tx: WriteTransaction,
  { projectId, amountCents, message }: SubmitBidInput,
): Promise<string> {
  const bidderId = actingUser(tx);
  const [bid] = await tx.orm.insert(bids).values({ projectId, bidderId }).returning({ id: bids.id });
  if (!bid) throw new NotFound('project', projectId);
  await tx.orm.insert(bidContents).values({ bidId: bid.id, amountCents, message });
  const bidder = await findAddressee(tx, bidderId);
  const [project] = await tx.orm
    .select({ title: projects.title })
    .from(projects)
    .where(eq(projects.id, projectId));
  if (bidder && project) await sendLetter(tx, bidder, 'bid-received', { projectTitle: project.title });
  return bid.id;
}

/**
 * Withdraws the acting member's bid.
 * @throws NotFound for another member's bid, and for a bid that is no longer live.
 */
export async function withdrawBid(tx: WriteTransaction, { bidId }: WithdrawBidInput): Promise<void> {
  const { count } = await tx.orm
    .update(bids)
    .set({ status: 'WITHDRAWN' })
    .where(and(eq(bids.id, bidId), eq(bids.bidderId, actingUser(tx)), isLive));
  if (count === 0) throw new NotFound('bid', bidId);
}

/**
 * Awards the project to a bid: the project becomes AWARDED and its other live bids DECLINED.
 * @throws Refused before the deadline, while the project is open for bids, and once it is awarded; NotFound for a bid
 * that the acting person may not decide.
 */
export async function awardProject({ orm }: WriteTransaction, { bidId }: AwardProjectInput): Promise<void> {
  // The project's row comes before the bids' rows: two awards at once wait here, and neither holds what the other needs.
  await orm
    .select({ id: projects.id })
    .from(projects)
    .where(inArray(projects.id, orm.select({ id: bids.projectId }).from(bids).where(eq(bids.id, bidId))))
    .for('no key update');
  const { count } = await orm.update(bids).set({ status: 'AWARDED' }).where(eq(bids.id, bidId));
  if (count === 0) throw new NotFound('bid', bidId);
}

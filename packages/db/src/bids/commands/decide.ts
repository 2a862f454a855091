import type { AwardProjectInput, ShortlistBidInput, WithdrawBidInput } from '@namc/inputs/bids';
import { eq } from 'drizzle-orm';
import { recordIfStaff } from '../../audit/commands.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { bids } from '../tables.ts';

/**
 * Withdraws a bid of the acting member or of a firm for which the member bids. It stays sealed. After the opening the poster is told.
 * @throws Refused after the deadline without a reason, and for a bid that is decided. @throws NotFound for another's bid.
 */
export async function withdrawBid(
  { orm, sql }: WriteTransaction,
  { bidId, reason, portal }: WithdrawBidInput & { portal: string },
): Promise<void> {
  const { count } = await orm
    .update(bids)
    .set({ status: 'WITHDRAWN', ...(reason && { withdrawReason: reason }) })
    .where(eq(bids.id, bidId));
  if (count === 0) throw new NotFound('bid', bidId);
  await sql`select tell_of_withdrawal(${bidId}, ${portal})`;
}

/**
 * Puts a bid on the poster's short list, or takes it off. Staff who manage bids do so for the poster, who is told. @throws Refused
 * before the opening, for a bid that is decided or withdrawn, and for staff whose own firm bids. @throws NotFound
 */
export async function shortlistBid(
  tx: WriteTransaction,
  { bidId, isShortlisted }: ShortlistBidInput,
): Promise<void> {
  const { count } = await tx.orm
    .update(bids)
    .set({ status: isShortlisted ? 'SHORTLISTED' : 'SUBMITTED' })
    .where(eq(bids.id, bidId));
  if (count === 0) throw new NotFound('bid', bidId);
  await recordIfStaff(tx, {
    action: isShortlisted ? 'bids.shortlist' : 'bids.unlist',
    targetTable: 'project_applications',
    targetId: bidId,
  });
}

const held = computed({ projectId: 'string | null' });

/**
 * Awards the project to a bid, for a reason: the project becomes AWARDED, its other live bids DECLINED, and every bidder is told. Staff who
 * manage bids do so for the poster, who is told.
 * @throws Refused before the opening, once it is awarded, and for staff whose own firm bids; NotFound for a bid that the acting person
 * may not decide.
 */
export async function awardProject(
  tx: WriteTransaction,
  { bidId, reason, portal }: AwardProjectInput & { portal: string },
): Promise<void> {
  // The project's row comes before the bids' rows: two awards at once wait here, and neither holds what the other needs.
  const [project] = await rowsOf(tx.sql, held)`select hold_for_award(${bidId}) as "projectId"`;
  if (!project?.projectId) throw new NotFound('bid', bidId);
  const { count } = await tx.orm
    .update(bids)
    .set({ status: 'AWARDED', decisionReason: reason })
    .where(eq(bids.id, bidId));
  if (count === 0) throw new NotFound('bid', bidId);
  await tx.sql`select tell_bidders(${project.projectId}, ${portal})`;
  await recordIfStaff(tx, {
    action: 'bids.award',
    targetTable: 'project_applications',
    targetId: bidId,
    reason,
  });
}

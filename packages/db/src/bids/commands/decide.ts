import type { AwardProjectInput, ShortlistBidInput, WithdrawBidInput } from '@namc/inputs/bids';
import { and, eq, inArray, sql as text } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';
import { projects } from '../../projects/tables.ts';
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
 * Puts a bid on the poster's short list, or takes it off. @throws Refused before the opening, and for a bid that is decided or
 * withdrawn. @throws NotFound
 */
export async function shortlistBid(
  { orm }: WriteTransaction,
  { bidId, isShortlisted }: ShortlistBidInput,
): Promise<void> {
  const { count } = await orm
    .update(bids)
    .set({ status: isShortlisted ? 'SHORTLISTED' : 'SUBMITTED' })
    .where(eq(bids.id, bidId));
  if (count === 0) throw new NotFound('bid', bidId);
}

/**
 * Awards the project to a bid, for a reason: the project becomes AWARDED, its other live bids DECLINED, and every bidder is told.
 * @throws Refused before the deadline, and once it is awarded; NotFound for a bid that the acting person may not decide.
 */
export async function awardProject(
  { orm, sql }: WriteTransaction,
  { bidId, reason, portal }: AwardProjectInput & { portal: string },
): Promise<void> {
  // The project's row comes before the bids' rows: two awards at once wait here, and neither holds what the other needs.
  const [project] = await orm
    .select({ id: projects.id })
    .from(projects)
    .where(inArray(projects.id, orm.select({ id: bids.projectId }).from(bids).where(eq(bids.id, bidId))))
    .for('no key update');
  // The clock has closed the bidding, and the status follows.
  if (project)
    await orm
      .update(projects)
      .set({ status: 'CLOSED' })
      .where(
        and(
          eq(projects.id, project.id),
          eq(projects.status, 'BIDDING_OPEN'),
          text`${projects.deadlineAt} <= now()`,
        ),
      );
  const { count } = await orm
    .update(bids)
    .set({ status: 'AWARDED', decisionReason: reason })
    .where(eq(bids.id, bidId));
  if (count === 0 || !project) throw new NotFound('bid', bidId);
  await sql`select tell_bidders(${project.id}, ${portal})`;
}

import type { ChangeProjectStatusInput, ExtendBiddingInput } from '@namc/inputs/projects';
import { eq } from 'drizzle-orm';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { projects } from './tables.ts';

/**
 * Moves a project to its next status.
 * @throws Refused if a project cannot go from its status to this one, NotFound for another member's project.
 */
export async function changeProjectStatus(
  { orm }: WriteTransaction,
  { projectId, status }: ChangeProjectStatusInput,
): Promise<void> {
  const { count } = await orm.update(projects).set({ status }).where(eq(projects.id, projectId));
  if (count === 0) throw new NotFound('project', projectId);
}

/**
 * Moves the bidding deadline to a later instant, for everybody. In the same transaction every bidder gets a notice.
 * @throws Refused for an earlier deadline of a project with bids, in the last minute before its deadline, and after it;
 * NotFound for another member's project.
 */
export async function extendBidding(
  { orm }: WriteTransaction,
  { projectId, deadlineAt }: ExtendBiddingInput,
): Promise<void> {
  const { count } = await orm.update(projects).set({ deadlineAt }).where(eq(projects.id, projectId));
  if (count === 0) throw new NotFound('project', projectId);
}

import { randomUUID } from 'node:crypto';
import type { SubmitBidInput } from '@namc/inputs/bids';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';

/**
 * Bids on a project in the acting member's own name. Returns the bid's id.
 * @throws Refused after the deadline, for a project that is not open, for one's own, and for a second time.
 */
export async function submitBid(tx: WriteTransaction, draft: SubmitBidInput): Promise<string> {
  const id = randomUUID();
  await tx.sql`
    insert into project_applications (id, project_id, applicant_id, amount_cents, message)
    values (${id}, ${draft.projectId}, ${actingUser(tx)}, ${draft.amountCents ?? null}, ${draft.message})`;
  return id;
}

/** @throws NotFound when the bid is not the acting member's own, or no longer live. */
export async function withdrawBid(tx: WriteTransaction, { bidId }: { bidId: string }): Promise<void> {
  const { count } = await tx.sql`
    update project_applications set status = 'WITHDRAWN'
    where id = ${bidId} and applicant_id = ${actingUser(tx)} and status in ('SUBMITTED', 'SHORTLISTED')`;
  if (count === 0) throw new NotFound('bid', bidId);
}

/**
 * Awards the project to a bid: the project becomes AWARDED and the other live bids DECLINED.
 * @throws Refused while the project still takes bids, NotFound for a bid that the acting person may not decide.
 */
export async function awardProject({ sql }: WriteTransaction, { bidId }: { bidId: string }): Promise<void> {
  const { count } = await sql`
    update project_applications set status = 'AWARDED'
    where id = ${bidId} and status in ('SUBMITTED', 'SHORTLISTED')`;
  if (count === 0) throw new NotFound('bid', bidId);
}

import { randomUUID } from 'node:crypto';
import type { SubmitBidInput } from '@namc/inputs/bids';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';

/**
 * Applies for a project in one's own name and returns the application's id.
 * @throws Refused after the deadline, for a project that is not open, for one's own, and for a second time.
 */
export async function submitBid(tx: WriteTransaction, draft: SubmitBidInput): Promise<string> {
  const id = randomUUID();
  await tx.sql`
    insert into project_applications (id, project_id, applicant_id, amount_cents, message)
    values (${id}, ${draft.projectId}, ${actingUser(tx)}, ${draft.amountCents ?? null}, ${draft.message})`;
  return id;
}

/** @throws NotFound when it is not one's own live application. */
export async function withdrawBid(
  tx: WriteTransaction,
  { applicationId }: { applicationId: string },
): Promise<void> {
  const { count } = await tx.sql`
    update project_applications set status = 'WITHDRAWN'
    where id = ${applicationId} and applicant_id = ${actingUser(tx)} and status in ('SUBMITTED', 'SHORTLISTED')`;
  if (count === 0) throw new NotFound('application', applicationId);
}

/**
 * Awards the project to an application: the project becomes AWARDED and the other live applications DECLINED.
 * @throws Refused while the project still takes applications, NotFound for an application that one may not decide.
 */
export async function awardProject(
  { sql }: WriteTransaction,
  { applicationId }: { applicationId: string },
): Promise<void> {
  const { count } = await sql`
    update project_applications set status = 'AWARDED'
    where id = ${applicationId} and status in ('SUBMITTED', 'SHORTLISTED')`;
  if (count === 0) throw new NotFound('application', applicationId);
}

import type { BeginReviewInput, EndReviewInput } from '@namc/inputs/applications';
import { and, eq, sql } from 'drizzle-orm';
import { actingUser } from '../../engine/acting-user.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { goneAfter, listReviewers, type Reviewer } from '../queries.ts';
import { applicationReviews } from '../tables.ts';

/**
 * Reports that the acting staff member has an application open, and returns the others who do. A review does not
 * block a decision and leaves no row in the audit trail.
 */
export async function beginReview(tx: WriteTransaction, input: BeginReviewInput): Promise<Reviewer[]> {
  await tx.sql`
    insert into application_reviews (application_id, reviewer_id)
    select id, current_user_id() from membership_applications where id = ${input.id}
    on conflict (application_id, reviewer_id) do update set seen_at = now(),
      opened_at = case when application_reviews.seen_at > now() - ${goneAfter}::text::interval
                       then application_reviews.opened_at else now() end`;
  return listReviewers(tx, input);
}

/** Reports that the acting staff member has left an application, so that others no longer see them there. */
export async function endReview(tx: WriteTransaction, input: EndReviewInput): Promise<void> {
  const { applicationId, reviewerId } = applicationReviews;
  await tx.orm
    .update(applicationReviews)
    .set({ seenAt: sql`now() - ${goneAfter}::text::interval` })
    .where(and(eq(applicationId, input.id), eq(reviewerId, actingUser(tx))));
}

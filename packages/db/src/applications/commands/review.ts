import type { WriteTransaction } from '../../engine/database.ts';
import { goneAfter, otherReviewers, type Reviewer } from '../queries.ts';

/**
 * Says that the acting staff member has an application open, and returns who else has. It keeps nobody from deciding, and
 * is none of the acts in the trail. An application that is not there is open to nobody.
 */
export async function beginReview(tx: WriteTransaction, input: { id: string }): Promise<Reviewer[]> {
  const { sql } = tx;
  await sql`
    insert into application_reviews (application_id, reviewer_id)
    select id, current_user_id() from membership_applications where id = ${input.id}
    on conflict (application_id, reviewer_id) do update set seen_at = now(),
      opened_at = case when application_reviews.seen_at > now() - ${goneAfter}::text::interval
                       then application_reviews.opened_at else now() end`;
  const [row] = await sql<{ others: Reviewer[] }[]>`
    select ${otherReviewers(tx)} as others from membership_applications a where a.id = ${input.id}`;
  return row?.others ?? [];
}

import type { Transaction, WriteTransaction } from '../engine/database.ts';

/** Who of the staff has an application open, and since when. */
export interface Reviewer {
  userId: string;
  name: string;
  since: string;
}

/** Whose page has not said for so long that it is still open has gone: it says so each minute. */
const goneAfter = '2 minutes';

/** Everybody else who has the application `a` open now, the longest first: a column of a query. */
export const otherReviewers = ({ sql }: Transaction) => sql`
  coalesce((
    select json_agg(json_build_object('userId', r.reviewer_id, 'since', r.opened_at,
                                      'name', p.first_name || ' ' || p.last_name) order by r.opened_at, p.id)
    from application_reviews r join users p on p.id = r.reviewer_id
    where r.application_id = a.id and r.seen_at > now() - ${goneAfter}::text::interval
      and r.reviewer_id is distinct from current_user_id()), '[]')`;

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

import { pick } from '../../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { bidClarifications } from '../tables.ts';

const clarification = pick(
  bidClarifications,
  ['id', 'bidId', 'questionId', 'body', 'answerUntil', 'isOfStaff', 'sentAt'],
  'q',
);
const time = computed({
  /** True for a question that the firm may answer now. */
  isOpen: 'boolean',
});

/** A question of the poster's, or of staff, to one bidder, or an answer to the question `questionId`. */
export type Clarification = RowOf<typeof clarification> & RowOf<typeof time>;

/** The questions about one bid and their answers, in the order in which they were sent, for its firm, the poster, and staff who read bids. */
export async function listClarifications(
  { sql }: Transaction,
  { bidId }: { bidId: string },
): Promise<Clarification[]> {
  return rowsOf(sql, clarification, time)`
    select ${clarification(sql)}, coalesce(q.answer_until > now(), false) and b.status in ('SUBMITTED', 'SHORTLISTED') as "isOpen"
    from bid_clarifications q join project_applications b on b.id = q.bid_id
    where q.bid_id = ${bidId} order by q.sent_at, q.id`;
}

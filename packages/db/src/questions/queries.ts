import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { projectQuestions } from './tables.ts';

const question = pick(projectQuestions, ['id', 'status', 'published', 'answer', 'decidedAt'], 'q');
const reading = computed({
  isOwn: 'boolean',
  /** As it was asked; null for everybody but its asker and the poster. So are the reason of a refusal and the time. */
  asked: 'string | null',
  refusal: 'string | null',
  askedAt: 'Date | null',
});

/** A question about a project, as the acting person may read it. Nobody reads who asked, except of one’s own. */
export type Question = RowOf<typeof question> & RowOf<typeof reading>;

/**
 * The questions about a project that the acting person may read: the open ones first, and then the latest answer first. The answered ones
 * are for all who may read the plans; the others for their asker and for the poster.
 */
export async function listQuestions(
  { sql }: Transaction,
  { projectId }: { projectId: string },
): Promise<Question[]> {
  return rowsOf(sql, question, reading)`
    select ${question(sql)}, q.is_own as "isOwn", q.question as asked, q.refusal, q.asked_at as "askedAt"
    from questions_of(${projectId}) q
    order by q.decided_at desc nulls first, q.id`;
}

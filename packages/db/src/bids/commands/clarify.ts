import type { AnswerClarificationInput, AskBidderInput } from '@namc/inputs/bids';
import { recordIfStaff } from '../../audit/commands.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { WriteTransaction } from '../../engine/database.ts';
import { NotFound } from '../../engine/errors.ts';

const sent = computed({ id: 'string | null' });

/**
 * Asks one bidder about its bid on a project of the acting person's. The people who bid for the firm are told. Staff who manage bids ask
 * for the poster, who is told.
 * @throws Refused before the opening, for a bid that is decided or withdrawn, for a day that is over, and for staff whose own firm
 * bids, and for the same question twice in a row. @throws NotFound
 */
export async function askBidder(
  tx: WriteTransaction,
  { bidId, question, answerBy, portal }: AskBidderInput & { portal: string },
): Promise<void> {
  const [row] = await rowsOf(
    tx.sql,
    sent,
  )`select ask_bidder(${bidId}, ${question}, ${answerBy}::date, ${portal}) as id`;
  if (!row?.id) throw new NotFound('bid', bidId);
  await recordIfStaff(tx, { action: 'bids.ask', targetTable: 'bid_clarifications', targetId: row.id });
}

/**
 * Answers a question of the poster's for a firm for which the acting person bids. The asker and the poster are told. A later answer corrects this one.
 * @throws Refused for the same answer twice in a row, once the time to answer is over, and for a bid that is decided or withdrawn. @throws NotFound for another firm's.
 */
export async function answerClarification(
  { sql }: WriteTransaction,
  { questionId, answer, portal }: AnswerClarificationInput & { portal: string },
): Promise<void> {
  const [row] = await rowsOf(
    sql,
    sent,
  )`select answer_clarification(${questionId}, ${answer}, ${portal}) as id`;
  if (!row?.id) throw new NotFound('question', questionId);
}

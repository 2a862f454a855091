import type { AnswerQuestionInput, AskQuestionInput, RefuseQuestionInput } from '@namc/inputs/questions';
import { eq } from 'drizzle-orm';
import { recordIfStaff } from '../audit/commands.ts';
import { actingUser } from '../engine/acting-user.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound } from '../engine/errors.ts';
import { projects } from '../projects/tables.ts';
import { projectQuestions } from './tables.ts';

/**
 * Asks the poster of a project. Nobody learns who asked. The asker follows the project from now on.
 * @throws Refused after the time for questions, for one’s own project, and without a membership. @throws NotFound
 */
export async function askQuestion(
  tx: WriteTransaction,
  { projectId, question }: AskQuestionInput,
): Promise<void> {
  const [project] = await tx.orm.select({ id: projects.id }).from(projects).where(eq(projects.id, projectId));
  if (!project) throw new NotFound('project', projectId);
  await tx.orm.insert(projectQuestions).values({ projectId, askerId: actingUser(tx), question });
}

/** @throws NotFound for a question about another person’s project. */
async function decide(
  tx: WriteTransaction,
  questionId: string,
  decision: Partial<typeof projectQuestions.$inferInsert> & { status: 'ANSWERED' | 'REFUSED' },
): Promise<void> {
  const { count } = await tx.orm
    .update(projectQuestions)
    .set(decision)
    .where(eq(projectQuestions.id, questionId));
  if (count === 0) throw new NotFound('question', questionId);
  await recordIfStaff(tx, {
    action: decision.status === 'ANSWERED' ? 'questions.answer' : 'questions.refuse',
    targetTable: 'project_questions',
    targetId: questionId,
  });
}

/**
 * Publishes a question about one of the acting person’s projects, in these words, with its answer. All who follow the project or have
 * bid on it are told.
 * @throws Refused for one that is decided, and after the bidding. @throws NotFound
 */
export function answerQuestion(
  tx: WriteTransaction,
  { questionId, published, answer }: AnswerQuestionInput,
): Promise<void> {
  return decide(tx, questionId, { status: 'ANSWERED', published, answer });
}

/** Refuses to answer, for a reason that the asker alone reads. @throws Refused as `answerQuestion`. @throws NotFound */
export function refuseQuestion(
  tx: WriteTransaction,
  { questionId, refusal }: RefuseQuestionInput,
): Promise<void> {
  return decide(tx, questionId, { status: 'REFUSED', refusal });
}

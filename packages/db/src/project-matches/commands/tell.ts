import type { NotifyTime } from '@namc/inputs/saved-searches';
import { and, eq, exists, inArray, isNull, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { sendLetter } from '../../mail/commands.ts';
import { users } from '../../members/tables.ts';
import { listMatchesAmong } from '../../projects/queries/matches.ts';
import { matchInWords } from '../queries.ts';
import { matchChoices, projectMatches } from '../tables.ts';

/** The most projects that one letter lists. */
const mostTold = 20;

/**
 * Writes one letter to a person about the new projects that a firm of theirs can bid on, if they are told at these times, and marks them
 * as told in the same transaction: a repetition finds nothing. A project that does not match any more, that a firm of theirs has
 * bid on, or that it does not want is left out. An account that is no longer active hears nothing. For the system.
 */
export async function tellMatches(
  tx: WriteTransaction,
  { userId, times, origin }: { userId: string; times: NotifyTime[]; origin: string },
): Promise<void> {
  const choice = tx.orm
    .select({ one: sql`1` })
    .from(matchChoices)
    .where(and(eq(matchChoices.userId, userId), inArray(matchChoices.notify, times)));
  const taken = await tx.orm
    .update(projectMatches)
    .set({ toldAt: sql`now()` })
    .where(and(eq(projectMatches.userId, userId), isNull(projectMatches.toldAt), exists(choice)))
    .returning({ projectId: projectMatches.projectId });
  if (taken.length === 0) return;
  const [reader] = await tx.orm
    .select({ email: users.email, status: users.status })
    .from(users)
    .where(eq(users.id, userId));
  if (reader?.status !== 'ACTIVE') return;
  const matches = await listMatchesAmong(tx, { userId, projectIds: taken.map(({ projectId }) => projectId) });
  if (matches.length === 0) return;
  await sendLetter(tx, { userId, email: reader.email }, 'project-matches', {
    origin,
    projects: matches.slice(0, mostTold).map(matchInWords),
    count: matches.length,
    key: null,
  });
}

import { asSentence, type Change } from '@namc/inputs/change-sentence';
import { standingFirst, wordsOfChange } from '@namc/inputs/change-words';
import { dayWords } from '@namc/inputs/day-words';
import { changesUndone } from '@namc/inputs/follows';
import { and, eq, gte, or } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { followedChanges } from '../tables.ts';

/** A change that a person was told of, and that came with an import that was undone since. */
export interface Withdrawn extends Change {
  licenseNumber: string;
  fileDate: string | null;
}

/** The news that each undoing among `taken` takes back from a person. */
export async function withdrawnFrom(
  { orm }: WriteTransaction,
  userId: string,
  taken: { kind: string; licenseNumber: string; notedAt: Date }[],
): Promise<Withdrawn[]> {
  const undone = taken.filter(({ kind }) => kind === changesUndone);
  if (undone.length === 0) return [];
  const { licenseNumber, kind, before, after, fileDate, takenBackAt } = followedChanges;
  return orm
    .select({ licenseNumber, kind, before, after, fileDate })
    .from(followedChanges)
    .where(
      and(
        eq(followedChanges.userId, userId),
        // Earlier undoings had letters of their own.
        or(...undone.map((one) => and(eq(licenseNumber, one.licenseNumber), gte(takenBackAt, one.notedAt)))),
      ),
    )
    .orderBy(fileDate, followedChanges.id);
}

/** The most lines that one file's news are repeated with. */
const mostLines = 6;

/** The news that is taken back, as a clause with the file that brought it. */
export function takenBack(withdrawn: Withdrawn[]): string {
  const files = [...new Set(withdrawn.map(({ fileDate }) => fileDate))];
  const told = files.map((date) => {
    const lines = withdrawn
      .filter(({ fileDate }) => fileDate === date)
      .sort(standingFirst)
      .map((change) => wordsOfChange(change).sentence);
    const more = lines.length - mostLines;
    const shown = lines.slice(0, mostLines).join('; ');
    const rest = more > 0 ? `; and ${more} more ${more === 1 ? 'change' : 'changes'}` : '';
    const which = date === null ? 'a file of the board' : `the board’s file of ${dayWords(date)}`;
    return `we withdrew ${which}, which was wrong. This no longer applies: ${shown}${rest}`;
  });
  const [only = wordsOfChange({ kind: changesUndone, before: null, after: null }).sentence] = told;
  return told.length > 1 ? told.map((one, at) => (at === 0 ? one : asSentence(one))).join('. ') : only;
}

import type { WriteTransaction } from '../engine/database.ts';

/** Writes the words of names anew, for the correction of misspelled ones. For the system. */
export async function refreshSearchWords({ sql }: WriteTransaction): Promise<void> {
  await sql`select write_search_words()`;
}

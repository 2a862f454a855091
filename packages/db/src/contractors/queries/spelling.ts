import { pick } from '../../engine/columns/pick.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { contractorWords } from '../tables.ts';

/** A typed word and its correction. */
export interface Correction {
  typed: string;
  searched: string;
}

const unknownWord = computed({ typed: 'string' });
const nearWord = pick(contractorWords, ['word'], 'near');

/** Shorter words have too many neighbors to guess from. */
const shortestGuess = 4;
/**
 * Words further apart than this trigram distance (pg_trgm: 1 - similarity) are not corrections of each other.
 */
const furthestGuess = 0.7;

/**
 * Corrections for words that occur in no contractor's name: the nearest word by trigrams, a frequent one before a
 * rare one at about the same distance. Numbers are never changed.
 */
export async function correctWords(
  tx: Transaction,
  words: { word: string; isPrefix: boolean }[],
): Promise<Correction[]> {
  const guessable = words.filter(({ word }) => word.length >= shortestGuess && !/\d/.test(word));
  if (guessable.length === 0) return [];
  const unfinished = guessable.find(({ isPrefix }) => isPrefix)?.word ?? null;
  const unknown = await rowsOf(tx.sql, unknownWord)`
    select distinct typed
    from unnest(${guessable.map(({ word }) => word)}::text[]) as typed
    where not exists (select from contractor_words where word = typed)
      and not (typed is not distinct from ${unfinished}
               and exists (select from contractor_words where word >= typed and word < typed || '~'))`;
  const corrections: Correction[] = [];
  for (const { typed } of unknown) {
    const [nearest] = await rowsOf(tx.sql, nearWord)`
      select ${nearWord(tx.sql)}
      from (select word, contractors, word <-> ${typed} as distance from contractor_words
            order by word <-> ${typed} limit 10) near
      where distance < ${furthestGuess}
      order by distance - 0.04 * ln(contractors), word limit 1`;
    if (nearest) corrections.push({ typed, searched: nearest.word });
  }
  return corrections;
}

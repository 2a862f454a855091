import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';

const holders = computed({ inCity: 'number', named: 'number' });
/** So many contractors are enough to tell a city from a name. */
const asked = 1_000;

/** True if words that name a city, and may be a firm's name, are the city of at least as many contractors. */
export async function isRatherCity(tx: Transaction, words: string[]): Promise<boolean> {
  const [row] = await rowsOf(tx.sql, holders)`
    select count(*) filter (where search_vector @@ to_tsquery('simple', ${phraseIn(words, 'd')})) as "inCity",
           count(*) filter (where search_vector @@ to_tsquery('simple', ${phraseIn(words, 'ab')})) as named
    from (select search_vector from california_contractors
          where search_vector @@ to_tsquery('simple', ${phraseIn(words, 'abd')}) and gone_at is null
          limit ${asked}) holders`;
  return row === undefined || row.inCity >= row.named;
}

const phraseIn = (words: string[], weights: string): string =>
  words.map((word) => `${word}:${weights}`).join(' <-> ');

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

const named = computed({ one: 'number' });

/** True if the name of a firm has the words side by side. */
export async function isName(tx: Transaction, words: string[]): Promise<boolean> {
  const rows = await rowsOf(tx.sql, named)`
    select 1 as one from california_contractors
    where search_vector @@ to_tsquery('simple', ${phraseIn(words, 'ab')}) and gone_at is null limit 1`;
  return rows.length > 0;
}

/** The words side by side, or together as "O'Brien" is kept. */
function phraseIn(words: string[], weights: string): string {
  const apart = words.map((word) => `${word}:${weights}`).join(' <-> ');
  return words.length > 1 ? `(${apart}) | ${words.join('')}:${weights}` : apart;
}

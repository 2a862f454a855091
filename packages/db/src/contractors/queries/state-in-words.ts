import type { Transaction } from '../../engine/database.ts';
import { findPlaceAtEndOf } from '../../places/queries.ts';

/** The state behind a city, which is not the word between alternatives. */
const oregonBehindComma = /,\s*OR\.?(?=\s*(?:\d{5}\s*)?$)/;
const perhapsOregon = /^(.*\S)[\s,]+or\.?((?:\s+\d{5})?)\s*$/i;

/**
 * The text with the state Oregon written out, where its code ends the text: `Portland, OR`. Without a comma the city has to be one of
 * Oregon and none of California's: somebody who types "Oakland or" goes on to another city.
 */
export async function withState(tx: Transaction, typed: string): Promise<string> {
  if (oregonBehindComma.test(typed)) return typed.replace(oregonBehindComma, ', Oregon');
  const [, before, zip = ''] = perhapsOregon.exec(typed) ?? [];
  if (before === undefined) return typed;
  const [there, here] = await Promise.all([
    findPlaceAtEndOf(tx, `${before} oregon`),
    findPlaceAtEndOf(tx, before),
  ]);
  return there?.place.label.endsWith(', OR') && !here ? `${before}, Oregon${zip}` : typed;
}

import type { ContractorFilters } from '@namc/inputs/contractors';
import type { Transaction } from '../../engine/database.ts';
import { parseText, replaceWords, type TextQuery, wordsOf } from '../../engine/text-query.ts';
import { findPlace, type Place } from '../../places/queries.ts';
import { californiaDay } from '../standing/california-day.ts';
import { type Correction, correctWords } from './spelling.ts';

/** The interpretation of a search's text, place and day, the same for its list, count and map. */
export interface Meaning {
  /** The beginning of license numbers, if the text is a number and some license numbers begin with it. */
  licensePrefix: string | null;
  text: TextQuery | null;
  corrections: Correction[];
  place: Place | null;
  placeUnknown: boolean;
  on: string;
}

const onlyNumber = /^\s*(?:lic(?:ense)?\.?\s*)?(?:no\.?\s*|number\s*)?#?\s*(\d{1,8})\s*$/i;

/** Interprets the filters of a search, and makes the planner plan for its values. */
export async function readMeaning(tx: Transaction, filters: ContractorFilters): Promise<Meaning> {
  planForEachValue(tx);
  const [place, words] = await Promise.all([
    filters.near ? findPlace(tx, filters.near) : undefined,
    readWords(tx, filters.q),
  ]);
  return {
    ...words,
    place: place ?? null,
    placeUnknown: filters.near !== '' && !place,
    on: filters.on ?? californiaDay(new Date()),
  };
}

/**
 * Filters differ widely in selectivity, so each value gets its own plan. The planner learns that a random page
 * costs little more than a sequential one (the table is in memory or on a solid state disk) and that a worker
 * process takes longer to start than a search. The settings are sent together with the next statement; if they
 * fail, that statement fails too.
 */
export function planForEachValue(tx: Transaction): void {
  tx.sql`
    select set_config('plan_cache_mode', 'force_custom_plan', true), set_config('random_page_cost', '1.1', true),
           set_config('max_parallel_workers_per_gather', '0', true)`.catch(() => undefined);
}

async function readWords(
  tx: Transaction,
  typed: string,
): Promise<Pick<Meaning, 'licensePrefix' | 'text' | 'corrections'>> {
  const number = onlyNumber.exec(typed)?.[1];
  if (number !== undefined) {
    const [license] = await tx.sql`
      select from california_contractors
      where license_number >= ${number} and license_number < ${`${number}:`} and gone_at is null limit 1`;
    if (license) return { licensePrefix: number, text: null, corrections: [] };
  }
  const text = parseText(typed);
  if (text.parts.length === 0) return { licensePrefix: null, text: null, corrections: [] };
  const corrections = await correctWords(tx, wordsOf(text));
  const replacements = new Map(corrections.map((one) => [one.typed, one.searched]));
  return { licensePrefix: null, text: replaceWords(text, replacements), corrections };
}

import { isEveryone } from '@namc/inputs/aside-words';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { parseText, type TextPart, type TextQuery } from '../../engine/text-query.ts';
import { endOf } from './more-places.ts';
import { findPlaceIn } from './place-in-words.ts';
import { prepositionAt } from './place-words.ts';
import { hasSaid, readClauses } from './text-clauses.ts';
import {
  asEveryday,
  asFilter,
  isPlain,
  plainWords,
  readUnits,
  type SetAside,
  takeAside,
  typedIn,
  type Unit,
} from './units.ts';

/** The text without the words that a filter answers, and without those that no license answers, if it asks for a trade. */
export async function leaveAside(
  tx: Transaction,
  whole: TextQuery,
): Promise<{ text: TextQuery; aside: SetAside[] }> {
  const filters = takeAside(whole.parts, asFilter, true);
  const everyday = takeAside(filters.kept, asEveryday);
  const without = (kept: TextQuery['parts']): TextQuery => ({
    parts: kept,
    lastIsPrefix: whole.lastIsPrefix && kept.at(-1) === whole.parts.at(-1),
  });
  const trades = readUnits(everyday.kept, true).filter(
    ({ codes, otherWork }) => codes.length > 0 || otherWork,
  );
  const generic = everyday.kept.filter((part) => isPlain(part) && isEveryone(part.words[0] ?? ''));
  const isMeant = everyday.aside.length > 0 && trades.length + generic.length > 0;
  // "All contractors" and "quality contractors in Oakland" are firms of every trade, whatever a firm is called.
  const areEveryone =
    trades.length === 0 &&
    (everyday.aside.some(({ as }) => as === 'all') || isBeforePlace(everyday.kept, generic.at(-1)));
  if (
    !isMeant ||
    (!areEveryone &&
      !trades.some(({ isPeople }) => isPeople) &&
      (await isCalled(tx, trades, [...everyday.aside, ...generic])))
  ) {
    return { text: without(filters.kept), aside: filters.aside };
  }
  return { text: without(everyday.kept), aside: [...everyday.aside, ...filters.aside] };
}

/** True if "in" or the like stands behind a part. */
const isBeforePlace = (parts: TextPart[], part: TextPart | undefined): boolean =>
  part !== undefined && prepositionAt(plainWords(parts), parts.indexOf(part) + 1) > 0;

const called = computed({ one: 'number' });

/** True if a firm of the trades has the words in its name, such as "Affordable Roofing". */
async function isCalled(tx: Transaction, trades: Unit[], aside: { typed: string }[]): Promise<boolean> {
  const names = readUnits(parseText(aside.map(({ typed }) => typed).join(' ')).parts, false);
  const words = readClauses([...names, ...trades], false, new Map());
  if (!words) return false;
  const rows = await rowsOf(tx.sql, called)`
    select 1 as one from california_contractors where ${hasSaid(tx.sql, words)} and gone_at is null limit 1`;
  return rows.length > 0;
}

/** Words that leave the place behind them out, the longest first. */
const excluding = (
  'anywhere but, anywhere except, but not, not, except for, except, excluding, other than, outside of, outside, ' +
  'pero no, excepto, menos, fuera de, no'
)
  .split(', ')
  .map((words) => words.split(' '));

const before: TextPart = { words: ['in'], typed: 'in', excluded: false, or: false, isPhrase: false };

/**
 * The text without places to leave out at its end ("painters not in Oakland"). A search is near a place or everywhere: the words say
 * the contrary of what the place alone would.
 */
export async function takeExclusions(
  tx: Transaction,
  parts: TextPart[],
): Promise<{ kept: TextPart[]; aside: SetAside[] }> {
  const aside: SetAside[] = [];
  let kept = parts;
  for (let at = kept.length - 2; at > 0; at -= 1) {
    const words = plainWords(kept);
    const length = excluding.find((one) => one.every((word, next) => words[at + next] === word))?.length ?? 0;
    // "But not" is found at "not" first.
    const start =
      length > 0 && excluding.some((one) => one.join(' ') === `${words[at - 1]} ${words[at]}`) ? at - 1 : at;
    const named = kept.slice(at + length);
    if (length === 0 || start === 0 || named.length === 0 || !named.every(isPlain)) continue;
    if (!(await arePlaces(tx, named))) continue;
    aside.unshift({ as: 'exclusion', typed: typedIn(kept.slice(start)) });
    kept = kept.slice(0, start);
    at = start - 1;
  }
  return { kept, aside };
}

/** True if parts name places and nothing else. */
async function arePlaces(tx: Transaction, parts: TextPart[]): Promise<boolean> {
  const asked = prepositionAt(plainWords(parts), 0) > 0 ? parts : [before, ...parts];
  const said = await findPlaceIn(tx, asked);
  return said?.place !== undefined && said.start === 0 && endOf(said) === asked.length;
}

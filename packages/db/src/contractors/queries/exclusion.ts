import type { Transaction } from '../../engine/database.ts';
import type { TextPart } from '../../engine/text-query.ts';
import { findPlaceIn } from './place-in-words.ts';
import { prepositionAt } from './place-words.ts';
import { isPlain, plainWords, type SetAside } from './units.ts';

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
    const typed = kept.slice(start).map((part) => (part.or ? `or ${part.typed}` : part.typed));
    aside.unshift({ as: 'exclusion', typed: typed.join(' ') });
    kept = kept.slice(0, start);
    at = start - 1;
  }
  return { kept, aside };
}

/** True if parts name places and nothing else. */
async function arePlaces(tx: Transaction, parts: TextPart[]): Promise<boolean> {
  const asked = prepositionAt(plainWords(parts), 0) > 0 ? parts : [before, ...parts];
  const said = await findPlaceIn(tx, asked);
  const end = said && Math.max(said.end, ...said.others.map((one) => one.end));
  return said?.place !== undefined && said.start === 0 && end === asked.length;
}

import type { TextPart } from '../../engine/text-query.ts';
import { wholeStateName } from '../../places/areas.ts';
import type { SaidPlace } from './more-places.ts';
import { areNothingElse, tradesIn } from './place-words.ts';
import { isPlain, plainWords } from './units.ts';

const inState = (
  'in all of california, anywhere in california, all over california, in the state of california, throughout california, ' +
  'across california, within california, in california, statewide, en todo california, en el estado de california, en california, ' +
  'in ca, en ca, throughout ca, across ca, anywhere in ca'
)
  .split(', ')
  .map((words) => words.split(' '));

/** The middle of California. A county or an area is searched by its counties, so that nothing is measured from it. */
const california = {
  label: wholeStateName,
  latitude: 37.17,
  longitude: -119.45,
  kind: 'area',
  county: null,
} as const;

/**
 * The state by itself: "plumbers in California", "California plumbers". California City and a firm such as "California Plumbing" are
 * something else.
 */
export function wholeState(parts: TextPart[]): SaidPlace | undefined {
  if (!parts.every((part) => isPlain(part))) return undefined;
  const words = plainWords(parts);
  const said = (start: number, end: number): SaidPlace => ({ place: california, start, end, others: [] });
  // "In ca" may go on to Campbell.
  const isWritten = (at: number) => words[at] !== 'ca' || parts[at]?.typed === 'CA';
  for (const one of inState) {
    const start = words.length - one.length;
    if (start > 0 && one.every((word, at) => words[start + at] === word) && isWritten(words.length - 1))
      return said(start, words.length);
    const isFirst = one.every((word, at) => words[at] === word) && isWritten(one.length - 1);
    if (isFirst && tradesIn(words)[0]?.start === one.length) return said(0, one.length);
  }
  const trades = tradesIn(words);
  const arePeople = trades.length > 0 && trades.every(({ isPeople }) => isPeople);
  if (!arePeople) return undefined;
  const last = words.length - 1;
  if (words[0] === 'california' && trades[0]?.start === 1 && areNothingElse(trades, words)) return said(0, 1);
  const isBehind = words[last] === 'california' && areNothingElse(trades, words.slice(0, last));
  return isBehind && trades[0]?.start === 0 ? said(last, words.length) : undefined;
}

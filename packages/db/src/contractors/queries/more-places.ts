import type { Transaction } from '../../engine/database.ts';
import { findPlaceAtEndOf, type Place } from '../../places/queries.ts';
import { between, prepositionAtEndOf, tradesIn, wordsIn } from './place-words.ts';

/** A place said among the words of a search, and where. */
export interface SaidPlace {
  /** Undefined for a place that the portal does not know. */
  place: Place | undefined;
  /** The parts that name it, a preposition included: from `start` up to `end`. */
  start: number;
  end: number;
  /** More places, as in "Oakland or Berkeley", with the parts that name each. */
  others: { place: Place; start: number; end: number }[];
  /** The parts of one more place that nobody knows, or that is still being typed. */
  begun?: { start: number; end: number } | undefined;
}

/** The end of the parts that name places. */
export const endOf = ({ end, others, begun }: SaidPlace): number =>
  Math.max(end, begun?.end ?? 0, ...others.map((one) => one.end));

export const isCounty = ({ kind }: Place): boolean => kind === 'county';

/** The last place with those before it: "Oakland and Berkeley", "Oakland, Berkeley". */
export async function findMoreBefore(
  tx: Transaction,
  last: Place,
  { words, before, begin }: { words: string[]; before: string[]; begin: number },
): Promise<SaidPlace> {
  // "Plomeros de Oakland".
  const preposition = prepositionAtEndOf(before);
  const isOf =
    preposition === 0 &&
    before.at(-1) === 'de' &&
    tradesIn(before.slice(0, -1)).at(-1)?.end === before.length - 1;
  const start = before.length - (isOf ? 1 : preposition);
  const found = [{ place: last, start, end: words.length, isMeant: true }];
  for (let left = words.slice(0, start); left.length > 0; ) {
    const isJoined = left.length > 1 && between.has(left.at(-1) ?? '');
    const rest = isJoined ? left.slice(0, -1) : left;
    const trade = tradesIn(rest).at(-1)?.end ?? 0;
    const isZip = /^\d{5}$/.test(rest.at(-1) ?? '');
    if (rest.length === trade || (trade === 0 && !isJoined && !isZip)) break;
    const more = await findBefore(tx, rest, found[0] !== undefined && isCounty(found[0].place));
    if (!more || more.start < trade) break;
    const preposition = prepositionAtEndOf(rest.slice(0, more.start));
    found.unshift({
      place: more.place,
      start: more.start - preposition,
      end: rest.length,
      isMeant: isJoined || preposition > 0 || more.start === trade,
    });
    left = rest.slice(0, more.start - preposition);
  }
  // A city beside another one may still be part of a firm's name.
  const [first, ...others] = found
    .slice(found.findIndex(({ isMeant }) => isMeant))
    .map((one) => ({ place: one.place, start: begin + one.start, end: begin + one.end }));
  return { ...(first ?? { place: last, start: begin + start, end: begin + words.length }), others };
}

/** The place at the end of words, rather a county than a city of its name beside another county. */
async function findBefore(
  tx: Transaction,
  words: string[],
  isCountyToo: boolean,
): Promise<{ place: Place; start: number } | undefined> {
  const county = isCountyToo ? await findPlaceAtEndOf(tx, [...words, 'county'].join(' ')) : undefined;
  const found = county && isCounty(county.place) ? county : await findPlaceAtEndOf(tx, words.join(' '));
  return found && { place: found.place, start: wordsIn(found.rest).length };
}

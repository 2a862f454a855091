import { readTradeAt } from '@namc/inputs/trade-reading';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import type { TextPart } from '../../engine/text-query.ts';
import { findPlaceAtEndOf, type Place } from '../../places/queries.ts';
import { isPlain, joining, plainWords } from './units.ts';

/** A place said among the words of a search, and where. */
export interface SaidPlace {
  /** Undefined for a place that the portal does not know. */
  place: Place | undefined;
  /** The parts that name it, a preposition included: from `start` up to `end`. */
  start: number;
  end: number;
}

const prepositions = [
  ['cerca', 'de'],
  ['cerca', 'del'],
  ['en', 'el'],
  ['in', 'the'],
  ['in'],
  ['near'],
  ['around'],
  ['en'],
  ['at'],
  ['zip', 'code'],
  ['zip'],
];
/** Those that only a place follows. */
const placing = prepositions.slice(0, 8);
/** Before a bare city these make it part of a name ("Painting by Ross"). */
const partOfName = new Set([
  'by',
  'of',
  'and',
  'the',
  'del',
  'la',
  'el',
  'los',
  'san',
  'santa',
  'mount',
  'new',
]);
const here = [['near', 'me'], ['around', 'me'], ['close', 'to', 'me'], ['nearby'], ['cerca', 'de', 'mi']];

/** The number of last words that say "near me". */
export function hereAtEndOf(words: string[]): number {
  return Math.max(0, ...here.filter((one) => endsWith(words, one)).map((one) => one.length));
}

const endsWith = (words: string[], end: string[]): boolean =>
  words.length >= end.length && end.every((word, at) => words[words.length - end.length + at] === word);

/** A place without the word before it, as typed: `near Atlantis` is `Atlantis`. */
export function withoutPreposition(typed: string): string {
  const words = wordsIn(typed);
  const before = placing.find((one) => one.every((word, at) => words[at]?.toLowerCase() === word));
  return words.slice(before?.length ?? 0).join(' ');
}

const prepositionAtEndOf = (words: string[]): number =>
  prepositions.find((one) => endsWith(words, one))?.length ?? 0;

/**
 * The place within typed words: after "in" or "near" any place, a ZIP code or a county anywhere at the beginning or the
 * end, a city after the words for a trade or before those for people of it ("plumber oakland", "oakland plumber"), and
 * a city that is the whole text.
 */
export async function findPlaceIn(tx: Transaction, parts: TextPart[]): Promise<SaidPlace | undefined> {
  let end = parts.length;
  while (end > 0 && parts[end - 1]?.excluded) end -= 1;
  end -= hereAtEndOf(plainWords(parts.slice(0, end)));
  let begin = end;
  while (begin > 0 && isSimple(parts[begin - 1])) begin -= 1;
  const words = plainWords(parts.slice(begin, end));
  if (words.length === 0) return undefined;
  const trades = tradesIn(words);
  const lead = trades[0] && trades[0].start > 0 && begin === 0 ? words.slice(0, trades[0].start) : [];
  const [atEnd, atStart] = await Promise.all([
    findPlaceAtEndOf(tx, words.join(' ')),
    lead.length > 0 && lead.length < 6 ? findPlaceAtEndOf(tx, lead.join(' ')) : undefined,
  ]);
  const before = atEnd ? wordsIn(atEnd.rest) : [];
  const isBare = before.length === 0 && begin === 0;
  if (
    atEnd &&
    isSaid(atEnd.place, before, parts.slice(begin, end)) &&
    (!isBare || atEnd.place.kind !== 'city' || (await isRatherCity(tx, words)))
  ) {
    const start = begin + before.length - prepositionAtEndOf(before);
    return { place: atEnd.place, start, end };
  }
  if (atStart) {
    const rest = wordsIn(atStart.rest);
    const preposition = prepositionAtEndOf(rest);
    const isWhole = trades.some(({ isPeople }) => isPeople) && areNothingElse(trades, words);
    if (rest.length === preposition && (preposition > 0 || atStart.place.kind !== 'city' || isWhole)) {
      return { place: atStart.place, start: 0, end: lead.length };
    }
  }
  return unknownPlaceIn(words, trades, begin, end);
}

const isSimple = (part: TextPart | undefined): boolean => part !== undefined && isPlain(part) && !part.or;

const wordsIn = (text: string): string[] => text.split(' ').filter((word) => word !== '');

interface TradeSpan {
  start: number;
  end: number;
  isPeople: boolean;
}

function tradesIn(words: string[]): TradeSpan[] {
  const found: TradeSpan[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const trade = readTradeAt(words, at);
    if (!trade) continue;
    found.push({ start: at, end: at + trade.length, isPeople: trade.isPeople });
    at += trade.length - 1;
  }
  return found;
}

/** True if the words from the first trade on are trades and nothing but "and" between them. */
function areNothingElse(trades: TradeSpan[], words: string[]): boolean {
  const between = trades.flatMap(({ end }, at) => words.slice(end, trades[at + 1]?.start));
  return between.every((word) => joining.has(word)) && trades.at(-1)?.end === words.length;
}

function isSaid(place: Place, before: string[], parts: TextPart[]): boolean {
  if (before.length === 0) {
    // An accent makes it a Spanish word: "carpintería" is no firm in Carpinteria.
    const isAccented = parts.some(({ typed, words }) => typed.toLowerCase() !== words[0]);
    return !(isAccented && tradesIn(plainWords(parts)).length > 0);
  }
  if (prepositionAtEndOf(before) > 0) return true;
  const last = before.at(-1) ?? '';
  const asked = tradesIn(before).at(-1);
  if (joining.has(last) && asked?.isPeople && asked.end === before.length - 1) return true;
  if (partOfName.has(last)) return false;
  return place.kind !== 'city' || tradesIn(before).length > 0;
}

/** "plumber near Atlantis" asks for a place, even if nobody knows it. */
function unknownPlaceIn(
  words: string[],
  trades: TradeSpan[],
  begin: number,
  end: number,
): SaidPlace | undefined {
  for (const trade of trades) {
    for (const preposition of placing) {
      const from = trade.end + preposition.length;
      const isHere = preposition.every((word, at) => words[trade.end + at] === word);
      if (isHere && from < words.length) return { place: undefined, start: begin + trade.end, end };
    }
  }
  return undefined;
}

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

import { isEveryone } from '@namc/inputs/aside-words';
import { readOtherWorkAt } from '@namc/inputs/other-work';
import { readTradeAt } from '@namc/inputs/trade-reading';
import { joining } from './units.ts';

/** The words around a place: prepositions, "near me", trades. */

const prepositions = [
  ['close', 'to'],
  ['next', 'to'],
  ['cerca', 'de', 'la'],
  ['cerca', 'de'],
  ['cerca', 'del'],
  ['en', 'el'],
  ['en', 'la'],
  ['en', 'los'],
  ['en', 'las'],
  ['in', 'the'],
  ['in'],
  ['near'],
  ['around'],
  ['between'],
  ['entre'],
  ['en'],
  ['at'],
  ['zip', 'code'],
  ['zip'],
];
/** Those that only a place follows. */
export const placing = prepositions.slice(
  0,
  prepositions.findIndex(([word]) => word === 'at'),
);
/** Words between two places. */
export const between = new Set([...joining, 'o', 'u']);
/** Words that end the name of a firm, so that a city before them is part of it. */
const ofFirm = new Set(
  'inc llc llp ltd corp corporation co company incorporated and sons bros brothers'.split(' '),
);
/** Behind a city these make it the beginning of another place: Carson City, Orange Park, Ontario in Canada. */
const ofPlaces = new Set(
  (
    'city valley park hills hill estates country county delta beach heights district springs spring lake lakes creek mountain ' +
    'mountains canyon ranch village villages island islands boulevard blvd street avenue ave road canada mexico peninsula ' +
    'harbor bay coast shores river falls grove gardens meadows junction township forest woods ridge point mesa basin desert'
  ).split(' '),
);

/** The number of words from `start` on that go on with the name of a place. */
export function placeWordsAt(words: string[], start: number): number {
  let end = start;
  while (ofPlaces.has(words[end] ?? '') && !readTradeAt(words, end)) end += 1;
  return end - start;
}

/** Before a bare city these make it part of a name ("Painting by Ross"). */
export const partOfName = new Set([
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

/** The number of last words that wait for a place: "electrician in". */
export function waitingAtEndOf(words: string[]): number {
  const waiting = placing.find((one) => endsWith(words, one))?.length ?? 0;
  const trade = tradesIn(words.slice(0, words.length - waiting)).at(-1);
  return trade?.end === words.length - waiting ? waiting : 0;
}

const endsWith = (words: string[], end: string[]): boolean =>
  words.length >= end.length && end.every((word, at) => words[words.length - end.length + at] === word);

/** A place without the words before it, as typed: `near Atlantis` and `and in Atlantis` are `Atlantis`. */
export function withoutPreposition(typed: string): string {
  const words = wordsIn(typed);
  const joined = words.length > 1 && between.has(words[0]?.toLowerCase() ?? '') ? 1 : 0;
  const before = placing.find((one) => one.every((word, at) => words[joined + at]?.toLowerCase() === word));
  return words.slice(joined + (before?.length ?? 0)).join(' ');
}

export const prepositionAt = (words: string[], start: number): number =>
  placing.find((one) => one.every((word, at) => words[start + at] === word))?.length ?? 0;

export const prepositionAtEndOf = (words: string[]): number =>
  prepositions.find((one) => endsWith(words, one))?.length ?? 0;

export const wordsIn = (text: string): string[] => text.split(' ').filter((word) => word !== '');

export interface TradeSpan {
  start: number;
  end: number;
  isPeople: boolean;
}

/** "Contractors" are people of every trade. */
const everyoneAt = (words: string[], at: number) =>
  isEveryone(words[at] ?? '') ? { length: 1, isPeople: true } : undefined;

export function tradesIn(words: string[]): TradeSpan[] {
  const found: TradeSpan[] = [];
  for (let at = 0; at < words.length; at += 1) {
    const [trade, work] = [readTradeAt(words, at), readOtherWorkAt(words, at)];
    const longer = work && work.length > (trade?.length ?? 0) ? work : trade;
    const named = longer ?? everyoneAt(words, at);
    if (!named) continue;
    found.push({ start: at, end: at + named.length, isPeople: named.isPeople });
    at += named.length - 1;
  }
  return found;
}

/** True if the words from the first trade on are trades and nothing but "and" between them. */
export function areNothingElse(trades: TradeSpan[], words: string[]): boolean {
  const between = trades.flatMap(({ end }, at) => words.slice(end, trades[at + 1]?.start));
  return between.every((word) => joining.has(word)) && trades.at(-1)?.end === words.length;
}

/** True if words end the name of a firm. */
export const isFirm = (words: string[]): boolean => words.some((word) => ofFirm.has(word));

/** "Alameda and Marin counties" is "Alameda and Marin county". */
export const countyOf = (words: string[]): string[] =>
  words.length > 1 && words.at(-1) === 'counties' ? [...words.slice(0, -1), 'county'] : words;

const streets = new Set(
  'street st avenue ave boulevard blvd road rd drive dr lane ln court ct place pl way highway hwy parkway pkwy'.split(
    ' ',
  ),
);

/** Words without the street of an address at their end: "plumber near 1234 Main Street" is "plumber near". */
export function withoutStreet(words: string[]): string[] {
  if (!streets.has(words.at(-1) ?? '')) return words;
  const number = words.findLastIndex((word) => /^\d{1,6}$/.test(word));
  return number >= 0 && words.length - number <= 5 ? words.slice(0, number) : words;
}

/** True for "c" or "o" after a city, while somebody types its state or goes on to another city. */
export const goesOn = (words: string[]): boolean =>
  words.length === 1 && ['california', 'or', 'and'].some((word) => word.startsWith(words[0] ?? '-'));

/** The words from `last` on that go on to another place: "in Oakland and b". */
export function begunAt(words: string[], last: number): { start: number; end: number } | undefined {
  const more = words.slice(last + 1);
  const isBegun = between.has(words[last] ?? '') && more.length > 0 && more.length < 4;
  return isBegun && tradesIn(more).length === 0 && !isFirm(more)
    ? { start: last, end: words.length }
    : undefined;
}

/** "La" before more words is the article, and alone Los Angeles. */
export const articles = new Set(['la', 'las', 'los', 'el']);

/** The runs of words from `start` on that may name a place and leave a word behind them, the longest first. */
export function runsFrom(words: string[], start: number): { text: string; end: number }[] {
  const most = Math.min(5, words.length - start - 1);
  return Array.from({ length: Math.max(0, most) }, (_, at) => start + most - at)
    .map((end) => ({ text: words.slice(start, end).join(' '), end }))
    .filter(({ text }) => !articles.has(text) || inEnglish.has(words[start - 1] ?? ''));
}

const inEnglish = new Set(['in', 'near', 'around', 'to']);

import { readTradeAt } from '@namc/inputs/trade-reading';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import type { TextPart } from '../../engine/text-query.ts';
import { countiesOfArea } from '../../places/areas.ts';
import { findFirstPlace, findPlaceAtEndOf, type Place } from '../../places/queries.ts';
import {
  areNothingElse,
  between,
  countyOf,
  hereAtEndOf,
  isFirm,
  partOfName,
  placeWordsAt,
  placing,
  prepositionAt,
  prepositionAtEndOf,
  type TradeSpan,
  tradesIn,
  withoutStreet,
  wordsIn,
} from './place-words.ts';
import { isPlain, joining, plainWords } from './units.ts';

/** A place said among the words of a search, and where. */
export interface SaidPlace {
  /** Undefined for a place that the portal does not know. */
  place: Place | undefined;
  /** The parts that name it, a preposition included: from `start` up to `end`. */
  start: number;
  end: number;
  /** More places, as in "Oakland or Berkeley", with the parts that name each. */
  others: { place: Place; start: number; end: number }[];
}

/** The counties that a place is: one for a county, several for an area, none for every other place. */
export const countiesIn = ({ kind, county, label }: Place): string[] =>
  county !== null ? [county] : kind === 'area' ? countiesOfArea(label) : [];

/**
 * The places within typed words: after "in" or "near" any place, a ZIP code or a county anywhere at the beginning or the
 * end or behind a trade, a city after the words for a trade or before those for people of it ("plumber oakland",
 * "oakland plumber"), and a city that is the whole text.
 */
export async function findPlaceIn(tx: Transaction, parts: TextPart[]): Promise<SaidPlace | undefined> {
  const said = await findPlaceInRun(tx, parts);
  const first = parts.findIndex(({ or }) => or);
  if (said || first < 2) return said;
  // "Bay Area roofers or plumbers" asks for both in one place.
  const before = await findPlaceInRun(tx, parts.slice(0, first));
  const isBeside = before?.place !== undefined && before.start === 0 && before.end < first;
  return isBeside && readTradeAt(plainWords(parts), first) ? before : undefined;
}

async function findPlaceInRun(tx: Transaction, parts: TextPart[]): Promise<SaidPlace | undefined> {
  let end = parts.length;
  while (end > 0 && parts[end - 1]?.excluded) end -= 1;
  end -= hereAtEndOf(plainWords(parts.slice(0, end)));
  const either = await findEither(tx, parts.slice(0, end));
  if (either) return either;
  let begin = end;
  while (begin > 0 && isSimple(parts[begin - 1])) begin -= 1;
  const words = plainWords(parts.slice(begin, end));
  if (words.length === 0) return undefined;
  const trades = tradesIn(words);
  const lead = trades[0] && trades[0].start > 0 && begin === 0 ? words.slice(0, trades[0].start) : [];
  const [atEnd, atStart] = await Promise.all([
    findPlaceAtEndOf(tx, countyOf(words).join(' ')),
    lead.length > 0 && lead.length < 6 ? findPlaceAtEndOf(tx, countyOf(lead).join(' ')) : undefined,
  ]);
  const before = atEnd ? withoutStreet(wordsIn(atEnd.rest)) : [];
  const isBare = before.length === 0 && begin === 0;
  if (atEnd && isSaid(atEnd.place, before, parts.slice(begin, end))) {
    const isName = isBare && !isExact(atEnd.place) && !(await isRatherCity(tx, words));
    if (!isName) return findMoreBefore(tx, atEnd.place, { words, before, begin });
  } else if (atEnd && between.has(before.at(-1) ?? '')) {
    const both = await findMoreBefore(tx, atEnd.place, { words, before, begin });
    const named = words.slice(0, both.start - begin);
    const isBehind = tradesIn(named).length > 0 || prepositionAt(words, named.length) > 0;
    if (both.others.length > 0 && (isBehind || both.start === 0)) return both;
  }
  const [first] = trades;
  if (atStart && first) {
    const rest = wordsIn(atStart.rest);
    const preposition = prepositionAtEndOf(rest);
    const isWhole = trades.some(({ isPeople }) => isPeople) && areNothingElse(trades, words);
    const arePeopleThere = isWhole || (first.isPeople && !isFirm(words.slice(first.end)));
    if (preposition > 0 || isExact(atStart.place) || arePeopleThere) {
      if (rest.length === preposition)
        return { place: atStart.place, start: 0, end: lead.length, others: [] };
      const both = await findMoreBefore(tx, atStart.place, { words: lead, before: rest, begin });
      if (both.start === 0) return both;
    }
  }
  return (await findBehindTrade(tx, words, trades, begin)) ?? unknownPlaceIn(words, trades, begin, end);
}

/** True for a place whose name is hardly that of a firm. */
const isExact = ({ kind }: Place): boolean => kind !== 'city' && kind !== 'area';

/** "Oakland or Berkeley": the place after "or", and those before it. */
async function findEither(tx: Transaction, parts: TextPart[]): Promise<SaidPlace | undefined> {
  const end = parts.length;
  const start = parts.findLastIndex(({ or }) => or);
  if (start < 1 || !parts.slice(start).every(isPlain)) return undefined;
  const words = plainWords(parts.slice(start));
  const named = countyOf(words.slice(prepositionAt(words, 0)));
  const last = named.length > 0 ? await findFirstPlace(tx, [named.join(' ')]) : undefined;
  if (!last) return findEitherAtStart(tx, parts, start);
  const added = isCounty(last.place) ? await findPlaceIn(tx, withCounty(parts.slice(0, start))) : undefined;
  const isAdded = added?.place !== undefined && added.end === start + 1 && isCounty(added.place);
  const earlier = isAdded ? { ...added, end: start } : await findPlaceIn(tx, parts.slice(0, start));
  if (!earlier?.place || Math.max(earlier.end, ...earlier.others.map((one) => one.end)) !== start)
    return undefined;
  return { ...earlier, others: [...earlier.others, { place: last.place, start, end }] };
}

/** "Oakland or Berkeley electricians". */
async function findEitherAtStart(
  tx: Transaction,
  parts: TextPart[],
  start: number,
): Promise<SaidPlace | undefined> {
  if (!parts.every(isPlain)) return undefined;
  const words = plainWords(parts);
  const [trade] = tradesIn(words.slice(start));
  if (!trade?.isPeople || trade.start === 0) return undefined;
  const end = start + trade.start;
  const [first, second] = await Promise.all(
    [words.slice(0, start), words.slice(start, end)].map((some) => findFirstPlace(tx, [some.join(' ')])),
  );
  if (!first || !second) return undefined;
  return { place: first.place, start: 0, end: start, others: [{ place: second.place, start, end }] };
}

const isCounty = ({ kind }: Place): boolean => kind === 'county';

/** "Alameda or Marin County" names Alameda County. */
const withCounty = (parts: TextPart[]): TextPart[] => [
  ...parts,
  { words: ['county'], excluded: false, or: false, typed: 'county', isPhrase: false },
];

/** The last place with those before it: "Oakland and Berkeley", "Oakland, Berkeley". */
async function findMoreBefore(
  tx: Transaction,
  last: Place,
  { words, before, begin }: { words: string[]; before: string[]; begin: number },
): Promise<SaidPlace> {
  const start = before.length - prepositionAtEndOf(before);
  const found = [{ place: last, start, end: words.length, isMeant: true }];
  for (let left = words.slice(0, start); left.length > 0; ) {
    const isJoined = left.length > 1 && between.has(left.at(-1) ?? '');
    const rest = isJoined ? left.slice(0, -1) : left;
    const trade = tradesIn(rest).at(-1)?.end ?? 0;
    if (rest.length === trade || (trade === 0 && !isJoined)) break;
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

/** True for "c" after a city, while somebody types its state. */
const isStateBegun = (words: string[]): boolean =>
  words.length === 1 && 'california'.startsWith(words[0] ?? '-');

/** A place behind a trade with words after it: "plumber in Napa County Smith". */
async function findBehindTrade(
  tx: Transaction,
  words: string[],
  trades: TradeSpan[],
  begin: number,
): Promise<SaidPlace | undefined> {
  for (const trade of trades) {
    const preposition = prepositionAt(words, trade.end);
    const start = trade.end + preposition;
    // The article of "en la" may be the first word of a name: La Habra.
    const hasArticle = articles.has(words[start - 1] ?? '') && preposition > 1;
    const runs = [
      ...runsFrom(words, start - (hasArticle ? 1 : 0)),
      ...(hasArticle ? runsFrom(words, start) : []),
    ];
    if (runs.length === 0) continue;
    const found = await findFirstPlace(
      tx,
      runs.map(({ text }) => text),
    );
    const last = runs.find(({ text }) => text === found?.text)?.end;
    if (!found || last === undefined) continue;
    const end = last + (isStateBegun(words.slice(last)) ? 1 : 0);
    const isMeant = preposition > 0 || isExact(found.place) || (trade.isPeople && !isFirm(words.slice(end)));
    // "Carson City" is not Carson.
    const more = isExact(found.place) ? 0 : placeWordsAt(words, last);
    if (isMeant && more > 0)
      return { place: undefined, start: begin + trade.end, end: begin + last + more, others: [] };
    if (isMeant) return { place: found.place, start: begin + trade.end, end: begin + end, others: [] };
  }
  return undefined;
}

/** "La" before more words is the article, and alone Los Angeles. */
const articles = new Set(['la', 'las', 'los', 'el']);

/** The runs of words from `start` on that may name a place and leave a word behind them, the longest first. */
function runsFrom(words: string[], start: number): { text: string; end: number }[] {
  const most = Math.min(5, words.length - start - 1);
  return Array.from({ length: Math.max(0, most) }, (_, at) => start + most - at)
    .map((end) => ({ text: words.slice(start, end).join(' '), end }))
    .filter(({ text }) => !articles.has(text) || inEnglish.has(words[start - 1] ?? ''));
}

const inEnglish = new Set(['in', 'near', 'around', 'to']);

const isSimple = (part: TextPart | undefined): boolean => part !== undefined && isPlain(part) && !part.or;

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
  return isExact(place) || tradesIn(before).length > 0;
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
      if (isHere && from < words.length)
        return { place: undefined, start: begin + trade.end, end, others: [] };
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

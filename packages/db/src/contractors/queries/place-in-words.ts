import { readTradeAt } from '@namc/inputs/trade-reading';
import type { Transaction } from '../../engine/database.ts';
import type { TextPart } from '../../engine/text-query.ts';
import { countiesOfArea } from '../../places/areas.ts';
import { findFirstPlace, findPlaceAtEndOf, type Place } from '../../places/queries.ts';
import { endOf, findMoreBefore, isCounty, type SaidPlace } from './more-places.ts';
import {
  areNothingElse,
  articles,
  begunAt,
  between,
  countyOf,
  goesOn,
  hereAtEndOf,
  isFirm,
  partOfName,
  placeWordsAt,
  placing,
  prepositionAt,
  prepositionAtEndOf,
  runsFrom,
  type TradeSpan,
  tradesIn,
  withoutStreet,
  wordsIn,
} from './place-words.ts';
import { isName, isRatherCity } from './rather-city.ts';
import { isPlain, joining, plainWords } from './units.ts';
import { wholeState } from './whole-state.ts';

/** The counties that a place is: one for a county, several for an area, none for every other place. */
export const countiesIn = ({ kind, county, label }: Place): string[] =>
  county !== null ? [county] : kind === 'area' ? countiesOfArea(label) : [];

/**
 * The places within typed words: after "in" or "near" any place, a ZIP code or a county anywhere at the beginning or the
 * end or behind a trade, a city after the words for a trade or before those for people of it ("plumber oakland",
 * "oakland plumber"), and a city that is the whole text.
 */
export async function findPlaceIn(tx: Transaction, parts: TextPart[]): Promise<SaidPlace | undefined> {
  const state = wholeState(parts);
  if (state) return state;
  const said = await findPlaceInRun(tx, parts);
  const first = parts.findIndex(({ or }) => or);
  if (said || first < 2) return said;
  // "Bay Area roofers or plumbers" and "roofers in Oakland or plumbers" ask for both in one place.
  const words = plainWords(parts);
  if (!readTradeAt(words, first)) return undefined;
  const before = await findPlaceInRun(tx, parts.slice(0, first));
  const isBeside =
    before?.place !== undefined &&
    ((before.start === 0 && before.end < first) || (before.start > 0 && endOf(before) === first));
  return isBeside ? before : findBeforeWork(tx, words.slice(0, first));
}

/** "Bay Area hvac", where another trade is asked for beside it: alternatives are no name of a firm. */
async function findBeforeWork(tx: Transaction, words: string[]): Promise<SaidPlace | undefined> {
  const [trade, ...more] = tradesIn(words);
  if (!trade || more.length > 0 || trade.start === 0 || trade.end !== words.length) return undefined;
  const found = await findFirstPlace(tx, [words.slice(prepositionAt(words, 0), trade.start).join(' ')]);
  return found && { place: found.place, start: 0, end: trade.start, others: [] };
}

async function findPlaceInRun(tx: Transaction, parts: TextPart[]): Promise<SaidPlace | undefined> {
  let end = parts.length;
  while (end > 0 && parts[end - 1]?.excluded) end -= 1;
  end -= hereAtEndOf(plainWords(parts.slice(0, end)));
  const either = await findEither(tx, parts.slice(0, end));
  if (either) return either;
  let begin = end;
  while (begin > 0 && isSimple(parts[begin - 1])) begin -= 1;
  // "C-33 or C-9 Oakland": the word behind "or" may begin a trade of several words.
  if (begin > 0 && (readTradeAt(plainWords(parts.slice(0, end)), begin - 1)?.length ?? 0) > 1) begin -= 1;
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
    // "Silicon Valley hvac" is a firm's name only where a firm has it: no contractor's city is an area.
    const isAreaOfWork =
      rest.length === 0 &&
      atStart.place.kind === 'area' &&
      areNothingElse(trades, words) &&
      !(await isName(tx, words));
    if (preposition > 0 || isExact(atStart.place) || arePeopleThere || isAreaOfWork) {
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
  if (!last)
    return (await findEitherAtStart(tx, parts, start)) ?? findBesideUnknown(tx, parts.slice(0, end), start);
  const added = isCounty(last.place) ? await findPlaceIn(tx, withCounty(parts.slice(0, start))) : undefined;
  const isAdded = added?.place !== undefined && added.end === start + 1 && isCounty(added.place);
  const earlier = isAdded ? { ...added, end: start } : await findPlaceIn(tx, parts.slice(0, start));
  if (!earlier?.place || endOf(earlier) !== start) return undefined;
  return { ...earlier, others: [...earlier.others, { place: last.place, start, end }] };
}

/** "In Oakland or b": the place before the one that nobody knows, or that somebody goes on to type. */
async function findBesideUnknown(
  tx: Transaction,
  parts: TextPart[],
  start: number,
): Promise<SaidPlace | undefined> {
  const words = plainWords(parts);
  if (tradesIn(words.slice(start)).length > 0) return undefined;
  const earlier = await findPlaceIn(tx, parts.slice(0, start));
  const isMeant = earlier?.place !== undefined && prepositionAt(words, earlier.start) > 0;
  return isMeant && endOf(earlier) === start
    ? { ...earlier, begun: { start, end: parts.length } }
    : undefined;
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

/** "Alameda or Marin County" names Alameda County. */
const withCounty = (parts: TextPart[]): TextPart[] => [
  ...parts,
  { words: ['county'], excluded: false, or: false, typed: 'county', isPhrase: false },
];

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
    const end = last + (goesOn(words.slice(last)) ? 1 : 0);
    const isMeant = preposition > 0 || isExact(found.place) || (trade.isPeople && !isFirm(words.slice(end)));
    // "Carson City" is not Carson.
    const more = isExact(found.place) ? 0 : placeWordsAt(words, last);
    if (isMeant && more > 0)
      return { place: undefined, start: begin + trade.end, end: begin + last + more, others: [] };
    const begun = preposition > 0 ? begunAt(words, end) : undefined;
    if (isMeant)
      return {
        place: found.place,
        start: begin + trade.end,
        end: begin + end,
        others: [],
        begun: begun && { start: begin + begun.start, end: begin + begun.end },
      };
  }
  return undefined;
}

const isSimple = (part: TextPart | undefined): boolean => part !== undefined && isPlain(part) && !part.or;

function isSaid(place: Place, before: string[], parts: TextPart[]): boolean {
  if (before.length === 0) {
    // An accent makes it a Spanish word: "carpintería" is no firm in Carpinteria.
    const isAccented = parts.some(({ typed, words }) => typed.toLowerCase() !== words[0]);
    return !(isAccented && tradesIn(plainWords(parts)).length > 0);
  }
  // "Pisos de madera" are floors of wood, and not in Madera. "Cerca de madera" is a fence, and behind people near Madera.
  const words = plainWords(parts);
  const trades = tradesIn(words);
  const within = trades.findIndex(({ start, end }) => start < before.length && end > before.length);
  const isThing = within === 0 || joining.has(words[(trades[within]?.start ?? 0) - 1] ?? '');
  if (within >= 0 && isThing) return false;
  if (prepositionAtEndOf(before) > 0) return true;
  if (within >= 0) return false;
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

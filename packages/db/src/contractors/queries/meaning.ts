import { isEveryone } from '@namc/inputs/aside-words';
import { type ContractorFilters, narrows } from '@namc/inputs/contractors';
import { inLetters } from '@namc/inputs/trade-reading';
import { pick } from '../../engine/columns/pick.ts';
import { rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { parseText, type TextQuery } from '../../engine/text-query.ts';
import { findPlaceAtEndOf, type Place, type PlaceSuggestion } from '../../places/queries.ts';
import { californiaDay } from '../standing/california-day.ts';
import { californiaContractors } from '../tables/register.ts';
import { isWritten, wordsToLookUp } from './forms.ts';
import { leaveAside, takeExclusions } from './left-out.ts';
import { readPlace, readUnknown } from './near.ts';
import { readTypedNumber } from './number-in-words.ts';
import { findPlaceIn, type SaidPlace } from './place-in-words.ts';
import { hereAtEndOf, waitingAtEndOf } from './place-words.ts';
import { type Correction, correctWords, countWords, mayCorrect } from './spelling.ts';
import { readClauses, type WordsSearch } from './text-clauses.ts';
import { placeUnderstood, type Understood, understandPlaces, understandUnit } from './understood.ts';
import { plainWords, readUnits, replaceWords, type Unit } from './units.ts';

/** The interpretation of a search's text, place and day, the same for its list, count, map and download. */
export interface Meaning {
  /** The beginning of license numbers, if the text is a number and some license numbers begin with it. */
  licensePrefix: string | null;
  text: WordsSearch | null;
  corrections: Correction[];
  /** The center of the radius: the place of the field `near`, or one that the text names. Null without one. */
  place: Place | null;
  /** The counties that a search asks for by name in place of a radius. */
  counties: string[];
  /** Their name in a sentence: `Alameda County`, `the Bay Area`. */
  area: string | null;
  /** True if `near` or the text names an unknown place. Nobody is near it. */
  placeUnknown: boolean;
  /** The places that an unknown one may have meant. */
  nearestPlaces: PlaceSuggestion[];
  /** True if the text holds nothing to search for: the search then finds nobody. */
  nothingRead: boolean;
  understood: Understood[];
  on: string;
}

type OfText = Omit<Meaning, 'on'>;

const unread: OfText = {
  licensePrefix: null,
  text: null,
  corrections: [],
  place: null,
  placeUnknown: false,
  counties: [],
  area: null,
  nearestPlaces: [],
  nothingRead: false,
  understood: [],
};

const firstLicense = pick(californiaContractors, ['licenseNumber']);
/** A number with a label and so many digits is a license, even if nobody has it. */
const shortestLabeled = 4;
/** The state behind a city, which is not the word between alternatives: `Portland, OR`. */
const oregon = /,\s*OR\.?(?=\s*(?:\d{5}\s*)?$)/;
/** The numbers of California's ZIP codes. */
const californiaZip = /^9[0-6]\d{3}$/;

/** Interprets the filters of a search, and makes the planner plan for its values. */
export async function readMeaning(tx: Transaction, filters: ContractorFilters): Promise<Meaning> {
  // Filters differ widely in selectivity.
  tx.planForEachValue();
  const [place, said] = await Promise.all([readPlace(tx, filters.near), readText(tx, filters)]);
  return {
    ...said,
    ...(await readUnknown(tx, said.understood)),
    ...place,
    on: filters.on ?? californiaDay(new Date()),
  };
}

async function readText(tx: Transaction, filters: ContractorFilters): Promise<OfText> {
  const { q: typed } = filters;
  if (typed.trim() === '') return unread;
  const number = await readNumber(tx, filters);
  if (number) return number;
  const takesOnlyNames = filters.words === 'names';
  const whole = parseText(takesOnlyNames ? typed : inLetters(typed.replace(oregon, ', Oregon')), {
    mayOnlyExclude: isNarrowedOtherwise(filters),
  });
  if (whole.parts.length === 0) return { ...unread, nothingRead: true };
  if (takesOnlyNames) return readKept(tx, filters, whole);
  const { text, aside } = await leaveAside(tx, whole);
  const { kept, aside: places } = await takeExclusions(tx, text.parts);
  const lastIsPrefix = text.lastIsPrefix && places.length === 0;
  const asksForFilter = aside.some(({ as }) => as !== 'aside');
  const meaning = await readKept(tx, filters, { parts: kept, lastIsPrefix }, asksForFilter);
  return { ...meaning, understood: [...meaning.understood, ...places, ...aside] };
}

/** True if more than the text narrows a search: words to leave out are then left out of the rest. */
export const isNarrowedOtherwise = (filters: ContractorFilters): boolean => narrows({ ...filters, q: '' });

async function readKept(
  tx: Transaction,
  filters: ContractorFilters,
  text: TextQuery,
  asksForFilter = false,
): Promise<OfText> {
  const isNarrowed = isNarrowedOtherwise(filters);
  const takesOnlyNames = filters.words === 'names';
  const isNearSet = filters.near !== '' && !takesOnlyNames;
  const [said, known] = await Promise.all([
    takesOnlyNames || filters.near !== '' ? undefined : findPlaceIn(tx, text.parts),
    countWords(tx, wordsToLookUp(allWords(text)), unfinishedWord(text)),
  ]);
  const read = await readParts(tx, text, {
    isNearSet,
    isNarrowed,
    asksForFilter,
    takesOnlyNames,
    said,
    known,
  });
  const mayBeMisspelledPlace = read.corrections.length > 0 && !said && !takesOnlyNames && filters.near === '';
  if (!mayBeMisspelledPlace) return read.meaning;
  const corrected = await findPlaceIn(tx, read.corrected.parts);
  if (!corrected?.place) return read.meaning;
  const again = await readParts(tx, read.corrected, {
    isNearSet,
    isNarrowed,
    asksForFilter,
    takesOnlyNames,
    said: corrected,
    known: read.known,
  });
  return { ...again.meaning, corrections: read.corrections };
}

/** A text that is a license number, the beginning of one, or a ZIP code of California. */
async function readNumber(tx: Transaction, filters: ContractorFilters): Promise<OfText | undefined> {
  const found = filters.words === 'names' ? undefined : readTypedNumber(filters.q);
  if (!found) return undefined;
  const { number, isLabeled, isOneRun } = found;
  const mayBeZip = californiaZip.test(number) && !isLabeled && isOneRun && filters.near === '';
  const [[begins], zip] = await Promise.all([
    rowsOf(tx.sql, firstLicense)`
      select ${firstLicense(tx.sql)} from california_contractors
      where license_number >= ${number} and license_number < ${`${number}:`} and gone_at is null
      order by license_number limit 1`,
    mayBeZip ? findPlaceAtEndOf(tx, number) : undefined,
  ]);
  const typed = filters.q.trim();
  if (zip && begins?.licenseNumber !== number) {
    return { ...unread, place: zip.place, understood: [placeUnderstood(typed, zip.place)] };
  }
  const isLicense = begins !== undefined || (isLabeled && number.length >= shortestLabeled);
  if (!isLicense) return undefined;
  const understood: Understood = { as: 'license', typed, zip: zip ? number : null };
  return { ...unread, licensePrefix: number, understood: [understood] };
}

const allWords = (text: TextQuery): string[] => text.parts.flatMap(({ words }) => words);
const unfinishedWord = (text: TextQuery): string | null =>
  text.lastIsPrefix ? (text.parts.at(-1)?.words.at(-1) ?? null) : null;

interface Reading {
  /** True if the field for places names one. */
  isNearSet: boolean;
  /** True if more than the text narrows the search. */
  isNarrowed: boolean;
  /** True if words of the text ask for what a filter says. */
  asksForFilter: boolean;
  takesOnlyNames: boolean;
  said: SaidPlace | undefined;
  known: ReadonlyMap<string, number>;
}

/** Reads what the place leaves of the text: trades, names, and corrections of what nobody is called. */
async function readParts(
  tx: Transaction,
  text: TextQuery,
  { isNearSet, isNarrowed, asksForFilter, takesOnlyNames, said, known }: Reading,
): Promise<{ meaning: OfText; corrections: Correction[]; corrected: TextQuery; known: Reading['known'] }> {
  const { rest, after } = withoutPlace(text, said, takesOnlyNames);
  const unfinished = unfinishedWord(rest);
  const toCorrect = readUnits(rest.parts, !takesOnlyNames)
    .filter((unit) => unit.codes.length === 0 && !unit.excluded)
    .flatMap((unit) => unit.words)
    .filter((word) => mayCorrect(word) && !isWritten(word, known));
  const joined = new Set(neighborsJoined(rest, known));
  const corrections = await correctWords(
    tx,
    [...new Set(toCorrect)].filter((word) => !joined.has(word)),
  );
  const replacements = new Map(corrections.map((one) => [one.typed, one.searched]));
  const corrected = replaceWords(rest, replacements);
  const units = readUnits(corrected.parts, !takesOnlyNames);
  const knownNow = new Map([...known, ...corrections.map(({ searched }) => [searched, 1] as const)]);
  const lastIsPrefix = corrected.lastIsPrefix && unfinished !== null;
  const hasPlace = isNearSet || said?.place !== undefined;
  // "Contractors in Oakland" are all of them, and "suspended contractors" all with that standing.
  const areAll = (hasPlace || asksForFilter) && units.length > 0 && units.every(isOfEveryTrade);
  const understood = units.map(
    (unit): Understood => (areAll ? { as: 'everyone', typed: unit.typed } : understandUnit(unit)),
  );
  const typedOf = (start: number, end: number) =>
    text.parts
      .slice(start, end)
      .map(({ typed }) => typed)
      .join(' ');
  const places = said && understandPlaces(said, typedOf);
  if (said && places) {
    const before = readUnits(corrected.parts.slice(0, said.start), !takesOnlyNames);
    understood.splice(before.length, 0, ...places.understood);
  }
  understood.push(...after);
  const words = areAll ? null : readClauses(units, lastIsPrefix, knownNow);
  return {
    corrections,
    corrected: replaceWords(text, replacements),
    known: knownNow,
    meaning: {
      ...unread,
      text: words,
      nothingRead: words === null && said === undefined && !isNearSet && !(asksForFilter && isNarrowed),
      corrections,
      place: places?.place ?? null,
      placeUnknown: said !== undefined && !said.place,
      counties: places?.counties ?? [],
      area: places?.area ?? null,
      understood,
    },
  };
}

const isOfEveryTrade = ({ or, excluded, isPhrase, codes, words }: Unit): boolean =>
  !or && !excluded && !isPhrase && codes.length === 0 && words.every(isEveryone);

/** Words that nobody has, but that a neighbor completes ("tri" and "county" to "tricounty"). */
function neighborsJoined({ parts }: TextQuery, known: Reading['known']): string[] {
  return parts.flatMap((part, at) => {
    const [before, now] = [parts[at - 1]?.words.at(-1), part.words[0]];
    return before && now && known.has(`${before}${now}`) ? [before, now] : [];
  });
}

function withoutPlace(
  text: TextQuery,
  said: SaidPlace | undefined,
  takesOnlyNames: boolean,
): { rest: TextQuery; after: Understood[] } {
  const last = said ? Math.max(said.end, ...said.others.map(({ end }) => end)) : 0;
  const parts = said ? text.parts.filter((_, at) => at < said.start || at >= last) : text.parts;
  const here = takesOnlyNames ? 0 : hereAtEndOf(plainWords(parts));
  const waiting = takesOnlyNames || here > 0 || said ? 0 : waitingAtEndOf(plainWords(parts));
  const kept = parts.slice(0, parts.length - here - waiting);
  const typed = parts
    .slice(kept.length)
    .map((part) => part.typed)
    .join(' ');
  return {
    rest: { parts: kept, lastIsPrefix: text.lastIsPrefix && last !== text.parts.length && typed === '' },
    after: typed === '' ? [] : [{ as: here > 0 ? 'here' : 'aside', typed }],
  };
}

import { isEveryone } from '@namc/inputs/aside-words';
import {
  type ContractorFilters,
  contractorFilters,
  narrows,
  type StandingChoice,
} from '@namc/inputs/contractors';
import { inLetters } from '@namc/inputs/trade-reading';
import type { Transaction } from '../../engine/database.ts';
import { parseText, type TextQuery } from '../../engine/text-query.ts';
import { findPlace, type Place, type PlaceSuggestion } from '../../places/queries.ts';
import { californiaDay } from '../standing/california-day.ts';
import { withAlternatives } from './alternatives.ts';
import { isOneWord, isWritten, wordsToLookUp } from './forms.ts';
import { leaveAside, takeExclusions } from './left-out.ts';
import { readLicenses } from './licenses-in-words.ts';
import { endOf, type SaidPlace } from './more-places.ts';
import { readPlace, readUnknown } from './near.ts';
import { findPlaceIn } from './place-in-words.ts';
import { hereAtEndOf, waitingAtEndOf } from './place-words.ts';
import { pointIn } from './point-in-words.ts';
import { type Correction, correctWords, countWords, mayCorrect, withoutOtherTrades } from './spelling.ts';
import { withState } from './state-in-words.ts';
import { readClauses, type WordsSearch } from './text-clauses.ts';
import { placeUnderstood, type Understood, understandPlaces, understandUnit } from './understood.ts';
import { plainWords, readUnits, replaceWords, type SetAside, typedIn, type Unit } from './units.ts';

/** The interpretation of a search's text, place and day, the same for its list, count, map and download. */
export interface Meaning {
  /** The beginning of license numbers, if the text is a number and some license numbers begin with it. */
  licensePrefix: string | null;
  /** The license numbers that the text lists; none for every other text. */
  licenses: string[];
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
  wishes: Wishes;
  /** The wishes in force: a filter that is set, and otherwise what the words ask for. */
  standing: StandingChoice | undefined;
  member: boolean | undefined;
  miles: number;
  on: string;
}

/** Wishes in the words that a filter can say too. */
export interface Wishes {
  standing?: StandingChoice;
  member?: boolean;
  miles?: number;
}

type OfText = Omit<Meaning, 'on' | keyof Wishes>;

const unread: OfText = {
  licensePrefix: null,
  licenses: [],
  text: null,
  corrections: [],
  place: null,
  placeUnknown: false,
  counties: [],
  area: null,
  nearestPlaces: [],
  nothingRead: false,
  understood: [],
  wishes: {},
};

/** Interprets the filters of a search, and makes the planner plan for its values. */
export async function readMeaning(tx: Transaction, filters: ContractorFilters): Promise<Meaning> {
  // Filters differ widely in selectivity.
  tx.planForEachValue();
  const [place, said] = await Promise.all([readPlace(tx, filters.near), readText(tx, filters)]);
  return forSearch({ ...said, ...(await readUnknown(tx, said.understood)), ...place }, filters);
}

const usualMiles = contractorFilters.parse({}).miles;

/** A meaning of the text and the place, with what is in force today or on the day of the search. */
export function forSearch(said: OfText, filters: ContractorFilters): Meaning {
  const { wishes } = said;
  return {
    ...said,
    standing: filters.standing ?? wishes.standing,
    member: filters.member ?? wishes.member,
    miles: filters.miles === usualMiles ? (wishes.miles ?? usualMiles) : filters.miles,
    on: filters.on ?? californiaDay(new Date()),
  };
}

async function readText(tx: Transaction, filters: ContractorFilters): Promise<OfText> {
  const { q: typed } = filters;
  if (typed.trim() === '') return unread;
  const takesOnlyNames = filters.words === 'names';
  const number = takesOnlyNames ? undefined : await readLicenses(tx, filters);
  if (number) return { ...unread, ...number };
  if (!takesOnlyNames && filters.near === '') {
    const point = pointIn(typed);
    if (point) return { ...(await readBesidePoint(tx, filters, point)) };
  }
  const parsed = parseText(takesOnlyNames ? typed : inLetters(await withState(tx, typed)), {
    mayOnlyExclude: isNarrowedOtherwise(filters),
  });
  if (parsed.parts.length === 0) return { ...unread, nothingRead: true };
  if (takesOnlyNames) return readKept(tx, filters, parsed);
  const whole = { ...parsed, parts: withAlternatives(parsed.parts, typed) };
  const { text, aside } = await leaveAside(tx, whole);
  const { kept, aside: places } = await takeExclusions(tx, text.parts);
  const lastIsPrefix = text.lastIsPrefix && places.length === 0;
  const wishes = wishesIn(aside);
  const meaning = await readKept(tx, filters, { parts: kept, lastIsPrefix }, wishes);
  const areAll = aside.some((one) => one.as === 'standing' && one.standing === 'any');
  return {
    ...meaning,
    nothingRead: meaning.nothingRead && !areAll,
    wishes,
    understood: [...meaning.understood, ...places, ...aside],
  };
}

async function readBesidePoint(
  tx: Transaction,
  filters: ContractorFilters,
  { before, after, typed, near }: NonNullable<ReturnType<typeof pointIn>>,
): Promise<OfText> {
  const q = `${before} ${after}`.trim();
  const [said, place] = await Promise.all([readText(tx, { ...filters, q, near }), findPlace(tx, near)]);
  const point: Understood = place
    ? placeUnderstood(typed, place)
    : { as: 'unknown-place', typed, name: near };
  return {
    ...said,
    place: place ?? null,
    placeUnknown: place === undefined,
    understood: before === '' ? [point, ...said.understood] : [...said.understood, point],
  };
}

/** The first wish of each kind. */
function wishesIn(aside: SetAside[]): Wishes {
  const wishes: Wishes = {};
  for (const one of aside) {
    if (one.as === 'standing') {
      if (one.standing !== 'any') wishes.standing ??= one.standing;
    } else if (one.as === 'member') wishes.member ??= one.is;
    else if (one.as === 'distance') wishes.miles ??= one.miles;
  }
  return wishes;
}

/** True if more than the text narrows a search: words to leave out are then left out of the rest. */
export const isNarrowedOtherwise = (filters: ContractorFilters): boolean => narrows({ ...filters, q: '' });

async function readKept(
  tx: Transaction,
  filters: ContractorFilters,
  text: TextQuery,
  wishes: Wishes = {},
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
    wishes,
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
    wishes,
    takesOnlyNames,
    said: corrected,
    known: read.known,
  });
  return { ...again.meaning, corrections: read.corrections };
}

const allWords = (text: TextQuery): string[] => text.parts.flatMap(({ words }) => words);
const unfinishedWord = (text: TextQuery): string | null =>
  text.lastIsPrefix ? (text.parts.at(-1)?.words.at(-1) ?? null) : null;

interface Reading {
  /** True if the field for places names one. */
  isNearSet: boolean;
  /** True if more than the text narrows the search. */
  isNarrowed: boolean;
  /** Wishes in the text that a filter can say. */
  wishes: Wishes;
  takesOnlyNames: boolean;
  said: SaidPlace | undefined;
  known: ReadonlyMap<string, number>;
}

/** Reads what the place leaves of the text: trades, names, and corrections of what nobody is called. */
async function readParts(
  tx: Transaction,
  text: TextQuery,
  { isNearSet, isNarrowed, wishes, takesOnlyNames, said, known }: Reading,
): Promise<{ meaning: OfText; corrections: Correction[]; corrected: TextQuery; known: Reading['known'] }> {
  const { rest, after } = withoutPlace(text, said, takesOnlyNames);
  const unfinished = unfinishedWord(rest);
  const toCorrect = readUnits(rest.parts, !takesOnlyNames)
    .filter((unit) => unit.codes.length === 0 && !unit.excluded && !unit.otherWork)
    .flatMap((unit) => unit.words)
    .filter((word) => mayCorrect(word) && !isWritten(word, known));
  const joined = new Set(neighborsJoined(rest, known));
  const guessed = await correctWords(
    tx,
    [...new Set(toCorrect)].filter((word) => !joined.has(word)),
  );
  const corrections = takesOnlyNames ? guessed : withoutOtherTrades(rest.parts, guessed);
  const replacements = new Map(corrections.map((one) => [one.typed, one.searched]));
  const corrected = replaceWords(rest, replacements);
  const units = readUnits(corrected.parts, !takesOnlyNames);
  const knownNow = new Map([...known, ...corrections.map(({ searched }) => [searched, 1] as const)]);
  const lastIsPrefix = corrected.lastIsPrefix && unfinished !== null;
  const asksForFilter = Object.keys(wishes).length > 0;
  const narrowsItself = wishes.standing !== undefined || wishes.member !== undefined;
  // "Contractors in Oakland" are all of them, and "all contractors" everybody.
  const areAll = !takesOnlyNames && units.length > 0 && units.every(isOfEveryTrade);
  const understood = units.map(
    (unit): Understood => (areAll ? { as: 'everyone', typed: unit.typed } : understandUnit(unit)),
  );
  const typedOf = (start: number, end: number) => typedIn(text.parts.slice(start, end));
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
      nothingRead:
        words === null && !areAll && !said && !isNearSet && !narrowsItself && !(asksForFilter && isNarrowed),
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
    return before && now && isOneWord(`${before}${now}`, known) ? [before, now] : [];
  });
}

function withoutPlace(
  text: TextQuery,
  said: SaidPlace | undefined,
  takesOnlyNames: boolean,
): { rest: TextQuery; after: Understood[] } {
  const last = said ? endOf(said) : 0;
  // The word before a place that is not there was not typed.
  const parts = text.parts.filter(({ typed }, at) => (said ? at < said.start || at >= last : typed !== ''));
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

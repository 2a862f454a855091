import type { ContractorFilters } from '@namc/inputs/contractors';
import { pick } from '../../engine/columns/pick.ts';
import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { Transaction } from '../../engine/database.ts';
import { parseText, type TextQuery } from '../../engine/text-query.ts';
import {
  findPlace,
  findPlaceAtEndOf,
  listNearestPlaces,
  type Place,
  type PlaceSuggestion,
} from '../../places/queries.ts';
import { californiaDay } from '../standing/california-day.ts';
import { californiaContractors } from '../tables/register.ts';
import { isWritten, wordsToLookUp } from './forms.ts';
import { readTypedNumber } from './number-in-words.ts';
import { findPlaceIn, hereAtEndOf, type SaidPlace, withoutPreposition } from './place-in-words.ts';
import { type Correction, correctWords, countWords, mayCorrect } from './spelling.ts';
import { hasSaid, readClauses, type WordsSearch } from './text-clauses.ts';
import { plainWords, readUnits, replaceWords, type SetAside, takeAside, type Unit } from './units.ts';

/** One stretch of the typed text and what it was taken for. The stretches together are the whole text, in order. */
export type Understood =
  | { as: 'name' | 'here'; typed: string }
  /** `zip` is the ZIP code that the same digits name. */
  | { as: 'license'; typed: string; zip: string | null }
  /** Not searched for: everyday words beside a trade, and a wish for a good standing. */
  | SetAside
  /** `name` is the end of `typed`, without a preposition. */
  | { as: 'unknown-place'; typed: string; name: string }
  | { as: 'trade'; typed: string; codes: string[] }
  | { as: 'place'; typed: string; label: string; near: string }
  | { as: 'county'; typed: string; county: string };

/** The interpretation of a search's text, place and day, the same for its list, count, map and download. */
export interface Meaning {
  /** The beginning of license numbers, if the text is a number and some license numbers begin with it. */
  licensePrefix: string | null;
  text: WordsSearch | null;
  corrections: Correction[];
  /** The center of the radius: the place of the field `near`, or one that the text names. Null without one. */
  place: Place | null;
  /** The county that a search asks for by name in place of a radius. */
  county: string | null;
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
  county: null,
  nearestPlaces: [],
  nothingRead: false,
  understood: [],
};

const firstLicense = pick(californiaContractors, ['licenseNumber']);
/** A number with a label and so many digits is a license, even if nobody has it. */
const shortestLabeled = 4;
/** The numbers of California's ZIP codes. */
const californiaZip = /^9[0-6]\d{3}$/;

/** Interprets the filters of a search, and makes the planner plan for its values. */
export async function readMeaning(tx: Transaction, filters: ContractorFilters): Promise<Meaning> {
  // Filters differ widely in selectivity.
  tx.planForEachValue();
  const [place, said] = await Promise.all([readPlace(tx, filters.near), readText(tx, filters)]);
  const unknown = said.understood.find((part) => part.as === 'unknown-place');
  const nearestPlaces = unknown ? await listNearestPlaces(tx, unknown.name) : said.nearestPlaces;
  return {
    ...said,
    nearestPlaces,
    ...place,
    on: filters.on ?? californiaDay(new Date()),
  };
}

async function readPlace(tx: Transaction, near: string): Promise<Partial<Meaning>> {
  if (near === '') return {};
  const none = { place: null, county: null, placeUnknown: false, nearestPlaces: [] };
  const place = await findPlace(tx, near);
  if (!place) return { ...none, placeUnknown: true, nearestPlaces: await listNearestPlaces(tx, near) };
  return place.county === null ? { ...none, place } : { ...none, county: place.county };
}

async function readText(tx: Transaction, filters: ContractorFilters): Promise<OfText> {
  const { q: typed } = filters;
  if (typed.trim() === '') return unread;
  const number = await readNumber(tx, filters);
  if (number) return number;
  const takesOnlyNames = filters.words === 'names';
  // As two words the sign would be the initials of a firm.
  const whole = parseText(takesOnlyNames ? typed : typed.replace(airConditioning, 'ac'));
  if (whole.parts.length === 0) return { ...unread, nothingRead: true };
  const { text, aside } = takesOnlyNames ? { text: whole, aside: [] } : await leaveAside(tx, whole);
  const meaning = await readKept(tx, filters, text);
  return { ...meaning, understood: [...meaning.understood, ...aside] };
}

const airConditioning = /(?<![\p{L}\p{N}])a\/c(?![\p{L}\p{N}])/giu;

/** The text without the words that no license answers, if it asks for a trade. */
async function leaveAside(
  tx: Transaction,
  whole: TextQuery,
): Promise<{ text: TextQuery; aside: SetAside[] }> {
  const standing = takeAside(whole.parts, { standings: true });
  const everyday = takeAside(standing.kept, { standings: false });
  const without = (kept: TextQuery['parts']): TextQuery => ({
    parts: kept,
    lastIsPrefix: whole.lastIsPrefix && kept.at(-1) === whole.parts.at(-1),
  });
  const trades = readUnits(everyday.kept, true).filter(({ codes }) => codes.length > 0);
  const isMeant = everyday.aside.length > 0 && trades.length > 0;
  if (
    !isMeant ||
    (!trades.some(({ isPeople }) => isPeople) && (await isCalled(tx, trades, everyday.aside)))
  ) {
    return { text: without(standing.kept), aside: standing.aside };
  }
  return { text: without(everyday.kept), aside: [...everyday.aside, ...standing.aside] };
}

const called = computed({ one: 'number' });

/** True if a firm of the trades has the words in its name, such as "Affordable Roofing". */
async function isCalled(tx: Transaction, trades: Unit[], aside: SetAside[]): Promise<boolean> {
  const names = readUnits(parseText(aside.map(({ typed }) => typed).join(' ')).parts, false);
  const words = readClauses([...names, ...trades], false, new Map());
  if (!words) return false;
  const rows = await rowsOf(tx.sql, called)`
    select 1 as one from california_contractors where ${hasSaid(tx.sql, words)} and gone_at is null limit 1`;
  return rows.length > 0;
}

async function readKept(tx: Transaction, filters: ContractorFilters, text: TextQuery): Promise<OfText> {
  const takesOnlyNames = filters.words === 'names';
  const [said, known] = await Promise.all([
    takesOnlyNames || filters.near !== '' ? undefined : findPlaceIn(tx, text.parts),
    countWords(tx, wordsToLookUp(allWords(text)), unfinishedWord(text)),
  ]);
  const read = await readParts(tx, text, { takesOnlyNames, said, known });
  const mayBeMisspelledPlace = read.corrections.length > 0 && !said && !takesOnlyNames && filters.near === '';
  if (!mayBeMisspelledPlace) return read.meaning;
  const corrected = await findPlaceIn(tx, read.corrected.parts);
  if (!corrected?.place) return read.meaning;
  const again = await readParts(tx, read.corrected, { takesOnlyNames, said: corrected, known: read.known });
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
  takesOnlyNames: boolean;
  said: SaidPlace | undefined;
  known: ReadonlyMap<string, number>;
}

/** Reads what the place leaves of the text: trades, names, and corrections of what nobody is called. */
async function readParts(
  tx: Transaction,
  text: TextQuery,
  { takesOnlyNames, said, known }: Reading,
): Promise<{ meaning: OfText; corrections: Correction[]; corrected: TextQuery; known: Reading['known'] }> {
  const { rest, hereWords } = withoutPlace(text, said, takesOnlyNames);
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
  const understood = units.map(understoodUnit);
  const place = said?.place;
  const isCounty = place?.kind === 'county' && place.county !== null;
  if (said) {
    const typed = text.parts
      .slice(said.start, said.end)
      .map((part) => part.typed)
      .join(' ');
    const at = said.start === 0 ? 0 : understood.length;
    understood.splice(at, 0, placeUnderstood(typed, place));
  }
  if (hereWords) understood.push({ as: 'here', typed: hereWords });
  const words = readClauses(units, lastIsPrefix, knownNow);
  return {
    corrections,
    corrected: replaceWords(text, replacements),
    known: knownNow,
    meaning: {
      ...unread,
      text: words,
      nothingRead: words === null && said === undefined,
      corrections,
      place: place && !isCounty ? place : null,
      placeUnknown: said !== undefined && !place,
      county: isCounty ? place.county : null,
      understood,
    },
  };
}

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
): { rest: TextQuery; hereWords: string } {
  const isLast = said?.end === text.parts.length;
  const parts = said ? text.parts.filter((_, at) => at < said.start || at >= said.end) : text.parts;
  const here = takesOnlyNames ? 0 : hereAtEndOf(plainWords(parts));
  const kept = here > 0 ? parts.slice(0, -here) : parts;
  return {
    rest: { parts: kept, lastIsPrefix: text.lastIsPrefix && !isLast && here === 0 },
    hereWords: parts
      .slice(kept.length)
      .map(({ typed }) => typed)
      .join(' '),
  };
}

function understoodUnit({ typed, codes, or, excluded, isPhrase }: Unit): Understood {
  const quoted = isPhrase ? `"${typed}"` : typed;
  const whole = `${or ? 'or ' : ''}${excluded ? '-' : ''}${quoted}`;
  return codes.length > 0 ? { as: 'trade', typed: whole, codes } : { as: 'name', typed: whole };
}

function placeUnderstood(typed: string, place: SaidPlace['place']): Understood {
  if (!place) return { as: 'unknown-place', typed, name: withoutPreposition(typed) };
  return place.kind === 'county' && place.county !== null
    ? { as: 'county', typed, county: place.county }
    : { as: 'place', typed, label: place.label, near: nearOf(place.label) };
}

/** The text of a place for the field `near`: the ZIP code of a label that begins with one. */
const nearOf = (label: string): string => /^\d{5}\b/.exec(label)?.[0] ?? label;

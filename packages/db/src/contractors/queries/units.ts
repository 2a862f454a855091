import { asideAt, asksForAll, isEveryone } from '@namc/inputs/aside-words';
import type { StandingChoice } from '@namc/inputs/contractors';
import { distanceAt, minutesAt } from '@namc/inputs/distance-words';
import { foldedWords } from '@namc/inputs/fold';
import { type OtherWork, readOtherWorkAt } from '@namc/inputs/other-work';
import { readTradeAt } from '@namc/inputs/trade-reading';
import { membersAt, newLicenseAt, notMembersAt, standingAt, standingOfWord } from '@namc/inputs/wish-words';
import type { TextPart, TextQuery } from '../../engine/text-query.ts';

/** A stretch of a typed text that means one thing. */
export type Unit = {
  typed: string;
  /** Joined with the unit before it: one of them has to hold. */
  or: boolean;
  excluded: boolean;
  isPhrase: boolean;
  words: string[];
  /** The classes that the words name; empty for words that can only be a name. */
  codes: string[];
  isPeople: boolean;
  /** Work that no class is for: the words can only be a name. */
  otherWork: { kind: OtherWork; codes: string[] } | undefined;
};

/** Words that a search box hears besides what they join. */
export const joining = new Set(['and', 'y', 'e']);

export const isPlain = (part: TextPart): boolean => !part.excluded && !part.isPhrase;

/** The words of plain parts; a phrase or an excluded word ends what came before it. */
export const plainWords = (parts: TextPart[]): string[] =>
  parts.map((part) => (isPlain(part) ? (part.words[0] ?? '') : '"'));

/** The typed text of parts. */
export const typedIn = (parts: TextPart[]): string =>
  parts
    .filter(({ typed }) => typed !== '')
    .map(({ typed, or }, at) => (or && at > 0 ? `or ${typed}` : typed))
    .join(' ');

/** Words that no name is searched for, and what they say: what a filter says, or nothing that a search can answer. */
export type SetAside =
  /** `exclusion` names a place to leave out, which no search does. `all` asks for all of what stands behind it. */
  | { as: 'aside' | 'all' | 'exclusion'; typed: string }
  /** `is` is false for firms that are no members. */
  | { as: 'member'; typed: string; is: boolean }
  /** `any` for words that together ask for every standing: "active and suspended". */
  | { as: 'standing'; typed: string; standing: StandingChoice | 'any' }
  | { as: 'distance'; typed: string; miles: number };

type Reader = (words: string[], at: number) => Taken | undefined;
interface Taken {
  length: number;
  say: (typed: string) => SetAside;
  /** True if a place may follow that it is measured from. */
  isBeforePlace?: boolean;
}

const nearing = new Set(['near', 'in', 'around', 'to', 'from', 'by']);

/** Words that no license can answer, such as "emergency". */
export const asEveryday: Reader = (words, at) => {
  const minutes = minutesAt(words, at);
  if (minutes > 0) return { length: minutes, say: (typed) => ({ as: 'aside', typed }), isBeforePlace: true };
  // Union City is a place.
  const isUnion = words[at] === 'union' && readTradeAt(words, at + 1) !== undefined;
  // "Near my house" is where the person is.
  const isOwnPlace = words[at] === 'my' && nearing.has(words[at - 1] ?? '');
  const length = isUnion ? 1 : isOwnPlace ? 0 : asideAt(words, at);
  return length > 0
    ? { length, say: (typed) => ({ as: asksForAll(typed) ? 'all' : 'aside', typed }) }
    : undefined;
};

/** "Suspended" beside firms or alone; elsewhere it may be a word of a name. Several words may ask for one standing, or for any. */
function standingBeside(words: string[], at: number) {
  const first = standingOfWord.get(words[at] ?? '');
  if (!first) return undefined;
  let [standing, end]: [Asked, number] = [first, at + 1];
  for (;;) {
    const next = joining.has(words[end] ?? '') ? end + 1 : end;
    const more = standingOfWord.get(words[next] ?? '');
    if (!more) break;
    if (more !== standing) standing = 'any';
    end = next + 1;
  }
  const length = end - at;
  const isAlone = length === words.length && standing !== 'clear';
  return isAlone || areFirmsAt(words, end, standing) || areFirmsBefore(words, at)
    ? { length, standing }
    : undefined;
}

type Asked = StandingChoice | 'any';

/** True for words for firms behind a standing. "Active Plumbing" is a firm, and nobody calls a firm suspended. */
function areFirmsAt(words: string[], at: number, standing: Asked): boolean {
  if (isEveryone(words[at] ?? '')) return true;
  const trade = readTradeAt(words, at);
  const everyday = trade ? 0 : asideAt(words, at);
  if (everyday > 0) return areFirmsAt(words, at + everyday, standing);
  return trade !== undefined && (trade.isPeople || standing !== 'clear' || isCode(trade.words));
}

const isCode = (words: string[]): boolean => /^[a-d]\d+$/.test(words.join(''));

/** True if the word before `end` ends the words for firms. */
const areFirmsBefore = (words: string[], end: number): boolean =>
  isEveryone(words[end - 1] ?? '') ||
  words.slice(0, end).some((_, at) => {
    const trade = readTradeAt(words, at);
    return trade?.isPeople && at + trade.length === end;
  });

/** Words that ask for what a filter says: a standing, members, a distance. */
export const asFilter: Reader = (words, at) => {
  const distance = distanceAt(words, at);
  if (distance) {
    const { length, miles } = distance;
    return { length, say: (typed) => ({ as: 'distance', typed, miles }), isBeforePlace: true };
  }
  const members = membersAt(words, at);
  const others = notMembersAt(words, at);
  if (members + others > 0)
    return {
      length: Math.max(members, others),
      say: (typed) => ({ as: 'member', typed, is: others === 0 }),
    };
  const asked = standingAt(words, at) ?? standingBeside(words, at);
  if (!asked) {
    const ofNew = newLicenseAt(words, at);
    return ofNew > 0 ? { length: ofNew, say: (typed) => ({ as: 'aside', typed }) } : undefined;
  }
  const { length, standing } = asked;
  return { length, say: (typed) => ({ as: 'standing', typed, standing }) };
};

/** Before the place that a distance is measured from. */
const near: TextPart = { words: ['near'], typed: '', excluded: false, or: false, isPhrase: false };

/**
 * Takes words out of a text that are not searched for. If nothing else is left, they stay, unless they may be all that is
 * asked.
 */
export function takeAside(
  parts: TextPart[],
  read: Reader,
  mayBeAll = false,
): { kept: TextPart[]; aside: SetAside[] } {
  const words = plainWords(parts);
  const kept: TextPart[] = [];
  const aside: SetAside[] = [];
  for (let at = 0; at < parts.length; ) {
    // Words such as "certified" may be those of a trade too.
    const trade = readTradeAt(words, at)?.length ?? 0;
    const said = read(words, at);
    const found = said && said.length > trade ? said : undefined;
    if (trade > 0 && !found) {
      kept.push(...parts.slice(at, at + trade));
      at += trade;
      continue;
    }
    const taken = parts.slice(at, at + Math.max(found?.length ?? 1, 1));
    if (!found || taken[0]?.or || parts[at + found.length]?.or) {
      kept.push(...taken.slice(0, 1));
      at += 1;
      continue;
    }
    aside.push(found.say(typedIn(taken)));
    at += found.length;
    if (found.isBeforePlace && at < parts.length) kept.push(near);
  }
  return mayBeAll || kept.some((part) => part !== near) ? { kept, aside } : { kept: parts, aside: [] };
}

/** Divides a parsed text into words of names and words that name trades. */
export function readUnits(parts: TextPart[], mayBeTrades: boolean): Unit[] {
  const words = plainWords(parts);
  const found: Unit[] = [];
  let at = 0;
  while (at < parts.length) {
    const part = parts[at];
    if (!part) break;
    // "Glass or doors" are two trades, and "glass doors" is one.
    const next = parts.findIndex((one, index) => index > at && one.or);
    const run = next > 0 ? words.slice(0, next) : words;
    const named = mayBeTrades && isPlain(part) ? readTradeAt(run, at) : undefined;
    const other = mayBeTrades && isPlain(part) ? readOtherWorkAt(run, at) : undefined;
    const otherWork = other && other.length >= (named?.length ?? 0) ? other : undefined;
    const trade = otherWork === undefined ? named : undefined;
    const length = (otherWork ?? trade)?.length ?? 1;
    const taken = parts.slice(at, at + length);
    const isTrade = trade !== undefined;
    const last = found.at(-1);
    if (isTrade && last && last.codes.length > 0 && !part.or && String(last.words) === String(trade.words)) {
      last.typed += ` ${taken.map(({ typed }) => typed).join(' ')}`;
      at += length;
      continue;
    }
    found.push({
      typed: taken.map(({ typed }) => typed).join(' '),
      or: part.or,
      excluded: part.excluded,
      isPhrase: part.isPhrase,
      words: isTrade ? trade.words : part.isPhrase ? phraseWords(part) : taken.flatMap((one) => one.words),
      codes: isTrade ? trade.codes : [],
      isPeople: isTrade && trade.isPeople,
      otherWork,
    });
    at += length;
  }
  const isLoose = ({ words: [word], codes, isPhrase, excluded }: Unit) =>
    codes.length === 0 && !isPhrase && !excluded && joining.has(word ?? '');
  return found.length > 1 && !found.every(isLoose) ? found.filter((unit) => !isLoose(unit)) : found;
}

const phraseWords = ({ typed }: TextPart): string[] => foldedWords(typed.replace(/[&+]/g, ' and '));

/** The same parts with misspelled words replaced. A replaced word counts as finished. */
export function replaceWords(query: TextQuery, replacements: ReadonlyMap<string, string>): TextQuery {
  const lastWord = query.parts.at(-1)?.words.at(-1) ?? '';
  return {
    parts: query.parts.map((part) => ({
      ...part,
      words: part.words.map((one) => replacements.get(one) ?? one),
    })),
    lastIsPrefix: query.lastIsPrefix && !replacements.has(lastWord),
  };
}

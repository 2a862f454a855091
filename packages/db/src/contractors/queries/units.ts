import {
  asideAt,
  distanceAt,
  isEveryone,
  membersAt,
  standingAt,
  standingOfWord,
} from '@namc/inputs/aside-words';
import { foldedWords } from '@namc/inputs/fold';
import { readTradeAt } from '@namc/inputs/trade-reading';
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
};

/** Words that a search box hears besides what they join. */
export const joining = new Set(['and', 'y', 'e']);

export const isPlain = (part: TextPart): boolean => !part.excluded && !part.isPhrase;

/** The words of plain parts; a phrase or an excluded word ends what came before it. */
export const plainWords = (parts: TextPart[]): string[] =>
  parts.map((part) => (isPlain(part) ? (part.words[0] ?? '') : '"'));

/** Words that are not searched for, and what they say. */
export type SetAside =
  /** `exclusion` names a place to leave out, which no search does. */
  | { as: 'aside' | 'member' | 'exclusion'; typed: string }
  | { as: 'standing'; typed: string; standing: 'good' | 'not-good' }
  | { as: 'distance'; typed: string; miles: number };

type Reader = (words: string[], at: number, isEnd: (length: number) => boolean) => Taken | undefined;
interface Taken {
  length: number;
  say: (typed: string) => SetAside;
}

/** Words that no license can answer, such as "emergency". */
export const asEveryday: Reader = (words, at) => {
  // Union City is a place.
  const isUnion = words[at] === 'union' && readTradeAt(words, at + 1) !== undefined;
  const length = isUnion ? 1 : asideAt(words, at);
  return length > 0 ? { length, say: (typed) => ({ as: 'aside', typed }) } : undefined;
};

/** "Suspended" before firms; elsewhere it may be a word of a name. */
function standingBefore(words: string[], at: number) {
  const standing = standingOfWord.get(words[at] ?? '');
  const areFirms = isEveryone(words[at + 1] ?? '') || readTradeAt(words, at + 1)?.isPeople;
  return standing && areFirms ? { length: 1, standing } : undefined;
}

/** Words that ask for what a filter says: a standing, members, a distance. */
export const asFilter: Reader = (words, at, isEnd) => {
  const distance = distanceAt(words, at);
  if (distance) {
    const { length, miles } = distance;
    return { length, say: (typed) => ({ as: 'distance', typed, miles }) };
  }
  const members = membersAt(words, at);
  if (members > 0) return { length: members, say: (typed) => ({ as: 'member', typed }) };
  const asked = standingAt(words, at) ?? standingBefore(words, at);
  if (!asked || !(at === 0 || isEnd(asked.length))) return undefined;
  const { length, standing } = asked;
  return { length, say: (typed) => ({ as: 'standing', typed, standing }) };
};

/** Before the place that a distance is measured from. */
const near: TextPart = { words: ['near'], typed: 'near', excluded: false, or: false, isPhrase: false };

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
    const start = at;
    // Words such as "certified" may be those of a trade too.
    const trade = readTradeAt(words, at)?.length ?? 0;
    const said = read(words, at, (length) => start + length === parts.length);
    const found = said && said.length > trade ? said : undefined;
    if (trade > 0 && !found) {
      kept.push(...parts.slice(at, at + trade));
      at += trade;
      continue;
    }
    const taken = parts.slice(at, at + Math.max(found?.length ?? 1, 1));
    if (!found || taken.some(({ or }) => or) || parts[at + found.length]?.or) {
      kept.push(...taken.slice(0, 1));
      at += 1;
      continue;
    }
    const one = found.say(taken.map(({ typed }) => typed).join(' '));
    aside.push(one);
    at += found.length;
    if (one.as === 'distance' && at < parts.length) kept.push(near);
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
    const trade = mayBeTrades && isPlain(part) ? readTradeAt(words, at) : undefined;
    const length = trade && parts.slice(at + 1, at + trade.length).every(({ or }) => !or) ? trade.length : 1;
    const taken = parts.slice(at, at + length);
    const isTrade = trade !== undefined && length === trade.length;
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
      words: isTrade ? trade.words : part.isPhrase ? phraseWords(part) : part.words,
      codes: isTrade ? trade.codes : [],
      isPeople: isTrade && trade.isPeople,
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

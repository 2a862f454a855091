import { asideAt, standingAt } from '@namc/inputs/aside-words';
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
export interface SetAside {
  as: 'aside' | 'standing';
  typed: string;
}

/** Takes the words out of a text that no license can answer, such as "emergency" and "in good standing". */
export function takeAside(
  parts: TextPart[],
  { standings }: { standings: boolean },
): { kept: TextPart[]; aside: SetAside[] } {
  const words = plainWords(parts);
  const kept: TextPart[] = [];
  const aside: SetAside[] = [];
  for (let at = 0; at < parts.length; ) {
    const standing = standings ? standingAt(words, at) : 0;
    const length = standing || (standings ? 0 : asideAt(words, at));
    const taken = parts.slice(at, at + Math.max(length, 1));
    const isAtEdge = kept.length === 0 || at + length === parts.length;
    if (length === 0 || taken.some(({ or }) => or) || parts[at + length]?.or || (standing > 0 && !isAtEdge)) {
      kept.push(...taken.slice(0, 1));
      at += 1;
      continue;
    }
    aside.push({ as: standings ? 'standing' : 'aside', typed: taken.map(({ typed }) => typed).join(' ') });
    at += length;
  }
  return kept.length > 0 ? { kept, aside } : { kept: parts, aside: [] };
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

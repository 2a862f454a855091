import type { TransactionClient } from './connection.ts';

/** A person's search text, parsed. Nothing in it can be mistaken for an operator. */
export interface TextQuery {
  /** Each part is a word, or a phrase of consecutive words. `or` joins a part with the one before it. */
  parts: { words: string[]; excluded: boolean; or: boolean }[];
  /** True if the last word is still being typed, so every word that begins with it matches. */
  lastIsPrefix: boolean;
}

const word = /[\p{L}\p{N}]+/gu;
const quotedOrBare = /(-?)"([^"]*)("?)|(\S+)/g;

/**
 * Parses web-search syntax: words that all have to occur, "a phrase", -without, this OR that. Any text is valid:
 * characters other than letters and digits separate words, apostrophes are dropped, and accents are folded, as in
 * `searchable_text`.
 */
export function parseText(typed: string): TextQuery {
  const parts: TextQuery['parts'] = [];
  let or = false;
  let lastIsPrefix = false;
  const add = (text: string, excluded: boolean, isPhrase: boolean) => {
    const words = fold(text).match(word) ?? [];
    // The search treats `a-1` and `j.p.` as several words, each of which has to occur.
    const groups = isPhrase ? [words] : words.map((one) => [one]);
    for (const group of groups) {
      if (group.length === 0) continue;
      parts.push({ words: group, excluded, or: or && parts.length > 0 });
      or = false;
    }
  };
  for (const [whole, minus, phrase, closed, bare] of typed.matchAll(quotedOrBare)) {
    if (phrase !== undefined) {
      add(phrase, minus === '-', true);
      lastIsPrefix = closed === '' && minus !== '-';
    } else if (bare !== undefined && /^or$/i.test(bare)) {
      or = true;
      lastIsPrefix = false;
    } else {
      const excluded = whole.startsWith('-');
      add(whole, excluded, false);
      lastIsPrefix = !excluded;
    }
  }
  const last = parts.at(-1);
  const mayContinue = (last?.words.at(-1)?.length ?? 0) >= 2;
  // An exclusion alone would mean "everyone else", which nobody searches for.
  if (!parts.some((part) => !part.excluded)) return { parts: [], lastIsPrefix: false };
  return { parts, lastIsPrefix: lastIsPrefix && mayContinue };
}

function fold(text: string): string {
  return text
    .replace(/['’‘`]/g, '')
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .replace(/[øØ]/g, 'o')
    .toLowerCase();
}

/** The words in the order in which they were typed, for lookup in the word table. */
export function wordsOf(query: TextQuery): { word: string; isPrefix: boolean }[] {
  return query.parts.flatMap((part, partNumber) =>
    part.words.map((one, wordNumber) => ({
      word: one,
      isPrefix:
        query.lastIsPrefix && partNumber === query.parts.length - 1 && wordNumber === part.words.length - 1,
    })),
  );
}

/** The same query with some words replaced. A replaced word counts as finished. */
export function replaceWords(query: TextQuery, replacements: Map<string, string>): TextQuery {
  const lastWord = query.parts.at(-1)?.words.at(-1) ?? '';
  return {
    parts: query.parts.map((part) => ({
      ...part,
      words: part.words.map((one) => replacements.get(one) ?? one),
    })),
    lastIsPrefix: query.lastIsPrefix && !replacements.has(lastWord),
  };
}

/**
 * The query for PostgreSQL, in the configuration of its vector. The words hold only letters and digits, so this
 * cannot be a syntax error.
 */
export function toTsquery(
  sql: TransactionClient,
  query: TextQuery,
  configuration: 'simple' | 'english' = 'simple',
) {
  const alternatives: string[][] = [];
  for (const [number, part] of query.parts.entries()) {
    const isLast = number === query.parts.length - 1;
    const words = part.words.map((one, index) =>
      query.lastIsPrefix && isLast && index === part.words.length - 1 ? `${one}:*` : one,
    );
    const text = `${part.excluded ? '!' : ''}(${words.join(' <-> ')})`;
    if (part.or) alternatives.at(-1)?.push(text);
    else alternatives.push([text]);
  }
  return sql`to_tsquery(${configuration}::regconfig, ${alternatives.map((either) => `(${either.join(' | ')})`).join(' & ')})`;
}

import type { TransactionClient } from './connection.ts';

/** What a person typed, taken apart: nothing in it can be mistaken for an operator any more. */
export interface TextQuery {
  /** Each a word, or a phrase of several that stand side by side. `or` joins one with the one before it. */
  parts: { words: string[]; excluded: boolean; or: boolean }[];
  /** The last word is still being typed: whatever begins with it fits. */
  lastIsPrefix: boolean;
}

const word = /[\p{L}\p{N}]+/gu;
const quotedOrBare = /(-?)"([^"]*)("?)|(\S+)/g;

/**
 * Web-search syntax: words that all have to occur, "a phrase", -without, this OR that. Anything at all can be
 * typed: what is neither letter nor digit separates words, apostrophes fall out, accents are folded, as
 * `searchable_text` does with the names.
 */
export function parseText(typed: string): TextQuery {
  const parts: TextQuery['parts'] = [];
  let or = false;
  let lastIsPrefix = false;
  const add = (text: string, excluded: boolean, isPhrase: boolean) => {
    const words = fold(text).match(word) ?? [];
    // `a-1` and `j.p.` are words of their own for the search: each has to occur.
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
  // An exclusion alone would mean "everybody else", which nobody looks for.
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

/** The words in the order in which they were typed, for a look into the word table. */
export function wordsOf(query: TextQuery): { word: string; isPrefix: boolean }[] {
  return query.parts.flatMap((part, partNumber) =>
    part.words.map((one, wordNumber) => ({
      word: one,
      isPrefix:
        query.lastIsPrefix && partNumber === query.parts.length - 1 && wordNumber === part.words.length - 1,
    })),
  );
}

/** The same query with other words, and no unfinished one where it was replaced. */
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
 * The query for PostgreSQL, in the configuration of the vector that it is for. The words hold only letters and digits,
 * so that none of this can be a syntax error.
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

import { foldedWords } from '@namc/inputs/fold';
import type { Fragment, TransactionClient } from './connection.ts';

/** A word, or a phrase of consecutive words. */
export interface TextPart {
  words: string[];
  excluded: boolean;
  /** Joined with the part before it: one of them has to occur. */
  or: boolean;
  /** The words as they were typed. */
  typed: string;
  isPhrase: boolean;
}

/** A person's search text, parsed. Nothing in it can be mistaken for an operator. */
export interface TextQuery {
  parts: TextPart[];
  /** True if the last word is still being typed, so every word that begins with it matches. */
  lastIsPrefix: boolean;
}

const rawWord = /[\p{L}\p{N}\p{M}'’‘`]+/gu;
/** A dash before a word is the minus, as phones write it. */
const minusSign = /(?<=^|\s)[–—−](?=[\p{L}\p{N}"])/gu;
const quotedOrBare = /(-?)"([^"]*)("?)|(\S+)/g;

/**
 * Parses web-search syntax: words that all have to occur, "a phrase", -without, this OR that. Any text is valid:
 * characters other than letters and digits separate words, apostrophes are dropped, and accents are folded, as in
 * `searchable_text`.
 */
export function parseText(typed: string, { mayOnlyExclude = false } = {}): TextQuery {
  const parts: TextQuery['parts'] = [];
  let or = false;
  let lastIsPrefix = false;
  const add = (text: string, excluded: boolean, isPhrase: boolean) => {
    // The search treats `a-1` and `j.p.` as several words, each of which has to occur.
    const groups = isPhrase
      ? [{ typed: text.trim(), words: foldedWords(text) }]
      : (text.match(rawWord) ?? []).flatMap((typed) =>
          foldedWords(typed).map((one) => ({ typed, words: [one] })),
        );
    for (const { words, typed } of groups) {
      if (words.length === 0) continue;
      parts.push({ words, excluded, or: or && parts.length > 0, typed, isPhrase });
      or = false;
    }
  };
  for (const [whole, minus, phrase, closed, bare] of typed.replace(minusSign, '-').matchAll(quotedOrBare)) {
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
  // An exclusion alone would mean "everyone else", which nobody searches for without something else that narrows.
  if (!mayOnlyExclude && !parts.some((part) => !part.excluded)) return { parts: [], lastIsPrefix: false };
  return { parts, lastIsPrefix: lastIsPrefix && mayContinue };
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
  const every = alternativesOf(query).map(
    (either) => `(${either.map(({ text, excluded }) => `${excluded ? '!' : ''}${text}`).join(' | ')})`,
  );
  return sql`to_tsquery(${configuration}::regconfig, ${every.join(' & ')})`;
}

/**
 * A query for the rows that the words find, where words may stand in several places: `having` makes the query for the rows with one
 * part, from its `tsquery` in the configuration `simple`. `all` is the query for every row.
 */
export function rowsWithParts(
  sql: TransactionClient,
  query: TextQuery,
  all: Fragment,
  having: (part: Fragment) => Fragment,
): Fragment {
  const rows = ({ text }: { text: string }) => sql`(${having(sql`to_tsquery('simple', ${text})`)})`;
  const join = (parts: Fragment[], word: Fragment) =>
    sql`(${parts.reduce((before, next) => sql`${before} ${word} ${next}`)})`;
  const alternatives = alternativesOf(query).map((either) => ({
    wanted: either.filter(({ excluded }) => !excluded).map(rows),
    excluded: either.filter(({ excluded }) => excluded).map(rows),
  }));
  const certain = alternatives.filter(({ excluded }) => excluded.length === 0);
  const found =
    certain.length > 0
      ? join(
          certain.map(({ wanted }) => join(wanted, sql`union`)),
          sql`intersect`,
        )
      : sql`(${all})`;
  // A row drops out that has each of the excluded parts and none of their alternatives.
  return alternatives
    .filter(({ excluded }) => excluded.length > 0)
    .reduce((rest, { wanted, excluded }) => {
      const dropped = join(excluded, sql`intersect`);
      return sql`(${rest} except ${wanted.length > 0 ? sql`(${dropped} except ${join(wanted, sql`union`)})` : dropped})`;
    }, found);
}

/** Parts of which each has to hold: the alternatives of each, as text for `to_tsquery`. */
function alternativesOf(query: TextQuery): { text: string; excluded: boolean }[][] {
  const alternatives: { text: string; excluded: boolean }[][] = [];
  for (const [number, part] of query.parts.entries()) {
    const isLast = number === query.parts.length - 1;
    const words = part.words.map((one, index) =>
      query.lastIsPrefix && isLast && index === part.words.length - 1 ? `${one}:*` : one,
    );
    const alternative = { text: `(${words.join(' <-> ')})`, excluded: part.excluded };
    if (part.or) alternatives.at(-1)?.push(alternative);
    else alternatives.push([alternative]);
  }
  return alternatives;
}

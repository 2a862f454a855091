import { isOrdinary } from '@namc/inputs/aside-words';

/** The words of the register that a search may have to join or take apart, with the number of contractors of each. */
export type KnownWords = ReadonlyMap<string, number>;

/** Words that no firm writes as initials, and that are too common to look for letter by letter. */
const neverInitials = new Set([
  'inc',
  'llc',
  'llp',
  'ltd',
  'the',
  'and',
  'of',
  'for',
  'by',
  'co',
  'la',
  'el',
  'de',
]);
/** A word of more holders than this is written as one word. */
const commonWord = 1_000;
/** Short beginnings that some write apart from the name that follows ("O BRIEN", "MC DONALD"). */
const shortestRest = 3;
const mostSplits = 3;

const isSingle = (word: string): boolean => /^[\p{L}\p{N}]$/u.test(word);

/** Every word that `wordsQuery` would like to know about, besides the typed ones. */
export function wordsToLookUp(words: string[]): string[] {
  const pairs = words.slice(1).map((word, at) => `${words[at]}${word}`);
  const all = [...words, ...pairs];
  return [...new Set([...all, ...all.flatMap(possessive), ...words.flatMap((word) => splits(word).flat())])];
}

/** The ways to write a word as two. */
function splits(word: string): [string, string][] {
  if (word.length < 5 || /\d/.test(word)) return [];
  return Array.from({ length: word.length - shortestRest }, (_, at): [string, string] => [
    word.slice(0, at + 1),
    word.slice(at + 1),
  ]).filter(([first, rest]) => first.length > 1 || rest.length > shortestRest);
}

/** True if the register has the word, or its two halves side by side. */
export function isWritten(word: string, known: KnownWords): boolean {
  return isOneWord(word, known) || knownSplits(word, known).length > 0;
}

/** "Joe" for "Joe's": the apostrophe is no sign of the index. */
const possessive = (word: string): string[] =>
  word.length < 3 || word.endsWith('s') || /\d/.test(word) || isOrdinary(word) ? [] : [`${word}s`];

const knownPossessive = (word: string, known: KnownWords): string[] =>
  possessive(word).filter((one) => known.has(one));

/** True if the register has the word, or its possessive. */
export const isOneWord = (word: string, known: KnownWords): boolean =>
  known.has(word) || knownPossessive(word, known).length > 0;

function knownSplits(word: string, known: KnownWords): [string, string][] {
  if ((known.get(word) ?? 0) > commonWord) return [];
  const rarer = ([first, rest]: [string, string]) => Math.min(known.get(first) ?? 0, known.get(rest) ?? 0);
  return splits(word)
    .filter(([first, rest]) => known.has(first) && known.has(rest))
    .sort((a, b) => rarer(b) - rarer(a))
    .slice(0, mostSplits);
}

/** One word as PostgreSQL's query text: as typed, as initials written apart, or as two words. */
function oneWord(word: string, isPrefix: boolean, known: KnownWords): string {
  const forms = isPrefix ? [`${word}:*`] : [word, ...knownPossessive(word, known)];
  const letters = [...word];
  const mayBeInitials =
    !neverInitials.has(word) &&
    !/^\p{N}+$/u.test(word) &&
    (letters.length === 2 || letters.length === 3 || (letters.length === 4 && !/[aeiou]/.test(word))) &&
    letters.every(isSingle);
  if (mayBeInitials) forms.push(`(${letters.join(' <-> ')})`);
  for (const [first, rest] of knownSplits(word, known)) forms.push(`(${first} <-> ${rest})`);
  return either(forms);
}

const either = (forms: string[]): string =>
  forms.length === 1 ? (forms[0] ?? '') : `(${forms.join(' | ')})`;

/** Letters typed apart are also searched written together: `j r` finds "JR" and "J R". */
function units(words: string[]): string[][] {
  const runs: string[][] = [];
  for (const word of words) {
    const last = runs.at(-1);
    if (last && isSingle(word) && last.every(isSingle) && last.length < 6) last.push(word);
    else runs.push([word]);
  }
  return runs;
}

/**
 * The query text of words that all have to occur, whichever way a firm writes them: initials together or apart,
 * "tri county", "tri-county" and "tricounty", "O BRIEN" and "O'BRIEN".
 */
export function wordsQuery(words: string[], lastIsPrefix: boolean, known: KnownWords): string {
  const all = (some: string[], isEnd: boolean): string[] =>
    units(some).map((unit, at, runs) =>
      unit.length > 1
        ? `(${unit.join('')} | (${unit.join(' & ')}))`
        : oneWord(unit[0] ?? '', isEnd && lastIsPrefix && at === runs.length - 1, known),
    );
  const variants = [all(words, true).join(' & ')];
  for (let at = 1; at < words.length; at += 1) {
    const joined = `${words[at - 1]}${words[at]}`;
    const isRun = isSingle(words[at - 1] ?? '') && isSingle(words[at] ?? '');
    const ofOne = knownPossessive(joined, known);
    if (isRun || !(known.has(joined) || ofOne.length > 0)) continue;
    const isEnd = at === words.length - 1;
    variants.push(
      [
        ...all(words.slice(0, at - 1), false),
        isEnd && lastIsPrefix ? `${joined}:*` : either([joined, ...ofOne]),
        ...all(words.slice(at + 1), true),
      ].join(' & '),
    );
  }
  return variants.length === 1 ? (variants[0] ?? '') : variants.map((one) => `(${one})`).join(' | ');
}

/** The query text of a quoted phrase; "and" and "&" are the same, and some firms write neither. */
export function phraseQuery(words: string[], lastIsPrefix: boolean): string {
  const write = (some: string[]) => `(${some.join(' <-> ')}${lastIsPrefix ? ':*' : ''})`;
  const without = words.filter((word) => word !== 'and');
  return without.length === words.length || without.length === 0
    ? write(words)
    : `(${write(words)} | ${write(without)})`;
}

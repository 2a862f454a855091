import { fold } from '@namc/inputs/fold';

/** A license number as a person types or pastes it. */
export interface TypedNumber {
  /** Without leading zeros and separators. */
  number: string;
  /** True if words or a sign before it say that it is the number of a license. */
  isLabeled: boolean;
  /** True if the text is nothing but its digits and signs around them. */
  isOneRun: boolean;
}

/** Words of which one at least has to stand before a number to make it that of a license. */
const labels = new Set(
  'cslb license licenses licence licencia licencias lic lics number numbers numero numeros no nos num nr'.split(
    ' ',
  ),
);
const besideLabels = new Set('ca calif california state contractor contractors s board de la id'.split(' '));
const mostDigits = 8;
const onlyNumber = /^[\s#(]*[\p{L}\d#][\p{L}\d\s#:;&+.,()/–—-]*$/u;
/** Words between the numbers of a list. */
const between = new Set('and or y o e u'.split(' '));
const mostNumbers = 25;

/** A license on the board's site, and on a page of the portal. */
const addresses = [
  /(?:https?:\/\/)?(?:[\w-]+\.)*cslb\.ca\.gov\/\S*?[?&]lic(?:ense)?(?:num|no|number)?=0*(\d{1,8})(?!\d)\S*/gi,
  /(?:https?:\/\/)?(?:[\w-]+\.)*cslb\.ca\.gov\/(?:\S*?\/)?0*(\d{3,8})(?!\d)\/?(?:[?#]\S*)?/gi,
  /(?:https?:\/\/)?[\w.:-]+\/contractors\/0*(\d{1,8})(?!\d)(?:[/?#]\S*)?/gi,
];

/** The text with a labeled number in place of each address of a license. */
const withoutAddresses = (typed: string): string =>
  addresses.reduce((text, address) => text.replace(address, ' license $1 '), typed);

const withoutZeros = (digits: string): string => digits.replace(/^0+(?=\d)/, '');

/**
 * The license number that is all of a text: `7700013`, `CSLB# 7700013`, `License Number: 0770013`, `7,700,013.`. Undefined
 * for other texts.
 */
export function readTypedNumber(typed: string): TypedNumber | undefined {
  const text = fold(withoutAddresses(typed));
  if (!onlyNumber.test(text)) return undefined;
  const tokens = text.match(/[a-z]+|\d+|\p{L}+/gu) ?? [];
  const from = tokens.findIndex((token) => /^\d/.test(token));
  if (from < 0) return undefined;
  const words = tokens.slice(0, from);
  const groups = tokens.slice(from);
  if (!groups.every((group) => /^\d+$/.test(group))) return undefined;
  if (!words.every((word) => labels.has(word) || besideLabels.has(word))) return undefined;
  const isNamed = words.some((word) => labels.has(word));
  if (words.length > 0 && !isNamed) return undefined;
  const isLabeled = isNamed || text.includes('#');
  // "100 24" are two words; digits are grouped by three or four.
  if (!isLabeled && !groups.slice(1).every((group) => group.length === 3 || group.length === 4))
    return undefined;
  const number = withoutZeros(groups.join(''));
  if (number.length > mostDigits) return undefined;
  return { number, isLabeled, isOneRun: groups.length === 1 && number.length === groups[0]?.length };
}

/** The license numbers of which a text is a list: `8800001, 8800002`. Undefined for other texts, and for a list of ZIP codes. */
export function readTypedNumbers(typed: string): string[] | undefined {
  const text = fold(withoutAddresses(typed));
  if (!onlyNumber.test(text)) return undefined;
  const tokens = text.match(/[a-z]+|\d+|\p{L}+/gu) ?? [];
  const groups = tokens.filter((token) => /^\d/.test(token));
  const words = tokens.filter((token) => !/^\d/.test(token));
  const isLabeled = text.includes('#') || words.some((word) => labels.has(word));
  if (!words.every((word) => labels.has(word) || besideLabels.has(word) || between.has(word)))
    return undefined;
  const numbers = [...new Set(groups.map(withoutZeros))];
  // Shorter ones are ZIP codes, or the groups of one number.
  const areLicenses =
    numbers.every(({ length }) => length >= 5 && length <= mostDigits) &&
    (isLabeled || numbers.some(({ length }) => length > 5));
  return areLicenses && groups.length > 1 ? numbers.slice(0, mostNumbers) : undefined;
}

/** So many digits among words may be a license. Fewer are rather a ZIP code or the number of a street. */
const besideWords = /(?<![\p{L}\d-])(?:#\s*)?0*(\d{6,8})(?![\p{L}\d-])/gu;

const labelAtEnd =
  /(?<!\p{L})(?:(?:cslb|ca|lic|license|licence|licencia|no|num|number|numero|número)[\s.:]*)+$/iu;

/** The one number among the words of a text that may be a license, and the other words: `Acme Electric, Lic. #1000001`. */
export function numberBesideWords(
  typed: string,
): { number: string; typed: string; others: string[] } | undefined {
  const text = withoutAddresses(typed);
  const [found, ...more] = text.matchAll(besideWords);
  if (!found?.[1] || more.length > 0) return undefined;
  const others = [text.slice(0, found.index), text.slice(found.index + found[0].length)]
    .map((words) => words.replace(labelAtEnd, '').replace(/^[\s,;:()–—-]+|[\s,;:()–—-]+$/g, ''))
    .filter((words) => /[\p{L}\p{N}]/u.test(words));
  return { number: found[1], typed: found[0].replace(/^#\s*/, ''), others };
}

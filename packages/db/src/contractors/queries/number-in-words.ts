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
const labels = new Set('cslb license licence licencia lic number numero no num nr'.split(' '));
const besideLabels = new Set('ca calif california state contractor contractors s board de la id'.split(' '));
const mostDigits = 8;
const onlyNumber = /^[\s#(]*[\p{L}\d#][\p{L}\d\s#:.,()/–—-]*$/u;

/**
 * The license number that is all of a text: `7700013`, `CSLB# 7700013`, `License Number: 0770013`, `7,700,013.`. Undefined
 * for other texts.
 */
export function readTypedNumber(typed: string): TypedNumber | undefined {
  const text = fold(typed);
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
  const number = groups.join('').replace(/^0+(?=\d)/, '');
  if (number.length > mostDigits) return undefined;
  return { number, isLabeled, isOneRun: groups.length === 1 && number.length === groups[0]?.length };
}

import { foldedWords } from '@namc/inputs/fold';
import { readTypedNumber } from '../../contractors/queries/number-in-words.ts';
import { parseText, type TextQuery } from '../../engine/text-query.ts';

/** The typed text of a search, in the forms in which its kinds compare it. */
export interface SearchedText {
  typed: string;
  /** The words, folded, with one blank between two: names are compared with it. */
  key: string;
  /** The words that a misspelled one may be among. */
  words: string[];
  parsed: TextQuery;
  /** The license number that is all of the text. */
  license: string | undefined;
  /** Every number of an invoice that the text may be. */
  invoices: string[];
}

/** Nobody misspells more words than this. */
const mostWords = 8;
/** The years before this one whose invoices a number without its year may be of. */
const yearsBack = 10;

/** The numbers of invoices, `2026-0006`, that a text may be: `INV 2026-6`, `20260006`, and `0006` of any recent year. */
export function readInvoiceNumbers(typed: string, thisYear: number): string[] {
  const [, year, number] =
    /^\s*(?:(?:invoice|inv)?[\s.#-]*)(?:(20\d\d)[\s–—-]*)?(\d{1,8})\s*$/i.exec(typed) ?? [];
  if (number === undefined) return [];
  const padded = number.replace(/^0+(?=\d)/, '').padStart(4, '0');
  if (year !== undefined) return [`${year}-${padded}`];
  return Array.from({ length: yearsBack + 1 }, (_, back) => `${thisYear + 1 - back}-${padded}`);
}

export function readSearchedText(typed: string, thisYear = new Date().getFullYear()): SearchedText {
  const words = foldedWords(typed);
  return {
    typed: typed.trim(),
    key: words.join(' '),
    words: words.slice(0, mostWords),
    parsed: parseText(typed),
    license: readTypedNumber(typed)?.number,
    invoices: readInvoiceNumbers(typed, thisYear),
  };
}

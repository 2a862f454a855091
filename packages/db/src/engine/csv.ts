import { asOneLine } from '@namc/inputs/text';
import { stringify } from 'csv-stringify/sync';

export type CsvCell = string | number | null;

/** A number below zero. A spreadsheet reads it as a number, and adds it up. */
const negative = /^-\d+(\.\d+)?$/;

/** Characters with which a spreadsheet begins a formula, in both widths. */
const formula = /(^|[;|]\s*)([=+\-@＝＋－＠])/gu;

/**
 * A cell that a spreadsheet shows and never runs: one line, with an apostrophe before what begins a formula. A
 * semicolon counts as the beginning of a cell, because some countries' spreadsheets split there. A number stays a number.
 */
const defused = (cell: CsvCell) =>
  typeof cell === 'string' && !negative.test(cell) ? asOneLine(cell).replace(formula, "$1'$2") : cell;

/**
 * Rows as CSV (RFC 4180): every cell is quoted and is one line, so a row of the text is a row of the list. A cell that
 * a spreadsheet would run as a formula gets an apostrophe in front. With `header`, the names come first, after the
 * byte order mark that tells Excel that the file is UTF-8.
 */
export function toCsv(rows: readonly CsvCell[][], header?: readonly string[]): string {
  const all = header ? [header, ...rows] : rows;
  return stringify(
    all.map((row) => row.map(defused)),
    { bom: header !== undefined, quoted: true, quoted_empty: true, record_delimiter: 'windows' },
  );
}

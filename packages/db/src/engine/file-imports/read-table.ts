import { type ColumnNames, nameKey } from '@namc/inputs/file-columns';
import { mostImportRows } from '@namc/inputs/file-imports';
import { asOneLine } from '@namc/inputs/text';
import { parse } from 'csv-parse/sync';
import { InvalidInput } from '../errors.ts';

/** A file of rows under a header. */
export interface ReadTable<Column extends string> {
  header: string[];
  /** For each name of the header the column that it means, null for one that isn’t known. */
  columns: (Column | null)[];
  rows: { line: number; cells: string[] }[];
  /** Remarks for people about the reading, one sentence each. */
  notes: string[];
}

const separators = [
  [',', 'commas'],
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
] as const;

export const badFile = (problem: string) => new InvalidInput('file', problem);
const saveAsCsv = 'Open it in a spreadsheet program and save it as “CSV UTF-8 (Comma delimited)”.';

/** The apostrophe that the portal’s own files put before what a spreadsheet would run. A corrected file brings it back. */
const guard = /^'(?=[=+\-@＝＋－＠])/u;

/** UTF-8, UTF-16 with its mark, or Windows-1252. @throws InvalidInput for a file that is no text. */
function decode(bytes: Uint8Array): { text: string; note?: string } {
  const [a, b] = bytes;
  if (a === 0x50 && b === 0x4b)
    throw badFile(`The file is an Excel workbook (.xlsx) or an archive. ${saveAsCsv}`);
  if (a === 0xd0 && b === 0xcf) throw badFile(`The file is an Excel workbook (.xls). ${saveAsCsv}`);
  if (a === 0x25 && b === 0x50) throw badFile('The file is a PDF. The portal reads CSV.');
  const marked = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
  if (marked)
    return { text: new TextDecoder(marked).decode(bytes), note: 'The file’s characters are UTF-16.' };
  if (bytes.includes(0)) throw badFile(`The file is not plain text. ${saveAsCsv}`);
  try {
    return { text: new TextDecoder('utf-8', { fatal: true }).decode(bytes) };
  } catch {
    return {
      text: new TextDecoder('windows-1252').decode(bytes),
      note: 'The file’s characters are Windows-1252. Look whether names with accents came out right.',
    };
  }
}

function rowsOf(text: string, delimiter: string) {
  try {
    return parse(text, {
      delimiter,
      bom: true,
      info: true,
      raw: true,
      relax_column_count: true,
      relax_quotes: true,
      skip_empty_lines: true,
    }) as unknown as { record: string[]; raw: string; info: { lines: number } }[];
  } catch {
    throw badFile('The file can’t be read: a quotation mark never ends.');
  }
}

/**
 * Reads a file of rows. Its first line names the columns in any order, and the separator and the encoding are found. `asCell` makes
 * what is kept of a cell.
 * @throws InvalidInput for a file that can’t be read.
 */
export function readTable<Column extends string>(
  bytes: Uint8Array,
  names: ColumnNames & Record<Column, readonly string[]>,
  asCell: (cell: string) => string = asOneLine,
): ReadTable<Column> {
  const columnOf = new Map(
    (Object.keys(names) as Column[]).flatMap((column) =>
      [column, ...names[column]].map((name) => [nameKey(name), column] as const),
    ),
  );
  const understand = (header: string[]) => header.map((name) => columnOf.get(nameKey(name)) ?? null);
  const { text, note } = decode(bytes);
  if (text.trim() === '') throw badFile('The file is empty.');
  if (/^\s*</.test(text)) throw badFile('The file is a web page or XML. The portal reads CSV.');
  const isAboutSeparator = /^\ufeff?sep=.\r?\n/i;
  const body = text.replace(isAboutSeparator, '');
  const first = body.replace(/^\ufeff/, '').split(/\r\n?|\n/, 1)[0] ?? '';
  // The right separator makes the most names that are known, or the most names at all.
  const split = separators.map((one) => {
    const names = first.split(one[0]).map((name) => name.replaceAll('"', ''));
    return { one, known: understand(names).filter(Boolean).length, all: names.length };
  });
  const [best] = split.sort((a, b) => b.known - a.known || b.all - a.all);
  const [separator, inWords] = best?.one ?? separators[0];
  const records = rowsOf(body, separator);
  const header = (records[0]?.record ?? []).map(asOneLine);
  const skipped = isAboutSeparator.test(text) ? 1 : 0;
  const rows = records.slice(1).map(({ record, raw, info }) => ({
    // The reader counts until the end of the row. People look for the line on which it begins.
    line: info.lines + skipped - (raw.trim().match(/\r\n?|\n/g)?.length ?? 0),
    cells: record.map((cell) => asCell(cell).replace(guard, '')),
  }));
  return {
    header,
    columns: understand(header),
    rows,
    notes: [
      ...(note ? [note] : []),
      ...(separator === ',' ? [] : [`The file’s fields are separated by ${inWords}.`]),
    ],
  };
}

/** @throws InvalidInput for a file without rows, and for one with too many. */
export function checkRowCount(rows: readonly unknown[]): void {
  if (rows.length === 0) throw badFile('The file has no row below its header.');
  if (rows.length > mostImportRows)
    throw badFile(`The file has more than ${mostImportRows} rows. Import it in parts.`);
}

/** True for a row with more cells than the header has names. */
export const isTooLong = (cells: readonly string[], header: readonly unknown[]): boolean =>
  cells.length > header.length && cells.slice(header.length).some((cell) => cell !== '');

export const tooLong = { field: 'row', reason: 'has more fields than the header' };

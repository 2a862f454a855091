import { asOneLine } from '@namc/inputs/text';
import { type BoardFile, boardFiles, licenseColumn, licenseFile } from './board-files.ts';
import { countOf } from './counts.ts';
import { splitFields } from './fields.ts';
import { foreignText } from './foreign-files.ts';

/** The way in which the rows of one file are read. */
export interface Layout {
  file: BoardFile;
  separator: string;
  /** The staging column of each field in the file's own order; null for a field that is not read. */
  columns: (string | null)[];
  /** The fields of a row: those of the header, and blank ones behind them. */
  width: number;
  /** The fields of a row behind its last column. */
  blanks: number;
  /** The place of the license number. */
  licenseAt: number;
  hasHeader: boolean;
  /** Remarks for people about the reading of the file, one sentence each. */
  notes: string[];
}

/** A first line that is of no file of the board, or of one that cannot be read as it is. */
export interface Unreadable {
  problem: string;
  /** True if the file can be imported as it is on demand. */
  mayBeForced: boolean;
}

const separators: [separator: string, name: string][] = [
  [',', 'commas'],
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
];

/** The way out of every file that is not the right one. */
export const rightFile = 'Take the board’s file MasterLicenseData as CSV.';

/**
 * Understands a file by its first lines. The header names the columns, in any order. A copy without a header is read by position,
 * if its rows look like licenses: then each row has to prove it (`shapeRules`).
 * @param lines the first lines of the file that are not blank.
 * @param force reads a file with columns that nobody knows.
 */
export function understand(lines: string[], force: boolean): Layout | Unreadable {
  const [first, ...rest] = lines;
  if (first === undefined) return { problem: 'The file is empty.', mayBeForced: false };
  const foreign = foreignText(first);
  if (foreign) return { problem: foreign, mayBeForced: false };
  const headers = separators.map(([separator]) => readHeader(first, separator));
  const at = headers.findIndex((header) => header !== undefined);
  const header = headers[at];
  if (!header) return understandWithoutHeader(first, rest);
  const [separator, name] = separators[at] as [string, string];
  if ('problem' in header) {
    if (!(force && header.mayBeForced)) return { problem: header.problem, mayBeForced: header.mayBeForced };
  }
  const columns = header.columns;
  const blanks = blanksBehind(rest, separator, columns.length);
  return {
    file: header.file,
    separator,
    columns: [...columns, ...Array<null>(blanks).fill(null)],
    width: columns.length + blanks,
    blanks,
    licenseAt: columns.indexOf(licenseColumn),
    hasHeader: true,
    notes: [
      ...(separator === ',' ? [] : [`The file’s fields are separated by ${name}.`]),
      ...('problem' in header ? [`${header.problem} The column was left out.`] : []),
      ...(header.notes ?? []),
    ],
  };
}

interface Header {
  file: BoardFile;
  columns: (string | null)[];
  notes?: string[];
}

/** Letters and digits alone: spaces, hyphens and letter case do not tell two columns apart. */
const key = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The keys of the names under which a column may come. */
const namesOf = ({ synonyms }: BoardFile, [name, column]: readonly [string, string]) =>
  [name, ...(synonyms?.[column] ?? [])].map(key);

/**
 * The header of a file of the board, or undefined for a line that is none. More than half of a file's names make its
 * header.
 */
function readHeader(line: string, separator: string): Header | (Header & Unreadable) | undefined {
  const names = splitFields(line, separator) ?? [];
  while (names.at(-1) === '') names.pop();
  const keys = names.map(key);
  const known = boardFiles.map(
    (file) =>
      file.columns.filter((column) => namesOf(file, column).some((name) => keys.includes(name))).length,
  );
  const [file] = boardFiles.filter(
    (one, at) => (known[at] ?? 0) * 2 > one.columns.length && known[at] === Math.max(...known),
  );
  if (!file) return undefined;
  const columns = keys.map(
    (name) => file.columns.find((column) => namesOf(file, column).includes(name))?.[1] ?? null,
  );
  const absent = file.columns.filter(([, column]) => !columns.includes(column));
  const missing = absent.filter(([, column]) => !file.optional?.includes(column)).map(([name]) => name);
  const strange = names.filter((name, at) => columns[at] === null && name !== '');
  const twice = names.filter((_, at) => columns[at] !== null && columns.indexOf(columns[at] ?? '') < at);
  const named = (list: readonly string[]) =>
    `${list.length === 1 ? 'the column' : 'the columns'} ${list.map((name) => `"${asOneLine(name).slice(0, 60)}"`).join(', ')}`;
  if (missing.length > 0 || twice.length > 0) {
    const faults = [
      ...(missing.length > 0 ? [`lacks ${named(missing)}`] : []),
      ...(strange.length > 0 ? [`has ${named(strange)}, which ${file.name} does not have`] : []),
      ...(twice.length > 0 ? [`has ${named(twice)} twice`] : []),
    ];
    return { file, columns, problem: `The header ${faults.join(', and ')}.`, mayBeForced: false };
  }
  if (strange.length > 0) {
    return {
      file,
      columns,
      problem: `The header has ${named(strange)}, which ${file.name} did not have so far.`,
      mayBeForced: true,
    };
  }
  return {
    file,
    columns,
    notes: absent.map(([name]) => `The header lacks the column "${name}". It was left blank.`),
  };
}

/** A spreadsheet adds blank fields behind the last column, in all rows alike. The header may have none. */
function blanksBehind(rows: string[], separator: string, columns: number): number {
  const counts = new Map<number, number>();
  for (const row of rows) {
    const fields = splitFields(row, separator, columns) ?? [];
    const blanks = fields.slice(columns).every((field) => field === '') ? fields.length - columns : 0;
    if (blanks >= 0) counts.set(blanks, (counts.get(blanks) ?? 0) + 1);
  }
  const [most = [0]] = [...counts].sort((a, b) => b[1] - a[1]);
  return (most[0] ?? 0) > 0 && (most as [number, number])[1] * 2 > rows.length ? (most[0] ?? 0) : 0;
}

/** Columns in the board's order. Each row has to look like one of the master file, or it is rejected. */
function understandWithoutHeader(first: string, rest: string[]): Layout | Unreadable {
  const width = licenseFile.columns.length;
  const fields = splitFields(first, ',', width) ?? [];
  const looksLikeLicense = /^\d{1,8}$/.test(fields[0] ?? '') && isDateOrBlank(fields[1] ?? '');
  if (!looksLikeLicense || Math.abs(fields.length - width) > 1) {
    return {
      problem: `The first line has ${countOf(fields.length, 'field')}; the header of the master file has ${width}. It begins “${asOneLine(first).slice(0, 60)}”. ${rightFile}`,
      mayBeForced: false,
    };
  }
  const blanks = blanksBehind([first, ...rest], ',', width);
  return {
    file: licenseFile,
    separator: ',',
    columns: [...licenseFile.columns.map(([, column]) => column), ...Array<null>(blanks).fill(null)],
    width: width + blanks,
    blanks,
    licenseAt: 0,
    hasHeader: false,
    notes: ['The file has no header. Its columns were read in the board’s order.'],
  };
}

const isDateOrBlank = (text: string) => /^(\d{1,2}\/\d{1,2}\/\d{4}|\d{4}-\d\d-\d\d)?$/.test(text);

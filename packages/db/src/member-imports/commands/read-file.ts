import { readFiledDate } from '@namc/inputs/filed-date';
import { type MemberColumn, memberColumns, mostMemberRows } from '@namc/inputs/member-imports';
import { type NewMember, newMember, type TermBasis } from '@namc/inputs/memberships';
import { quoted } from '@namc/inputs/quoted';
import { asOneLine } from '@namc/inputs/text';
import { parse } from 'csv-parse/sync';
import { InvalidInput } from '../../engine/errors.ts';

/** A row of the file: the member that it names, or the first fault. */
export interface ReadRow {
  line: number;
  cells: string[];
  facts?: NewMember;
  fault?: { field: string; reason: string };
}

export interface ReadFile {
  header: string[];
  /** Remarks for people about the reading, one sentence each. */
  notes: string[];
  rows: ReadRow[];
}

/** A tier as a file may name it. */
export type KnownTier = { code: string; name: string };

const separators = [
  [',', 'commas'],
  [';', 'semicolons'],
  ['\t', 'tabs'],
  ['|', 'vertical bars'],
] as const;

const bad = (problem: string) => new InvalidInput('file', problem);
const saveAsCsv = 'Open it in a spreadsheet program and save it as “CSV UTF-8 (Comma delimited)”.';

/** The apostrophe that the portal’s own files put before what a spreadsheet would run. A corrected file brings it back. */
const guard = /^'(?=[=+\-@＝＋－＠])/u;

/** Letters and digits alone: spaces, hyphens and letter case do not tell two names apart. */
const key = (name: string) => name.toLowerCase().replace(/[^a-z0-9]/g, '');
const columnOf = new Map(
  Object.entries(memberColumns).flatMap(([column, names]) =>
    [column, ...names].map((name) => [key(name), column as MemberColumn] as const),
  ),
);

/** UTF-8, UTF-16 with its mark, or Windows-1252. @throws InvalidInput for a file that is no text. */
function decode(bytes: Uint8Array): { text: string; note?: string } {
  const [a, b] = bytes;
  if (a === 0x50 && b === 0x4b)
    throw bad(`The file is an Excel workbook (.xlsx) or an archive. ${saveAsCsv}`);
  if (a === 0xd0 && b === 0xcf) throw bad(`The file is an Excel workbook (.xls). ${saveAsCsv}`);
  if (a === 0x25 && b === 0x50) throw bad('The file is a PDF. The portal reads CSV.');
  const marked = a === 0xff && b === 0xfe ? 'utf-16le' : a === 0xfe && b === 0xff ? 'utf-16be' : undefined;
  if (marked)
    return { text: new TextDecoder(marked).decode(bytes), note: 'The file’s characters are UTF-16.' };
  if (bytes.includes(0)) throw bad(`The file is not plain text. ${saveAsCsv}`);
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
    throw bad('The file can’t be read: a quotation mark never ends.');
  }
}

/** The columns of a header line, null for one that is not read. */
const understand = (names: string[]) => names.map((name) => columnOf.get(key(name)) ?? null);

/**
 * Reads a file of members. The header names the columns in any order, and the separator and the encoding are found.
 * @throws InvalidInput for a file that can’t be read.
 */
export function readMemberFile(bytes: Uint8Array, fileName: string, tiers: readonly KnownTier[]): ReadFile {
  const { text, note } = decode(bytes);
  if (text.trim() === '') throw bad('The file is empty.');
  if (/^\s*</.test(text)) throw bad('The file is a web page or XML. The portal reads CSV.');
  const isAboutSeparator = /^\ufeff?sep=.\r?\n/i;
  const body = text.replace(isAboutSeparator, '');
  const first = body.replace(/^\ufeff/, '').split(/\r\n?|\n/, 1)[0] ?? '';
  const known = ([separator]: readonly [string, string]) =>
    understand(first.split(separator).map((name) => name.replaceAll('"', ''))).filter(Boolean).length;
  const [best] = [...separators].sort((one, other) => known(other) - known(one));
  const [separator, inWords] = best ?? separators[0];
  const records = rowsOf(body, separator);
  const header = (records[0]?.record ?? []).map(asOneLine);
  const columns = understand(header);
  const has = (column: MemberColumn) => columns.includes(column);
  const twice = header.filter((_, at) => columns[at] && columns.indexOf(columns[at]) < at);
  if (twice.length > 0) throw bad(`The header names one column twice: ${twice.map(quoted).join(', ')}.`);
  const missing = [
    ...(has('email') ? [] : ['Email']),
    ...(has('name') || (has('firstName') && has('lastName')) ? [] : ['First name', 'Last name']),
    ...(has('tierCode') ? [] : ['Tier']),
    ...(has('endsOn') ? [] : ['Last day']),
  ];
  if (missing.length > 0)
    throw bad(`The first line must name the columns. It lacks ${missing.map(quoted).join(', ')}.`);
  if (records.length < 2) throw bad('The file has no row below its header.');
  if (records.length - 1 > mostMemberRows)
    throw bad(`The file has more than ${mostMemberRows} rows. Import it in parts.`);
  const left = header.filter((name, at) => name !== '' && columns[at] === null);
  const skipped = isAboutSeparator.test(text) ? 1 : 0;
  const rows = records.slice(1).map(({ record, raw, info }): ReadRow => {
    const cells = record.map((cell) => asOneLine(cell).replace(guard, ''));
    // The reader counts until the end of the row. People look for the line on which it begins.
    const line = info.lines + skipped - (raw.trim().match(/\r\n?|\n/g)?.length ?? 0);
    return { line, cells, ...readRow(cells, columns, fileName, tiers) };
  });
  rejectRepeated(rows);
  return {
    header,
    rows,
    notes: [
      ...(note ? [note] : []),
      ...(separator === ',' ? [] : [`The file’s fields are separated by ${inWords}.`]),
      ...(left.length > 0 ? [`These columns were left out: ${left.map(quoted).join(', ')}.`] : []),
      ...(has('startsOn')
        ? []
        : ['The file has no first day. A membership is taken to have begun a year before its last day.']),
    ],
  };
}

const bases: Record<string, TermBasis> = {
  dues: 'DUES',
  paid: 'DUES',
  yes: 'DUES',
  honorary: 'HONORARY',
  complimentary: 'COMPLIMENTARY',
  comp: 'COMPLIMENTARY',
  free: 'COMPLIMENTARY',
};

function readRow(
  cells: string[],
  columns: (MemberColumn | null)[],
  fileName: string,
  tiers: readonly KnownTier[],
): Pick<ReadRow, 'facts' | 'fault'> {
  if (cells.length > columns.length && cells.slice(columns.length).some((cell) => cell !== '')) {
    return { fault: { field: 'row', reason: 'has more fields than the header' } };
  }
  const cell = (column: MemberColumn) => cells[columns.indexOf(column)] ?? '';
  const name = cell('name');
  const endsOn = readFiledDate(cell('endsOn')) ?? cell('endsOn');
  const basis = cell('basis') === '' ? 'DUES' : (bases[key(cell('basis'))] ?? cell('basis'));
  const tier = tiers.find((one) => [one.code, one.name].some((said) => key(said) === key(cell('tierCode'))));
  const { data, error } = newMember.safeParse({
    email: cell('email'),
    // The last word of a name in one field is the last name.
    firstName: cell('firstName') || name.split(' ').slice(0, -1).join(' '),
    lastName: cell('lastName') || (name.split(' ').at(-1) ?? ''),
    company: cell('company'),
    phone: cell('phone'),
    licenseNumber: cell('licenseNumber').replace(/^#\s*/, ''),
    tierCode: tier?.code ?? cell('tierCode'),
    startsOn: readFiledDate(cell('startsOn')) ?? (cell('startsOn') || yearBefore(endsOn)),
    endsOn,
    basis,
    note: cell('note') || (basis === 'DUES' ? '' : `From the file ${fileName}`),
  });
  if (!error) return { facts: data };
  const [issue] = error.issues;
  const field = String(issue?.path[0] ?? 'row');
  // A text that is too long or empty says so itself. A choice says what there is.
  const reason =
    field === 'basis' ? 'must be dues, honorary or complimentary' : (issue?.message ?? 'is wrong');
  return { fault: { field, reason } };
}

/** The first day of the year that ends on a day; the text itself if it is no day. */
function yearBefore(day: string): string {
  const [, year = '', rest = ''] = /^(\d{4})(-\d{2}-\d{2})$/.exec(day) ?? [];
  if (!year) return day;
  const before = `${Number(year) - 1}${rest === '-02-29' ? '-02-28' : rest}`;
  return new Date(Date.parse(`${before}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}

/** A person or a license comes once: the later row of two is rejected. */
function rejectRepeated(rows: ReadRow[]): void {
  for (const field of ['email', 'licenseNumber'] as const) {
    const lines = new Map<string, number>();
    for (const row of rows) {
      const value = row.facts?.[field];
      if (!value) continue;
      const earlier = lines.get(value);
      if (earlier === undefined) lines.set(value, row.line);
      else {
        row.fault = { field, reason: `stands in line ${earlier} already` };
        delete row.facts;
      }
    }
  }
}

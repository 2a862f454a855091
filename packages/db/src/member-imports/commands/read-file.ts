import { nameKey } from '@namc/inputs/file-columns';
import { readFiledDate } from '@namc/inputs/filed-date';
import { type MemberColumn, memberColumns } from '@namc/inputs/member-imports';
import { type NewMember, newMember, type TermBasis } from '@namc/inputs/memberships';
import { quoted } from '@namc/inputs/quoted';
import {
  badFile,
  checkRowCount,
  isTooLong,
  readTable,
  tooLong,
} from '../../engine/file-imports/read-table.ts';

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

/**
 * Reads a file of members. The header names the columns in any order, and the separator and the encoding are found.
 * @throws InvalidInput for a file that can’t be read.
 */
export function readMemberFile(bytes: Uint8Array, fileName: string, tiers: readonly KnownTier[]): ReadFile {
  const { header, columns, rows: records, notes } = readTable<MemberColumn>(bytes, memberColumns);
  const has = (column: MemberColumn) => columns.includes(column);
  const twice = header.filter((_, at) => columns[at] && columns.indexOf(columns[at]) < at);
  if (twice.length > 0) throw badFile(`The header names one column twice: ${twice.map(quoted).join(', ')}.`);
  const missing = [
    ...(has('email') ? [] : ['Email']),
    ...(has('name') || (has('firstName') && has('lastName')) ? [] : ['First name', 'Last name']),
    ...(has('tierCode') ? [] : ['Tier']),
    ...(has('endsOn') ? [] : ['Last day']),
  ];
  if (missing.length > 0)
    throw badFile(`The first line must name the columns. It lacks ${missing.map(quoted).join(', ')}.`);
  checkRowCount(records);
  const left = header.filter((name, at) => name !== '' && columns[at] === null);
  const rows = records.map(
    ({ line, cells }): ReadRow => ({ line, cells, ...readRow(cells, columns, fileName, tiers) }),
  );
  rejectRepeated(rows);
  return {
    header,
    rows,
    notes: [
      ...notes,
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
  if (isTooLong(cells, columns)) return { fault: tooLong };
  const cell = (column: MemberColumn) => cells[columns.indexOf(column)] ?? '';
  const name = cell('name');
  const endsOn = readFiledDate(cell('endsOn')) ?? cell('endsOn');
  const basis = cell('basis') === '' ? 'DUES' : (bases[nameKey(cell('basis'))] ?? cell('basis'));
  const tier = tiers.find((one) =>
    [one.code, one.name].some((said) => nameKey(said) === nameKey(cell('tierCode'))),
  );
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

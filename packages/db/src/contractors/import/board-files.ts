import type { fileKinds } from '../tables/import-runs.ts';
import { columnNames, headerNames } from './master-file.ts';
import { personnelColumns } from './personnel-file.ts';
import { policyColumns, policySynonyms } from './policy-file.ts';

export type FileKind = (typeof fileKinds)[number];
export type ListKind = Exclude<FileKind, 'licenses'>;

/** A file of the license board that the portal reads. */
export interface BoardFile {
  kind: FileKind;
  /** The board's own name of the file. */
  name: string;
  /** The header's name and the staging column of each column, in the board's order. */
  columns: readonly (readonly [header: string, column: string])[];
  /** Other names under which a column may come. */
  synonyms?: Readonly<Record<string, readonly string[]>>;
  /** Columns without which a file is read all the same. */
  optional?: readonly string[];
}

export const licenseFile: BoardFile = {
  kind: 'licenses',
  name: 'MasterLicenseData',
  columns: headerNames.map((name, at) => [name, columnNames[at] as string] as const),
};
const personnelFile: BoardFile = { kind: 'personnel', name: 'PersonnelData', columns: personnelColumns };
const policyFile: BoardFile = {
  kind: 'workers_comp',
  name: 'WorkerCompData',
  columns: policyColumns,
  synonyms: policySynonyms,
  optional: ['license_type', 'suspension_date'],
};

export const boardFiles = [licenseFile, personnelFile, policyFile];
export const fileOfKind = (kind: FileKind) => boardFiles.find((file) => file.kind === kind) ?? licenseFile;

/** The column that says whose row it is, and those with dates and amounts: the same names in every file. */
export const licenseColumn = 'license_number';
export const dateColumnsOf = (file: BoardFile) =>
  file.columns.map(([, column]) => column).filter((column) => /_date$|^last_updated$/.test(column));
/** Columns with a date for each association, separated by `|`. */
export const dateListColumnsOf = (file: BoardFile) =>
  file.columns.map(([, column]) => column).filter((column) => /associated_list$/.test(column));
export const amountColumnsOf = (file: BoardFile) =>
  file.columns.map(([, column]) => column).filter((column) => column.endsWith('_cents'));
/** A column without which a row says nothing. */
export const neededColumnsOf = (file: BoardFile) =>
  file.kind === 'licenses' ? ['business_name', 'primary_status'] : file.kind === 'personnel' ? ['name'] : [];

/** The file's own name of a column, for messages about a field. */
export const headerNameIn = (file: BoardFile, column: string) =>
  file.columns.find(([, name]) => name === column)?.[0] ?? column;

import type { TransactionClient } from '../../engine/connection.ts';
import { type FileKind, fileOfKind, type ListKind } from './board-files.ts';
import { staging } from './staging.ts';

/** A file whose rows are kept as they are: its table, and each column with its value from a staging line. */
interface ListFile {
  table: string;
  columns: readonly (readonly [column: string, value: string])[];
}

const text = (column: string) => [column, `nullif(${column}, '')`] as const;
const date = (column: string) => [column, `nullif(${column}, '')::date`] as const;
/** One value for each association; null for a blank one. */
const list = (column: string, from: string) =>
  [column, `string_to_array(replace(replace(${from}, '| ', '|'), ' |', '|'), '|', '')`] as const;
const dates = (column: string, from: string) => {
  const [, value] = list(column, from);
  return [column, `${value}::date[]`] as const;
};

const listFiles: Record<ListKind, ListFile> = {
  personnel: {
    table: 'contractor_personnel',
    columns: [
      ['license_number', 'license_number'],
      date('last_updated'),
      text('record_type'),
      text('sequence_number'),
      text('name_type'),
      ['name', `regexp_replace(name, ' +', ' ', 'g')`],
      list('titles', 'title_list'),
      list('classes', 'class_list'),
      list('class_statuses', 'class_status_list'),
      dates('associated_dates', 'associated_list'),
      dates('disassociated_dates', 'disassociated_list'),
      text('surety_type'),
      text('bond_surety'),
      text('bond_number'),
      ['bond_amount_cents', `nullif(bond_amount_cents, '')::bigint * 100`],
      date('bond_effective_date'),
      date('bond_cancellation_date'),
      text('joint_venture_license_type'),
      text('joint_venture_license_number'),
    ],
  },
  workers_comp: {
    table: 'contractor_policies',
    columns: [
      ['license_number', 'license_number'],
      text('license_type'),
      date('last_updated'),
      text('coverage_type'),
      text('insurer'),
      text('policy_number'),
      date('effective_date'),
      date('expiration_date'),
      date('cancellation_date'),
      date('suspension_date'),
    ],
  },
};

/** The table of a kind of file. */
export const tableOf = (kind: FileKind) =>
  kind === 'licenses' ? 'california_contractors' : listFiles[kind].table;

/** The accepted lines as rows of the table. */
export const newRows = 'import_staging.new_rows';

/** Rows that a file of this kind adds and takes away. A row that changed is a new one in place of the old one. */
export interface ListChanges {
  added: number;
  gone: number;
  unchanged: number;
}

/** Compares the accepted lines with the table. Makes the table that `mergeList` reads and drops. */
export async function compareList(sql: TransactionClient, kind: ListKind): Promise<ListChanges> {
  const { table, columns } = listFiles[kind];
  const facts = fileOfKind(kind).columns.map(([, column]) => column);
  await sql.unsafe(`
    create unlogged table ${newRows} as
    select distinct on (digest) * from (
      select ${columns.map(([column, value]) => `${value} as ${column}`).join(', ')},
             md5(concat_ws(e'\\t', ${facts.join(', ')}))::uuid as digest
      from ${staging} where problem = ''
    ) lines order by digest`);
  await sql.unsafe(`analyze ${newRows}`);
  const [counts] = await sql.unsafe<ListChanges[]>(`
    select count(*) filter (where old.digest is null) as added, count(old.digest) as unchanged,
           (select count(*) from ${table} where ${isAbsent(table)}) as gone
    from ${newRows} line left join ${table} old using (digest)`);
  return counts ?? { added: 0, gone: 0, unchanged: 0 };
}

/**
 * A row that the file lacks. While a line of its license, or one whose license is unknown, cannot be read, it may be that line.
 */
export const isAbsent = (table: string) => `
  not exists (select from ${newRows} line where line.digest = ${table}.digest)
  and not exists (select from ${staging} s where s.problem <> '' and s.license_number = ${table}.license_number)
  and not exists (select from ${staging} where problem <> '' and license_number = '')`;

/** The columns of the table of a kind of file. */
export const columnsOf = (kind: ListKind) => ['digest', ...listFiles[kind].columns.map(([column]) => column)];

/** Makes the table hold the rows of the file. */
export async function mergeList(sql: TransactionClient, kind: ListKind): Promise<void> {
  const { table } = listFiles[kind];
  const names = columnsOf(kind).join(', ');
  await sql.unsafe(`delete from ${table} where ${isAbsent(table)}`);
  await sql.unsafe(`
    insert into ${table} (${names}) select ${names} from ${newRows} line
    where not exists (select from ${table} old where old.digest = line.digest)`);
  await sql.unsafe(`drop table ${newRows}`);
}

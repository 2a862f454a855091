import type { TransactionClient } from '../../engine/connection.ts';
import { lastFileDate } from '../standing/last-file.ts';
import { absentRows } from './rows.ts';
import { importedColumns } from './rows-before.ts';
import { staging } from './staging.ts';

const table = 'california_contractors';
/** The rows of which the mark changes. It makes the table and drops it. */
const marks = 'import_staging.marks';

/**
 * Marks the licenses of which the file has no line that could be read with the date of the file that they were last read from,
 * and takes the mark from those that it has one of. The rows of `findChanges` are written before. Keeps the rows as they were, and
 * returns how many they are.
 */
export async function markKeptRows(sql: TransactionClient, runId: string): Promise<number> {
  const [last] = await sql<{ date: string | null }[]>`select ${lastFileDate(sql)}::text as date`;
  const accepted = (license: string) =>
    `exists (select from ${staging} s where s.license_number = ${license} and s.problem = '')`;
  await sql.unsafe(`create unlogged table ${marks} (license_number text primary key, kept_from_date date)`);
  await sql.unsafe(`
    insert into ${marks} (license_number)
    select license_number from ${table} c where kept_from_date is not null and ${accepted('c.license_number')}`);
  await sql.unsafe(
    `insert into ${marks} (license_number, kept_from_date)
     select license_number, coalesce($1::date, last_updated) from ${table} c
     where gone_at is null and kept_from_date is null and license_number in (
       select license_number from ${staging} where problem <> ''
       union select license_number from ${absentRows}) and not ${accepted('c.license_number')}`,
    [last?.date ?? null],
  );
  const kept = await sql.unsafe(
    `insert into contractor_rows_before (license_number, import_run_id, kind, before)
     select license_number, $1, 'changed',
            (select jsonb_strip_nulls(to_jsonb(old)) from (select ${importedColumns.map((column) => `c.${column}`).join(', ')}) old)
     from ${marks} join ${table} c using (license_number)`,
    [runId],
  );
  await sql.unsafe(`
    update ${table} c set kept_from_date = mark.kept_from_date from ${marks} mark where mark.license_number = c.license_number`);
  await sql.unsafe(`drop table ${marks}`);
  return kept.count;
}

import { openBuilder } from '../../engine/builder.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { contractorCountyCounts } from '../tables/register.ts';
import { noteChanges } from './events.ts';
import { markKeptRows } from './kept-rows.ts';
import { absentRows, changedRows, fileColumns, typedRows } from './rows.ts';
import { forgetRowsBefore, keepChangedRows, keepGoneRows } from './rows-before.ts';
import { everyLine, freshLine, staging } from './staging.ts';

export interface MergeCounts {
  added: number;
  changed: number;
  gone: number;
  returned: number;
  statusChanges: Record<string, number>;
  /** Rows kept for an undoing; null if there is none. */
  kept: number | null;
}

const table = 'california_contractors';
/** The rows of a first load. It makes the table and drops it. */
const newRows = 'import_staging.new_rows';
const none: MergeCounts = { added: 0, changed: 0, gone: 0, returned: 0, statusChanges: {}, kept: null };

/**
 * Inserts every accepted line into the empty table. The secondary indexes are dropped and built afterwards, which
 * takes less than two thirds of the time of maintaining them. Readers in the meantime wait for the commit. CREATE TABLE AS may use
 * all cores for the types, unlike INSERT.
 */
export async function loadFirst(
  sql: TransactionClient,
  rows: number,
  onPhase: (phase: string) => void,
): Promise<MergeCounts> {
  await forgetRowsBefore(sql);
  await sql`select begin_first_load()`;
  // A trigger names firms too, but it would make each row anew.
  await sql.unsafe(`
    create unlogged table ${newRows} as
    select line.*, nullif(lower(shown_name(business_name, dba_name, full_business_name, second_name_type)), lower(business_name))
             as shown_name_key
    from (${typedRows(everyLine)}) line`);
  const columns = [...fileColumns, 'shown_name_key'].join(', ');
  await sql.unsafe(`insert into ${table} (${columns}) select ${columns} from ${newRows}`);
  await sql.unsafe(`drop table ${newRows}`);
  onPhase('Building the indexes');
  await sql`select end_first_load()`;
  onPhase('Collecting the words');
  await sql`delete from contractor_words`;
  await sql.unsafe(`
    insert into contractor_words (word, contractors)
    select word, ndoc from ts_stat('select search_vector from ${table}')`);
  return { ...none, added: rows };
}

/** The rows of `california_contractors` that the staged file makes gone. */
export const isGone = `
  ${table}.license_number in (select license_number from ${absentRows})
  and not exists (select from ${staging} where problem <> '' and license_number = '')`;

/**
 * Finds the lines that differ from their row, because rewriting an unchanged row costs as much as a new one in time, log and
 * index, and the rows that the file lacks. CREATE TABLE AS may use all cores, unlike INSERT. A row that cannot be read never
 * makes its firm gone: while any rejected row's license number is unknown, every absent firm is kept (`isGone`).
 */
export async function findChanges(
  sql: TransactionClient,
): Promise<Pick<MergeCounts, 'added' | 'changed' | 'returned' | 'statusChanges'>> {
  const tuple = (alias: string) => `(${fileColumns.map((column) => `${alias}.${column}`).join(', ')})`;
  await sql.unsafe(`
    create unlogged table ${changedRows} as
    select ${fileColumns.map((column) => `line.${column}`).join(', ')}, c.license_number is null as is_new,
           ${fileColumns
             .filter((column) => column !== 'license_number')
             .map((column) => `c.${column} as old_${column}`)
             .join(', ')},
           c.gone_at as old_gone_at, c.search_vector as old_words
    from (${typedRows(freshLine)}) line left join ${table} c using (license_number)
    where c.license_number is null or c.gone_at is not null or ${tuple('line')} is distinct from ${tuple('c')}`);
  await sql.unsafe(`
    create unlogged table ${absentRows} as
    select license_number, county, classifications from ${table}
    where gone_at is null and not exists (select from ${staging} s where s.license_number = ${table}.license_number)`);
  await sql.unsafe(`analyze ${changedRows}, ${absentRows}`);
  const [counts] = await sql.unsafe<{ added: number; changed: number; returned: number }[]>(`
    select count(*) filter (where is_new) as added, count(*) filter (where not is_new) as changed,
           count(*) filter (where old_gone_at is not null) as returned
    from ${changedRows}`);
  const statusRows = await sql.unsafe<{ change: string; count: number }[]>(`
    select old_primary_status || ' → ' || primary_status as change, count(*) as count from ${changedRows}
    where old_primary_status <> primary_status group by 1 order by 2 desc, 1`);
  return {
    added: counts?.added ?? 0,
    changed: counts?.changed ?? 0,
    returned: counts?.returned ?? 0,
    statusChanges: Object.fromEntries(statusRows.map(({ change, count }) => [change, count])),
  };
}

/** The absent firms that are kept, because a rejected row without a license number may be theirs. */
export async function countKept(sql: TransactionClient): Promise<number> {
  const [row] = await sql.unsafe<{ count: number }[]>(
    `select count(*) as count from ${table} where license_number in (select license_number from ${absentRows}) and not (${isGone})`,
  );
  return row?.count ?? 0;
}

/** Drops the tables of `findChanges`. */
export const forgetChanges = (sql: TransactionClient) =>
  sql.unsafe(`drop table ${changedRows}, ${absentRows}`);

/**
 * Updates the table with what `findChanges` found, and keeps the rows as they were. A firm is gone, or back, from the day of the file in California. Change events
 * compare two files, so the first file makes none.
 */
export async function mergeChanges(
  sql: TransactionClient,
  { runId, snapshotDate, notesEvents }: { runId: string; snapshotDate: string | null; notesEvents: boolean },
): Promise<Pick<MergeCounts, 'gone' | 'kept'>> {
  await forgetRowsBefore(sql);
  const kept = await keepChangedRows(sql, runId);
  const dayOfFile = `coalesce($1::date, (now() at time zone 'America/Los_Angeles')::date)::timestamp at time zone 'America/Los_Angeles'`;
  await sql.unsafe(
    `update ${table} c
     set ${fileColumns
       .filter((column) => column !== 'license_number')
       .map((column) => `${column} = line.${column}`)
       .join(', ')},
         returned_at = case when c.gone_at is not null then ${dayOfFile} else c.returned_at end, gone_at = null,
         kept_from_date = null
     from ${changedRows} line where c.license_number = line.license_number and not line.is_new`,
    [snapshotDate],
  );
  await sql.unsafe(`
    insert into ${table} (${fileColumns.join(', ')}) select ${fileColumns.join(', ')} from ${changedRows} where is_new`);
  await keepGoneRows(sql, runId, isGone);
  const gone = await sql.unsafe(`update ${table} set gone_at = ${dayOfFile} where ${isGone}`, [snapshotDate]);
  if (notesEvents) await noteChanges(sql, runId, gone.count > 0);
  await countWords(sql);
  return { gone: gone.count, kept: kept + gone.count + (await markKeptRows(sql, runId)) };
}

/** Updates the word table with the words that came and went with the changed rows. */
export async function countWords(sql: TransactionClient): Promise<void> {
  await sql.unsafe(`
    with moved as (
      select word, sum(by) as by from (
        select unnest(tsvector_to_array(old_words)) as word, -1 as by from ${changedRows} where old_words is not null
        union all
        select unnest(tsvector_to_array(c.search_vector)), 1
        from ${changedRows} line join ${table} c using (license_number)
      ) words group by word having sum(by) <> 0
    ), dropped as (
      delete from contractor_words w using moved where w.word = moved.word and w.contractors + moved.by <= 0
    ), counted as (
      update contractor_words w set contractors = w.contractors + moved.by
      from moved where w.word = moved.word and w.contractors + moved.by > 0
    )
    insert into contractor_words (word, contractors)
    select word, by from moved where by > 0 and not exists (select from contractor_words w where w.word = moved.word)`);
}

/** Counts the firms of each county anew. A SELECT may use all cores, unlike INSERT … SELECT. */
export async function replaceCountyCounts(sql: TransactionClient): Promise<void> {
  const counts = await sql<(typeof contractorCountyCounts.$inferInsert)[]>`
    select county, c.region, count(*) as contractors, count(*) filter (where primary_status = 'CLEAR') as clear,
           count(*) filter (where is_namc_member) as members
    from california_contractors join california_counties c on c.name = county
    where gone_at is null and california_contractors.region <> 'OTHER'
    group by county, c.region`;
  const builder = openBuilder(sql);
  await builder.delete(contractorCountyCounts);
  if (counts.length > 0) await builder.insert(contractorCountyCounts).values(counts);
}

import type { TransactionClient } from '../../engine/connection.ts';
import { changedRows, fileColumns, typedRows } from './rows.ts';
import { forgetRowsBefore, keepChangedRows, keepGoneRows } from './rows-before.ts';
import { staging } from './staging.ts';

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
const none: MergeCounts = { added: 0, changed: 0, gone: 0, returned: 0, statusChanges: {}, kept: null };

/**
 * Inserts every accepted line into the empty table. The secondary indexes are dropped and built afterwards, which
 * takes less than two thirds of the time of maintaining them. Readers in the meantime wait for the commit.
 */
export async function loadFirst(
  sql: TransactionClient,
  rows: number,
  onPhase: (phase: string) => void,
): Promise<MergeCounts> {
  await forgetRowsBefore(sql);
  await sql`select begin_first_load()`;
  await sql.unsafe(`insert into ${table} (${fileColumns.join(', ')}) ${typedRows()}`);
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
  ${table}.gone_at is null
  and not exists (select from ${staging} s where s.license_number = ${table}.license_number)`;

/**
 * Finds the lines that differ from their row, because rewriting an unchanged row costs as much as a new one in time, log and
 * index. CREATE TABLE AS may use all cores, unlike INSERT. Returns how many there are of each kind.
 */
export async function findChanges(
  sql: TransactionClient,
): Promise<Pick<MergeCounts, 'added' | 'changed' | 'returned' | 'statusChanges'>> {
  const tuple = (alias: string) => `(${fileColumns.map((column) => `${alias}.${column}`).join(', ')})`;
  await sql.unsafe(`
    create unlogged table ${changedRows} as
    select ${fileColumns.map((column) => `line.${column}`).join(', ')}, c.license_number is null as is_new,
           c.primary_status as old_status, c.expiration_date as old_expiration,
           c.contractor_bond_cancellation_date as old_bond_cancellation,
           c.workers_comp_cancellation_date as old_workers_comp_cancellation, c.gone_at as old_gone_at,
           c.search_vector as old_words
    from (${typedRows()}) line left join ${table} c using (license_number)
    where c.license_number is null or c.gone_at is not null or ${tuple('line')} is distinct from ${tuple('c')}`);
  const [counts] = await sql.unsafe<{ added: number; changed: number; returned: number }[]>(`
    select count(*) filter (where is_new) as added, count(*) filter (where not is_new) as changed,
           count(*) filter (where old_gone_at is not null) as returned
    from ${changedRows}`);
  const statusRows = await sql.unsafe<{ change: string; count: number }[]>(`
    select old_status || ' → ' || primary_status as change, count(*) as count from ${changedRows}
    where old_status <> primary_status group by 1 order by 2 desc, 1`);
  return {
    added: counts?.added ?? 0,
    changed: counts?.changed ?? 0,
    returned: counts?.returned ?? 0,
    statusChanges: Object.fromEntries(statusRows.map(({ change, count }) => [change, count])),
  };
}

/**
 * Updates the table with the accepted lines that differ from it, and keeps the rows as they were. Change events compare two
 * files, so the first file makes none.
 */
export async function mergeChanges(
  sql: TransactionClient,
  { runId, at, notesEvents }: { runId: string; at: Date; notesEvents: boolean },
): Promise<MergeCounts> {
  const counts = await findChanges(sql);
  await forgetRowsBefore(sql);
  await keepChangedRows(sql, runId);
  await sql.unsafe(`
    update ${table} c
    set ${fileColumns
      .filter((column) => column !== 'license_number')
      .map((column) => `${column} = line.${column}`)
      .join(', ')},
        gone_at = null
    from ${changedRows} line where c.license_number = line.license_number and not line.is_new`);
  await sql.unsafe(`
    insert into ${table} (${fileColumns.join(', ')}) select ${fileColumns.join(', ')} from ${changedRows} where is_new`);
  const gone = await sql.unsafe(`update ${table} set gone_at = $1 where ${isGone} returning license_number`, [
    at,
  ]);
  const goneLicenses = gone.map((row) => String(row.license_number));
  await keepGoneRows(sql, runId, goneLicenses);
  if (notesEvents) {
    await sql`
      insert into contractor_changes (import_run_id, license_number, kind)
      select ${runId}, license_number, 'gone' from unnest(${goneLicenses}::text[]) license_number`;
    await noteChanges(sql, runId);
  }
  await countWords(sql);
  await sql.unsafe(`drop table ${changedRows}`);
  return { ...counts, gone: gone.length, kept: counts.added + counts.changed + gone.length };
}

/** Writes the events that staff follow: each changed row before and after. */
async function noteChanges(sql: TransactionClient, runId: string): Promise<void> {
  await sql.unsafe(
    `insert into contractor_changes (import_run_id, license_number, kind, before, after)
     select $1, license_number, kind, before, after
     from ${changedRows} cross join lateral (values
       ('new_license', is_new, null, primary_status),
       ('returned', old_gone_at is not null, null, primary_status),
       ('status_changed', old_status <> primary_status, old_status, primary_status),
       ('expiration_moved', not is_new and old_expiration is distinct from expiration_date,
        old_expiration::text, expiration_date::text),
       ('bond_cancellation_set', not is_new and contractor_bond_cancellation_date is not null
        and old_bond_cancellation is distinct from contractor_bond_cancellation_date,
        old_bond_cancellation::text, contractor_bond_cancellation_date::text),
       ('workers_comp_cancellation_set', not is_new and workers_comp_cancellation_date is not null
        and old_workers_comp_cancellation is distinct from workers_comp_cancellation_date,
        old_workers_comp_cancellation::text, workers_comp_cancellation_date::text)
     ) as event (kind, happened, before, after)
     where happened
     order by license_number, kind`,
    [runId],
  );
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

export async function replaceCountyCounts(sql: TransactionClient): Promise<void> {
  await sql`delete from contractor_county_counts`;
  await sql.unsafe(`
    insert into contractor_county_counts (county, region, contractors, clear, members)
    select county, c.region, count(*), count(*) filter (where primary_status = 'CLEAR'), count(*) filter (where is_namc_member)
    from ${table} join california_counties c on c.name = county
    where gone_at is null and ${table}.region <> 'OTHER'
    group by county, c.region`);
}

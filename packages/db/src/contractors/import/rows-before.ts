import { getTableColumns, isNotNull } from 'drizzle-orm';
import { openBuilder } from '../../engine/builder.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { contractorImportRuns } from '../tables/import-runs.ts';
import { californiaContractors } from '../tables/register.ts';
import { changedRows } from './rows.ts';

/** Columns that the database derives by a trigger, and what the portal itself says. */
const notOfFiles = ['license_number', 'is_namc_member', 'shown_name_key'];

/** The columns that imports write. */
export const importedColumns = Object.values(getTableColumns(californiaContractors))
  .filter(({ name, generated }) => !generated && !notOfFiles.includes(name))
  .map(({ name }) => name);

/** Only the last accepted run can be undone: the next one forgets what it kept. */
export async function forgetRowsBefore(sql: TransactionClient): Promise<void> {
  await sql`delete from contractor_rows_before`;
  await openBuilder(sql)
    .update(contractorImportRuns)
    .set({ rowsKept: null })
    .where(isNotNull(contractorImportRuns.rowsKept));
}

/**
 * Keeps the rows that `changed_rows` is about to change, as JSON without nulls: half the size of a typed copy, and good for
 * columns that a later migration adds. Returns how many rows are kept.
 */
export async function keepChangedRows(sql: TransactionClient, runId: string): Promise<number> {
  const kept = await sql.unsafe(
    `insert into contractor_rows_before (license_number, import_run_id, kind, before)
     select line.license_number, $1, case when line.is_new then 'new' else 'changed' end,
            (select jsonb_strip_nulls(to_jsonb(old)) from (select ${importedColumns.map((column) => `c.${column}`).join(', ')}) old
             where not line.is_new)
     from ${changedRows} line left join california_contractors c using (license_number)`,
    [runId],
  );
  return kept.count;
}

/** Keeps which rows a run is about to mark as gone. */
export async function keepGoneRows(sql: TransactionClient, runId: string, isGone: string): Promise<void> {
  await sql.unsafe(
    `insert into contractor_rows_before (license_number, import_run_id, kind)
     select license_number, $1, 'gone' from california_contractors where ${isGone}`,
    [runId],
  );
}

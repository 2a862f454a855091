import { and, eq, getTableColumns, isNotNull } from 'drizzle-orm';
import { openBuilder } from '../../engine/builder.ts';
import type { TransactionClient } from '../../engine/connection.ts';
import { contractorImportRuns } from '../tables/import-runs.ts';
import { californiaContractors } from '../tables/register.ts';
import { besideColumns } from './beside.ts';
import type { FileKind } from './board-files.ts';
import { changedRows } from './rows.ts';

/** Columns that the database derives by a trigger, what the portal itself says, and what other files say. */
const notOfFiles = ['license_number', 'is_namc_member', 'shown_name_key', 'barred_members', ...besideColumns];

/** The columns that imports write. */
export const importedColumns = Object.values(getTableColumns(californiaContractors))
  .filter(({ name, generated }) => !generated && !notOfFiles.includes(name))
  .map(({ name }) => name);

/** Only the last accepted run of a kind of file can be undone: the next one forgets what it kept. */
export async function forgetRowsBefore(sql: TransactionClient): Promise<void> {
  await sql`delete from contractor_rows_before`;
  await forgetKept(sql, 'licenses');
}

/** Marks the runs of a kind of file as ones that cannot be undone. */
export async function forgetKept(sql: TransactionClient, kind: FileKind): Promise<void> {
  await openBuilder(sql)
    .update(contractorImportRuns)
    .set({ rowsKept: null })
    .where(and(isNotNull(contractorImportRuns.rowsKept), eq(contractorImportRuns.fileKind, kind)));
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

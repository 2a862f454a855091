import type { TransactionClient } from '../../engine/connection.ts';
import type { ListKind } from './board-files.ts';
import { columnsOf, isAbsent, newRows, tableOf } from './list-file.ts';
import { forgetKept } from './rows-before.ts';

/** Only the last accepted run of a kind of file can be undone: the next one forgets what it kept. */
export async function forgetListRowsBefore(sql: TransactionClient, kind: ListKind): Promise<void> {
  await sql`
    delete from contractor_list_rows_before
    where import_run_id in (select id from contractor_import_runs where file_kind = ${kind})`;
  await forgetKept(sql, kind);
}

/** Keeps the rows that the run is about to take away, and which ones it is about to add. Returns how many rows are kept. */
export async function keepListRows(sql: TransactionClient, kind: ListKind, runId: string): Promise<number> {
  const table = tableOf(kind);
  const kept = await sql.unsafe(
    `insert into contractor_list_rows_before (import_run_id, digest, kind, before)
     select $1::uuid, digest, 'gone', jsonb_strip_nulls(to_jsonb(${table})) from ${table} where ${isAbsent(table)}
     union all
     select $1::uuid, digest, 'new', null from ${newRows} line
     where not exists (select from ${table} old where old.digest = line.digest)`,
    [runId],
  );
  return kept.count;
}

/** Makes the table hold the rows that it held before the run. */
export async function restoreList(
  sql: TransactionClient,
  kind: ListKind,
  runId: string,
): Promise<{ restored: number; removed: number }> {
  const table = tableOf(kind);
  const names = columnsOf(kind).join(', ');
  const removed = await sql.unsafe(
    `delete from ${table} t using contractor_list_rows_before b
     where b.import_run_id = $1 and b.kind = 'new' and b.digest = t.digest`,
    [runId],
  );
  const restored = await sql.unsafe(
    `insert into ${table} (${names})
     select ${names} from (
       select old.* from contractor_list_rows_before b, jsonb_populate_record(null::${table}, b.before) old
       where b.import_run_id = $1 and b.kind = 'gone'
     ) rows`,
    [runId],
  );
  return { restored: restored.count, removed: removed.count };
}

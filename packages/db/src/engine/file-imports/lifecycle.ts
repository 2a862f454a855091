import { computed, rowsOf } from '../columns/shape.ts';
import type { WriteTransaction } from '../database.ts';
import { NotFound, Refused } from '../errors.ts';

/** The tables of imports of files, which share the columns of `fileImport`. Each has its rows in `…_import_rows`. */
export type ImportTable = 'member_imports' | 'project_imports';

interface OneImport {
  importId: string;
}

const known = computed({ status: 'string' });

/** @throws NotFound for an import that isn’t there; otherwise Refused in the words for its status. */
async function refuse(
  { sql }: WriteTransaction,
  table: ImportTable,
  importId: string,
  inWords: (status: string) => string,
): Promise<never> {
  const [found] = await rowsOf(sql, known)`select status from ${sql(table)} where id = ${importId}`;
  if (!found) throw new NotFound('import', importId);
  throw new Refused(inWords(found.status));
}

/** Deletes a checked file that nobody imports. @throws NotFound, Refused for one that was begun. */
export async function dropImport(
  tx: WriteTransaction,
  table: ImportTable,
  { importId }: OneImport,
): Promise<void> {
  const { count } = await tx.sql`delete from ${tx.sql(table)} where id = ${importId} and status = 'CHECKED'`;
  if (count === 0) await refuse(tx, table, importId, () => 'This import was begun already.');
}

/**
 * Lets the worker import a checked file, or the rest of one that was canceled or lost its worker.
 * @throws NotFound, Refused for one that is done or on its way.
 */
export async function letImportWait(
  tx: WriteTransaction,
  table: ImportTable,
  { importId }: OneImport,
): Promise<void> {
  const { sql } = tx;
  // A waiting one cannot wait anew: it is canceled first.
  await sql`
    update ${sql(table)} set status = 'CANCELED'
    where id = ${importId} and status in ('WAITING', 'RUNNING') and updated_at < now() - interval '2 minutes'`;
  const { count } = await sql`
    update ${sql(table)} set status = 'WAITING', is_canceled = false
    where id = ${importId} and status in ('CHECKED', 'CANCELED')`;
  if (count === 0)
    await refuse(tx, table, importId, (status) =>
      status === 'DONE' ? 'This file was imported already.' : 'This file is being imported already.',
    );
}

/** Stops an import before its next row. Imported rows stay. @throws NotFound, Refused for one that is over. */
export async function cancelImport(
  tx: WriteTransaction,
  table: ImportTable,
  { importId }: OneImport,
): Promise<void> {
  const { count } = await tx.sql`
    update ${tx.sql(table)}
    set is_canceled = true, status = case when status = 'WAITING' then 'CANCELED' else status end
    where id = ${importId} and status in ('WAITING', 'RUNNING')`;
  if (count === 0) await refuse(tx, table, importId, () => 'This import is over.');
}

/** Begins an import, or goes on with one whose worker was lost. False if there is nothing to do. For the system. */
export async function takeImport(
  { sql }: WriteTransaction,
  table: ImportTable,
  { importId }: OneImport,
): Promise<boolean> {
  const { count } = await sql`
    update ${sql(table)} set status = 'RUNNING' where id = ${importId} and status in ('WAITING', 'RUNNING')`;
  return count > 0;
}

/** Ends an import whose rows are done. For the system. */
export async function finishImport(
  { sql }: WriteTransaction,
  table: ImportTable,
  { importId }: OneImport,
): Promise<void> {
  await sql`
    update ${sql(table)} set status = 'DONE', finished_at = now() where id = ${importId} and status = 'RUNNING'`;
}

const going = computed({ isCanceled: 'boolean' });

/** Locks a running import for its next row. False once somebody has canceled it: then it is over. For the system. */
export async function holdImport(
  { sql }: WriteTransaction,
  table: ImportTable,
  { importId }: OneImport,
): Promise<boolean> {
  const [found] = await rowsOf(sql, going)`
    select is_canceled as "isCanceled" from ${sql(table)} where id = ${importId} and status = 'RUNNING' for update`;
  if (found?.isCanceled)
    await sql`update ${sql(table)} set status = 'CANCELED', finished_at = now() where id = ${importId}`;
  return found !== undefined && !found.isCanceled;
}

/** Rejects a row that the database refused, in its words. For the system. */
export async function rejectImportRow(
  { sql }: WriteTransaction,
  table: ImportTable,
  { importId, line, reason }: OneImport & { line: number; reason: string },
): Promise<void> {
  await sql`
    update ${sql(rowsTable[table])} set verdict = 'REJECTED', field = 'row', reason = ${reason}
    where import_id = ${importId} and line = ${line}`;
}

const rowsTable = { member_imports: 'member_import_rows', project_imports: 'project_import_rows' } as const;

/** Deletes the rows of files that were checked 30 days ago. The counts stay. For the system. */
export async function forgetImportRows({ sql }: WriteTransaction, table: ImportTable): Promise<void> {
  await sql`
    delete from ${sql(rowsTable[table])} where import_id in (
      select id from ${sql(table)} where created_at < now() - interval '30 days'
        and (status in ('CHECKED', 'DONE', 'CANCELED') or updated_at < now() - interval '2 minutes'))`;
}

import type { Database } from '@namc/db';
import { Failure } from '@namc/db/errors';
import { finishImport, type ImportTable, rejectImportRow } from '@namc/db/file-imports';
import { worker } from '../jobs/job.ts';

/**
 * Imports the rows of a file one by one. Each is a transaction of its own, so that a job that was killed goes on where it ended, and
 * a row that the database refuses takes no other along.
 */
export async function importRows(
  db: Database,
  signal: AbortSignal,
  {
    table,
    importId,
    findNext,
    importRow,
  }: {
    table: ImportTable;
    importId: string;
    findNext: () => Promise<number | undefined>;
    /** False once somebody has canceled the import. */
    importRow: (line: number) => Promise<boolean>;
  },
): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const line = await findNext();
    if (line === undefined) break;
    try {
      if (!(await importRow(line))) return;
    } catch (error) {
      if (!(error instanceof Failure) || !['refused', 'invalid_input'].includes(error.code)) throw error;
      await db.write(worker, (tx) => rejectImportRow(tx, table, { importId, line, reason: error.message }));
    }
  }
  await db.write(worker, (tx) => finishImport(tx, table, { importId }));
}

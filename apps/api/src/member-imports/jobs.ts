import { takeImport } from '@namc/db/file-imports';
import { importMemberRow } from '@namc/db/member-imports/commands/import-members';
import { findNextMemberRow } from '@namc/db/member-imports/queries';
import { getFileImportInput } from '@namc/inputs/file-imports';
import { importRows } from '../file-imports/import-rows.ts';
import { type Job, worker } from '../jobs/job.ts';

const table = 'member_imports';

/** Makes the job that imports a checked file of members. */
export const makeMemberImporter =
  (origin: string): Job =>
  async (db, payload, signal) => {
    const { importId } = getFileImportInput.parse(payload);
    if (!(await db.write(worker, (tx) => takeImport(tx, table, { importId })))) return;
    await importRows(db, signal, {
      table,
      importId,
      findNext: () => db.read(worker, (tx) => findNextMemberRow(tx, { importId }), { freshness: 'latest' }),
      importRow: (line) => db.write(worker, (tx) => importMemberRow(tx, { importId, line, portal: origin })),
    });
  };

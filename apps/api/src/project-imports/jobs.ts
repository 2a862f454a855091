import { systemActor } from '@namc/db';
import { takeImport } from '@namc/db/file-imports';
import { importProjectRow } from '@namc/db/project-imports/commands/import-projects';
import { findImporter, findNextProjectRow } from '@namc/db/project-imports/queries';
import { getFileImportInput } from '@namc/inputs/file-imports';
import { importRows } from '../file-imports/import-rows.ts';
import { type Job, worker } from '../jobs/job.ts';

const table = 'project_imports';
const latest = { freshness: 'latest' } as const;

/** Imports a checked list of bids. The trail names the person who started it. */
export const importProjects: Job = async (db, payload, signal) => {
  const { importId } = getFileImportInput.parse(payload);
  if (!(await db.write(worker, (tx) => takeImport(tx, table, { importId })))) return;
  const importer = await db.read(worker, (tx) => findImporter(tx, { importId }), latest);
  const actor = systemActor('worker', importer);
  await importRows(db, signal, {
    table,
    importId,
    findNext: () => db.read(worker, (tx) => findNextProjectRow(tx, { importId }), latest),
    importRow: (line) => db.write(actor, (tx) => importProjectRow(tx, { importId, line })),
  });
};

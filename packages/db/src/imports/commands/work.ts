import { and, eq, sql } from 'drizzle-orm';
import type { WriteTransaction } from '../../engine/database.ts';
import { imports } from '../tables.ts';

type Import = typeof imports.$inferSelect;

/** The worker's task now, and its file; undefined if it was canceled in the meantime. For the system. */
export async function takeImport(
  { orm }: WriteTransaction,
  { importId }: { importId: string },
): Promise<
  | Pick<
      Import,
      | 'task'
      | 'source'
      | 'fileName'
      | 'fileBytes'
      | 'forced'
      | 'uploadedBy'
      | 'runId'
      | 'fileSha256'
      | 'checkedRunId'
    >
  | undefined
> {
  const { task, source, fileName, fileBytes, forced, uploadedBy, runId, fileSha256, checkedRunId } = imports;
  const [taken] = await orm
    .update(imports)
    .set({
      status: 'RUNNING',
      startedAt: sql`now()`,
      heartbeatAt: sql`now()`,
      finishedAt: null,
      phase: null,
      progress: null,
      rowsRead: null,
      problem: null,
      mayBeForced: false,
      // A check begins anew. The run of an undoing, and the findings of a load, are what the worker goes by.
      runId: sql`case when ${imports.task} = 'UNDO' then ${imports.runId} end`,
      findings: sql`case when ${imports.task} <> 'CHECK' then ${imports.findings} end`,
      fileSha256: sql`case when ${imports.task} <> 'CHECK' then ${imports.fileSha256} end`,
      rejects: [],
    })
    .where(and(eq(imports.id, importId), eq(imports.status, 'WAITING')))
    .returning({ task, source, fileName, fileBytes, forced, uploadedBy, runId, fileSha256, checkedRunId });
  return taken;
}

/**
 * Records the progress of a running import, and returns whether it goes on: false once somebody has canceled it. For the
 * system.
 */
export async function noteImportProgress(
  { orm }: WriteTransaction,
  { importId, ...progress }: { importId: string } & Partial<Pick<Import, 'phase' | 'progress' | 'rowsRead'>>,
): Promise<boolean> {
  const [noted] = await orm
    .update(imports)
    .set({ ...progress, heartbeatAt: sql`now()` })
    .where(and(eq(imports.id, importId), eq(imports.status, 'RUNNING')))
    .returning({ cancelRequestedAt: imports.cancelRequestedAt });
  return noted !== undefined && noted.cancelRequestedAt === null;
}

/** Records the outcome of the worker's task. For the system. */
export async function finishImport(
  { orm }: WriteTransaction,
  {
    importId,
    ...outcome
  }: { importId: string } & Pick<Import, 'status'> &
    Partial<Pick<Import, 'problem' | 'mayBeForced' | 'runId' | 'rejects'>>,
): Promise<void> {
  await orm
    .update(imports)
    .set({ ...outcome, phase: null, progress: null, finishedAt: sql`now()` })
    .where(and(eq(imports.id, importId), eq(imports.status, 'RUNNING')));
}

/** Records what a check found. For the system. */
export async function finishCheck(
  { orm }: WriteTransaction,
  {
    importId,
    ...found
  }: { importId: string } & Pick<Import, 'findings' | 'fileSha256' | 'checkedRunId' | 'rejects'>,
): Promise<void> {
  await orm
    .update(imports)
    .set({
      ...found,
      status: 'CHECKED',
      phase: null,
      progress: null,
      checkedAt: sql`now()`,
      finishedAt: sql`now()`,
    })
    .where(and(eq(imports.id, importId), eq(imports.status, 'RUNNING')));
}

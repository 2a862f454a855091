import type { BeginUploadInput, StartImportInput } from '@namc/inputs/imports';
import { and, eq, inArray, isNotNull, ne, or, sql } from 'drizzle-orm';
import { recordAdminAction } from '../audit/commands.ts';
import { lastAcceptedRun } from '../contractors/queries/last-run.ts';
import { actingUser } from '../engine/acting-user.ts';
import { pick } from '../engine/columns/pick.ts';
import { rowsOf } from '../engine/columns/shape.ts';
import type { WriteTransaction } from '../engine/database.ts';
import { NotFound, Refused } from '../engine/errors.ts';
import { imports } from './tables.ts';

type Import = typeof imports.$inferSelect;

const isSilent = sql`${imports.heartbeatAt} < now() - interval '1 minute'`;

/**
 * Announces a file that the acting person uploads, and returns the id of the upload. Its parts follow. It takes the place
 * of an upload that the same person has not finished.
 * @throws Refused while another file is being imported, or uploaded by somebody else.
 */
export async function beginUpload(
  tx: WriteTransaction,
  { fileName, fileBytes }: BeginUploadInput,
): Promise<string> {
  const uploadedBy = actingUser(tx);
  await stopSilent(tx);
  await tx.orm
    .update(imports)
    .set({ status: 'STOPPED' })
    .where(and(eq(imports.status, 'UPLOADING'), eq(imports.uploadedBy, uploadedBy)));
  const [begun] = await tx.orm
    .insert(imports)
    .values({ fileName, fileBytes, uploadedBy })
    .returning({ id: imports.id });
  if (!begun) throw new Error('An insert returns its row.');
  return begun.id;
}

/** A closed browser or a killed worker does not stand in the way of the next file. */
async function stopSilent({ orm }: WriteTransaction): Promise<void> {
  await orm
    .update(imports)
    .set({ status: 'STOPPED' })
    .where(and(inArray(imports.status, ['UPLOADING', 'RUNNING']), isSilent));
}

/**
 * Records that a part of the acting person's file was stored. The last part may come twice: its sender has not seen the
 * answer.
 * @throws Refused for a part that does not follow the last one, and when the upload has ended.
 */
export async function receivePart(
  tx: WriteTransaction,
  { importId, from, bytes }: { importId: string; from: number; bytes: number },
): Promise<void> {
  const { count } = await tx.orm
    .update(imports)
    .set({ receivedBytes: from + bytes, heartbeatAt: sql`now()` })
    .where(
      and(
        eq(imports.id, importId),
        eq(imports.uploadedBy, actingUser(tx)),
        eq(imports.status, 'UPLOADING'),
        inArray(imports.receivedBytes, [from, from + bytes]),
      ),
    );
  if (count === 0) throw new Refused('This upload has ended. Upload the file again.');
}

/** States in which a file that has arrived can be checked, for the first time or again. */
const mayBeChecked: Import['status'][] = ['UPLOADING', 'STOPPED', 'FAILED', 'REFUSED', 'CHECKED'];

const asked = { cancelRequestedAt: null, status: 'WAITING', heartbeatAt: sql`now()` } as const;

/**
 * Lets the worker check an uploaded file: what it is, and what it would change. Nothing changes.
 * @throws Refused for an incomplete file and while the worker has another one, NotFound for an upload that is over.
 */
export async function checkImport(tx: WriteTransaction, { importId }: { importId: string }): Promise<void> {
  await stopSilent(tx);
  const { count } = await tx.orm
    .update(imports)
    .set({ ...asked, task: 'CHECK', forced: false })
    .where(and(eq(imports.id, importId), ne(imports.task, 'UNDO'), inArray(imports.status, mayBeChecked)));
  if (count === 0) throw new NotFound('import', importId);
}

/** True for a row whose check saw the licenses as they are now. */
const isUpToDate = sql`${imports.checkedRunId} is not distinct from (${sql.raw(lastAcceptedRun)})`;

/**
 * Lets the worker load a checked file. One that looks cut short, old or broken is loaded only by force.
 * @throws Refused for a file that was not checked, or checked before another one was loaded, while the worker has another
 * file, and without force where it is needed. NotFound for an import that is over.
 */
export async function startImport(
  tx: WriteTransaction,
  { importId, forced }: Pick<StartImportInput, 'importId' | 'forced'>,
): Promise<void> {
  await stopSilent(tx);
  const isChecked = and(eq(imports.id, importId), isNotNull(imports.findings));
  const { count } = await tx.orm
    .update(imports)
    .set({ ...asked, task: 'LOAD', forced })
    .where(
      and(
        isChecked,
        or(
          eq(imports.status, 'CHECKED'),
          and(eq(imports.task, 'LOAD'), inArray(imports.status, ['STOPPED', 'FAILED'])),
        ),
        isUpToDate,
        forced ? undefined : sql`${imports.findings}->>'warning' is null`,
      ),
    );
  if (count === 0) await sayWhyNot(tx, importId);
  await recordAdminAction(tx, {
    action: 'contractors.import',
    targetTable: 'contractor_imports',
    targetId: importId,
  });
}

/** Names what spoke against a load that did not start. */
async function sayWhyNot({ orm }: WriteTransaction, importId: string): Promise<never> {
  const [found] = await orm
    .select({ status: imports.status, findings: imports.findings, isUpToDate: sql<boolean>`${isUpToDate}` })
    .from(imports)
    .where(and(eq(imports.id, importId), isNotNull(imports.findings)));
  if (!found || !['CHECKED', 'STOPPED', 'FAILED'].includes(found.status))
    throw new NotFound('checked file', importId);
  if (!found.isUpToDate)
    throw new Refused('The licenses have changed since this file was checked. Check it again.');
  throw new Refused(`Something speaks against this file. ${found.findings?.warning}`);
}

const begunUndoing = pick(imports, ['id'], 'contractor_imports');

/**
 * Lets the worker undo the last accepted run, and returns the id under which it tells its progress.
 * @throws Refused for any other run and while the worker has another task.
 */
export async function undoLastImport(tx: WriteTransaction, { runId }: { runId: string }): Promise<string> {
  await stopSilent(tx);
  const [begun] = await rowsOf(tx.sql, begunUndoing)`
    insert into contractor_imports (uploaded_by, file_name, file_bytes, task, run_id)
    select ${actingUser(tx)}, left(regexp_replace(file_name, '[[:cntrl:]]', ' ', 'g'), 200), greatest(file_bytes, 1), 'UNDO', id
    from contractor_import_runs where id = ${runId} and rows_kept is not null and undone_at is null
    returning id`;
  if (!begun) throw new Refused('Only the last import can be undone, and only once.');
  await tx.orm
    .update(imports)
    .set({ ...asked, receivedBytes: sql`${imports.fileBytes}` })
    .where(eq(imports.id, begun.id));
  await recordAdminAction(tx, {
    action: 'contractors.undo',
    targetTable: 'contractor_import_runs',
    targetId: runId,
  });
  return begun.id;
}

/**
 * Cancels an upload, a check, an import or an undoing, or puts a checked file away. What runs stops within some seconds, and
 * leaves the contractors as they were. A cancellation that comes after the commit comes too late: the outcome stands.
 * @throws NotFound for one that is over.
 */
export async function cancelImport(
  { orm }: WriteTransaction,
  { importId }: { importId: string },
): Promise<void> {
  const { count } = await orm
    .update(imports)
    .set({
      cancelRequestedAt: sql`now()`,
      status: sql`case when ${imports.status} <> 'RUNNING' then 'CANCELED' when ${isSilent} then 'STOPPED' else 'RUNNING' end`,
    })
    .where(
      and(eq(imports.id, importId), inArray(imports.status, ['UPLOADING', 'WAITING', 'RUNNING', 'CHECKED'])),
    );
  if (count === 0) throw new NotFound('import', importId);
}

/** What the worker now does, and with which file; undefined if it was canceled in the meantime. For the system. */
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
    Partial<Pick<Import, 'problem' | 'mayBeForced' | 'receivedBytes' | 'runId' | 'rejects'>>,
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

import type { BeginUploadInput, StartImportInput } from '@namc/inputs/imports';
import { and, eq, inArray, or, sql } from 'drizzle-orm';
import { recordAdminAction } from '../audit/commands.ts';
import { actingUser } from '../engine/acting-user.ts';
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

/**
 * Lets the worker import an uploaded file, for the first time or again. A refused file is imported again only by force, and
 * only if force helps.
 * @throws Refused for an incomplete file and while another file is being imported, NotFound for an upload that is over.
 */
export async function startImport(
  tx: WriteTransaction,
  { importId, forced }: StartImportInput,
): Promise<void> {
  await stopSilent(tx);
  const { count } = await tx.orm
    .update(imports)
    .set({ status: 'WAITING', forced, cancelRequestedAt: null, heartbeatAt: sql`now()` })
    .where(
      and(
        eq(imports.id, importId),
        or(
          inArray(imports.status, ['UPLOADING', 'STOPPED', 'FAILED']),
          forced ? and(eq(imports.status, 'REFUSED'), imports.mayBeForced) : undefined,
        ),
      ),
    );
  if (count === 0) throw new NotFound('import', importId);
  await recordAdminAction(tx, {
    action: 'contractors.import',
    targetTable: 'contractor_imports',
    targetId: importId,
  });
}

/**
 * Cancels an upload or an import. A running import stops within some seconds, and leaves the contractors as they were.
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
    .where(and(eq(imports.id, importId), inArray(imports.status, ['UPLOADING', 'WAITING', 'RUNNING'])));
  if (count === 0) throw new NotFound('import', importId);
}

/** The file that the worker now imports; undefined if it was canceled in the meantime. For the system. */
export async function takeImport(
  { orm }: WriteTransaction,
  { importId }: { importId: string },
): Promise<Pick<Import, 'fileName' | 'fileBytes' | 'forced' | 'uploadedBy'> | undefined> {
  const { fileName, fileBytes, forced, uploadedBy } = imports;
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
      runId: null,
      rejects: [],
    })
    .where(and(eq(imports.id, importId), eq(imports.status, 'WAITING')))
    .returning({ fileName, fileBytes, forced, uploadedBy });
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

/** Records the outcome of an import. For the system. */
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

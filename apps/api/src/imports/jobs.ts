import type { Database } from '@namc/db';
import type { ImportProgress } from '@namc/db/contractors/import/attempt';
import { importContractors } from '@namc/db/contractors/import/import-contractors';
import { RefusedFile } from '@namc/db/contractors/import/refusal';
import { Busy, Unavailable } from '@namc/db/errors';
import { finishImport, noteImportProgress, takeImport } from '@namc/db/imports/commands';
import { listKeptImports } from '@namc/db/imports/queries';
import { z } from 'zod';
import { type Job, worker } from '../jobs/job.ts';
import type { UploadFiles } from './upload-files.ts';

const payloadOfImport = z.object({ importId: z.uuid() });
/** The pause between two signs of life. */
const beatMs = 1_000;

export interface Importing {
  /** The login for imports; undefined if the worker has none. */
  url: string | undefined;
  embedded: boolean;
  files: UploadFiles;
}

/** Makes the job that imports one uploaded file, tells its progress, and stops when somebody cancels it. */
export const makeImporter =
  ({ url, embedded, files }: Importing): Job =>
  async (db, payload, signal) => {
    const { importId } = payloadOfImport.parse(payload);
    const taken = await db.write(worker, (tx) => takeImport(tx, { importId }));
    await files.keepOnly(await db.read(worker, listKeptImports));
    if (!taken) return;
    const finish = (outcome: Omit<Parameters<typeof finishImport>[1], 'importId'>) =>
      db.write(worker, (tx) => finishImport(tx, { importId, ...outcome }));
    // The page is for staff. The operator reads in the worker's log which setting is missing.
    if (!url) {
      await finish({ status: 'FAILED', problem: notSetUp });
      throw new Unavailable('The worker has no login for imports: set DATABASE_IMPORT_URL.');
    }
    if ((await files.sizeOf(importId)) !== taken.fileBytes) {
      // Without its bytes it is not offered to start again.
      await finish({
        status: 'FAILED',
        problem: 'The file did not reach the importer whole. Upload it again.',
        receivedBytes: 0,
      });
      throw new Unavailable(
        `The worker did not find the whole file ${files.pathOf(importId)}. The portal and the worker need the same DATA_DIRECTORY.`,
      );
    }
    const life = keepAlive(db, importId, signal);
    try {
      const { outcome, runId, rejects } = await importContractors({
        url,
        embedded,
        file: files.pathOf(importId),
        fileName: taken.fileName,
        importedBy: `the portal, for ${taken.uploadedBy ?? 'an erased account'}`,
        force: taken.forced,
        onProgress: life.tell,
        signal: life.signal,
      });
      await life.end();
      await finish({ status: outcome === 'accepted' ? 'ACCEPTED' : 'UNCHANGED', runId, rejects });
      await files.remove(importId);
    } catch (error) {
      await life.end();
      if (life.signal.aborted) return finish({ status: signal.aborted ? 'STOPPED' : 'CANCELED' });
      if (error instanceof RefusedFile) {
        const { message: problem, mayBeForced, runId, rejects } = error;
        return finish({ status: 'REFUSED', problem, mayBeForced, runId, rejects });
      }
      await finish({ status: 'FAILED', problem: whyFailed(error) });
      throw error;
    } finally {
      await files.keepOnly(await db.read(worker, listKeptImports));
    }
  };

const notSetUp = 'The portal isn’t set up to import files. Tell the person who runs it.';

/** The failure in the words of the page. The error's own message may name settings, commands and folders of the server. */
function whyFailed(error: unknown): string {
  if (error instanceof Busy)
    return 'Another import has been running for a quarter of an hour. Start this one again when it has ended.';
  if (error instanceof Unavailable)
    return 'The database was not available. Start the import again in a minute: a file that was imported already changes nothing.';
  return 'Something went wrong on our side. Start the import again, or tell the person who runs the portal.';
}

/**
 * Tells the progress every second, also when there is none, and aborts `signal` when the import was canceled. A page
 * takes an import without a sign of life for stopped.
 */
function keepAlive(db: Database, importId: string, stopping: AbortSignal) {
  const cancel = new AbortController();
  let step: ImportProgress | undefined;
  let beat = Promise.resolve();
  let isBeating = false;
  const timer = setInterval(() => {
    if (isBeating) return;
    isBeating = true;
    beat = db
      .write(worker, (tx) => noteImportProgress(tx, { importId, ...progressOf(step) }))
      .then((goesOn) => {
        if (!goesOn) cancel.abort();
      })
      // The next beat tries again.
      .catch(() => undefined)
      .finally(() => {
        isBeating = false;
      });
  }, beatMs);
  return {
    signal: AbortSignal.any([cancel.signal, stopping]),
    tell: (next: ImportProgress) => {
      step = next;
    },
    end: () => {
      clearInterval(timer);
      return beat;
    },
  };
}

const progressOf = (step: ImportProgress | undefined) => ({
  phase: step?.phase ?? null,
  progress: step?.bytes && step.totalBytes ? Math.floor((step.bytes / step.totalBytes) * 100) : null,
  ...(step?.rows === undefined ? {} : { rowsRead: step.rows }),
});

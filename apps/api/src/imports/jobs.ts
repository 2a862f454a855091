import type { Database } from '@namc/db';
import type { ImportOptions, ImportProgress } from '@namc/db/contractors/import/attempt';
import { checkContractors, importContractors } from '@namc/db/contractors/import/import-contractors';
import { CheckOutdated, RefusedFile } from '@namc/db/contractors/import/refusal';
import { undoImport } from '@namc/db/contractors/import/undo';
import { Busy, Refused, Unavailable } from '@namc/db/errors';
import { tellOfFailedFetch } from '@namc/db/imports/commands/fetch';
import { finishCheck, finishImport, noteImportProgress, takeImport } from '@namc/db/imports/commands/work';
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
  /** From where the file is fetched on business days; undefined for nowhere. */
  address?: string | undefined;
}

type Taken = NonNullable<Awaited<ReturnType<typeof takeImport>>>;
type Outcome = Omit<Parameters<typeof finishImport>[1], 'importId'>;

/** Makes the job that checks or loads one file, or undoes the last run. It tells its progress, and stops when somebody cancels it. */
export const makeImporter =
  ({ url, embedded, files }: Importing, origin: string): Job =>
  async (db, payload, signal) => {
    const { importId } = payloadOfImport.parse(payload);
    const taken = await db.write(worker, (tx) => takeImport(tx, { importId }));
    await files.keepOnly(await db.read(worker, listKeptImports));
    if (!taken) return;
    const finish = (outcome: Outcome) =>
      db.write(worker, async (tx) => {
        await finishImport(tx, { importId, ...outcome });
        // Nobody looks at the page of a file that the worker fetched by itself.
        const { problem } = outcome;
        if (taken.source === 'FETCH' && problem) await tellOfFailedFetch(tx, { importId, problem, origin });
      });
    // The page is for staff. The operator reads in the worker's log which setting is missing.
    if (!url) {
      await finish({ status: 'FAILED', problem: notSetUp });
      throw new Unavailable('The worker has no login for imports: set DATABASE_IMPORT_URL.');
    }
    if (taken.task !== 'UNDO' && (await files.sizeOf(importId)) !== taken.fileBytes) {
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
    const importer: Importer = {
      login: { url, embedded, onProgress: life.tell, signal: life.signal },
      file: {
        file: files.pathOf(importId),
        fileName: taken.fileName,
        rejectsFile: files.rejectsPathOf(importId),
      },
      actor:
        taken.source === 'FETCH'
          ? 'the scheduled fetch'
          : `the portal, for ${taken.uploadedBy ?? 'an erased account'}`,
    };
    try {
      const outcome = await acts[taken.task](importer, taken, (found) =>
        db.write(worker, (tx) => finishCheck(tx, { importId, ...found })),
      );
      await life.end();
      if (outcome) await finish(outcome);
      if (outcome?.status === 'ACCEPTED' || outcome?.status === 'UNCHANGED') await files.remove(importId);
    } catch (error) {
      await life.end();
      if (life.signal.aborted) return finish({ status: signal.aborted ? 'STOPPED' : 'CANCELED' });
      const refused = refusalOf(error);
      if (refused) return finish(refused);
      await finish({ status: 'FAILED', problem: whyFailed(error) });
      throw error;
    } finally {
      await files.keepOnly(await db.read(worker, listKeptImports));
    }
  };

interface Importer {
  login: Pick<ImportOptions, 'url' | 'embedded' | 'onProgress' | 'signal'>;
  file: Pick<ImportOptions, 'file' | 'fileName' | 'rejectsFile'>;
  /** The person for whom the worker acts; stored with the run. */
  actor: string;
}

/** The worker's tasks. Each returns its outcome; undefined if it has stored one itself. */
const acts: Record<
  Taken['task'],
  (
    importer: Importer,
    taken: Taken,
    storeCheck: (found: Omit<Parameters<typeof finishCheck>[1], 'importId'>) => Promise<void>,
  ) => Promise<Outcome | undefined>
> = {
  CHECK: async ({ login, file, actor }, _taken, storeCheck) => {
    const checked = await checkContractors({ ...login, ...file, importedBy: actor });
    if (checked.outcome === 'unchanged') return { status: 'UNCHANGED' };
    const { findings, rejects } = checked;
    const { fileSha256, lastRunId: checkedRunId } = checked.checked;
    await storeCheck({ findings, rejects, fileSha256, checkedRunId });
    return undefined;
  },
  LOAD: async ({ login, file, actor }, { forced, fileSha256, checkedRunId }) => {
    const { outcome, runId, rejects } = await importContractors({
      ...login,
      ...file,
      importedBy: actor,
      force: forced,
      // A fetched file is loaded without a check of its own.
      ...(fileSha256 ? { checked: { fileSha256, lastRunId: checkedRunId } } : {}),
    });
    return { status: outcome === 'accepted' ? 'ACCEPTED' : 'UNCHANGED', runId, rejects };
  },
  UNDO: async ({ login, actor }, { runId }) => {
    if (!runId) throw new Refused('The import to undo is gone.');
    await undoImport({ ...login, runId, undoneBy: actor });
    return { status: 'UNDONE' };
  },
};

/** A refusal of the importer, in its own words. */
function refusalOf(error: unknown): Outcome | undefined {
  // The file stays checked. Its page says that it has to be checked again.
  if (error instanceof CheckOutdated) return { status: 'CHECKED' };
  if (error instanceof RefusedFile) {
    const { message: problem, mayBeForced, runId, rejects } = error;
    return { status: 'REFUSED', problem, mayBeForced, runId, rejects };
  }
  return error instanceof Refused ? { status: 'REFUSED', problem: error.message } : undefined;
}

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

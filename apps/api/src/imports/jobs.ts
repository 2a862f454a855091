import { join } from 'node:path';
import type { Database } from '@namc/db';
import type { ImportOptions, ImportProgress } from '@namc/db/contractors/import/attempt';
import { checkContractors, importContractors } from '@namc/db/contractors/import/import-contractors';
import { CheckOutdated, RefusedFile } from '@namc/db/contractors/import/refusal';
import { undoImport } from '@namc/db/contractors/import/undo';
import { Busy, Refused, Unavailable } from '@namc/db/errors';
import type { FileStore } from '@namc/db/file-store';
import { tellOfFailedFetch } from '@namc/db/imports/commands/fetch';
import { finishCheck, finishImport, noteImportProgress, takeImport } from '@namc/db/imports/commands/work';
import { z } from 'zod';
import type { VirusScanner } from '../http/virus-scanner.ts';
import { type Job, worker } from '../jobs/job.ts';
import { copyImportFile, FileGone, StoreAway, storeRejectedRows } from './import-file.ts';
import { clearUp, type WorkFolder } from './work-folder.ts';

const payloadOfImport = z.object({ importId: z.uuid() });
/** The pause between two signs of life. */
const beatMs = 1_000;

export interface Importing {
  /** The login for imports; undefined if the worker has none. */
  url: string | undefined;
  embedded: boolean;
  /** The store in which the files lie. */
  store: FileStore;
  /** Looks at a fetched file before anything else does. */
  findVirus: VirusScanner;
  folder: WorkFolder;
  /** From where the file is fetched on business days; undefined for nowhere. */
  address?: string | undefined;
}

type Taken = NonNullable<Awaited<ReturnType<typeof takeImport>>>;
type Outcome = Omit<Parameters<typeof finishImport>[1], 'importId'>;

/** Makes the job that checks or loads one file, or undoes the last run. It tells its progress, and stops when somebody cancels it. */
export const makeImporter =
  ({ url, embedded, store, folder }: Importing, origin: string): Job =>
  async (db, payload, signal) => {
    const { importId } = payloadOfImport.parse(payload);
    const taken = await db.write(worker, (tx) => takeImport(tx, { importId }));
    await clearUp(db, folder);
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
    const life = keepAlive(db, importId, signal);
    let lostRows: unknown;
    try {
      const outcome = await folder.use(importId, async (own) => {
        const file = join(own, 'file.csv');
        const rejectsFile = join(own, 'rejects.csv');
        const importer: Importer = {
          login: { url, embedded, onProgress: life.tell, signal: life.signal },
          file: { file, fileName: taken.fileName, rejectsFile },
          actor:
            taken.source === 'FETCH'
              ? 'the scheduled fetch'
              : `the portal, for ${taken.uploadedBy ?? 'an erased account'}`,
        };
        if (taken.task === 'UNDO') return acts.UNDO(importer, taken, storeNothing);
        await copyImportFile(db, { importId, store, to: file, signal: life.signal });
        // The importer's decision stands, even where the rows that it rejected could not be stored.
        const keepRows = () =>
          storeRejectedRows(db, { importId, store, path: rejectsFile }).catch((error: unknown) => {
            lostRows = error;
          });
        try {
          const done = await acts[taken.task](importer, taken, async (found) => {
            await keepRows();
            await db.write(worker, (tx) => finishCheck(tx, { importId, ...found }));
          });
          if (done) await keepRows();
          return done;
        } catch (error) {
          if (error instanceof RefusedFile) await keepRows();
          throw error;
        }
      });
      await life.end();
      if (outcome) await finish(outcome);
    } catch (error) {
      await life.end();
      if (life.signal.aborted) return finish({ status: signal.aborted ? 'STOPPED' : 'CANCELED' });
      const refused = refusalOf(error);
      if (refused) return finish(refused);
      await finish({ status: 'FAILED', problem: whyFailed(error) });
      throw error;
    } finally {
      await clearUp(db, folder);
    }
    if (lostRows) throw lostRows;
  };

const storeNothing = async () => {};

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
  if (error instanceof FileGone) return error.message;
  if (error instanceof StoreAway)
    return 'The file could not be read from the portal’s store. Start the import again in a minute.';
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

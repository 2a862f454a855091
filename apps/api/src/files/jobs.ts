import type { Database } from '@namc/db';
import { collectFiles, forgetContents } from '@namc/db/files/commands';
import type { PortalFiles } from '../http/portal-files.ts';
import { type Job, worker } from '../jobs/job.ts';

export type CollectedFiles = Pick<PortalFiles, 'store' | 'removeOldUploads'>;

/**
 * Makes the job that removes uploads that nothing took, and stored bytes that no file has any more. `letGo` removes before the files that
 * their owners no longer need.
 */
export const makeFileCollector =
  ({ store, removeOldUploads }: CollectedFiles, letGo: (db: Database) => Promise<void>): Job =>
  async (db, _payload, signal) => {
    await removeOldUploads();
    await letGo(db);
    for (let names = ['']; names.length > 0; ) {
      signal.throwIfAborted();
      names = await db.write(worker, collectFiles);
      for (const name of names) await store.remove(name);
      const removed = names;
      await db.write(worker, (tx) => forgetContents(tx, removed));
    }
  };

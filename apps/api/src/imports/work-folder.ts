import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Database } from '@namc/db';
import { dropOldImportFiles } from '@namc/db/imports/commands/keep-files';
import { listAtWork } from '@namc/db/imports/queries';
import { worker } from '../jobs/job.ts';

/** The folder in which a worker has copies of files while it reads them. Each worker has its own. */
export interface WorkFolder {
  /** Makes a folder for the work on one import or fetch, which is gone afterwards. */
  use<Result>(id: string, work: (folder: string) => Promise<Result>): Promise<Result>;
  /** Removes the folders of all other work: a worker that was killed has left them. */
  keepOnly(ids: string[]): Promise<void>;
}

/** `directory` is private to the portal's user: the board's file has addresses and telephone numbers. */
export function workFolder(directory: string): WorkFolder {
  const remove = (name: string) => rm(join(directory, name), { recursive: true, force: true });
  return {
    use: async (id, work) => {
      await remove(id);
      const folder = join(directory, id);
      await mkdir(folder, { recursive: true, mode: 0o700 });
      try {
        return await work(folder);
      } finally {
        await remove(id);
      }
    },
    keepOnly: async (ids) => {
      const names = await readdir(directory).catch(() => []);
      for (const name of names) if (!ids.includes(name)) await remove(name);
    },
  };
}

/** Removes the copies that killed workers left, and the stored files and rejected rows of which nothing is needed any more. */
export async function clearUp(db: Database, folder: WorkFolder): Promise<void> {
  await folder.keepOnly(await db.read(worker, listAtWork));
  await db.write(worker, dropOldImportFiles);
}

import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Refused } from '../../../engine/errors.ts';
import type { FileStore } from '../../../engine/file-store.ts';
import { counted } from '../../health/check.ts';
import { writeDurably } from '../../maintenance/export-place.ts';
import { withAgentServers } from './agent-servers.ts';
import { findRepository } from './back-up-server.ts';
import type { ServerPlace } from './backup-folder.ts';
import { storedFiles } from './copy-files.ts';
import { copyPlaceOf } from './file-copy-place.ts';
import { BackupFailed, type Watched } from './run-pgbackrest.ts';

/** So many problems are named. */
const named = 3;

/**
 * Brings the files back that the running server refers to and that the store lacks. Nothing in the store is written over. Returns how many
 * were there, and how many came back.
 * @throws BackupFailed at the end if some could not be brought back.
 */
export async function bringFilesBack(
  place: ServerPlace,
  { number, fileStore, signal, onProgress }: Watched & { number: number; fileStore: FileStore },
): Promise<{ there: number; back: number }> {
  const repository = await findRepository(place.folder, number);
  const copies = await copyPlaceOf(place.folder, repository);
  const known = new Set(await copies.list());
  if (known.size === 0) throw new Refused(`There are no copies of files in ${copies.name}.`);
  const work = join(place.folder.path, 'files-back');
  await mkdir(work, { recursive: true, mode: 0o700 });
  const way = join(work, 'file');
  const problems: string[] = [];
  const done = { there: 0, back: 0 };
  const isThere = (id: string) =>
    fileStore.open(id).then(
      (stream) => {
        stream.destroy();
        return true;
      },
      () => false,
    );
  try {
    await withAgentServers(place.urls, async (servers) => {
      for await (const page of storedFiles(servers, new Date(0))) {
        for (const file of page) {
          signal.throwIfAborted();
          if (await isThere(file.id)) {
            done.there += 1;
            continue;
          }
          onProgress(`Bringing files back  ${done.back + 1}`);
          try {
            if (!known.has(file.id)) throw new Error('it has no copy');
            await writeDurably(way, await copies.open(file));
            await fileStore.put(file.id, way);
            done.back += 1;
          } catch (error) {
            signal.throwIfAborted();
            problems.push(`${file.id}: ${error instanceof Error ? error.message : String(error)}`);
          }
        }
      }
    });
  } finally {
    await rm(work, { recursive: true, force: true });
  }
  if (problems.length > 0)
    throw new BackupFailed(
      `${counted(done.back, 'file')} came back. ${counted(problems.length, 'file')} did not: ${problems.slice(0, named).join('; ')}`,
    );
  return done;
}

import { mkdir, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Refused } from '../../engine/errors.ts';
import { fileStore } from '../../engine/file-store.ts';
import { type ExportPlace, writeDurably } from '../maintenance/export-place.ts';
import { unpackArchive } from './archive.ts';
import { archiveOf, type BackupDescription, readDescription, storedFileOf } from './backup.ts';
import { expectNewestRow } from './expect-row.ts';

/**
 * Brings a backup back into a folder that is empty or does not exist: the database, opened once, and the files. Nothing is ever
 * written over. A restore that fails leaves the folder as it was.
 * @throws Refused for an unknown backup, or a folder that holds something.
 */
export async function restoreBackup(
  place: ExportPlace,
  {
    name,
    to,
    signal,
    onProgress,
  }: { name: string; to: string; signal: AbortSignal; onProgress: (message: string) => void },
): Promise<BackupDescription> {
  const description = await readDescription(place, name);
  const wasThere = await takeEmptyFolder(to);
  try {
    onProgress('Unpacking the database');
    const read = await unpackArchive(place, { name: archiveOf(name), to, signal });
    if (read.sha256 !== description.sha256)
      throw new Refused(`${name} is damaged: its checksum is another one.`);
    onProgress(`Copying the files (${description.files.length})`);
    await restoreFiles(place, { files: description.files, to, signal });
    onProgress('Opening the database');
    await expectNewestRow(to, description.runId);
    return description;
  } catch (error) {
    for (const left of await readdir(to)) await rm(join(to, left), { recursive: true, force: true });
    if (!wasThere) await rm(to, { recursive: true, force: true });
    if (error instanceof Refused || signal.aborted) throw error;
    const reason = error instanceof Error ? error.message : String(error);
    throw new Refused(`${name} cannot be brought back: ${reason}`, { cause: error });
  }
}

/** True if the folder was there before. @throws Refused if it holds something. */
async function takeEmptyFolder(folder: string): Promise<boolean> {
  const found = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw new Refused(`${folder} cannot be used: ${error.message}`);
  });
  if (found && found.length > 0)
    throw new Refused(`${folder} is not empty. Name a folder that does not exist.`);
  await mkdir(folder, { recursive: true, mode: 0o700 });
  return found !== undefined;
}

async function restoreFiles(
  place: ExportPlace,
  { files, to, signal }: { files: string[]; to: string; signal: AbortSignal },
): Promise<void> {
  const store = fileStore(join(to, 'files'));
  const way = join(to, 'file-on-its-way');
  for (const file of files) {
    signal.throwIfAborted();
    await writeDurably(way, await place.open(storedFileOf(file)));
    await store.put(file, way);
  }
  await rm(way, { force: true });
}

import { constants } from 'node:fs';
import { cp, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  beginBackup,
  failDeadBackups,
  recordFailedBackup,
  recordProvenBackup,
  recordRemovedBackup,
} from '../../backups/commands.ts';
import { listBackupRuns } from '../../backups/queries.ts';
import type { Database } from '../../database.ts';
import { systemActor } from '../../engine/actors.ts';
import { connect } from '../../engine/connection.ts';
import { embeddedVersion } from '../../engine/embedded/version.ts';
import type { FileStore } from '../../engine/file-store.ts';
import { type ExportPlace, streamOf } from '../maintenance/export-place.ts';
import { archivedParts, unpackArchive, writeArchive } from './archive.ts';
import {
  archiveOf,
  type BackupDescription,
  descriptionOf,
  nameOf,
  namesAmong,
  readDescription,
  storedFileOf,
} from './backup.ts';
import { expectNewestRow } from './expect-row.ts';
import { takeWorkFolder } from './work-folder.ts';

/** Backups are kept for so many days, and the newest one for good. */
export const keptDays = 30;

export interface BackupSource {
  db: Database;
  /** The embedded database, and the folder that holds it. */
  url: string;
  directory: string;
  fileStore: FileStore;
  place: ExportPlace;
}

interface Watched {
  signal: AbortSignal;
  onProgress: (message: string) => void;
}

const system = systemActor('portal backup');
/** The engine takes a client for hung that is silent in its transaction for a minute. */
const breathEveryMs = 2_000;

/**
 * Makes a backup of the embedded database and of the portal’s files, reads it back in a database of its own, and removes
 * backups past their time. While the data is copied the database answers nobody: a second or two for a small association.
 * Returns the name and the measures of the backup, in bytes.
 * @throws Busy while another backup runs. Any other failure is recorded with the run.
 */
export async function takeBackup(
  source: BackupSource,
  watched: Watched,
): Promise<{ name: string; bytes: number; files: number }> {
  const { db, place, directory } = source;
  const work = await takeWorkFolder(directory);
  try {
    const name = nameOf(new Date());
    await db.write(system, failDeadBackups, { name: 'failDeadBackups' });
    const id = await db.write(system, (tx) => beginBackup(tx, { place: place.name, name }), {
      name: 'beginBackup',
    });
    try {
      const made = await makeBackup(source, { ...watched, id, name, work: work.path });
      await db.write(system, (tx) => recordProvenBackup(tx, { id, ...made }), { name: 'recordProvenBackup' });
      await removeOldBackups(source, watched);
      return { name, ...made };
    } catch (error) {
      const problem = error instanceof Error ? error.message : String(error);
      await db.write(system, (tx) => recordFailedBackup(tx, { id, problem }), { name: 'recordFailedBackup' });
      throw error;
    }
  } finally {
    await work.release();
  }
}

async function makeBackup(
  { url, directory, fileStore, place }: BackupSource,
  { signal, onProgress, id, name, work }: Watched & { id: string; name: string; work: string },
): Promise<{ bytes: number; files: number; sha256: string }> {
  const copy = join(work, 'copy');
  onProgress('Copying the database');
  const takenAt = new Date().toISOString();
  const files = await copyData(url, { from: directory, to: copy, signal });
  onProgress('Writing the archive');
  const written = await writeArchive(place, { name: archiveOf(name), from: copy, signal });
  onProgress(`Copying the files (${files.length})`);
  const there = new Set(await place.list());
  for (const file of files) {
    signal.throwIfAborted();
    if (!there.has(storedFileOf(file))) await place.write(storedFileOf(file), await fileStore.open(file));
  }
  onProgress('Reading the backup back');
  const description = { version: embeddedVersion, takenAt, runId: id, ...written, files };
  await proveArchive(place, { name, description, work, signal });
  await place.write(descriptionOf(name), streamOf(`${JSON.stringify(description)}\n`));
  return { ...written, files: files.length };
}

/**
 * Copies the data while a transaction of ours keeps the engine to itself: it has one session and writes nothing by itself, so after a
 * checkpoint its files are whole and still. Returns the stored files that the copied rows refer to.
 */
async function copyData(
  url: string,
  { from, to, signal }: { from: string; to: string; signal: AbortSignal },
): Promise<string[]> {
  await mkdir(to, { mode: 0o700 });
  const sql = connect(url, { max: 1, applicationName: 'portal backup' });
  try {
    return await sql.begin(async (tx) => {
      await tx`checkpoint`;
      const rows = await tx<{ id: string }[]>`
        select distinct c.id from file_contents c join files f on f.content_id = c.id
        where c.stored_at is not null and c.discarded_at is null order by c.id`;
      const breath = setInterval(() => void tx`select 1`.catch(() => undefined), breathEveryMs);
      try {
        for (const part of archivedParts) {
          signal.throwIfAborted();
          await cp(join(from, part), join(to, part), { recursive: true, mode: constants.COPYFILE_FICLONE });
        }
      } finally {
        clearInterval(breath);
      }
      return rows.map((row) => row.id);
    });
  } finally {
    await sql.end();
  }
}

/**
 * Unpacks the archive from its place, opens it in a process of its own, and looks for the newest row.
 * @throws Error that says what is wrong with it.
 */
async function proveArchive(
  place: ExportPlace,
  {
    name,
    description,
    work,
    signal,
  }: { name: string; description: BackupDescription; work: string; signal: AbortSignal },
): Promise<void> {
  const proof = join(work, 'proof');
  const read = await unpackArchive(place, { name: archiveOf(name), to: proof, signal });
  if (read.sha256 !== description.sha256) throw new Error(`${name} has another checksum than it had.`);
  await expectNewestRow(proof, description.runId);
}

/** Removes backups past their time, but never the newest one, and then the files that no backup needs any more. */
async function removeOldBackups({ db, place }: BackupSource, { onProgress }: Watched): Promise<void> {
  const all = await place.list();
  const names = namesAmong(all);
  const oldest = nameOf(new Date(Date.now() - keptDays * 24 * 3_600_000));
  const old = names.filter((name, at) => name < oldest && at < names.length - 1);
  for (const name of old) {
    onProgress(`Removing ${name}`);
    // Without its description it is no backup any more, whatever happens next.
    await place.remove(descriptionOf(name));
    await place.remove(archiveOf(name));
  }
  const runs = await db.read(system, listBackupRuns, { name: 'listBackupRuns' });
  for (const { id, name, removedAt, endedAt } of runs)
    if (old.includes(name) && endedAt && !removedAt)
      await db.write(system, (tx) => recordRemovedBackup(tx, { id }), { name: 'recordRemovedBackup' });
  if (old.length === 0) return;
  const needed = new Set<string>();
  for (const name of names.filter((one) => !old.includes(one)))
    for (const file of (await readDescription(place, name)).files) needed.add(storedFileOf(file));
  for (const file of all) if (file.startsWith('file-') && !needed.has(file)) await place.remove(file);
}

import { constants, createReadStream } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/** The folder of uploaded files. The portal writes them, and the worker reads them. */
export interface UploadFiles {
  pathOf(importId: string): string;
  /** The rejected rows of a file, which the worker writes and the portal hands out. */
  rejectsPathOf(importId: string): string;
  /** The folder into which the worker downloads a file before its import begins. */
  downloadPath: string;
  /** Stores a part at its place in the file, and returns the number of its bytes. */
  storePart(importId: string, from: number, part: ReadableStream): Promise<number>;
  /** The size of the file in bytes; undefined if it is gone. */
  sizeOf(importId: string): Promise<number | undefined>;
  /** The rejected rows as CSV; undefined if there are none, or none any more. */
  openRejects(importId: string): Promise<ReadableStream | undefined>;
  remove(importId: string): Promise<void>;
  /** Removes every file but those of these uploads. Of the others that are named, the rejected rows stay. */
  keepOnly(uploads: { id: string; isNeeded: boolean }[]): Promise<void>;
}

/** `directory` is private to the portal's user: the board's file has addresses and telephone numbers. */
export function uploadFiles(directory: string): UploadFiles {
  const pathOf = (importId: string) => join(directory, nameOf(importId));
  const rejectsPathOf = (importId: string) => join(directory, rejectsNameOf(importId));
  return {
    pathOf,
    rejectsPathOf,
    downloadPath: join(directory, downloadName),
    storePart: async (importId, from, part) => {
      await mkdir(directory, { recursive: true, mode: 0o700 });
      // A part that comes again, such as the first one, leaves the others as they are.
      const file = await open(pathOf(importId), constants.O_WRONLY | constants.O_CREAT, 0o600);
      const sink = file.createWriteStream({ start: from });
      await pipeline(Readable.fromWeb(part), sink);
      return sink.bytesWritten;
    },
    sizeOf: (importId) =>
      stat(pathOf(importId)).then(
        ({ size }) => size,
        () => undefined,
      ),
    openRejects: async (importId) => {
      const file = await open(rejectsPathOf(importId)).catch(() => undefined);
      return file && (Readable.toWeb(createReadStream('', { fd: file })) as ReadableStream);
    },
    remove: (importId) => rm(pathOf(importId), { force: true }),
    keepOnly: async (uploads) => {
      const names = await readdir(directory).catch(() => []);
      const kept = new Set([
        downloadName,
        ...uploads.map(({ id }) => rejectsNameOf(id)),
        ...uploads.filter(({ isNeeded }) => isNeeded).map(({ id }) => nameOf(id)),
      ]);
      for (const name of names) if (!kept.has(name)) await rm(join(directory, name), { force: true });
    },
  };
}

const nameOf = (importId: string) => `${importId}.csv`;
const rejectsNameOf = (importId: string) => `${importId}.rejects.csv`;
const downloadName = 'download.part';

import { constants } from 'node:fs';
import { mkdir, open, readdir, rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ReadableStream } from 'node:stream/web';

/** The folder of uploaded files. The portal writes them, and the worker reads them. */
export interface UploadFiles {
  pathOf(importId: string): string;
  /** Stores a part at its place in the file, and returns the number of its bytes. */
  storePart(importId: string, from: number, part: ReadableStream): Promise<number>;
  /** The size of the file in bytes; undefined if it is gone. */
  sizeOf(importId: string): Promise<number | undefined>;
  remove(importId: string): Promise<void>;
  /** Removes every file but those of these uploads. */
  keepOnly(importIds: string[]): Promise<void>;
}

/** `directory` is private to the portal's user: the board's file has addresses and telephone numbers. */
export function uploadFiles(directory: string): UploadFiles {
  const pathOf = (importId: string) => join(directory, `${importId}.csv`);
  return {
    pathOf,
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
    remove: (importId) => rm(pathOf(importId), { force: true }),
    keepOnly: async (importIds) => {
      const names = await readdir(directory).catch(() => []);
      const kept = new Set(importIds.map((importId) => `${importId}.csv`));
      for (const name of names) if (!kept.has(name)) await rm(join(directory, name), { force: true });
    },
  };
}

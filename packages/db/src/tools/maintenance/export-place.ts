import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { ObjectStore } from '../../audit/seal/object-store.ts';

/** Where exported partitions, and backups, are kept. */
export interface ExportPlace {
  /** The folder, or `s3://bucket/prefix`. */
  name: string;
  /** Stores a file under a name. One that is broken off leaves an earlier one of that name as it is. */
  write(name: string, source: Readable): Promise<void>;
  open(name: string): Promise<Readable>;
  /** The names of all whole files. */
  list(): Promise<string[]>;
  /** Removes a file, also one that is gone already. */
  remove(name: string): Promise<void>;
}

/** A folder of this machine, or `s3://bucket/prefix`. `scratch` is the folder for files on their way to a store. */
export function exportPlace(name: string, scratch: string, configuration: S3ClientConfig = {}): ExportPlace {
  return name.startsWith('s3://') ? storeOf(name, scratch, configuration) : folderOf(name);
}

const folderOf = (folder: string): ExportPlace => ({
  name: folder,
  write: async (name, source) => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const part = join(folder, `${name}.part`);
    await writeDurably(part, source);
    await rename(part, join(folder, name));
    // The name itself outlives a power failure once its folder is on the disk.
    const handle = await open(folder);
    await handle.sync().finally(() => handle.close());
  },
  open: async (name) => {
    const path = join(folder, name);
    await stat(path);
    return createReadStream(path);
  },
  list: async () => {
    const found = await readdir(folder, { withFileTypes: true }).catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT') return [];
      throw error;
    });
    return found.filter((one) => one.isFile() && !one.name.endsWith('.part')).map(({ name }) => name);
  },
  remove: (name) => rm(join(folder, name), { force: true }),
});

function storeOf(name: string, scratch: string, configuration: S3ClientConfig): ExportPlace {
  // A large file takes longer than an answer may.
  const store = new ObjectStore(name, {
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 },
    ...configuration,
  });
  return {
    name,
    write: async (key, source) => {
      await mkdir(scratch, { recursive: true, mode: 0o700 });
      const path = join(scratch, `${key}.part`);
      try {
        await writeDurably(path, source);
        await store.putFile(key, path, (await stat(path)).size);
      } finally {
        await rm(path, { force: true });
      }
    },
    open: (key) => store.open(key),
    list: () => store.list(),
    remove: (key) => store.remove(key),
  };
}

/** Writes a whole file to the disk, for this user alone. */
export async function writeDurably(path: string, source: Readable): Promise<void> {
  await writeFile(path, '', { mode: 0o600 });
  await pipeline(source, createWriteStream(path, { flush: true }));
}

/** A short text as a stream. */
export const streamOf = (text: string): Readable => Readable.from([Buffer.from(text)]);

import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Readable } from 'node:stream';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { Disk } from 'flydrive';
import { FSDriver } from 'flydrive/drivers/fs';
import { Unavailable } from './errors.ts';

/**
 * The store of the portal’s files. Each object has a name that is used once, so nothing is ever written over.
 * Every method throws Unavailable if the store cannot be reached or refuses.
 */
export interface FileStore {
  /** The folder, or `s3://bucket/prefix`. */
  name: string;
  /** Stores a file of this machine under a name. */
  put(name: string, path: string): Promise<void>;
  /** The object, or the bytes of it from the first to the last one of `part`, both included. */
  open(name: string, part?: { first: number; last: number }): Promise<Readable>;
  /** Removes an object, also one that is gone already. */
  remove(name: string): Promise<void>;
}

/**
 * A folder of this machine, or `s3://bucket/prefix`. The endpoint, the region and the credentials of an object store come from
 * the variables that every S3 client knows.
 */
export function fileStore(name: string, configuration: S3ClientConfig = {}): FileStore {
  const { pathname } = name.startsWith('s3://') ? new URL(name) : { pathname: '' };
  const prefix = pathname.replace(/^\/|\/$/g, '');
  // Folders of a thousand objects or so, because some file systems are slow with larger ones.
  const keyOf = (object: string) => join(prefix, object.slice(-2), object);
  let disk: Promise<PortalDisk> | undefined;
  const ask = async <T>(run: (disk: PortalDisk) => Promise<T>): Promise<T> => {
    try {
      disk ??= openDisk(name, configuration);
      return await run(await disk);
    } catch (error) {
      const reason =
        error instanceof Error ? (error.cause as Error | undefined)?.message || error.message : String(error);
      throw new Unavailable(`The file store ${name} does not answer as it should: ${reason}`, {
        cause: error,
      });
    }
  };
  return {
    name,
    put: (object, path) =>
      ask(async (to) => {
        const { size: contentLength } = await stat(path);
        await to.putStream(keyOf(object), createReadStream(path), { contentLength });
      }),
    open: (object, part) =>
      ask(async (from) => {
        // A stream of a folder tells only later that there is no such file.
        if (!name.startsWith('s3://')) await stat(resolve(name, keyOf(object)));
        return part ? from.openPart(keyOf(object), part) : from.getStream(keyOf(object));
      }),
    remove: (object) => ask((from) => from.delete(keyOf(object))),
  };
}

/** flydrive opens whole objects alone. */
interface PortalDisk extends Disk {
  openPart(key: string, part: { first: number; last: number }): Promise<Readable>;
}

async function openDisk(name: string, configuration: S3ClientConfig): Promise<PortalDisk> {
  if (!name.startsWith('s3://'))
    return Object.assign(new Disk(new FSDriver({ location: name, visibility: 'private' })), {
      openPart: async (key: string, { first, last }: { first: number; last: number }) =>
        createReadStream(resolve(name, key), { start: first, end: last }),
    });
  // Loaded by the processes that use an object store, and by no other one.
  const [{ S3Driver }, { GetObjectCommand, S3Client }] = await Promise.all([
    import('flydrive/drivers/s3'),
    import('@aws-sdk/client-s3'),
  ]);
  const client = new S3Client({
    // Other stores than Amazon’s seldom have a host name for each bucket.
    forcePathStyle: true,
    maxAttempts: 2,
    // A large file takes longer than an answer may.
    requestHandler: { connectionTimeout: 5_000, socketTimeout: 60_000 },
    ...configuration,
  });
  const bucket = new URL(name).host;
  const driver = new S3Driver({ client, bucket, visibility: 'private', supportsACL: false });
  return Object.assign(new Disk(driver), {
    openPart: async (key: string, { first, last }: { first: number; last: number }) => {
      const { Body } = await client.send(
        new GetObjectCommand({ Bucket: bucket, Key: key, Range: `bytes=${first}-${last}` }),
      );
      return Body as Readable;
    },
  });
}

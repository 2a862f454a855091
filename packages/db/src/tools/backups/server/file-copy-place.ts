import { createHash, hkdfSync, randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { Agent } from 'node:https';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import type { S3ClientConfig } from '@aws-sdk/client-s3';
import { decrypted, encrypted } from '../../../engine/secrets/file-cipher.ts';
import { type ExportPlace, exportPlace, streamOf } from '../../maintenance/export-place.ts';
import type { BackupFolder } from './backup-folder.ts';
import { type Repository, readOptions } from './configuration.ts';
import { BackupFailed } from './run-pgbackrest.ts';

/** A stored file of the portal: the name of its object, and the hash of the stored bytes. */
export interface StoredFile {
  id: string;
  sha256: string;
}

/** How far the copies have come, as the place itself remembers it. */
export interface CopyProgress {
  /** The beginning of the last pass that found a copy of every file. */
  completeAt: string | null;
  /** The copies of files that are gone, with the moment at which that was noticed. */
  gone: Record<string, string>;
}

/** The copies of the portal's stored files in one repository, encrypted with the repository's key. */
export interface CopyPlace {
  /** A folder, or `s3://bucket/prefix`. */
  name: string;
  /** The names of the files that have a copy. */
  list(): Promise<string[]>;
  /** Stores a copy. @throws BackupFailed if the bytes are not those of the hash; then there is none. */
  write(file: StoredFile, source: Readable): Promise<void>;
  /** The bytes of a file. The stream fails where a copy is damaged, and where the bytes are not those of the hash. */
  open(file: StoredFile): Promise<Readable>;
  remove(id: string): Promise<void>;
  readProgress(): Promise<CopyProgress>;
  writeProgress(progress: CopyProgress): Promise<void>;
}

/** A folder of the repository that pgBackRest leaves alone. */
const folderName = 'portal-files';
const copyName = /^([0-9a-f-]{36})\.copy$/;
const progressName = 'progress.json';
const saltBytes = 16;

/** Each copy has a key of its own, from the repository's key and the random bytes at its beginning. */
const keyOf = (secret: string, salt: Buffer): Buffer =>
  Buffer.from(hkdfSync('sha256', secret, salt, 'copy of a stored file', 32));

/** The place of the copies in a repository. Files on their way to an object store lie in the folder of the backups. */
export async function copyPlaceOf(folder: BackupFolder, { number, place }: Repository): Promise<CopyPlace> {
  const options = await readOptions(folder);
  const secret = options.get(`repo${number}-cipher-pass`) ?? '';
  const isStore = place.startsWith('s3://');
  const name = isStore ? `${place.replace(/\/$/, '')}/${folderName}` : join(place, folderName);
  return copiesIn(
    exportPlace(name, join(folder.path, 'copies'), isStore ? await storeOptions(options, number) : {}),
    secret,
  );
}

/** The object store as pgBackRest's configuration names it. */
async function storeOptions(options: ReadonlyMap<string, string>, number: number): Promise<S3ClientConfig> {
  const of = (option: string) => options.get(`repo${number}-${option}`) ?? '';
  const authority = of('storage-ca-file');
  return {
    region: of('s3-region'),
    endpoint: `https://${of('s3-endpoint')}:${of('storage-port') || 443}`,
    credentials: { accessKeyId: of('s3-key'), secretAccessKey: of('s3-key-secret') },
    ...(authority && {
      requestHandler: {
        connectionTimeout: 5_000,
        socketTimeout: 60_000,
        httpsAgent: new Agent({ ca: await readFile(authority), keepAlive: true }),
      },
    }),
  };
}

export function copiesIn(place: ExportPlace, secret: string): CopyPlace {
  const nameOf = (id: string) => `${id}.copy`;
  return {
    name: place.name,
    list: async () => (await place.list()).flatMap((name) => copyName.exec(name)?.[1] ?? []),
    write: (file, source) => {
      const salt = randomBytes(saltBytes);
      async function* sealed() {
        yield salt;
        yield* encrypted(keyOf(secret, salt), hashed(file, source));
      }
      return place.write(nameOf(file.id), Readable.from(sealed(), { objectMode: false }));
    },
    open: async (file) => {
      const source = await place.open(nameOf(file.id));
      return Readable.from(hashed(file, unsealed(secret, source)), { objectMode: false });
    },
    remove: (id) => place.remove(nameOf(id)),
    readProgress: async () => {
      if (!(await place.list()).includes(progressName)) return { completeAt: null, gone: {} };
      const parts = await (await place.open(progressName)).toArray();
      return JSON.parse(Buffer.concat(parts).toString('utf8')) as CopyProgress;
    },
    writeProgress: (progress) => place.write(progressName, streamOf(JSON.stringify(progress))),
  };
}

async function* unsealed(secret: string, source: Readable): AsyncGenerator<Buffer> {
  const parts = source[Symbol.asyncIterator]() as AsyncIterator<Buffer>;
  let head = Buffer.alloc(0);
  while (head.length < saltBytes) {
    const { value, done } = await parts.next();
    if (done) throw new BackupFailed('The copy is cut.');
    head = Buffer.concat([head, value]);
  }
  const rest = async function* () {
    yield head.subarray(saltBytes);
    for (;;) {
      const { value, done } = await parts.next();
      if (done) return;
      yield value;
    }
  };
  try {
    yield* decrypted(keyOf(secret, head.subarray(0, saltBytes)), rest());
  } finally {
    source.destroy();
  }
}

/** Passes bytes on, and fails at their end if they are not those of the file. */
async function* hashed({ id, sha256 }: StoredFile, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const hash = createHash('sha256');
  for await (const part of source) {
    hash.update(part);
    yield part;
  }
  if (hash.digest('hex') !== sha256) throw new BackupFailed(`The bytes of ${id} are not those of its hash.`);
}

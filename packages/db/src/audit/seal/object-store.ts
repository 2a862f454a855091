import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type {
  DeleteMarkerEntry,
  ListObjectVersionsCommandOutput,
  S3Client,
  S3ClientConfig,
} from '@aws-sdk/client-s3';
import { Unavailable } from '../../engine/errors.ts';

/** One version of an object, or a mark that says that it is deleted. */
export interface ObjectVersion {
  key: string;
  versionId: string;
  isDeletion: boolean;
  writtenAt: Date;
}

/**
 * A folder of an object store that speaks S3. The endpoint, the region and the credentials come from the variables that
 * every S3 client knows (`AWS_ENDPOINT_URL_S3`, `AWS_REGION`, `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`).
 */
export class ObjectStore {
  readonly name: string;
  readonly #bucket: string;
  readonly #prefix: string;
  readonly #configuration: S3ClientConfig;
  #client: S3Client | undefined;

  /** `name` is `s3://bucket/prefix`. */
  constructor(name: string, configuration: S3ClientConfig = {}) {
    const { host, pathname } = new URL(name);
    this.name = name;
    this.#bucket = host;
    this.#prefix = pathname === '/' || pathname === '' ? '' : `${pathname.replace(/^\/|\/$/g, '')}/`;
    this.#configuration = configuration;
  }

  /**
   * Writes an object that nobody can delete or replace before `lockedUntil`. False if there is one of this name.
   * @throws Unavailable if the store cannot be reached or refuses.
   */
  put(key: string, text: string, lockedUntil: Date): Promise<boolean> {
    return this.#ask(async (s3, { PutObjectCommand, S3ServiceException }) => {
      const command = new PutObjectCommand({
        Bucket: this.#bucket,
        Key: this.#prefix + key,
        Body: text,
        ContentType: 'application/json',
        IfNoneMatch: '*',
        ObjectLockMode: 'COMPLIANCE',
        ObjectLockRetainUntilDate: lockedUntil,
      });
      try {
        await s3.send(command);
        return true;
      } catch (error) {
        // 409: another one is being written at this moment.
        const status = error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
        if (status === 412 || status === 409) return false;
        throw error;
      }
    });
  }

  /** Writes a file of the machine, of so many bytes, over an object of this name. @throws Unavailable, as above. */
  putFile(key: string, path: string, bytes: number): Promise<void> {
    return this.#ask(async (s3, { PutObjectCommand }) => {
      await s3.send(
        new PutObjectCommand({
          Bucket: this.#bucket,
          Key: this.#prefix + key,
          Body: createReadStream(path),
          ContentLength: bytes,
        }),
      );
    });
  }

  /** An object's bytes. @throws Unavailable, as above. */
  open(key: string): Promise<Readable> {
    return this.#ask(async (s3, { GetObjectCommand }) => {
      const { Body } = await s3.send(new GetObjectCommand({ Bucket: this.#bucket, Key: this.#prefix + key }));
      if (!(Body instanceof Readable)) throw new Error('It sent no bytes.');
      return Body;
    });
  }

  /** The names of all objects. @throws Unavailable, as above. */
  list(): Promise<string[]> {
    return this.#ask(async (s3, { paginateListObjectsV2 }) => {
      const names: string[] = [];
      const pages = paginateListObjectsV2({ client: s3 }, { Bucket: this.#bucket, Prefix: this.#prefix });
      for await (const { Contents } of pages)
        for (const { Key = '' } of Contents ?? []) names.push(Key.slice(this.#prefix.length));
      return names;
    });
  }

  /** Removes an object, also one that is gone already. @throws Unavailable, as above. */
  remove(key: string): Promise<void> {
    return this.#ask(async (s3, { DeleteObjectCommand }) => {
      await s3.send(new DeleteObjectCommand({ Bucket: this.#bucket, Key: this.#prefix + key }));
    });
  }

  /** The first name after `key`. @throws Unavailable if the store cannot be reached or refuses. */
  findAfter(key: string): Promise<string | undefined> {
    return this.#ask(async (s3, { ListObjectsV2Command }) => {
      const { Contents } = await s3.send(
        new ListObjectsV2Command({
          Bucket: this.#bucket,
          Prefix: this.#prefix,
          StartAfter: this.#prefix + key,
          MaxKeys: 1,
        }),
      );
      return Contents?.[0]?.Key?.slice(this.#prefix.length);
    });
  }

  /** An object's text, of its newest version or the named one. @throws Unavailable, as above. */
  read(key: string, versionId?: string): Promise<string> {
    return this.#ask(async (s3, { GetObjectCommand }) => {
      const { Body } = await s3.send(
        new GetObjectCommand({ Bucket: this.#bucket, Key: this.#prefix + key, VersionId: versionId }),
      );
      return (await Body?.transformToString('utf8')) ?? '';
    });
  }

  /** Every version of every object, hidden ones included. @throws Unavailable, as above. */
  listVersions(): Promise<ObjectVersion[]> {
    return this.#ask(async (s3, { ListObjectVersionsCommand }) => {
      const found: ObjectVersion[] = [];
      let from: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | undefined = {};
      while (from) {
        const page: ListObjectVersionsCommandOutput = await s3.send(
          new ListObjectVersionsCommand({ Bucket: this.#bucket, Prefix: this.#prefix, ...from }),
        );
        const add = (given: DeleteMarkerEntry[] | undefined, isDeletion: boolean) => {
          for (const { Key = '', VersionId = '', LastModified = new Date(0) } of given ?? []) {
            const key = Key.slice(this.#prefix.length);
            found.push({ key, versionId: VersionId, isDeletion, writtenAt: LastModified });
          }
        };
        add(page.Versions, false);
        add(page.DeleteMarkers, true);
        from = page.IsTruncated
          ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
          : undefined;
      }
      return found;
    });
  }

  async #ask<T>(run: (s3: S3Client, sdk: typeof import('@aws-sdk/client-s3')) => Promise<T>): Promise<T> {
    // Loaded by the processes that use a store, and by no other one.
    const sdk = await import('@aws-sdk/client-s3');
    this.#client ??= new sdk.S3Client({
      // Other stores than Amazon's seldom have a host name for each bucket.
      forcePathStyle: true,
      maxAttempts: 2,
      requestHandler: { connectionTimeout: 5_000, requestTimeout: 15_000, throwOnRequestTimeout: true },
      ...this.#configuration,
    });
    try {
      return await run(this.#client, sdk);
    } catch (error) {
      const reason = error instanceof Error ? error.message || error.name : String(error);
      throw new Unavailable(`The object store ${this.name} does not answer as it should: ${reason}`, {
        cause: error,
      });
    }
  }
}

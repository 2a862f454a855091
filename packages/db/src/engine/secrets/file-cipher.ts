import { createCipheriv, createDecipheriv, createHash, randomBytes } from 'node:crypto';
import { createReadStream, createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { Unavailable } from '../errors.ts';

/**
 * Bytes of a file, encrypted in chunks as by the STREAM construction (Hoang, Reyhanitabar, Rogaway and Vizár, 2015; age and Tink use
 * it): AES-256-GCM with a nonce of the chunk’s number and a mark of the last one. No chunk is left out, moved or cut off unseen,
 * and each can be read alone. A key encrypts one file.
 * `docs/decisions/sealed-bids.md` says why no library does it.
 */
export const chunkBytes = 64 * 1024;
const tagBytes = 16;
const sealedBytes = chunkBytes + tagBytes;

interface Range {
  first: number;
  last: number;
}

/** Eleven bytes of the number, and one that marks the last chunk. */
function nonceOf(at: number, isLast: boolean): Buffer {
  const nonce = Buffer.alloc(12);
  nonce.writeBigUInt64BE(BigInt(at), 3);
  nonce[11] = isLast ? 1 : 0;
  return nonce;
}

function seal(key: Buffer, chunk: Buffer, at: number, isLast: boolean): Buffer {
  const cipher = createCipheriv('aes-256-gcm', key, nonceOf(at, isLast));
  return Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
}

function unseal(key: Buffer, sealed: Buffer, at: number, isLast: boolean): Buffer {
  const end = sealed.length - tagBytes;
  const decipher = createDecipheriv('aes-256-gcm', key, nonceOf(at, isLast), { authTagLength: tagBytes });
  decipher.setAuthTag(sealed.subarray(end));
  return Buffer.concat([decipher.update(sealed.subarray(0, end)), decipher.final()]);
}

/** Chunks of so many bytes. The last one has as many or fewer: none of an empty file. */
async function* inChunks(source: AsyncIterable<Buffer>, size: number): AsyncGenerator<Buffer> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const part of source) {
    rest = rest.length === 0 ? part : Buffer.concat([rest, part]);
    for (; rest.length > size; rest = rest.subarray(size)) yield rest.subarray(0, size);
  }
  yield rest;
}

/** The bytes of a stream, encrypted with a key that encrypts nothing else. */
export async function* encrypted(key: Buffer, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let held: Buffer | undefined;
  let at = 0;
  for await (const chunk of inChunks(source, chunkBytes)) {
    if (held) {
      yield seal(key, held, at, false);
      at += 1;
    }
    held = chunk;
  }
  yield seal(key, held ?? Buffer.alloc(0), at, true);
}

/** Encrypts a file, or a stream, into a new file with a new key. Returns the key, and the hash of the encrypted bytes. */
export async function encryptFile(
  from: string | Readable,
  to: string,
): Promise<{ key: Buffer; sha256: string }> {
  const key = randomBytes(32);
  const hash = createHash('sha256');
  await pipeline(
    typeof from === 'string' ? createReadStream(from, { highWaterMark: chunkBytes }) : from,
    (source: AsyncIterable<Buffer>) => encrypted(key, source),
    async function* (source: AsyncIterable<Buffer>) {
      for await (const part of source) {
        hash.update(part);
        yield part;
      }
    },
    createWriteStream(to, { flags: 'wx', mode: 0o600 }),
  );
  return { key, sha256: hash.digest('hex') };
}

/**
 * The plain bytes of a whole encrypted stream, whose size nobody has to know.
 * @throws Unavailable where the bytes were damaged, cut or encrypted with another key.
 */
export async function* decrypted(key: Buffer, source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  const open = (sealed: Buffer, at: number, isLast: boolean) => {
    try {
      return unseal(key, sealed, at, isLast);
    } catch (cause) {
      throw unreadable(cause);
    }
  };
  let held: Buffer | undefined;
  let at = 0;
  for await (const sealed of inChunks(source, sealedBytes)) {
    if (held) {
      yield open(held, at, false);
      at += 1;
    }
    held = sealed;
  }
  yield open(held ?? Buffer.alloc(0), at, true);
}

/** An encrypted file: its key, and its size before the encryption. */
export interface EncryptedBytes {
  key: Buffer;
  bytes: number;
  /** Opens the encrypted bytes from the first to the last one. */
  open(part: Range): Promise<Readable>;
}

/**
 * The plain bytes of an encrypted file, or those from the first to the last one of `part`. Holds a chunk at a time.
 * @throws Unavailable if the first of them were damaged, cut or encrypted with another key. The stream fails with it for those that
 * follow, and never has bytes that are not the file’s.
 */
export async function openEncrypted(file: EncryptedBytes, part?: Range): Promise<Readable> {
  const { first, last } = part ?? { first: 0, last: Math.max(file.bytes - 1, 0) };
  const lastOfFile = Math.max(Math.ceil(file.bytes / chunkBytes) - 1, 0);
  const [from, to] = [Math.floor(first / chunkBytes), Math.floor(last / chunkBytes)];
  const end = to === lastOfFile ? file.bytes + tagBytes * (lastOfFile + 1) : (to + 1) * sealedBytes;
  const stored = await file.open({ first: from * sealedBytes, last: end - 1 });
  const whole = decryptChunks(stored, { key: file.key, from, to, lastOfFile });
  const plain = cutTo(whole, { first: first - from * chunkBytes, last: last - from * chunkBytes });
  // A wrong key is told before anything is sent.
  const begun = await plain.next();
  let isFirst = true;
  return Readable.from(
    {
      [Symbol.asyncIterator]: () => ({
        next: () => {
          if (!isFirst) return plain.next();
          isFirst = false;
          return Promise.resolve(begun);
        },
        return: () => plain.return(undefined),
      }),
    },
    { objectMode: false },
  );
}

const unreadable = (cause?: unknown) =>
  new Unavailable(
    'This file can’t be read: its stored bytes were damaged or cut, or its key is another one. Tell us, so that we restore it from a backup.',
    { cause },
  );

interface Chunks {
  key: Buffer;
  from: number;
  to: number;
  lastOfFile: number;
}

async function* decryptChunks(
  stored: AsyncIterable<Buffer>,
  { key, from, to, lastOfFile }: Chunks,
): AsyncGenerator<Buffer> {
  let at = from;
  for await (const sealed of inChunks(stored, sealedBytes)) {
    let chunk: Buffer;
    try {
      if (at > to) throw new RangeError('more than the file');
      chunk = unseal(key, sealed, at, at === lastOfFile);
    } catch (cause) {
      throw unreadable(cause);
    }
    yield chunk;
    at += 1;
  }
  if (at <= to) throw unreadable(new RangeError('less than the file'));
}

/** The bytes of a stream from the first to the last one. */
async function* cutTo(source: AsyncIterable<Buffer>, { first, last }: Range): AsyncGenerator<Buffer> {
  let at = 0;
  for await (const part of source) {
    const wanted = part.subarray(Math.max(first - at, 0), Math.max(last + 1 - at, 0));
    at += part.length;
    if (wanted.length > 0) yield wanted;
  }
}

import { createHash } from 'node:crypto';
import { pipeline, Readable, Transform } from 'node:stream';
import { Failure } from '@namc/db/errors';
import type { Logger } from 'pino';
import { ZipFile } from 'yazl';

/** A text, a folder, or a stored file that is opened when its turn comes. */
export type ZipEntry =
  | { path: string; text: string }
  | { path: string; isFolder: true }
  | { path: string; bytes: number; sha256: string; open: () => Promise<Readable> };

interface Options {
  /** The time that the entries bear. */
  at: Date;
  /** Aborted when the reader goes away. */
  signal: AbortSignal;
  logger: Logger;
  requestId: string;
  breakOff: (() => void) | undefined;
}

/**
 * Streams entries as a ZIP. One file is open at a time, and it is read as fast as the reader takes it. The files are
 * PDFs and pictures, which do not become smaller, so they stand in it as they are, and `bytes` is the size of the whole.
 * A file that is missing, cut, or not what was stored is logged and calls `breakOff`, because a partial archive must not look complete.
 */
export function streamZip(entries: ZipEntry[], options: Options): { body: ReadableStream; bytes: number } {
  const { at: mtime, signal, logger, requestId, breakOff } = options;
  const zip = new ZipFile();
  const out = zip.outputStream as Readable;
  let source: Readable | undefined;
  let isOver = false;
  const fail = (error: unknown) => {
    if (isOver) return;
    isOver = true;
    logger.error({ err: error, requestId }, 'a download broke off');
    // The adapter cancels the body of a cut connection.
    if (breakOff) return breakOff();
    out.destroy(error instanceof Error ? error : new Error(String(error)));
  };
  zip.on('error', fail);
  // Told by `fail` already.
  out.on('error', () => undefined);
  out.on('close', () => {
    isOver = true;
    source?.destroy();
  });
  signal.addEventListener('abort', () => out.destroy(), { once: true });
  const begin = async (entry: Extract<ZipEntry, { sha256: string }>) => {
    const opened = await entry.open();
    source = opened;
    if (isOver) opened.destroy();
    const checked = checking(entry);
    pipeline(opened, checked, (error) => error && zip.emit('error', error));
    return checked;
  };
  const kept = { mtime, compress: false };
  for (const entry of entries) {
    if ('text' in entry) zip.addBuffer(Buffer.from(entry.text), entry.path, kept);
    else if ('isFolder' in entry) zip.addEmptyDirectory(entry.path, { mtime });
    else
      zip.addReadStreamLazy(entry.path, { ...kept, size: entry.bytes }, (give) => {
        begin(entry).then((stream) => give(null, stream), fail);
      });
  }
  let bytes = -1;
  zip.end({ forceZip64Format: false, comment: '' }, (size = -1) => {
    bytes = size;
  });
  return { body: Readable.toWeb(out) as ReadableStream, bytes };
}

/** Passes a file on, and fails at its end if it is not the one that was stored. */
function checking({ path, bytes, sha256 }: { path: string; bytes: number; sha256: string }): Transform {
  const hash = createHash('sha256');
  let count = 0;
  return new Transform({
    transform(chunk: Buffer, _encoding, done) {
      hash.update(chunk);
      count += chunk.length;
      done(null, chunk);
    },
    flush(done) {
      const isWhole = count === bytes && hash.digest('hex') === sha256;
      done(isWhole ? null : new Failure('unavailable', `The stored file of ${path} is damaged.`));
    },
  });
}

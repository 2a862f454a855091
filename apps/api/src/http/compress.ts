import { pipeline, Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { constants, createGzip, gzipSync } from 'node:zlib';
import type { Context, MiddlewareHandler } from 'hono';

/** A smaller response fits into one packet anyway. */
const smallestBytes = 1_024;

/**
 * A compressor for each open stream of messages would cost a quarter of a megabyte, for a few words each. Pictures, PDFs and archives
 * are compressed already, and with their length a browser shows how far a download is.
 */
const staysAsItIs = /^(?:text\/event-stream|image\/|application\/(?:pdf|zip|octet-stream))/;

/**
 * Gzip for the API's responses. A complete response is compressed in one call, because a stream costs several times
 * the CPU. A streamed response is flushed piece by piece: in a batch, a finished answer must not wait in the
 * compressor's buffer for a slow one.
 */
export const compressAnswers: MiddlewareHandler = async (c, next) => {
  // Looked at first: the body of an answer that stays as it is must not be opened, which would copy it.
  const mayCompress = c.req.method !== 'HEAD' && /\bgzip\b/.test(c.req.header('accept-encoding') ?? '');
  await next();
  if (!mayCompress || c.res.headers.has('content-encoding')) return;
  const { body, headers } = c.res;
  if (body === null || staysAsItIs.test(headers.get('content-type') ?? '')) return;
  // tRPC also labels a stream of JSON lines `application/json`. Only the stream has this header.
  const isWhole =
    headers.get('content-type')?.startsWith('application/json') && !headers.has('transfer-encoding');
  const whole = isWhole ? new Uint8Array(await c.res.arrayBuffer()) : undefined;
  if (whole && whole.length < smallestBytes) {
    replaceAnswer(c, whole, headers);
    return;
  }
  const gzipped = new Headers(headers);
  gzipped.delete('content-length');
  gzipped.set('content-encoding', 'gzip');
  gzipped.append('vary', 'accept-encoding');
  replaceAnswer(c, whole ? gzipSync(whole) : gzipPieces(body), gzipped);
};

function gzipPieces(body: ReadableStream): ReadableStream {
  const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
  // If the reader disconnects, the last stream is destroyed, and `pipeline` ends the first one too.
  pipeline(Readable.fromWeb(body as NodeReadableStream), gzip, () => undefined);
  return Readable.toWeb(gzip) as ReadableStream;
}

function replaceAnswer(c: Context, body: ReadableStream | Uint8Array<ArrayBuffer>, headers: Headers): void {
  const { status } = c.res;
  // Hono would otherwise copy the old response's headers over the new ones.
  c.res = undefined;
  c.res = new Response(body, { status, headers });
}

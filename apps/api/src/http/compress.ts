import { pipeline, Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { constants, createGzip, gzipSync } from 'node:zlib';
import type { Context, MiddlewareHandler } from 'hono';

/** A smaller answer fits into one packet anyway. */
const smallestBytes = 1_024;

/**
 * Gzip for the API's answers. A whole answer is compressed in one call, because a stream costs several times the CPU. A
 * streamed answer is flushed piece by piece: in a batch, an answer that is ready must not wait in the compressor's
 * buffer for a slow one.
 */
export const compressAnswers: MiddlewareHandler = async (c, next) => {
  await next();
  const { body, headers } = c.res;
  if (
    body === null ||
    c.req.method === 'HEAD' ||
    headers.has('content-encoding') ||
    !/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
  ) {
    return;
  }
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
  // When the reader leaves, the last stream is destroyed, and `pipeline` ends the first one too.
  pipeline(Readable.fromWeb(body as NodeReadableStream), gzip, () => undefined);
  return Readable.toWeb(gzip) as ReadableStream;
}

function replaceAnswer(c: Context, body: ReadableStream | Uint8Array<ArrayBuffer>, headers: Headers): void {
  const { status } = c.res;
  // Hono would copy the old answer's headers over the new ones.
  c.res = undefined;
  c.res = new Response(body, { status, headers });
}

import { pipeline, Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { constants, createGzip, gzipSync } from 'node:zlib';
import type { Context, MiddlewareHandler } from 'hono';

/** Below this a packet is a packet, compressed or not. */
const smallestBytes = 1_024;

/**
 * Gzip for the API's answers. One that comes whole is compressed at once, if it is worth it: a stream for it costs
 * several times the CPU. Of a stream each piece is handed on as soon as it is there: an answer in a batch that is
 * ready does not wait for the slow one behind it, as it would in a compressor that fills its buffer first.
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
  // tRPC names a stream of JSON lines `application/json` too; what tells them apart is this header.
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
  // A reader that goes away destroys the last stream; `pipeline` then ends the first one too.
  pipeline(Readable.fromWeb(body as NodeReadableStream), gzip, () => undefined);
  return Readable.toWeb(gzip) as ReadableStream;
}

function replaceAnswer(c: Context, body: ReadableStream | Uint8Array<ArrayBuffer>, headers: Headers): void {
  const { status } = c.res;
  // Without this Hono puts the first answer's headers over those of the second.
  c.res = undefined;
  c.res = new Response(body, { status, headers });
}

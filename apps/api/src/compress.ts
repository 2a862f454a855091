import { pipeline, Readable } from 'node:stream';
import type { ReadableStream as NodeReadableStream } from 'node:stream/web';
import { constants, createGzip } from 'node:zlib';
import type { MiddlewareHandler } from 'hono';

const smallest = 1_024;

/**
 * Gzip that hands on each piece of an answer as soon as it is there: an answer in a batch that is ready does not
 * wait for the slow one behind it, as it would in a compressor that fills its buffer first.
 */
export const compressPieces: MiddlewareHandler = async (c, next) => {
  await next();
  const length = c.res.headers.get('content-length');
  if (
    c.res.body === null ||
    c.req.method === 'HEAD' ||
    c.res.headers.has('content-encoding') ||
    (length !== null && Number(length) < smallest) ||
    !/\bgzip\b/.test(c.req.header('accept-encoding') ?? '')
  ) {
    return;
  }
  const gzip = createGzip({ flush: constants.Z_SYNC_FLUSH });
  // A reader that goes away destroys the last stream; `pipeline` then ends the first one too.
  pipeline(Readable.fromWeb(c.res.body as NodeReadableStream), gzip, () => undefined);
  const headers = new Headers(c.res.headers);
  headers.delete('content-length');
  headers.set('content-encoding', 'gzip');
  headers.append('vary', 'accept-encoding');
  c.res = new Response(Readable.toWeb(gzip) as ReadableStream, { status: c.res.status, headers });
};

import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';

const streamed = 'application/jsonl';

/**
 * Refuses a request that may change something and asks for a streamed answer. A stream sends its headers before the
 * procedures run, so that the cookie of a session that begins would be lost.
 */
export const refuseStreamedChanges: MiddlewareHandler = (c, next) => {
  const wanted = `${c.req.header('trpc-accept') ?? ''},${c.req.header('accept') ?? ''}`;
  if (wanted.split(/[,;]/).some((type) => type.trim().toLowerCase() === streamed)) {
    throw new HTTPException(406, { message: 'A change is answered as JSON, not as a stream.' });
  }
  return next();
};

import type { MiddlewareHandler } from 'hono';
import type { RequestIdVariables } from 'hono/request-id';
import type { Logger } from 'pino';

/** One line for each request, and the request's id in its answer. */
export function logRequests(logger: Logger): MiddlewareHandler<{ Variables: RequestIdVariables }> {
  return async (c, next) => {
    const began = performance.now();
    await next();
    const requestId = c.get('requestId');
    // After the handler: an answer that it makes whole would not have a header that was set before.
    c.res.headers.set('X-Request-Id', requestId);
    const { method, path } = c.req;
    const { status } = c.res;
    const entry = { requestId, method, path, status, ms: Math.round(performance.now() - began) };
    if (status >= 500) logger.error(entry, 'request');
    else logger.debug(entry, 'request');
  };
}

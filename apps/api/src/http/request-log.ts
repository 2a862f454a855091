import type { MiddlewareHandler } from 'hono';
import type { RequestIdVariables } from 'hono/request-id';
import type { Logger } from 'pino';
import { setHeader } from './headers.ts';

export interface TimedVariables extends RequestIdVariables {
  /** The beginning of the request, on the clock of `performance.now()`. */
  began: number;
}

/** Logs one line for each request, and puts the request's id into the response. */
export function logRequests(logger: Logger): MiddlewareHandler<{ Variables: TimedVariables }> {
  return async (c, next) => {
    const began = performance.now();
    c.set('began', began);
    await next();
    const requestId = c.get('requestId');
    // Runs after the handler, because a handler that returns a new response drops headers set earlier.
    setHeader(c, 'X-Request-Id', requestId);
    const { method, path } = c.req;
    const { status } = c.res;
    const entry = { requestId, method, path, status, ms: Math.round(performance.now() - began) };
    if (status >= 500) logger.error(entry, 'request');
    else logger.debug(entry, 'request');
  };
}

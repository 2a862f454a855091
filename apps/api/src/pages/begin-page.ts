import type { Context as HttpContext, MiddlewareHandler } from 'hono';
import { createContext, type PortalParts } from '../context.ts';
import type { FreshnessVariables } from '../http/freshness.ts';
import type { CallerVariables } from '../sessions/identify-caller.ts';
import { firstAnswers } from './first-answers.ts';
import { inTime, patienceMs } from './in-time.ts';
import type { PageBeginning } from './serve-pages.ts';

/**
 * Finds out who opens a page and answers what it asks first. A page opens even when the database does not answer.
 */
export function beginPage({
  shared,
  carrying,
  identifying,
}: {
  shared: PortalParts;
  /** Both learn from the cookies who asks, as before a procedure. */
  carrying: MiddlewareHandler<{ Variables: FreshnessVariables }>;
  identifying: MiddlewareHandler<{ Variables: CallerVariables }>;
}): (c: HttpContext) => Promise<PageBeginning> {
  return async (c: HttpContext<{ Variables: CallerVariables }>) => {
    const isKnown = await inTime(
      (async () => {
        await carrying(c as unknown as HttpContext<{ Variables: FreshnessVariables }>, nothing);
        await identifying(c, nothing);
        return true;
      })(),
      false,
    );
    if (!isKnown) return { isSignedIn: false, first: Promise.resolve({ answers: [], isMissing: false }) };
    const signedIn = c.get('signedIn');
    const context = createContext({
      ...shared,
      signedIn,
      // A query sets no cookie.
      caller: { ...c.get('caller'), setCookie: () => undefined },
      requestId: c.get('requestId'),
      signal: AbortSignal.any([c.req.raw.signal, AbortSignal.timeout(patienceMs)]),
      after: c.get('after'),
      afterHint: c.get('afterHint'),
    });
    return {
      isSignedIn: signedIn !== undefined,
      first: firstAnswers(new URL(c.req.url), context, (answer) => inTime(answer, undefined)),
    };
  };
}

const nothing = async () => undefined;

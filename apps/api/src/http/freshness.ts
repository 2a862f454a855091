import type { Actor, Database } from '@namc/db';
import { furthestFreshness } from '@namc/db/freshness';
import type { MiddlewareHandler } from 'hono';
import { getSignedCookie, setSignedCookie } from 'hono/cookie';

/** What the middleware hands to a route, and what a route hands back. */
export interface FreshnessVariables {
  /** Where this browser's last write stands; for `forRequest`. */
  after: string | undefined;
  /** Who asks. Without it no write is remembered. */
  actor?: Actor;
}

const cookieName = 'portal_freshness';
/** No replica that lags more than this is read from. */
const keptSeconds = 60;

/**
 * Gives the browser a cookie with the position of its last write, so that no process shows it older data, even without
 * Redis. The cookie is signed, because an invented position would send every read to the primary.
 */
export function carryFreshness(options: {
  db: Database;
  secret: string;
  /** False when the portal is served without TLS. */
  isSecure: boolean;
}): MiddlewareHandler<{ Variables: FreshnessVariables }> {
  const { db, secret, isSecure } = options;
  return async (c, next) => {
    c.set('after', (await getSignedCookie(c, secret, cookieName)) || undefined);
    await next();
    const actor = c.get('actor');
    if (!actor || c.req.method === 'GET' || c.req.method === 'HEAD') return;
    const written = await db.freshnessOf(actor);
    if (!written) return;
    await setSignedCookie(c, cookieName, written, secret, {
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      secure: isSecure,
      maxAge: keptSeconds,
    });
  };
}

/**
 * Adds what all processes know of the person's last write to what the browser knows. It runs once for each request, when
 * it is known who asks.
 */
export function addSharedFreshness(db: Database): MiddlewareHandler<{ Variables: FreshnessVariables }> {
  return async (c, next) => {
    const actor = c.get('actor');
    if (actor) c.set('after', furthestFreshness(c.get('after'), await db.freshnessOf(actor)));
    await next();
  };
}

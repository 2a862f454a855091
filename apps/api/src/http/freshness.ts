import type { Actor, Database } from '@namc/db';
import type { MiddlewareHandler } from 'hono';
import { getCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';

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
    // Hono prepares the key for any cookie, also when this one is not among them.
    const isSent = getCookie(c, cookieName) !== undefined;
    c.set('after', (isSent && (await getSignedCookie(c, secret, cookieName))) || undefined);
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

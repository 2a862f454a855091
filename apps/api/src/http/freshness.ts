import type { Actor, Database } from '@namc/db';
import type { MiddlewareHandler } from 'hono';
import { getCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';

/** The middleware's values for a route, and a route's values for the middleware. */
export interface FreshnessVariables {
  /** The position of this browser's last write, for `forRequest`. */
  after: string | undefined;
  /** The caller. Without one, no write is remembered. */
  actor?: Actor;
}

const cookieName = 'portal_freshness';
/** Reads avoid replicas that lag more than this. */
const keptSeconds = 60;

/**
 * Gives the browser a cookie with the position of its last write, so that no process shows it older data, even
 * without Redis. The cookie is signed, because a forged position would send every read to the primary.
 */
export function carryFreshness(options: {
  db: Database;
  secret: string;
  /** False if the portal is served without TLS. */
  isSecure: boolean;
}): MiddlewareHandler<{ Variables: FreshnessVariables }> {
  const { db, secret, isSecure } = options;
  return async (c, next) => {
    // Hono would prepare the key for every request that has any cookie.
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

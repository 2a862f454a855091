import type { Actor, Database } from '@namc/db';
import type { MiddlewareHandler } from 'hono';
import { getCookie, getSignedCookie, setSignedCookie } from 'hono/cookie';
import { cookieName } from './cookie-name.ts';

/** The middleware's values for a route, and a route's values for the middleware. */
export interface FreshnessVariables {
  /** The position of this browser's last write, for `forRequest`. */
  after: string | undefined;
  /** The position of the person's last write in any browser, as Redis tells it. */
  afterHint?: string;
  /** The caller. Without one, no write is remembered. */
  actor?: Actor;
}

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
  const name = cookieName('portal_freshness', isSecure);
  return async (c, next) => {
    // Hono would prepare the key for every request that has any cookie.
    const isSent = getCookie(c, name) !== undefined;
    c.set('after', (isSent && (await getSignedCookie(c, secret, name))) || undefined);
    await next();
    const actor = c.get('actor');
    if (!actor || c.req.method === 'GET' || c.req.method === 'HEAD') return;
    const written = await db.freshnessOf(actor);
    if (!written) return;
    await setSignedCookie(c, name, written, secret, {
      path: '/',
      httpOnly: true,
      sameSite: 'Lax',
      secure: isSecure,
      maxAge: keptSeconds,
    });
  };
}

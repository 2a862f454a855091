import type { Actor, Database } from '@namc/db';
import { furthestFreshness } from '@namc/db/freshness';
import type { MiddlewareHandler } from 'hono';
import { getSignedCookie, setSignedCookie } from 'hono/cookie';

/** What the middleware leaves for those behind it, and what they leave for it. */
export interface FreshnessVariables {
  /** Where the last write of this browser stands; for `forRequest`. */
  after: string | undefined;
  /** Who turned out to ask; nobody's writes are remembered without it. */
  actor?: Actor;
}

const cookieName = 'portal_freshness';
/** A replica that is further behind is not read from. */
const keptSeconds = 60;

/**
 * Lets a browser carry where its last write stands, so that no process shows it something older, whatever became of
 * Redis. Signed, since a made-up position would send reads to the primary.
 */
export function carryFreshness(options: {
  db: Database;
  secret: string;
  /** False where the portal is served without TLS. */
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

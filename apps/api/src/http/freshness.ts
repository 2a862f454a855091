import type { Actor, Database } from '@namc/db';
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

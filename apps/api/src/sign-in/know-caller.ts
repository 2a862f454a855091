import { isIP } from 'node:net';
import { getConnInfo } from '@hono/node-server/conninfo';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import type { RequestIdVariables } from 'hono/request-id';
import type { FreshnessVariables } from '../http/freshness.ts';
import { type Caller, halfwayCookie } from './door.ts';
import type { Found } from './session-store.ts';
import { type Sessions, sessionCookie } from './sessions.ts';

/** What the middleware in front of every route leaves for it. */
export interface CallerVariables extends FreshnessVariables, RequestIdVariables {
  signedIn: Found | undefined;
  caller: Caller;
}

/** Finds out who asks, and from where. */
export function knowCaller(options: {
  sessions: Sessions;
  /** Whether a proxy says in `X-Forwarded-For` who it asks for. */
  isProxied: boolean;
}): MiddlewareHandler<{ Variables: CallerVariables }> {
  return async (c, next) => {
    const header = c.req.header('cookie');
    const found = header === undefined ? undefined : await options.sessions.check(header);
    const address = addressOf(c, options.isProxied);
    c.set('signedIn', found && { session: found.session, account: found.account });
    if (found) {
      c.set('actor', { kind: 'member', userId: found.account.userId });
      options.sessions.noteSeen(found, address);
    }
    c.set('caller', {
      origin: { address, userAgent: c.req.header('user-agent') },
      token: found?.token,
      halfway: getCookie(c, halfwayCookie),
      setCookie: (cookie) => c.header('Set-Cookie', cookie, { append: true }),
    });
    await next();
    // Signing in or out has set another one.
    const isSet = c.res.headers.getSetCookie().some((cookie) => cookie.startsWith(`${sessionCookie}=`));
    if (found?.cookie && !isSet) c.res.headers.append('Set-Cookie', found.cookie);
  };
}

function addressOf(c: Context, isProxied: boolean): string | undefined {
  // The last one is what our own proxy saw; those before it anybody can make up.
  const told = isProxied ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  if (told && isIP(told)) return told;
  // Without a socket, as in a test, there is none.
  return c.env && 'incoming' in c.env ? getConnInfo(c).remote.address : undefined;
}

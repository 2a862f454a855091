import { getConnInfo } from '@hono/node-server/conninfo';
import { type Database, forRequest } from '@namc/db';
import type { Origin } from '@namc/db/sign-in/commands/account-events';
import type { SignedIn } from '@namc/db/sign-in/queries';
import type { Context, MiddlewareHandler } from 'hono';
import { getCookie } from 'hono/cookie';
import { actorOf } from '../actors.ts';
import { cookieName } from '../http/cookie-name.ts';
import type { FreshnessVariables } from '../http/freshness.ts';
import { plainAddress } from '../http/networks.ts';
import type { TimedVariables } from '../http/request-log.ts';
import type { Sessions } from './sessions.ts';

/** The calling browser: its address, and the cookies it sent. */
export interface Caller {
  origin: Origin;
  /** The session's id. */
  token?: string | undefined;
  /** The cookie of a sign-in that still lacks its second factor, not verified yet. */
  pendingSecondFactor?: string | undefined;
  /** The cookie of a browser that has signed in before, not verified yet. */
  trustedDevice?: string | undefined;
  setCookie(cookie: string): void;
}

export interface CallerVariables extends FreshnessVariables, TimedVariables {
  signedIn: SignedIn | undefined;
  caller: Caller;
}

/** Identifies the caller and the caller's address. */
export function identifyCaller(options: {
  db: Database;
  sessions: Sessions;
  /** Trust `X-Forwarded-For`, because our own proxy sets it. */
  isProxied: boolean;
  isSecure: boolean;
}): MiddlewareHandler<{ Variables: CallerVariables }> {
  const { sessions, isSecure } = options;
  const sessionCookie = cookieName('portal_session', isSecure);
  return async (c, next) => {
    const db = forRequest(options.db, { requestId: c.get('requestId') });
    const token = getCookie(c, sessionCookie);
    const address = addressOf(c, options.isProxied);
    const origin = { address, userAgent: c.req.header('user-agent') };
    const known = token ? await sessions.check(db, token, origin) : undefined;
    c.set('signedIn', known?.signedIn);
    if (known) {
      if (known.writtenHint) c.set('afterHint', known.writtenHint);
      c.set('actor', actorOf(known.signedIn.account.userId));
      sessions.noteSeen(db, known, address);
    }
    c.set('caller', {
      origin,
      token: known?.token,
      pendingSecondFactor: getCookie(c, cookieName('portal_sign_in', isSecure)),
      trustedDevice: getCookie(c, cookieName('portal_device', isSecure)),
      setCookie: (cookie) => c.header('Set-Cookie', cookie, { append: true }),
    });
    await next();
    // A cookie of before the prefix proves nothing, because another host of the domain may have set it.
    if (isSecure && getCookie(c, 'portal_session') !== undefined) {
      c.res.headers.append('Set-Cookie', 'portal_session=; Path=/; Max-Age=0; Secure; HttpOnly');
    }
    if (!known?.cookie) return;
    // Signing in or out has already set another cookie, which takes precedence.
    const isSet = c.res.headers.getSetCookie().some((cookie) => cookie.startsWith(`${sessionCookie}=`));
    if (!isSet) c.res.headers.append('Set-Cookie', known.cookie);
  };
}

function addressOf(c: Context, isProxied: boolean): string | undefined {
  // Our own proxy appends the last address. A client can forge the ones before it.
  const told = isProxied ? c.req.header('x-forwarded-for')?.split(',').at(-1)?.trim() : undefined;
  const socket = () => (c.env && 'incoming' in c.env ? getConnInfo(c).remote.address : undefined);
  // A request in a test has no socket.
  return plainAddress(told) ?? plainAddress(socket());
}

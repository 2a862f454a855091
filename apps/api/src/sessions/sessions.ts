import type { Origin } from '@namc/db/accounts/events';
import { hashSecret } from '@namc/db/accounts/links';
import { type Adapter, generateIdFromEntropySize, Lucia, TimeSpan } from 'lucia';
import type { Found, SessionStore } from './session-store.ts';

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<{ found: Found | undefined }>;
    DatabaseSessionAttributes: Attributes & { found?: Found };
  }
}

interface Attributes extends Origin {
  isKept: boolean;
  twoFactorAt: Date | null;
}

export interface Sessions {
  /** Makes a session and returns its cookie. */
  begin(userId: string, attributes: Attributes): Promise<string>;
  /** Who sends this cookie; with a cookie when the browser should keep it longer. */
  check(cookieHeader: string): Promise<(Found & { token: string; cookie?: string }) | undefined>;
  /** Ends the session, and returns a cookie that the browser forgets at once. */
  end(token: string): Promise<string>;
}

const cookieName = 'portal_session';

/**
 * Lucia decides when a session is over or lasts longer. A token says by its first letter how long: `k` until it was not
 * used for 30 days, `b` until the browser is closed or it was not used for 12 hours. The token itself is kept nowhere:
 * the store knows its hash.
 */
export function makeSessions(store: SessionStore, isSecure: boolean): Sessions {
  const adapter: Adapter = {
    getSessionAndUser: async (token) => {
      const found = await store.find(hashSecret(token));
      if (!found) return [null, null];
      const { session, account } = found;
      const attributes = { isKept: session.isKept, twoFactorAt: session.twoFactorAt, found };
      return [
        // The token that it was given: with another one it would not extend the session.
        { id: token, userId: account.userId, expiresAt: session.expiresAt, attributes },
        { id: account.userId, attributes: {} },
      ];
    },
    setSession: ({ id, userId, expiresAt, attributes: { found: _, ...attributes } }) =>
      store.add({ tokenHash: hashSecret(id), userId, expiresAt, ...attributes }),
    updateSessionExpiration: (token, expiresAt) => store.extend(hashSecret(token), expiresAt),
    deleteSession: (token) => store.end(hashSecret(token)),
    deleteUserSessions: (userId) => store.endAll({ userId }),
    // Lists show no tokens: `listSessions` of the data layer.
    getUserSessions: async () => [],
    // A job of the worker does it for everybody.
    deleteExpiredSessions: async () => undefined,
  };
  const lasting = (days: TimeSpan) =>
    new Lucia(adapter, {
      sessionExpiresIn: days,
      sessionCookie: { name: cookieName, attributes: { secure: isSecure, sameSite: 'lax' } },
      getSessionAttributes: ({ found }) => ({ found }),
    });
  const [kept, brief] = [lasting(new TimeSpan(30, 'd')), lasting(new TimeSpan(12, 'h'))];
  const luciaOf = (token: string) => (token.startsWith('k') ? kept : brief);

  function cookieOf(token: string): string {
    const cookie = luciaOf(token).createSessionCookie(token);
    // Without an age it goes with the browser.
    if (!token.startsWith('k')) delete cookie.attributes.maxAge;
    return cookie.serialize();
  }

  return {
    begin: async (userId, attributes) => {
      const token = `${attributes.isKept ? 'k' : 'b'}${generateIdFromEntropySize(25)}`;
      await luciaOf(token).createSession(userId, attributes, { sessionId: token });
      return cookieOf(token);
    },
    check: async (cookieHeader) => {
      const token = brief.readSessionCookie(cookieHeader);
      if (!token || token.length > 100) return undefined;
      const { session } = await luciaOf(token).validateSession(token);
      if (!session?.found) return undefined;
      return { ...session.found, token, ...(session.fresh ? { cookie: cookieOf(token) } : {}) };
    },
    end: async (token) => {
      await brief.invalidateSession(token);
      return brief.createBlankSessionCookie().serialize();
    },
  };
}

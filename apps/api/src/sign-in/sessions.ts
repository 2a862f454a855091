import { Failure } from '@namc/db/errors';
import type { Origin } from '@namc/db/sign-in/commands/account-events';
import { hashSecret } from '@namc/db/sign-in/commands/links';
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
  /** Somebody signs in, and does not only change the token. */
  isSignIn?: boolean;
}

export interface Sessions {
  /** Makes a session and returns its cookie. */
  begin(userId: string, attributes: Attributes): Promise<string>;
  /** Who sends this cookie; with a cookie when the browser should keep it longer, or has to change it. */
  check(cookieHeader: string): Promise<(Found & { token: string; cookie?: string }) | undefined>;
  /** Notes that a session is in use, and from where; not for every request, and nobody waits for it. */
  noteSeen(found: Found, address: string | undefined): void;
  /** Ends the session, and returns a cookie that the browser forgets at once. */
  end(token: string): Promise<string>;
}

export const sessionCookie = 'portal_session';
const lasting = { kept: new TimeSpan(30, 'd'), brief: new TimeSpan(12, 'h') };
/** How exactly the list of somebody's sessions says when each was seen last. */
const seenAgainMs = 5 * 60_000;
const movedMs = 60_000;
const makeToken = (isKept: boolean) => `${isKept ? 'k' : 'b'}${generateIdFromEntropySize(25)}`;

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
      // The store ends an old token in seconds; Lucia, told so, would let it last longer instead.
      const expiresAt =
        session.rotation === 'DONE' ? new Date(Date.now() + lasting.kept.milliseconds()) : session.expiresAt;
      return [
        // The token that it was given: with another one it would not extend the session.
        { id: token, userId: account.userId, expiresAt, attributes },
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
  const luciaFor = (sessionExpiresIn: TimeSpan) =>
    new Lucia(adapter, {
      sessionExpiresIn,
      sessionCookie: { name: sessionCookie, attributes: { secure: isSecure, sameSite: 'lax' } },
      getSessionAttributes: ({ found }) => ({ found }),
    });
  const [kept, brief] = [luciaFor(lasting.kept), luciaFor(lasting.brief)];
  const luciaOf = (token: string) => (token.startsWith('k') ? kept : brief);

  function cookieOf(token: string): string {
    const cookie = luciaOf(token).createSessionCookie(token);
    // Without an age it goes with the browser.
    if (!token.startsWith('k')) delete cookie.attributes.maxAge;
    return cookie.serialize();
  }

  /** A database that takes no writes just now keeps nobody from reading: the token changes later. */
  const rotate = (token: string, next: string) =>
    store.rotate(hashSecret(token), hashSecret(next)).catch((error) => {
      if (error instanceof Failure) return false;
      throw error;
    });

  const beingNoted = new Set<string>();

  return {
    begin: async (userId, attributes) => {
      const token = makeToken(attributes.isKept);
      await luciaOf(token).createSession(userId, attributes, { sessionId: token });
      return cookieOf(token);
    },
    check: async (cookieHeader) => {
      const token = brief.readSessionCookie(cookieHeader);
      if (!token || token.length > 100) return undefined;
      const { session } = await luciaOf(token).validateSession(token);
      if (!session?.found) return undefined;
      const { found } = session;
      if (found.session.rotation === 'DUE') {
        const next = makeToken(found.session.isKept);
        if (await rotate(token, next)) return { ...found, token: next, cookie: cookieOf(next) };
      }
      return { ...found, token, ...(session.fresh ? { cookie: cookieOf(token) } : {}) };
    },
    noteSeen: ({ session: { tokenHash, rotation, lastSeenAt, lastAddress } }, address) => {
      const isElsewhere = address !== undefined && address !== lastAddress;
      if (rotation === 'DONE' || Date.now() - lastSeenAt.getTime() < (isElsewhere ? movedMs : seenAgainMs))
        return;
      if (beingNoted.has(tokenHash)) return;
      beingNoted.add(tokenHash);
      // What cannot be noted now is noted with a later request.
      const isOver = () => void beingNoted.delete(tokenHash);
      store.touch(tokenHash, address).then(isOver, isOver);
    },
    end: async (token) => {
      await brief.invalidateSession(token);
      return brief.createBlankSessionCookie().serialize();
    },
  };
}

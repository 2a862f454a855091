import type { Database } from '@namc/db';
import { Failure, Unavailable } from '@namc/db/errors';
import { hashSecret } from '@namc/db/hash-secret';
import type { Origin } from '@namc/db/sign-in/commands/account-events';
import {
  addSession,
  endCopiedSession,
  endSession,
  extendSession,
  type NewSession,
  rotateSession,
  touchSession,
} from '@namc/db/sign-in/commands/sessions';
import { findSession, isTokenReplaced, mostHours, type SignedIn } from '@namc/db/sign-in/queries';
import { type Adapter, generateIdFromEntropySize, Lucia, TimeSpan } from 'lucia';
import { actorOf } from '../actors.ts';
import { cookieName } from '../http/cookie-name.ts';
import type { DatabaseClock } from './database-clock.ts';
import type { SessionMemory } from './session-memory.ts';

declare module 'lucia' {
  interface Register {
    Lucia: Lucia<{ known: Known | undefined }>;
    DatabaseSessionAttributes: Beginning & { known?: Known };
  }
}

/** The fields of a new session besides its token and expiration. */
export type Beginning = Omit<NewSession, 'tokenHash' | 'userId' | 'lastsSeconds'>;

interface Known {
  signedIn: SignedIn;
  /** The time by the database's clock. */
  now: Date;
  /** The log position of the person's last write, as Redis tells it; null if it tells none. */
  writtenHint: string | null;
}

export interface Identified extends Known {
  token: string;
  /** The browser should store this cookie: the session now lasts longer, or its token has changed. */
  cookie?: string;
}

export interface Sessions {
  /** Makes a session and returns its cookie. */
  begin(db: Database, userId: string, session: Beginning): Promise<string>;
  /**
   * The session of this token; undefined if the token belongs to nobody. An old token that is used after its time
   * ends its session. `origin` is where the request came from.
   */
  check(db: Database, token: string, origin: Origin): Promise<Identified | undefined>;
  /**
   * Records that a session is in use and from which address: at intervals, and without making anybody wait.
   */
  noteSeen(db: Database, identified: Identified, address: string | undefined): void;
  /** Ends the session of a token and returns a cookie that removes it from the browser. */
  end(db: Database, token: string): Promise<string>;
  /**
   * Call this after committing a change to these accounts or their sessions, so that it takes effect at the next
   * request.
   */
  forgetAccounts(userIds: string[]): Promise<void>;
}

const lasting = { kept: new TimeSpan(30, 'd'), brief: new TimeSpan(12, 'h') };
/** The precision of "last seen" in a list of sessions. */
const seenAgainMs = 5 * 60_000;
const movedMs = 60_000;

/**
 * `k` marks a session that expires after 30 days without use. `b` marks one that ends with the browser or after 12
 * hours. Then come 200 random bits and the account.
 */
const makeToken = (userId: string, isKept: boolean) =>
  `${isKept ? 'k' : 'b'}${generateIdFromEntropySize(25)}${userId.replaceAll('-', '')}`;

/** The account that a token names. The name grants nothing: only the hash of the whole token does. */
function accountOf(token: string): string | undefined {
  const [, ...parts] =
    /^[kb].{40}([0-9a-f]{8})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{4})([0-9a-f]{12})$/.exec(token) ?? [];
  return parts.length > 0 ? parts.join('-') : undefined;
}

/**
 * Lucia compares with this process's clock, and the database's clock decides. Lucia is therefore told by this process's
 * clock how long a session still lasts, and what it answers is passed on as a number of seconds.
 */
const byOwnClock = (at: Date, now: Date) => new Date(Date.now() + at.getTime() - now.getTime());
const secondsUntil = (byThisClock: Date) => (byThisClock.getTime() - Date.now()) / 1000;

/**
 * True if a session has more than half of its time left. Lucia leaves it as it is then, so nobody needs to ask Lucia.
 */
const isYoung = ({ signedIn, now }: Known, isKept: boolean) =>
  signedIn.session.expiresAt.getTime() - now.getTime() >
  (isKept ? lasting.kept : lasting.brief).milliseconds() / 2;

/** True if a session has reached the age beyond which nothing extends it. */
function isAtItsAge({ createdAt, expiresAt, isKept }: SignedIn['session']): boolean {
  const most = (isKept ? mostHours.kept : mostHours.brief) * 3_600_000;
  return expiresAt.getTime() >= createdAt.getTime() + most;
}

/**
 * Sessions. PostgreSQL is the truth and stores a hash of each token; the cache spares it most questions. Lucia
 * decides when to extend a session.
 */
export function makeSessions(parts: {
  memory: SessionMemory;
  clock: DatabaseClock;
  isSecure: boolean;
}): Sessions {
  const { memory, clock, isSecure } = parts;
  const name = cookieName('portal_session', isSecure);
  const system = (userId?: string) => actorOf(userId, 'system:sessions');

  /**
   * Reads the cache, then the primary, which has new sessions at once, then a replica if there is no primary. A replica
   * may lack the end of a session, so the cache never keeps its answer for the time when the primary is back.
   */
  async function find(db: Database, token: string): Promise<Known | undefined> {
    const tokenHash = hashSecret(token);
    const userId = accountOf(token);
    const remembered = userId ? await memory.find(tokenHash, userId) : undefined;
    const writtenHint = remembered?.writtenHint ?? null;
    if (remembered?.found) {
      const { askedAt, goodUntil, ...signedIn } = remembered.found;
      return { signedIn, now: clock.now() ?? askedAt, writtenHint };
    }
    const sent = clock.mark();
    const ask = (freshness: 'own' | 'latest') =>
      db.read(system(), (tx) => findSession(tx, { tokenHash }), {
        freshness,
        name: 'findSession',
        oneStatement: true,
      });
    let isLatest = true;
    const found = await ask('latest').catch((error) => {
      if (!(error instanceof Unavailable)) throw error;
      isLatest = false;
      return ask('own');
    });
    if (!found) return undefined;
    const { askedAt, goodUntil, ...signedIn } = found;
    if (!isLatest) return { signedIn, now: askedAt, writtenHint };
    clock.learn(askedAt, sent);
    if (remembered) await memory.remember(found, remembered.question);
    return { signedIn, now: askedAt, writtenHint };
  }

  async function end(db: Database, token: string): Promise<void> {
    const userId = await db.write(system(accountOf(token)), (tx) =>
      endSession(tx, { tokenHash: hashSecret(token) }),
    );
    if (userId) await memory.forgetAccounts([userId]);
  }

  /** An old token that comes back after its time is in two hands: its session ends for both. */
  async function endIfCopied(db: Database, token: string, origin: Origin): Promise<void> {
    const userId = accountOf(token);
    const tokenHash = hashSecret(token);
    const name = 'endCopiedSession';
    if (!userId || !(await db.read(system(), (tx) => isTokenReplaced(tx, { tokenHash }), { name }))) return;
    const end = db.write(system(userId), (tx) => endCopiedSession(tx, { ...origin, tokenHash }), { name });
    if (await orLater(end)) await memory.forgetAccounts([userId]);
  }

  /** Lucia for one request: its adapter works with that request's database, and with the session that it has found. */
  function luciaFor(db: Database, isKept: boolean, known?: Known) {
    const adapter: Adapter = {
      getSessionAndUser: async (token) => {
        if (!known) return [null, null];
        const { session, account } = known.signedIn;
        const { userId } = account;
        const { expiresAt, isKept, twoFactorAt, securityVersion } = session;
        const ends = byOwnClock(expiresAt, known.now);
        return [
          // Lucia never compares this id. It only passes it back to `updateSessionExpiration`.
          { id: token, userId, expiresAt: ends, attributes: { isKept, twoFactorAt, securityVersion, known } },
          { id: userId, attributes: {} },
        ];
      },
      setSession: ({ id, userId, expiresAt, attributes: { known: _, ...session } }) =>
        db.write(system(userId), (tx) =>
          addSession(tx, {
            ...session,
            tokenHash: hashSecret(id),
            userId,
            lastsSeconds: secondsUntil(expiresAt),
          }),
        ),
      updateSessionExpiration: async (token, expiresAt) => {
        if (!known) return;
        const { session, account } = known.signedIn;
        // The token has changed. This old one works for a few more seconds and is not extended.
        if (session.rotation === 'DONE' || isAtItsAge(session)) return;
        const lastsSeconds = secondsUntil(expiresAt);
        const extend = db.write(
          system(account.userId),
          (tx) => extendSession(tx, { tokenHash: hashSecret(token), lastsSeconds }).then(() => true),
          { name: 'extendSession' },
        );
        if (await orLater(extend)) await memory.forgetAccounts([account.userId]);
      },
      deleteSession: (token) => end(db, token),
      deleteUserSessions: () => notAsked('deleteUserSessions'),
      getUserSessions: () => notAsked('getUserSessions'),
      deleteExpiredSessions: () => notAsked('deleteExpiredSessions'),
    };
    return new Lucia(adapter, {
      sessionExpiresIn: isKept ? lasting.kept : lasting.brief,
      sessionCookie: { name, attributes: { secure: isSecure, sameSite: 'lax' } },
      getSessionAttributes: ({ known }) => ({ known }),
    });
  }

  function cookieOf(lucia: Lucia, token: string, isKept: boolean): string {
    const cookie = lucia.createSessionCookie(token);
    // Without a max age the browser drops the cookie when it closes.
    if (!isKept) delete cookie.attributes.maxAge;
    return cookie.serialize();
  }

  const beingNoted = new Set<string>();

  return {
    begin: async (db, userId, session) => {
      const token = makeToken(userId, session.isKept);
      const lucia = luciaFor(db, session.isKept);
      await lucia.createSession(userId, session, { sessionId: token });
      return cookieOf(lucia, token, session.isKept);
    },
    check: async (db, token, origin) => {
      if (token.length > 100) return undefined;
      const found = await find(db, token);
      const isLong = token.startsWith('k');
      if (found?.signedIn.session.rotation === null && isYoung(found, isLong)) return { ...found, token };
      const lucia = luciaFor(db, isLong, found);
      const { session } = await lucia.validateSession(token);
      const known = session?.known;
      if (!known) {
        await endIfCopied(db, token, origin);
        return undefined;
      }
      const { isKept, rotation, tokenHash } = known.signedIn.session;
      const isExtended = session.fresh && !isAtItsAge(known.signedIn.session);
      if (rotation === 'DONE') return { ...known, token };
      if (rotation === 'DUE') {
        const { userId } = known.signedIn.account;
        const next = makeToken(userId, isKept);
        const rotate = db.write(
          system(userId),
          (tx) => rotateSession(tx, { tokenHash, newHash: hashSecret(next) }),
          { name: 'rotateSession' },
        );
        const isRotated = await orLater(rotate);
        await memory.forgetAccounts([userId]);
        if (isRotated) return { ...known, token: next, cookie: cookieOf(lucia, next, isKept) };
      }
      return { ...known, token, ...(isExtended ? { cookie: cookieOf(lucia, token, isKept) } : {}) };
    },
    noteSeen: (db, { signedIn, now }, address) => {
      const { session, account } = signedIn;
      const { userId } = account;
      const { tokenHash, rotation, lastSeenAt, lastAddress } = session;
      const isElsewhere = address !== undefined && address !== lastAddress;
      const isRecent = now.getTime() - lastSeenAt.getTime() < (isElsewhere ? movedMs : seenAgainMs);
      if (rotation === 'DONE' || isRecent || beingNoted.has(tokenHash)) return;
      beingNoted.add(tokenHash);
      // If this fails, a later request records it.
      const isOver = () => void beingNoted.delete(tokenHash);
      db.write(system(userId), (tx) => touchSession(tx, { tokenHash, address }), { name: 'touchSession' })
        .then(() => memory.forgetAccounts([userId]))
        .then(isOver, isOver);
    },
    end: async (db, token) => {
      const lucia = luciaFor(db, false);
      await lucia.invalidateSession(token);
      return lucia.createBlankSessionCookie().serialize();
    },
    forgetAccounts: memory.forgetAccounts,
  };
}

/** A database that accepts no writes must not keep anybody from reading. Undefined if the write failed. */
const orLater = <T>(write: Promise<T>): Promise<T | undefined> =>
  write.catch((error) => {
    if (error instanceof Failure) return undefined;
    throw error;
  });

function notAsked(method: string): never {
  throw new Error(`The portal does not use Lucia's ${method}: sign-in/commands/sessions.ts does this.`);
}

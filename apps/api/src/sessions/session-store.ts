import type { Actor, Database } from '@namc/db';
import {
  addSession,
  endSession,
  endSessions,
  extendSession,
  findSession,
  listSessionHashes,
  type SessionAccount,
  type StoredSession,
} from '@namc/db/accounts/sessions';
import { Unavailable } from '@namc/db/errors';
import type { Redis } from 'ioredis';

export interface Found {
  session: StoredSession;
  account: SessionAccount;
}

export interface SessionStore {
  find(tokenHash: string): Promise<Found | undefined>;
  add(session: Parameters<typeof addSession>[1]): Promise<void>;
  extend(tokenHash: string, expiresAt: Date): Promise<void>;
  end(tokenHash: string): Promise<void>;
  endAll(input: Parameters<typeof endSessions>[1]): Promise<void>;
  /** Whatever was remembered of these sessions is asked for anew: PostgreSQL has changed it. */
  forget(tokenHashes: string[]): Promise<void>;
  /** The same for all sessions of an account: its roles, its standing, its name. */
  forgetAccount(userId: string): Promise<void>;
}

const system: Actor = { kind: 'system', name: 'sessions' };
/** What Redis remembers is believed for so long at most. */
const rememberedSeconds = 60;
/** "Ask PostgreSQL": longer than any answer can take that was read before the change. */
const staleSeconds = 30;
const stale = 'stale';

/** Remembers an answer of PostgreSQL, unless it was changed since the question. */
const remember = `
  if redis.call('GET', KEYS[1]) ~= '${stale}' then
    redis.call('SET', KEYS[1], ARGV[1], 'EX', ARGV[2])
  end`;

/**
 * Sessions: PostgreSQL is the truth, and Redis remembers its answers. A change is committed in PostgreSQL first, then
 * marked in Redis. While Redis is away PostgreSQL is asked, so that nobody is signed out; what Redis remembers from before
 * it was away is not believed, because a change may have passed it by.
 */
export function sessionStore(db: Database, redis: Redis | undefined): SessionStore {
  let believedSince = Number.POSITIVE_INFINITY;
  /** What could not be marked while Redis was away. */
  let unmarked: string[] = [];
  const key = (tokenHash: string) => `portal:session:${tokenHash}`;

  async function mark(tokenHashes: string[]): Promise<void> {
    if (!redis || tokenHashes.length === 0) return;
    try {
      const all = redis.pipeline();
      for (const tokenHash of tokenHashes) all.set(key(tokenHash), stale, 'EX', staleSeconds);
      const failed = (await all.exec())?.find(([error]) => error);
      if (failed?.[0]) throw failed[0];
    } catch {
      unmarked.push(...tokenHashes);
    }
  }

  redis?.on('ready', () => {
    const late = unmarked;
    unmarked = [];
    void mark(late).then(() => {
      believedSince = Date.now();
    });
  });
  redis?.on('close', () => {
    believedSince = Number.POSITIVE_INFINITY;
  });
  if (redis?.status === 'ready') believedSince = Date.now();

  async function findRemembered(tokenHash: string): Promise<Found | undefined> {
    if (!redis || believedSince === Number.POSITIVE_INFINITY) return undefined;
    const text = await redis.get(key(tokenHash)).catch(() => null);
    if (text === null || text === stale) return undefined;
    const { checkedAt, session, account } = JSON.parse(text) as Found & { checkedAt: number };
    if (checkedAt < believedSince) return undefined;
    return {
      session: {
        ...session,
        createdAt: new Date(session.createdAt),
        expiresAt: new Date(session.expiresAt),
        twoFactorAt: session.twoFactorAt && new Date(session.twoFactorAt),
      },
      account: { ...account, rolesEndAt: account.rolesEndAt && new Date(account.rolesEndAt) },
    };
  }

  /** From the primary, where a session is as soon as it is made; from a replica when there is none. */
  async function ask(tokenHash: string): Promise<Found | undefined> {
    const find = (freshness: 'own' | 'latest') =>
      db.read(system, (tx) => findSession(tx, { tokenHash }), { freshness, name: 'findSession' });
    return find('latest').catch((error) => {
      if (error instanceof Unavailable) return find('own');
      throw error;
    });
  }

  async function find(tokenHash: string): Promise<Found | undefined> {
    const remembered = await findRemembered(tokenHash);
    if (remembered) return remembered.session.expiresAt > new Date() ? remembered : undefined;
    const checkedAt = Date.now();
    const found = await ask(tokenHash);
    if (found && redis) {
      const { rolesEndAt } = found.account;
      const left = rolesEndAt ? Math.ceil((rolesEndAt.getTime() - checkedAt) / 1000) : rememberedSeconds;
      const seconds = Math.max(1, Math.min(rememberedSeconds, left));
      const text = JSON.stringify({ ...found, checkedAt });
      await redis.eval(remember, 1, key(tokenHash), text, String(seconds)).catch(() => undefined);
    }
    return found;
  }

  return {
    find,
    add: (session) => db.write(system, (tx) => addSession(tx, session), { name: 'addSession' }),
    extend: async (tokenHash, expiresAt) => {
      await db.write(system, (tx) => extendSession(tx, { tokenHash, expiresAt }), { name: 'extendSession' });
      await mark([tokenHash]);
    },
    end: async (tokenHash) => {
      await db.write(system, (tx) => endSession(tx, { tokenHash }), { name: 'endSession' });
      await mark([tokenHash]);
    },
    endAll: async (input) => {
      await mark(await db.write(system, (tx) => endSessions(tx, input), { name: 'endSessions' }));
    },
    forget: mark,
    forgetAccount: async (userId) => {
      const latest = { freshness: 'latest', name: 'listSessionHashes' } as const;
      await mark(await db.read(system, (tx) => listSessionHashes(tx, { userId }), latest));
    },
  };
}

import { randomUUID } from 'node:crypto';
import type { Actor, Database } from '@namc/db';
import { Unavailable } from '@namc/db/errors';
import {
  addSession,
  endSession,
  endSessions,
  extendSession,
  rotateSession,
  touchSession,
} from '@namc/db/sign-in/commands/sessions';
import {
  findSession,
  listSessionHashes,
  type SessionAccount,
  type StoredSession,
} from '@namc/db/sign-in/queries';
import type { Redis } from 'ioredis';

export interface Found {
  session: StoredSession;
  account: SessionAccount;
}

export interface SessionStore {
  find(tokenHash: string): Promise<Found | undefined>;
  add(session: Parameters<typeof addSession>[1]): Promise<void>;
  extend(tokenHash: string, expiresAt: Date): Promise<void>;
  /** Gives a session that is due for it another token; false when another request has. */
  rotate(tokenHash: string, newHash: string): Promise<boolean>;
  /** Notes that it was used, and from where. */
  touch(tokenHash: string, address: string | undefined): Promise<void>;
  end(tokenHash: string): Promise<void>;
  endAll(input: Parameters<typeof endSessions>[1]): Promise<void>;
  /** Whatever was remembered of these sessions is asked for anew: PostgreSQL has changed it. */
  forget(tokenHashes: string[]): Promise<void>;
  /** The same for all sessions of an account: its standing, its address, its second step. */
  forgetAccount(userId: string): Promise<void>;
  /** The same for everybody's: staff have changed somebody's standing, a role, or what a role may do. */
  forgetAll(): Promise<void>;
}

const system: Actor = { kind: 'system', name: 'sessions' };
/** What Redis remembers is believed for so long at most. */
const rememberedSeconds = 60;
/** "Ask PostgreSQL": longer than any answer can take that was read before the change. */
const staleSeconds = 30;
const stale = 'stale';

/** Changes with whatever staff do: an answer that was asked for before is not believed. */
const editionKey = 'portal:session-edition';
/** Longer than any answer is believed. */
const editionSeconds = 600;

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
  let isEditionUnmarked = false;
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

  async function renew(): Promise<void> {
    isEditionUnmarked = false;
    await redis?.set(editionKey, randomUUID(), 'EX', editionSeconds).catch(() => {
      isEditionUnmarked = true;
    });
  }

  redis?.on('ready', async () => {
    const late = unmarked;
    unmarked = [];
    await mark(late);
    if (isEditionUnmarked) await renew();
    believedSince = Date.now();
  });
  redis?.on('close', () => {
    believedSince = Number.POSITIVE_INFINITY;
  });
  if (redis?.status === 'ready') believedSince = Date.now();

  /** What Redis remembers, and the edition that holds now; undefined while Redis is away. */
  async function lookUp(
    tokenHash: string,
  ): Promise<{ found: Found | undefined; edition: string | null } | undefined> {
    if (!redis || believedSince === Number.POSITIVE_INFINITY) return undefined;
    const answer = await redis.mget(key(tokenHash), editionKey).catch(() => undefined);
    if (!answer) return undefined;
    const [text = null, edition = null] = answer;
    if (text === null || text === stale) return { found: undefined, edition };
    const remembered = JSON.parse(text) as Found & { checkedAt: number; edition: string | null };
    const { checkedAt, session, account } = remembered;
    if (checkedAt < believedSince || remembered.edition !== edition) return { found: undefined, edition };
    const found = {
      session: {
        ...session,
        createdAt: new Date(session.createdAt),
        expiresAt: new Date(session.expiresAt),
        twoFactorAt: session.twoFactorAt && new Date(session.twoFactorAt),
        lastSeenAt: new Date(session.lastSeenAt),
      },
      account: { ...account, rolesEndAt: account.rolesEndAt && new Date(account.rolesEndAt) },
    };
    return { found, edition };
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
    const known = await lookUp(tokenHash);
    if (known?.found) return known.found.session.expiresAt > new Date() ? known.found : undefined;
    const checkedAt = Date.now();
    const found = await ask(tokenHash);
    if (found && redis && known) {
      const { rolesEndAt } = found.account;
      const left = rolesEndAt ? Math.ceil((rolesEndAt.getTime() - checkedAt) / 1000) : rememberedSeconds;
      const seconds = Math.max(1, Math.min(rememberedSeconds, left));
      const text = JSON.stringify({ ...found, checkedAt, edition: known.edition });
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
    rotate: async (tokenHash, newHash) => {
      const turned = await db.write(system, (tx) => rotateSession(tx, { tokenHash, newHash }), {
        name: 'rotateSession',
      });
      await mark([tokenHash]);
      return turned;
    },
    touch: async (tokenHash, address) => {
      await db.write(system, (tx) => touchSession(tx, { tokenHash, address }), { name: 'touchSession' });
      await mark([tokenHash]);
    },
    end: async (tokenHash) => {
      const ended = await db.write(system, (tx) => endSession(tx, { tokenHash }), { name: 'endSession' });
      await mark([tokenHash, ...ended]);
    },
    endAll: async (input) => {
      await mark(await db.write(system, (tx) => endSessions(tx, input), { name: 'endSessions' }));
    },
    forget: mark,
    forgetAll: renew,
    forgetAccount: async (userId) => {
      const latest = { freshness: 'latest', name: 'listSessionHashes' } as const;
      await mark(await db.read(system, (tx) => listSessionHashes(tx, { userId }), latest));
    },
  };
}

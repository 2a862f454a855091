import { randomUUID } from 'node:crypto';
import { freshnessKey } from '@namc/db/freshness';
import type { SignedIn } from '@namc/db/sign-in/queries';
import type { Redis } from 'ioredis';

/** Redis' copy of a session and its account, read with one question for each request. */
export interface Remembered {
  signedIn: SignedIn | undefined;
  /** The log position of the person's last write, in any process; for `forRequest`. */
  after: string | null;
  /**
   * The account's edition. Pass it to `remember` together with the answer that PostgreSQL gives afterwards.
   */
  edition: string | null;
}

export interface SessionMemory {
  /** Undefined without Redis, or while it is down. */
  find(tokenHash: string, userId: string): Promise<Remembered | undefined>;
  remember(signedIn: SignedIn, edition: string | null, askedAt: number): Promise<void>;
  /** Invalidates cached data for these accounts, because PostgreSQL has changed them or their sessions. */
  forgetAccounts(userIds: string[]): Promise<void>;
}

/** Maximum age of a trusted answer. */
const rememberedSeconds = 60;
/** Longer than any answer can be in flight plus its maximum age, so that no edition comes back. */
const editionSeconds = 600;

const sessionKey = (tokenHash: string) => `portal:session:${tokenHash}`;
const editionKey = (userId: string) => `portal:account-edition:${userId}`;

/**
 * Redis caches PostgreSQL's answers, each with the edition of its account. A change is committed in PostgreSQL
 * first and then gives the account a new edition, which invalidates earlier answers. An edition that could not be
 * changed while Redis was down is changed when Redis is back, and everything that Redis cached before that is
 * ignored.
 */
export function sessionMemory(redis: Redis | undefined): SessionMemory {
  let believedSince = Number.POSITIVE_INFINITY;
  let missed = new Set<string>();

  async function forgetAccounts(userIds: string[]): Promise<void> {
    if (!redis || userIds.length === 0) return;
    const all = redis.pipeline();
    for (const userId of userIds) all.set(editionKey(userId), randomUUID(), 'EX', editionSeconds);
    const answers = await all.exec().catch(() => null);
    if (!answers || answers.some(([error]) => error)) for (const userId of userIds) missed.add(userId);
  }

  redis?.on('ready', async () => {
    const late = [...missed];
    missed = new Set();
    await forgetAccounts(late);
    believedSince = Date.now();
  });
  redis?.on('close', () => {
    believedSince = Number.POSITIVE_INFINITY;
  });
  if (redis?.status === 'ready') believedSince = Date.now();

  return {
    find: async (tokenHash, userId) => {
      if (!redis || believedSince === Number.POSITIVE_INFINITY) return undefined;
      const keys = [sessionKey(tokenHash), editionKey(userId), freshnessKey(userId)];
      const answer = await redis.mget(keys).catch(() => undefined);
      if (!answer) return undefined;
      const [text = null, edition = null, after = null] = answer;
      if (text === null) return { signedIn: undefined, after, edition };
      const kept = JSON.parse(text) as Kept;
      const isBelieved =
        kept.askedAt >= believedSince && kept.edition === edition && kept.signedIn.account.userId === userId;
      return { signedIn: isBelieved ? withDates(kept.signedIn) : undefined, after, edition };
    },
    remember: async (signedIn, edition, askedAt) => {
      const { session, account } = signedIn;
      const left = account.rolesEndAt ? account.rolesEndAt.getTime() - askedAt : Number.POSITIVE_INFINITY;
      const seconds = Math.max(1, Math.min(rememberedSeconds, Math.ceil(left / 1000)));
      const kept: Kept = { signedIn, edition, askedAt };
      await redis
        ?.set(sessionKey(session.tokenHash), JSON.stringify(kept), 'EX', seconds)
        .catch(() => undefined);
    },
    forgetAccounts,
  };
}

interface Kept {
  signedIn: SignedIn;
  edition: string | null;
  askedAt: number;
}

/** JSON has no dates. */
function withDates({ session, account }: SignedIn): SignedIn {
  return {
    session: {
      ...session,
      createdAt: new Date(session.createdAt),
      expiresAt: new Date(session.expiresAt),
      twoFactorAt: session.twoFactorAt && new Date(session.twoFactorAt),
      lastSeenAt: new Date(session.lastSeenAt),
    },
    account: { ...account, rolesEndAt: account.rolesEndAt && new Date(account.rolesEndAt) },
  };
}

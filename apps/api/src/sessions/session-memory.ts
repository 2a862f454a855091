import { randomUUID } from 'node:crypto';
import { freshnessKey } from '@namc/db/freshness';
import type { FoundSession } from '@namc/db/sign-in/queries';
import DataLoader from 'dataloader';
import type { Redis } from 'ioredis';
import { sealFor } from '../http/derived-keys.ts';
import type { DatabaseClock } from './database-clock.ts';

/** Redis' copy of a session and its account. */
export interface Remembered {
  found: FoundSession | undefined;
  /** The log position of the person's last write, in any process. Nobody vouches for it. */
  writtenHint: string | null;
  /** Pass it to `remember` together with the answer that PostgreSQL gives afterwards. */
  question: Question;
}

/** An answer in Redis whose seal was right. */
interface Opened {
  text: string;
  userId: string;
  edition: string;
  found: FoundSession;
  /** By this process's monotonic clock. */
  at: number;
}

/** Somebody who asks. */
interface Asking {
  tokenHash: string;
  userId: string;
}

/** The values of one who asks: the remembered session, the account's edition and the log position. */
type Values = [text: string | null, edition: string | null, writtenHint: string | null];

interface Question {
  edition: string;
  /** The number of times that this process had stopped believing Redis when it asked. */
  doubts: number;
}

export interface SessionMemory {
  /** Undefined without Redis, or while it is down or refuses to write. */
  find(tokenHash: string, userId: string): Promise<Remembered | undefined>;
  remember(found: FoundSession, question: Question): Promise<void>;
  /** Invalidates cached data for these accounts, because PostgreSQL has changed them or their sessions. */
  forgetAccounts(userIds: string[]): Promise<void>;
}

/** Nothing older is believed, whatever Redis says. Answers carry a limit of their own, which is no later. */
const believedMs = 60_000;
/** The most requests whose questions leave together. */
const mostTogether = 100;
/** The most answers that a process keeps as it opened them. */
const mostOpened = 5_000;
/** Longer than any answer can be in flight plus its maximum age, so that no edition comes back. */
const editionSeconds = 600;
const retryMs = 250;

export const sessionKey = (tokenHash: string) => `portal:session:${tokenHash}`;
export const editionKey = (userId: string) => `portal:account-edition:${userId}`;

/**
 * Redis caches PostgreSQL's answers, each with the edition of its account. A change is committed in PostgreSQL first and
 * then removes the edition, which invalidates earlier answers: an answer without an edition is not believed.
 *
 * Redis is not trusted. Each answer is sealed with its token, account, edition, content and the time at which PostgreSQL
 * gave it, so a writer to Redis can put back what was there and no more. An old value is believed for a minute at
 * most, and never by a process that knows of a later change.
 *
 * Each question also renews the edition. Where Redis refuses that, it may have refused to remove an edition too, so
 * nothing that it held until then is believed. The removal is tried again until it succeeds.
 */
export function sessionMemory(
  redis: Redis | undefined,
  { secret, clock }: { secret: string; clock: DatabaseClock },
): SessionMemory {
  const seal = sealFor('remembered sessions with acts', secret);
  /** By the database's clock. Undefined until PostgreSQL's next answer. */
  let believedSince: number | undefined;
  let doubts = 0;
  /** The times at which this process changed an account, for as long as answers of before could be believed. */
  const changed = new Map<string, number>();
  const missed = new Set<string>();
  /** By the token's hash, in the order in which they were opened. */
  const opened = new Map<string, Opened>();
  let retry: NodeJS.Timeout | undefined;

  function doubt(): void {
    doubts += 1;
    believedSince = undefined;
  }

  async function forgetAccounts(userIds: string[]): Promise<void> {
    if (!redis || userIds.length === 0) return;
    noteChange(userIds);
    const removed = await redis.del(userIds.map(editionKey)).catch(() => undefined);
    if (removed !== undefined) {
      for (const userId of userIds) missed.delete(userId);
      return;
    }
    doubt();
    for (const userId of userIds) missed.add(userId);
    if (!retry) retry = setTimeout(removeMissed, retryMs).unref();
  }

  async function removeMissed(): Promise<void> {
    retry = undefined;
    await forgetAccounts([...missed]);
  }

  function noteChange(userIds: string[]): void {
    const now = clock.now()?.getTime();
    // Without the time, this process has believed nothing yet, and begins with an answer of after the change.
    if (now === undefined) return;
    for (const userId of userIds) {
      changed.delete(userId);
      changed.set(userId, now);
    }
    for (const [userId, at] of changed) {
      if (at > now - believedMs) break;
      changed.delete(userId);
    }
  }

  function isBelieved({ askedAt, goodUntil, account }: FoundSession): boolean {
    const now = clock.now();
    if (!now || believedSince === undefined) return false;
    const asked = askedAt.getTime();
    return (
      asked >= believedSince &&
      asked > (changed.get(account.userId) ?? 0) &&
      asked > now.getTime() - believedMs &&
      now < goodUntil
    );
  }

  /**
   * The answer in a text whose seal is right. The seal of the very same text under the same edition is right again, so
   * it is not computed again; the answer's age is always checked.
   */
  function open(text: string, tokenHash: string, userId: string, edition: string): FoundSession | undefined {
    const last = opened.get(tokenHash);
    if (last?.text === text && last.userId === userId && last.edition === edition) return last.found;
    const dot = text.indexOf('.');
    const body = text.slice(dot + 1);
    if (!seal.isRight(text.slice(0, dot), tokenHash, userId, edition, body)) return undefined;
    const found = withDates(JSON.parse(body) as FoundSession);
    keepOpened(tokenHash, { text, userId, edition, found, at: performance.now() });
    return found;
  }

  function keepOpened(tokenHash: string, answer: Opened): void {
    // Several requests share it from now on.
    for (const part of [answer.found.session, answer.found.account, answer.found]) Object.freeze(part);
    opened.delete(tokenHash);
    opened.set(tokenHash, answer);
    for (const [hash, { at }] of opened) {
      if (opened.size <= mostOpened && at > answer.at - believedMs) break;
      opened.delete(hash);
    }
  }

  /**
   * Asks for several requests at once. To write to Redis and to read from it costs as much as the rest of a question, and
   * requests come side by side.
   */
  async function askRedis(connection: Redis, asking: readonly Asking[]): Promise<(Values | undefined)[]> {
    const editions = [...new Set(asking.map(({ userId }) => editionKey(userId)))];
    const pipeline = connection
      .pipeline()
      .mget(
        asking.flatMap(({ tokenHash, userId }) => [
          sessionKey(tokenHash),
          editionKey(userId),
          freshnessKey(userId),
        ]),
      );
    for (const edition of editions) pipeline.expire(edition, editionSeconds);
    const [read, ...renewed] = (await pipeline.exec().catch(() => null)) ?? [];
    if (renewed.some(([error]) => error?.name === 'ReplyError')) doubt();
    if (!read || read[0] || renewed.some(([error]) => error)) return asking.map(() => undefined);
    const values = read[1] as (string | null)[];
    return asking.map((_, at) => values.slice(at * 3, at * 3 + 3) as Values);
  }

  const questions =
    redis &&
    new DataLoader((asking: readonly Asking[]) => askRedis(redis, asking), {
      cache: false,
      maxBatchSize: mostTogether,
      // Once all requests that have arrived were read.
      batchScheduleFn: (send) => void setImmediate(send),
    });

  redis?.on('ready', () => {
    doubt();
    void removeMissed();
  });
  redis?.on('close', doubt);

  return {
    find: async (tokenHash, userId) => {
      const asked = doubts;
      const values = await questions?.load({ tokenHash, userId });
      if (!values) return undefined;
      const [text, known, writtenHint] = values;
      const edition = known ?? (await beginEdition(userId));
      if (edition === undefined) return undefined;
      const found = text !== null && known !== null ? open(text, tokenHash, userId, known) : undefined;
      return {
        found: found && isBelieved(found) ? found : undefined,
        writtenHint,
        question: { edition, doubts: asked },
      };
    },
    remember: async (found, { edition, doubts: asked }) => {
      // The first answer since the doubt. What Redis held before it is older.
      if (asked === doubts) believedSince ??= found.askedAt.getTime();
      const { session, account } = found;
      const body = JSON.stringify(found);
      const text = `${seal.of(session.tokenHash, account.userId, edition, body)}.${body}`;
      await redis?.set(sessionKey(session.tokenHash), text, 'PX', believedMs).catch(() => undefined);
    },
    forgetAccounts,
  };

  /** Another process may begin one at the same moment. Both then use the first. */
  async function beginEdition(userId: string): Promise<string | undefined> {
    const own = randomUUID();
    const set = redis?.set(editionKey(userId), own, 'EX', editionSeconds, 'NX', 'GET');
    const known = await set?.catch(() => undefined);
    return known === undefined ? undefined : (known ?? own);
  }
}

/** JSON has no dates. */
function withDates({ session, account, askedAt, goodUntil }: FoundSession): FoundSession {
  return {
    session: {
      ...session,
      createdAt: new Date(session.createdAt),
      expiresAt: new Date(session.expiresAt),
      twoFactorAt: session.twoFactorAt && new Date(session.twoFactorAt),
      lastSeenAt: new Date(session.lastSeenAt),
    },
    account: { ...account, rolesEndAt: account.rolesEndAt && new Date(account.rolesEndAt) },
    askedAt: new Date(askedAt),
    goodUntil: new Date(goodUntil),
  };
}

import { setTimeout as pause } from 'node:timers/promises';
import { type Login, logins } from '../actors.ts';
import { type Client, errorCode, isConnectionFailure } from '../connection.ts';
import type { Committed } from '../transactions/options.ts';
import type { Lease } from '../transactions/pool.ts';
import { makeSlots, type Slots } from '../transactions/slots.ts';
import { readFreshness, writeFreshness } from './freshness.ts';
import { readPosition } from './log-position.ts';
import { type LoginUrls, poolSizes, urlsAt } from './login-pools.ts';
import {
  furthest,
  memoryPositions,
  type PositionStore,
  unknownPosition,
  type WrittenAt,
} from './positions.ts';
import { redisPositions } from './redis-positions.ts';
import type { Server, ServerAddress } from './server.ts';
import { type Choice, type ServerView, watchServers } from './servers.ts';
import { listenToPrimary, type Signal, type SignalWatch } from './signals.ts';

export interface RoutesConfig {
  /**
   * `postgres://` URL of the login for visitors and members. Without the next two it is the login of everybody: a script
   * with one URL can do what that login may.
   */
  url: string;
  /** The same server as the login of staff. Default: `url`. */
  staffUrl?: string | undefined;
  /** The same server as the login of the portal itself. Default: `url`. */
  systemUrl?: string | undefined;
  /**
   * URLs of the other servers of the same database, as the login of `url`. The other logins use them with their own name
   * and password. Reads go to replicas and writes to the primary. The servers themselves say which one that is.
   */
  replicaUrls?: string[];
  /** The same servers, `url` first, without the pooler in between. Default: there is no pooler. */
  directUrls?: string[];
  /** Reads avoid a replica further behind than this. Default: 5 s and 16 MiB of log. */
  mostLagSeconds?: number;
  mostLagBytes?: number;
  /**
   * The memory of users' last writes for all processes. Without it each process remembers its own.
   */
  redisUrl?: string | undefined;
  /** For each server, all logins together. Default: 12. */
  maxConnections?: number;
  /**
   * Milliseconds that a transaction waits for a connection before it fails as busy, and that a read waits for a replica
   * while the primary is away. Default: 2,000.
   */
  acquireTimeoutMs?: number;
  /** Default true; false behind a PgBouncer older than 1.21 in transaction mode. */
  preparedStatements?: boolean;
  /** Default `namc-portal`. */
  applicationName?: string;
}

export interface Freshness {
  /**
   * The freshness of a read: `own` (the default) shows at least everything the actor has written, `latest` shows
   * what the primary has.
   */
  freshness?: 'own' | 'latest';
  /**
   * A position that counts as a write of the actor: a value of `freshnessOf` from a signed cookie. A read asks Redis
   * nothing. It knows this value, the hint below and the writes of this process.
   */
  after?: string | undefined;
  /**
   * The value of `freshnessKey` in Redis, for which nobody vouches. It sends the read to the primary at most. Without a
   * primary it is ignored, so that a wrong one costs time and fails nothing.
   */
  afterHint?: string | undefined;
}

/** Runs a transaction on a connection and gives it back. `control` cancels what runs on it. */
type Run<T> = (lease: Lease, control: Client) => Promise<T>;

/** The route of a transaction, filled in on its way. */
export interface Trip {
  server?: string;
  choice?: Choice;
  /** Milliseconds spent waiting for a connection. */
  waitedMs?: number;
  /** Rows that its statements returned or changed. */
  rows?: number;
  /** The texts of its first statements. */
  texts?: string[];
  attempt?: Attempt;
}

/** One try at a transaction. Before it commits, a lost connection means that nothing of it was kept. */
export interface Attempt {
  phase: 'waiting' | 'running' | 'committing';
  /** Nobody waits for it any more, so it must not commit. */
  isAbandoned: boolean;
}

/** Chooses the server of each transaction: a replica, the primary, or the only server. */
export interface Routes {
  /** `userId` is the person whose writes the read must not miss, if any. */
  read<T>(login: Login, userId: string | undefined, options: Freshness, trip: Trip, run: Run<T>): Promise<T>;
  /** `run` is told whether to ask for the log's position after COMMIT. */
  write<T>(
    login: Login,
    userId: string | undefined,
    trip: Trip,
    run: (lease: Lease, control: Client, asksPosition: boolean) => Promise<Committed<T>>,
  ): Promise<T>;
  freshnessOf(userId: string | undefined): Promise<string | undefined>;
  /** @throws TypeError when the routes were opened over one server. */
  changeReplicas(replicaUrls: string[], directUrls: string[]): Promise<void>;
  view(): ServerView[];
  /** Calls `tell` for each notification of the primary. */
  watchSignals(tell: (signal: Signal) => void): SignalWatch;
  close(timeoutMs: number): Promise<void>;
}

/** Patroni replaces a primary that vanished within 10 to 12 seconds. Writes wait as long. */
const primaryTimeoutMs = 12_000;
/** A second failure in a row must not fail a write. A write that breaks servers must end. */
const mostRepeats = 2;

const probing = { probeEveryMs: 250, connectTimeoutMs: 1_000 };
/** One server is not probed. The driver's time limit for accepting a connection applies. */
const notProbing = { probeEveryMs: undefined, connectTimeoutMs: 10_000 };

export function openRoutes(config: RoutesConfig): Routes {
  const isAlone = config.replicaUrls === undefined;
  const { url, staffUrl = url, systemUrl = url } = config;
  const primaryUrls: LoginUrls = { public: url, staff: staffUrl, system: systemUrl };
  const sizes = poolSizes(config.maxConnections ?? 12, primaryUrls);
  const acquireTimeoutMs = config.acquireTimeoutMs ?? 2_000;
  const applicationName = config.applicationName ?? 'namc-portal';
  const watches = new Set<SignalWatch>();
  const positions: PositionStore =
    config.redisUrl && !isAlone ? redisPositions(config.redisUrl) : memoryPositions();
  const addresses = (replicaUrls: string[], directUrls: string[]): ServerAddress[] =>
    [url, ...replicaUrls].map((place, at) => ({
      urls: at === 0 ? primaryUrls : urlsAt(place, primaryUrls),
      directUrl: directUrls[at],
    }));
  const servers = watchServers(addresses(config.replicaUrls ?? [], config.directUrls ?? []), {
    ...(isAlone ? notProbing : probing),
    poolSizes: sizes,
    acquireTimeoutMs,
    applicationName,
    preparedStatements: config.preparedStatements ?? true,
    probeTimeoutMs: 1_000,
    mostLagSeconds: config.mostLagSeconds ?? 5,
    mostLagBytes: config.mostLagBytes ?? 16 * 1024 * 1024,
    primaryTimeoutMs,
  });
  // Reads that no replica can serve must not take the primary from writes. Half of a login's connections are theirs.
  const budgets = new Map<string, Slots>();
  for (const login of logins) {
    if (isAlone || budgets.has(primaryUrls[login])) continue;
    budgets.set(primaryUrls[login], makeSlots(Math.max(1, Math.floor(sizes[login] / 2)), acquireTimeoutMs));
  }

  async function read<T>(
    login: Login,
    userId: string | undefined,
    options: Freshness,
    trip: Trip,
    run: Run<T>,
  ): Promise<T> {
    const known = userId === undefined ? undefined : positions.known(userId);
    const vouched = furthest(known, readFreshness(options.after));
    const hinted = furthest(vouched, readFreshness(options.afterHint));
    let failed: Server | undefined;
    const until = Date.now() + acquireTimeoutMs;
    const attempt = async () => {
      const chooseNow = () => choose(servers.primaryNow() ? hinted : vouched, options, failed);
      let { server, choice } = chooseNow();
      while (!server && !servers.primaryNow()) {
        await servers.news(until, options.freshness === 'latest');
        ({ server, choice } = chooseNow());
      }
      trip.choice = failed ? 'replica failed' : choice;
      const found = server ?? (await servers.primary());
      try {
        const budget = server ? undefined : budgets.get(primaryUrls[login]);
        return await runOn(found, login, trip, run, budget);
      } catch (cause) {
        const error = servers.weigh(cause, found);
        if (isServerFailure(error)) await failOn(found);
        if (server) failed = server;
        throw error;
      }
    };
    return tryAgain(acquireTimeoutMs, trip, isServerFailure, attempt);
  }

  function choose(
    written: WrittenAt | undefined,
    { freshness }: Freshness,
    failed: Server | undefined,
  ): { server: Server | undefined; choice: Choice } {
    if (isAlone) return { server: undefined, choice: 'only server' };
    if (freshness === 'latest') return { server: undefined, choice: 'wanted the latest' };
    return servers.replica(written, failed);
  }

  /**
   * Probes the server now. The fault may be in the pooler, which a probe bypasses, so the server is on trial: it
   * gets one transaction at a time until one succeeds.
   */
  async function failOn(server: Server): Promise<void> {
    if (isAlone) return;
    server.isOnTrial = true;
    await servers.suspect(server);
  }

  async function write<T>(
    login: Login,
    userId: string | undefined,
    trip: Trip,
    run: (lease: Lease, control: Client, asksPosition: boolean) => Promise<Committed<T>>,
  ): Promise<T> {
    trip.choice = isAlone ? 'only server' : 'write';
    const isRemembered = !isAlone && userId !== undefined;
    const canRepeat = isBeforeCommit(trip);
    return tryAgain(isAlone ? acquireTimeoutMs : primaryTimeoutMs, trip, canRepeat, async () => {
      const primary = await servers.primary();
      try {
        const { value, position } = await runOn(primary, login, trip, (lease, control) =>
          run(lease, control, isRemembered),
        );
        if (isRemembered) await positions.remember(userId, writtenAt(primary, position));
        return value;
      } catch (cause) {
        const error = servers.weigh(cause, primary);
        if (canRepeat(error)) await failOn(primary);
        throw error;
      }
    });
  }

  return {
    read,
    write,
    freshnessOf: async (userId) => {
      // A position that only Redis tells must not get into a signed cookie.
      const written = userId === undefined || isAlone ? undefined : positions.known(userId);
      return written && writeFreshness(written);
    },
    changeReplicas: async (urls, directUrls) => {
      if (isAlone) throw new TypeError('The database was opened with one server only.');
      await servers.change(addresses(urls, directUrls));
    },
    view: () =>
      servers.all.map(({ name, state, pools }) => ({
        name,
        role: state.kind,
        lagSeconds: state.kind === 'replica' ? state.lagSeconds : null,
        lagBytes: state.kind === 'replica' ? servers.bytesBehind(state.position) : null,
        size: pools.size,
        inUse: pools.taken,
        waiting: pools.waiting,
      })),
    watchSignals: (tell) => {
      const watch = listenToPrimary(servers, applicationName, tell);
      watches.add(watch);
      return watch;
    },
    close: async (timeoutMs) => {
      await Promise.all([...watches].map((watch) => watch.close()));
      await servers.close(timeoutMs);
      await positions.close();
    },
  };
}

/**
 * A server that refuses connections may be back in a moment, or another may have taken its place. A transaction that has
 * not begun is tried until the limit, and at least once more. One that has begun is tried twice more, if it can be.
 */
async function tryAgain<T>(
  limitMs: number,
  trip: Trip,
  canRepeat: (error: unknown) => boolean,
  attempt: () => Promise<T>,
): Promise<T> {
  const until = performance.now() + limitMs;
  let repeats = 0;
  for (let attempts = 1; ; attempts += 1) {
    trip.attempt = { phase: 'waiting', isAbandoned: false };
    try {
      return await attempt();
    } catch (error) {
      trip.attempt.isAbandoned = true;
      // A primary that is about to hand over begins transactions as read-only: no failure.
      const hasBegun = trip.attempt.phase !== 'waiting' && !isReadOnly(error);
      const isLate = attempts > 1 && performance.now() > until;
      if (!canRepeat(error) || (hasBegun && repeats === mostRepeats) || (!hasBegun && isLate)) throw error;
      if (hasBegun) repeats += 1;
      await pause(hasBegun ? 0 : 50);
    }
  }
}

async function runOn<T>(server: Server, login: Login, trip: Trip, run: Run<T>, budget?: Slots): Promise<T> {
  trip.server = server.name;
  const began = performance.now();
  const noteWait = () => {
    trip.waitedMs = performance.now() - began;
  };
  if (budget) await budget.take().catch(noteAndThrow(noteWait));
  try {
    const lease = await server.pools.of(login).take().catch(noteAndThrow(noteWait));
    noteWait();
    const done = await run(lease, server.controlOf(login));
    server.isOnTrial = false;
    return done;
  } finally {
    budget?.free();
  }
}

const noteAndThrow = (note: () => void) => (error: unknown) => {
  note();
  throw error;
};

/**
 * The end of the primary's log after a commit. A server that has replayed it has the commit. If the primary did not
 * report it, the commit stands, beyond every position.
 */
function writtenAt({ timeline }: Server, position: string | undefined): WrittenAt {
  return { timeline, position: position === undefined ? unknownPosition : readPosition(position) };
}

/** True when the server failed and not the statement, so another server may do better. */
function isServerFailure(error: unknown): boolean {
  // A standby cancels statements that block its replay.
  return isConnectionFailure(error) || (errorCode(error) === '40001' && String(error).includes('recovery'));
}

const isReadOnly = (error: unknown) => errorCode(error) === '25006';

/**
 * True when nothing of a write can have been kept: its connection was lost before COMMIT, or its server is no
 * longer a primary.
 */
function isBeforeCommit(trip: Trip): (error: unknown) => boolean {
  return (error) => isReadOnly(error) || (isConnectionFailure(error) && trip.attempt?.phase !== 'committing');
}

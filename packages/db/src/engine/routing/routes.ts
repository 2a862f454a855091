import { setTimeout as pause } from 'node:timers/promises';
import { type Client, connect, errorCode, isConnectionFailure } from '../connection.ts';
import { readPosition } from './log-position.ts';
import {
  furthest,
  memoryPositions,
  type PositionStore,
  readFreshness,
  unknownPosition,
  type WrittenAt,
  writeFreshness,
} from './positions.ts';
import { redisPositions } from './redis-positions.ts';
import { type Server, type ServerAddress, ServerGone } from './server.ts';
import { type Choice, type Servers, watchServers } from './servers.ts';
import { makeSlots, type Slots } from './slots.ts';

export interface RoutesConfig {
  /** `postgres://` URL of the application's login. */
  url: string;
  /**
   * URLs of the other servers of the same database. With them reads go to replicas, and writes to whichever server is
   * the primary: which one that is, the servers say themselves.
   */
  replicaUrls?: string[];
  /** The same servers, `url` first, without the pooler that stands between; default: there is none. */
  directUrls?: string[];
  /** A replica further behind than this is not read from; default 5 s and 16 MiB of log. */
  mostLagSeconds?: number;
  mostLagBytes?: number;
  /** Where users' last writes are remembered for all processes; without it each remembers its own. */
  redisUrl?: string | undefined;
  /** Default 10, for each server. */
  maxConnections?: number;
  /** How long a transaction waits for a connection before it is told that the portal is busy; default 2,000 ms. */
  acquireTimeoutMs?: number;
  /** Default true; false behind a PgBouncer older than 1.21 in transaction mode. */
  preparedStatements?: boolean;
  /** Default `namc-portal`. */
  applicationName?: string;
}

export interface Freshness {
  /**
   * What a read may show: `own` (the default) at least everything that the actor has written, `latest` what the primary
   * has.
   */
  freshness?: 'own' | 'latest';
  /** A position of `freshnessOf`, from a cookie: it counts as a write of the actor's. */
  after?: string | undefined;
}

/** A server for whoever wants to see it. */
export interface ServerView {
  /** `host:port`, with the database's name where one pooler stands for several servers. */
  name: string;
  role: 'primary' | 'replica' | 'gone';
  /** How far a replica is behind the primary, as its last probe found it. */
  lagSeconds: number | null;
  lagBytes: number | null;
  /** Connections that it may have, those in use, and the transactions that wait for one. */
  size: number;
  inUse: number;
  waiting: number;
}

/** `control` cancels what runs on a connection of `client`. */
type Run<T> = (client: Client, control: Client) => Promise<T>;

/** Where a transaction went; filled in on its way. */
export interface Trip {
  server?: string;
  choice?: Choice;
  /** Milliseconds that it waited for a connection. */
  waitedMs?: number;
  /** Rows that its statements returned or changed. */
  rows?: number;
  attempt?: Attempt;
}

/** One try at a transaction. Until it commits, a lost connection means that nothing of it was kept. */
export interface Attempt {
  phase: 'waiting' | 'running' | 'committing';
  /** Nobody waits for it any more, so it must not commit. */
  isAbandoned: boolean;
}

/** Where transactions run: on the one server there is, or on the replicas and the primary of several. */
export interface Routes {
  /** `userId` is whose writes the read must not miss; undefined for nobody's. */
  read<T>(userId: string | undefined, options: Freshness, trip: Trip, run: Run<T>): Promise<T>;
  write<T>(userId: string | undefined, trip: Trip, run: Run<T>): Promise<T>;
  freshnessOf(userId: string | undefined): Promise<string | undefined>;
  /** @throws TypeError when the routes were opened over one server. */
  changeReplicas(replicaUrls: string[], directUrls: string[]): Promise<void>;
  view(): ServerView[];
  close(timeoutMs: number): Promise<void>;
}

export function openRoutes(config: RoutesConfig): Routes {
  return config.replicaUrls ? routeOverServers(config, config.replicaUrls) : routeToOne(config);
}

const defaults = { maxConnections: 10, acquireTimeoutMs: 2_000, applicationName: 'namc-portal' };

function routeToOne(config: RoutesConfig): Routes {
  const max = config.maxConnections ?? defaults.maxConnections;
  const acquireTimeoutMs = config.acquireTimeoutMs ?? defaults.acquireTimeoutMs;
  const applicationName = config.applicationName ?? defaults.applicationName;
  const preparedStatements = config.preparedStatements ?? true;
  const slots = makeSlots(max, acquireTimeoutMs);
  const [directUrl] = config.directUrls ?? [];
  const client = connect(config.url, { max, applicationName, preparedStatements });
  const control = connect(directUrl ?? config.url, {
    max: 1,
    applicationName: `${applicationName} control`,
    preparedStatements: preparedStatements || directUrl !== undefined,
    idleSeconds: 10,
  });
  const name = new URL(config.url).host;
  const transact = <T>(trip: Trip, run: Run<T>) => {
    trip.choice = 'only server';
    trip.server = name;
    return onSlots([slots], trip, () => run(client, control));
  };
  return {
    read: (_userId, _options, trip, run) =>
      tryAgain(acquireTimeoutMs, trip, isServerFailure, () => transact(trip, run)),
    write: (_userId, trip, run) =>
      tryAgain(acquireTimeoutMs, trip, isBeforeCommit(trip), () => transact(trip, run)),
    freshnessOf: async () => undefined,
    changeReplicas: async () => {
      throw new TypeError('The database was opened with one server only.');
    },
    view: () => [
      {
        name,
        role: 'primary',
        lagSeconds: null,
        lagBytes: null,
        size: max,
        inUse: slots.taken,
        waiting: slots.waiting,
      },
    ],
    close: async (timeoutMs) => {
      await Promise.all([client.end({ timeout: timeoutMs / 1000 }), control.end({ timeout: 0 })]);
    },
  };
}

function routeOverServers(config: RoutesConfig, replicaUrls: string[]): Routes {
  const positions: PositionStore = config.redisUrl ? redisPositions(config.redisUrl) : memoryPositions();
  const maxConnections = config.maxConnections ?? defaults.maxConnections;
  const acquireTimeoutMs = config.acquireTimeoutMs ?? defaults.acquireTimeoutMs;
  const addresses = (urls: string[], directUrls: string[]): ServerAddress[] =>
    [config.url, ...urls].map((url, at) => ({ url, directUrl: directUrls[at] }));
  const servers = watchServers(addresses(replicaUrls, config.directUrls ?? []), {
    maxConnections,
    acquireTimeoutMs,
    applicationName: config.applicationName ?? defaults.applicationName,
    preparedStatements: config.preparedStatements ?? true,
    probeEveryMs: 250,
    probeTimeoutMs: 1_000,
    mostLagSeconds: config.mostLagSeconds ?? 5,
    mostLagBytes: config.mostLagBytes ?? 16 * 1024 * 1024,
    primaryTimeoutMs: 3_000,
  });
  // Reads that no replica can serve must not take the primary from those who write: half of it is theirs.
  const readsOnPrimary = makeSlots(Math.max(1, Math.floor(maxConnections / 2)), acquireTimeoutMs);

  async function read<T>(
    userId: string | undefined,
    options: Freshness,
    trip: Trip,
    run: Run<T>,
  ): Promise<T> {
    const remembered = userId === undefined ? undefined : await positions.find(userId);
    const written = furthest(remembered, readFreshness(options.after));
    let failed: Server | undefined;
    const attempt = async () => {
      let { server, choice } = choose(servers, written, options, failed);
      while (!server && !servers.primaryNow()) {
        await servers.news();
        ({ server, choice } = choose(servers, written, options, failed));
      }
      trip.choice = failed ? 'replica failed' : choice;
      const found = server ?? (await servers.primary());
      try {
        return await runOn(found, trip, run, server ? [] : [readsOnPrimary]);
      } catch (error) {
        if (isServerFailure(error)) await failOn(found);
        if (server) failed = server;
        throw error;
      }
    };
    return tryAgain(acquireTimeoutMs, trip, isServerFailure, attempt);
  }

  /** Finds out at once how the server is; where a probe finds nothing wrong, as when the pooler is, one at a time tries. */
  async function failOn(server: Server): Promise<void> {
    server.isOnTrial = true;
    await servers.suspect(server);
  }

  async function write<T>(userId: string | undefined, trip: Trip, run: Run<T>): Promise<T> {
    trip.choice = 'write';
    const canRepeat = isBeforeCommit(trip);
    const { server, done } = await tryAgain(acquireTimeoutMs, trip, canRepeat, async () => {
      const primary = await servers.primary();
      try {
        return { server: primary, done: await runOn(primary, trip, run) };
      } catch (error) {
        if (canRepeat(error)) await failOn(primary);
        throw error;
      }
    });
    if (userId !== undefined) await positions.remember(userId, await writtenOn(server));
    return done;
  }

  return {
    read,
    write,
    freshnessOf: async (userId) => {
      const written = userId === undefined ? undefined : await positions.find(userId);
      return written && writeFreshness(written);
    },
    changeReplicas: (urls, directUrls) => servers.change(addresses(urls, directUrls)),
    view: () =>
      servers.all.map(({ name, state, slots }) => ({
        name,
        role: state.kind,
        lagSeconds: state.kind === 'replica' ? state.lagSeconds : null,
        lagBytes: state.kind === 'replica' ? servers.bytesBehind(state.position) : null,
        size: slots.size,
        inUse: slots.taken,
        waiting: slots.waiting,
      })),
    close: async (timeoutMs) => {
      await servers.close(timeoutMs);
      await positions.close();
    },
  };
}

function choose(
  servers: Servers,
  written: WrittenAt | undefined,
  { freshness }: Freshness,
  failed: Server | undefined,
): { server: Server | undefined; choice: Choice } {
  if (freshness === 'latest') return { server: undefined, choice: 'wanted the latest' };
  return servers.replica(written, failed);
}

/**
 * A server that refuses connections may be back in a moment, or another have taken its place: tried until the limit, and
 * once more at least. What had begun is tried once more, if it can be.
 */
async function tryAgain<T>(
  limitMs: number,
  trip: Trip,
  canRepeat: (error: unknown) => boolean,
  attempt: () => Promise<T>,
): Promise<T> {
  const until = performance.now() + limitMs;
  let isRepeated = false;
  for (let attempts = 1; ; attempts += 1) {
    trip.attempt = { phase: 'waiting', isAbandoned: false };
    try {
      return await attempt();
    } catch (error) {
      trip.attempt.isAbandoned = true;
      const hasBegun = trip.attempt.phase !== 'waiting';
      const isLate = attempts > 1 && performance.now() > until;
      if (!canRepeat(error) || (hasBegun && isRepeated) || (!hasBegun && isLate)) throw error;
      isRepeated ||= hasBegun;
      await pause(hasBegun ? 0 : 50);
    }
  }
}

/** Runs a transaction on a server; it ends at once, as failed, when the server is given up. */
async function runOn<T>(server: Server, trip: Trip, run: Run<T>, budget: Slots[] = []): Promise<T> {
  trip.server = server.name;
  const done = await onSlots([...budget, server.slots], trip, () => {
    // Given up while this one waited for its turn: a new connection would hang as the others did.
    if (server.state.kind === 'gone') throw new ServerGone(`${server.name} is away`);
    return Promise.race([run(server.client, server.control), server.gone]);
  });
  server.isOnTrial = false;
  return done;
}

/** Takes one of each, in turn. */
async function onSlots<T>(slots: Slots[], trip: Trip, run: () => Promise<T>): Promise<T> {
  const began = performance.now();
  const taken: Slots[] = [];
  try {
    for (const one of slots) {
      await one.take();
      taken.push(one);
    }
    trip.waitedMs = performance.now() - began;
    return await run();
  } finally {
    trip.waitedMs ??= performance.now() - began;
    for (const one of taken) one.free();
  }
}

/** The end of the primary's log after a commit: whoever has replayed it has the commit. */
async function writtenOn(server: Server): Promise<WrittenAt> {
  const { timeline } = server;
  try {
    const [row] = await Promise.race([
      server.client<{ position: string }[]>`select pg_current_wal_insert_lsn()::text as position`,
      server.gone,
    ]);
    return { timeline, position: readPosition(row?.position ?? '') };
  } catch {
    // The commit stands; where it stands nobody can tell any more.
    return { timeline, position: unknownPosition };
  }
}

/** The server failed and not the statement: another server may do better. */
function isServerFailure(error: unknown): boolean {
  // A standby cancels what is in the way of its replay.
  return isConnectionFailure(error) || (errorCode(error) === '40001' && String(error).includes('recovery'));
}

/** Nothing of a write can have been kept: its connection was lost before COMMIT, or its server is no primary any more. */
function isBeforeCommit(trip: Trip): (error: unknown) => boolean {
  return (error) =>
    errorCode(error) === '25006' || (isConnectionFailure(error) && trip.attempt?.phase !== 'committing');
}

import { type Client, connect, errorCode, isConnectionFailure } from '../connection.ts';
import { readPosition, writePosition } from './log-position.ts';
import { furthest, memoryPositions, type PositionStore, type WrittenAt } from './positions.ts';
import type { Server } from './server.ts';
import { type Choice, type Servers, watchServers } from './servers.ts';
import { makeSlots } from './slots.ts';

export interface RoutesConfig {
  /** `postgres://` URL of the application's login. */
  url: string;
  /**
   * URLs of the other servers of the same database. With them reads go to replicas, and writes to whichever server is
   * the primary: which one that is, the servers say themselves.
   */
  replicaUrls?: string[];
  /** A replica further behind than this is not read from; default 5 s and 16 MiB of log. */
  mostLagSeconds?: number;
  mostLagBytes?: number;
  /** Where users' last writes are remembered; default: in this process. */
  positions?: PositionStore;
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
  /** `host:port` */
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
}

/** Where transactions run: on the one server there is, or on the replicas and the primary of several. */
export interface Routes {
  /** `userId` is whose writes the read must not miss; undefined for nobody's. */
  read<T>(userId: string | undefined, options: Freshness, trip: Trip, run: Run<T>): Promise<T>;
  write<T>(userId: string | undefined, trip: Trip, run: Run<T>): Promise<T>;
  freshnessOf(userId: string | undefined): Promise<string | undefined>;
  view(): ServerView[];
  close(timeoutMs: number): Promise<void>;
}

export function openRoutes(config: RoutesConfig): Routes {
  return config.replicaUrls?.length ? routeOverServers(config) : routeToOne(config);
}

const defaults = { maxConnections: 10, acquireTimeoutMs: 2_000, applicationName: 'namc-portal' };

function routeToOne(config: RoutesConfig): Routes {
  const max = config.maxConnections ?? defaults.maxConnections;
  const slots = makeSlots(max, config.acquireTimeoutMs ?? defaults.acquireTimeoutMs);
  const client = connect(config.url, {
    max,
    applicationName: config.applicationName ?? defaults.applicationName,
    preparedStatements: config.preparedStatements ?? true,
  });
  const control = connect(config.url, {
    max: 1,
    applicationName: `${config.applicationName ?? defaults.applicationName} control`,
    preparedStatements: config.preparedStatements ?? true,
    idleSeconds: 10,
  });
  const server = { name: new URL(config.url).host, slots };
  const transact = <T>(trip: Trip, run: Run<T>) => {
    trip.choice = 'only server';
    return onSlot(server, trip, () => run(client, control));
  };
  return {
    read: (_userId, _options, trip, run) => transact(trip, run),
    write: (_userId, trip, run) => transact(trip, run),
    freshnessOf: async () => undefined,
    view: () => [
      {
        name: server.name,
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

/** Beyond every position of its timeline: read from the primary, whatever the replicas have. */
const unknownPosition = (1n << 64n) - 1n;

function routeOverServers(config: RoutesConfig): Routes {
  const positions = config.positions ?? memoryPositions();
  const servers = watchServers({
    urls: [config.url, ...(config.replicaUrls ?? [])],
    maxConnections: config.maxConnections ?? defaults.maxConnections,
    acquireTimeoutMs: config.acquireTimeoutMs ?? defaults.acquireTimeoutMs,
    applicationName: config.applicationName ?? defaults.applicationName,
    preparedStatements: config.preparedStatements ?? true,
    probeEveryMs: 250,
    probeTimeoutMs: 1_000,
    mostLagSeconds: config.mostLagSeconds ?? 5,
    mostLagBytes: config.mostLagBytes ?? 16 * 1024 * 1024,
    primaryTimeoutMs: 3_000,
  });

  async function read<T>(
    userId: string | undefined,
    options: Freshness,
    trip: Trip,
    run: Run<T>,
  ): Promise<T> {
    const { server, choice } = await choose(servers, userId, options);
    trip.choice = choice;
    if (choice === 'replica' && server) {
      try {
        return await runOn(server, trip, run);
      } catch (error) {
        if (!isServerFailure(error)) throw error;
        void servers.suspect(server);
        trip.choice = 'replica failed';
      }
    }
    return runOn(await servers.primary(), trip, run).catch(async (error) => {
      if (!neverBegan(error)) throw error;
      return runOn(await servers.primary(), trip, run);
    });
  }

  async function choose(
    from: Servers,
    userId: string | undefined,
    options: Freshness,
  ): Promise<{ server: Server | undefined; choice: Choice }> {
    if (options.freshness === 'latest') return { server: undefined, choice: 'wanted the latest' };
    const remembered = userId === undefined ? undefined : await positions.find(userId);
    return from.replica(furthest(remembered, readFreshness(options.after)));
  }

  async function write<T>(userId: string | undefined, trip: Trip, run: Run<T>): Promise<T> {
    trip.choice = 'write';
    let server = await servers.primary();
    const done = await runOn(server, trip, run).catch(async (error) => {
      if (!neverBegan(error)) throw error;
      await servers.suspect(server);
      server = await servers.primary();
      return runOn(server, trip, run);
    });
    if (userId !== undefined) await positions.remember(userId, await writtenOn(server));
    return done;
  }

  return {
    read,
    write,
    freshnessOf: async (userId) => {
      const written = userId === undefined ? undefined : await positions.find(userId);
      return written && `${written.timeline}:${writePosition(written.position)}`;
    },
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
    close: (timeoutMs) => servers.close(timeoutMs),
  };
}

/** Runs a transaction on a server; it ends at once, as failed, when the server is given up. */
function runOn<T>(server: Server, trip: Trip, run: Run<T>): Promise<T> {
  return onSlot(server, trip, () => Promise.race([run(server.client, server.control), server.gone]));
}

async function onSlot<T>(
  { name, slots }: Pick<Server, 'name' | 'slots'>,
  trip: Trip,
  run: () => Promise<T>,
): Promise<T> {
  const began = performance.now();
  trip.server = name;
  await slots.take().finally(() => {
    trip.waitedMs = performance.now() - began;
  });
  try {
    return await run();
  } finally {
    slots.free();
  }
}

/** The end of the primary's log after a commit: whoever has replayed it has the commit. */
async function writtenOn(server: Server): Promise<WrittenAt> {
  const timeline = server.state.kind === 'gone' ? Number.MAX_SAFE_INTEGER : server.state.timeline;
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

/** What `freshnessOf` gave out; anything else is nothing, since it comes from a browser. */
function readFreshness(text: string | undefined): WrittenAt | undefined {
  const [, timeline, position] = /^(\d{1,9}):([0-9A-F]{1,8}\/[0-9A-F]{1,8})$/.exec(text ?? '') ?? [];
  if (timeline === undefined || position === undefined) return undefined;
  return { timeline: Number(timeline), position: readPosition(position) };
}

/** The server failed and not the statement: another server may do better. */
function isServerFailure(error: unknown): boolean {
  const code = errorCode(error) ?? '';
  // A standby cancels what is in the way of its replay (40001), and after a promotion writes fail on the old primary.
  return (
    isConnectionFailure(error) || code === '25006' || (code === '40001' && String(error).includes('recovery'))
  );
}

/** Nothing of the transaction can have been kept: it was refused before its first statement, or as read-only. */
function neverBegan(error: unknown): boolean {
  return ['ECONNREFUSED', 'CONNECT_TIMEOUT', 'ENOTFOUND', '57P03', '25006'].includes(errorCode(error) ?? '');
}

import { logins } from '../actors.ts';
import { isPoolerBusy } from '../connection.ts';
import { Unavailable } from '../errors.ts';
import { ConnectionLost } from '../transactions/pool.ts';
import { bytesBehind } from './lag.ts';
import type { LogPosition } from './log-position.ts';
import { unknownPosition, type WrittenAt } from './positions.ts';
import {
  openServer,
  type Server,
  type ServerAddress,
  type ServerOptions,
  type ServerState,
} from './server.ts';

export interface ServersOptions extends ServerOptions {
  /** Undefined for a single server, which is not probed and takes everything. */
  probeEveryMs: number | undefined;
  /** Limits of a replica's lag, in seconds and bytes of log, beyond which reads avoid it. */
  mostLagSeconds: number;
  mostLagBytes: number;
  /** Milliseconds that a primary may be away, as during a promotion, before writes are refused at once. */
  primaryTimeoutMs: number;
}

/** A server, for display. */
export interface ServerView {
  /** `host:port`, with the database's name where one pooler stands for several servers. */
  name: string;
  role: 'primary' | 'replica' | 'gone';
  /** The replica's lag behind the primary, as its last probe found it. */
  lagSeconds: number | null;
  lagBytes: number | null;
  /** The connection limit, the connections in use, and the transactions that wait for one. */
  size: number;
  inUse: number;
  waiting: number;
}

/** Milliseconds after a change of the primary during which the pooler may still open its connections. */
const settlingMs = 10_000;

/** Milliseconds that transactions on a removed server may take to finish. */
const drainMs = 5_000;

/** The reason for choosing a server. */
export type Choice =
  | 'write'
  | 'only server'
  | 'replica'
  | 'no replica'
  | 'not replayed yet'
  | 'wanted the latest'
  | 'replica failed';

export interface Servers {
  readonly all: readonly Server[];
  /** Replaces the servers. New ones are opened, and removed ones are closed once they are idle. */
  change(addresses: ServerAddress[]): Promise<void>;
  /** The primary that is known now, if any. */
  primaryNow(): Server | undefined;
  /** Waits for a primary. @throws Unavailable when there is none in time. */
  primary(): Promise<Server>;
  /**
   * Without a primary, waits for news of any server. A read gives the instant (`Date.now`) until which it waits for a
   * replica, however long the primary has been away: a replica may be away for a moment, on trial and busy, or not have
   * replayed the reader's last write. A read that only the primary can serve says so (`needsPrimary`), and is refused as soon
   * as a write.
   * @throws Unavailable when that takes too long.
   */
  news(readUntil?: number, needsPrimary?: boolean): Promise<void>;
  /** The least busy replica other than `failed` that has replayed past `written`. */
  replica(
    written: WrittenAt | undefined,
    failed?: Server,
  ): { server: Server; choice: 'replica' } | { server: undefined; choice: 'no replica' | 'not replayed yet' };
  /**
   * An error on a server. PgBouncer’s “busy” counts as a lost connection while the primary changes: it waited for a server
   * that is away, or has just come, and began nothing. At other times waiting once more would not help.
   */
  weigh(error: unknown, server: Server): unknown;
  /** Bytes of log that a replica has yet to replay. Null while there is no primary to compare it with. */
  bytesBehind(position: LogPosition): number | null;
  /** Probes a server at once, because a statement failed on it. */
  suspect(server: Server): Promise<void>;
  close(timeoutMs: number): Promise<void>;
}

/**
 * Opens the servers of one database and probes each of them all the time, beside the portal's own statements. The
 * servers themselves say which one is the primary.
 */
export function watchServers(addresses: ServerAddress[], options: ServersOptions): Servers {
  let all: Server[] = [];
  let isClosed = false;
  let withoutPrimarySince: number | undefined = Date.now();
  let foundPrimaryAt = 0;
  /** Callers that wait for news. */
  let waiting: (() => void)[] = [];

  async function look(server: Server): Promise<void> {
    const before = server.state;
    const isKnown = server.timeline > 0;
    const found = await server.probe();
    if (!isWatched(server)) return;
    if (found.kind === 'gone') {
      server.state = before.kind === 'gone' ? before : found;
      if (before.kind !== 'gone') server.giveUp(found.reason);
      noteNews();
      return;
    }
    if (before.kind === 'gone' && isKnown) server.isOnTrial = true;
    // Transactions that wrote to it as a primary must not continue as if it still were one.
    if (before.kind === 'primary' && found.kind === 'replica') server.giveUp('is not the primary any more');
    server.state = found;
    if (found.kind === 'replica') {
      found.isStill = before.kind === 'replica' && before.position === found.position;
    }
    for (const other of all) giveUpDeposed(other);
    noteNews();
  }

  /**
   * A server that was replaced may not know it yet and still accept writes. The other one's history is the database's, so a COMMIT
   * that this one confirms from now on must not count.
   */
  function giveUpDeposed(server: Server): void {
    const best = currentPrimary();
    if (server.state.kind !== 'primary' || best?.state.kind !== 'primary') return;
    if (server.state.timeline < best.state.timeline) server.giveUp(`was replaced by ${best.name}`);
  }

  function noteNews(): void {
    if (currentPrimary()) {
      if (withoutPrimarySince !== undefined) foundPrimaryAt = Date.now();
      withoutPrimarySince = undefined;
    } else withoutPrimarySince ??= Date.now();
    for (const go of waiting) go();
    waiting = [];
  }

  async function news(readUntil?: number, needsPrimary = false): Promise<void> {
    const now = Date.now();
    const untilRefused = (withoutPrimarySince ?? now) + options.primaryTimeoutMs - now;
    const canHope =
      !needsPrimary &&
      all.some(({ state }) => state.kind !== 'gone' || now - state.since < options.primaryTimeoutMs);
    const left = readUntil !== undefined && canHope ? Math.max(untilRefused, readUntil - now) : untilRefused;
    // Late callers are refused at once. Nobody would gain if they piled up.
    if (left <= 0) {
      throw new Unavailable(
        readUntil === undefined
          ? 'The database accepts no writes right now: its primary server is away.'
          : 'The database cannot answer right now: its primary server is away, and no other can.',
      );
    }
    await new Promise<void>((resolve) => {
      const timer = setTimeout(resolve, left);
      waiting.push(() => {
        clearTimeout(timer);
        resolve();
      });
    });
  }

  const isWatched = (server: Server) => !isClosed && all.includes(server);

  async function watch(server: Server): Promise<void> {
    const { probeEveryMs } = options;
    if (probeEveryMs === undefined) {
      server.state = { kind: 'primary', timeline: 0, position: 0n };
      return;
    }
    while (isWatched(server)) {
      await look(server);
      await new Promise((resolve) => setTimeout(resolve, probeEveryMs).unref());
    }
  }

  async function change(wanted: ServerAddress[]): Promise<void> {
    const names = nameServers(wanted.map(({ urls }) => urls.public));
    const before = all;
    all = wanted.map((address, at) => {
      const known = before.find(
        (server) =>
          server.name === names[at] &&
          logins.every((login) => server.address.urls[login] === address.urls[login]) &&
          server.address.directUrl === address.directUrl,
      );
      return known ?? openServer(address, names[at] ?? '', options);
    });
    for (const server of all) if (!before.includes(server)) void watch(server);
    await Promise.all(
      before.filter((server) => !all.includes(server)).map((server) => server.close(drainMs)),
    );
  }
  void change(addresses);

  /** Of two servers that claim to be the primary, as after a promotion, the one with the newer history. */
  function currentPrimary(): Server | undefined {
    let best: Server | undefined;
    for (const server of all) {
      if (server.state.kind !== 'primary') continue;
      if (best?.state.kind !== 'primary' || server.state.timeline > best.state.timeline) best = server;
    }
    return best;
  }

  /** True if a server has a write of its own timeline or an older one. */
  function hasReplayed(state: ServerState, written: WrittenAt): boolean {
    if (state.kind !== 'replica') return false;
    if (state.timeline < written.timeline) return false;
    if (state.timeline > written.timeline) {
      // It receives the newer history, and may not have replayed the older one to its end.
      return written.position === unknownPosition || state.position >= written.position;
    }
    if (written.position !== unknownPosition || currentPrimary()) return state.position >= written.position;
    // The primary died before it reported the write's position. A replica that has replayed everything it received,
    // and as much as any other, has every write that a replica confirmed. Nobody has more.
    return (
      state.isStill &&
      all.every(({ state: other }) => other.kind !== 'replica' || other.position <= state.position)
    );
  }

  return {
    get all() {
      return all;
    },
    change,
    primaryNow: currentPrimary,
    primary: async () => {
      for (;;) {
        const now = currentPrimary();
        if (now) return now;
        await news();
      }
    },
    news,
    weigh: (error, server) => {
      const isChanging = withoutPrimarySince !== undefined || Date.now() - foundPrimaryAt < settlingMs;
      const isMoved =
        options.probeEveryMs !== undefined &&
        isPoolerBusy(error) &&
        (isChanging || server.state.kind === 'gone');
      return isMoved ? new ConnectionLost('The primary has just changed.') : error;
    },
    replica: (written, failed) => {
      const head = currentPrimary()?.state;
      const near = all.filter((server) => {
        const { state } = server;
        if (server === failed || (server.isOnTrial && server.pools.taken > 0)) return false;
        if (state.kind !== 'replica' || (state.lagSeconds ?? 0) > options.mostLagSeconds) return false;
        // Without a primary nobody can tell how far behind a replica is. Its data is better than nothing.
        if (head?.kind !== 'primary') return true;
        return (
          // After a promotion the other servers follow the new history, or they are useless.
          state.timeline === head.timeline &&
          head.position - state.position <= BigInt(options.mostLagBytes) &&
          (state.isStreaming || state.position >= head.position)
        );
      });
      if (near.length === 0) return { server: undefined, choice: 'no replica' };
      const fresh = near.filter(({ state }) => !written || hasReplayed(state, written));
      if (fresh.length === 0) return { server: undefined, choice: 'not replayed yet' };
      const least = Math.min(...fresh.map(({ pools }) => pools.taken));
      const idle = fresh.filter(({ pools }) => pools.taken === least);
      const server = idle[Math.floor(Math.random() * idle.length)] as Server;
      return { server, choice: 'replica' };
    },
    bytesBehind: (position) => {
      const head = currentPrimary()?.state;
      if (head?.kind !== 'primary') return null;
      return bytesBehind(head.position, position);
    },
    suspect: look,
    close: async (timeoutMs) => {
      isClosed = true;
      await Promise.all(all.map((server) => server.close(timeoutMs)));
    },
  };
}

/** Behind one pooler several servers share a host, and the database's name tells them apart. */
export function nameServers(urls: string[]): string[] {
  const places = urls.map((url) => new URL(url));
  return places.map(({ host, pathname }) =>
    places.filter((other) => other.host === host).length > 1 ? `${host}${pathname}` : host,
  );
}

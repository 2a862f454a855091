import { Unavailable } from '../errors.ts';
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
  /** Undefined: the servers are not probed. There is one, and it takes everything. */
  probeEveryMs: number | undefined;
  /** A replica further behind is not read from: seconds and bytes of log. */
  mostLagSeconds: number;
  mostLagBytes: number;
  /** How long a primary may be away, as during a promotion, before whoever needs it is refused at once. */
  primaryTimeoutMs: number;
}

/** What runs on a server that is taken out may take so long. */
const drainMs = 5_000;

/** Why a transaction went where it went. */
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
  /** Goes on with these: new ones are opened, and those that are not among them are closed once they are idle. */
  change(addresses: ServerAddress[]): Promise<void>;
  /** The primary that is known just now. */
  primaryNow(): Server | undefined;
  /** Waits for one. @throws Unavailable when there is none in time. */
  primary(): Promise<Server>;
  /** Waits, without a primary, until something new is known of a server. @throws Unavailable when that takes too long. */
  news(): Promise<void>;
  /** A replica other than `failed` that has replayed past `written`, the one with the least to do. */
  replica(
    written: WrittenAt | undefined,
    failed?: Server,
  ): { server: Server; choice: 'replica' } | { server: undefined; choice: 'no replica' | 'not replayed yet' };
  /** How many bytes of log a replica has yet to replay; null while there is no primary to compare it with. */
  bytesBehind(position: LogPosition): number | null;
  /** Probes a server at once, because a statement failed on it. */
  suspect(server: Server): Promise<void>;
  close(timeoutMs: number): Promise<void>;
}

/**
 * Opens the hosts of one database, and asks each how it is, all the time and beside the portal's own statements. Which
 * is the primary the servers say themselves.
 */
export function watchServers(addresses: ServerAddress[], options: ServersOptions): Servers {
  let all: Server[] = [];
  let isClosed = false;
  let withoutPrimarySince: number | undefined = Date.now();
  /** Those who wait for news. */
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
    // Whoever wrote to it as a primary must not go on as if it still were one.
    if (before.kind === 'primary' && found.kind === 'replica') server.giveUp('is not the primary any more');
    server.state = found;
    if (found.kind === 'replica') {
      found.isStill = before.kind === 'replica' && before.position === found.position;
    }
    noteNews();
  }

  function noteNews(): void {
    if (currentPrimary()) withoutPrimarySince = undefined;
    else withoutPrimarySince ??= Date.now();
    for (const go of waiting) go();
    waiting = [];
  }

  async function news(): Promise<void> {
    const left = (withoutPrimarySince ?? Date.now()) + options.primaryTimeoutMs - Date.now();
    // Those who come late are told at once: nobody would gain by their piling up.
    if (left <= 0)
      throw new Unavailable('The database accepts no writes right now: its primary server is away.');
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
    const names = nameServers(wanted.map(({ url }) => url));
    const before = all;
    all = wanted.map((address, at) => {
      const known = before.find(
        (server) =>
          server.name === names[at] &&
          server.address.url === address.url &&
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

  /** Of two that say so, as after a promotion, the one with the newer history. */
  function currentPrimary(): Server | undefined {
    let best: Server | undefined;
    for (const server of all) {
      if (server.state.kind !== 'primary') continue;
      if (best?.state.kind !== 'primary' || server.state.timeline > best.state.timeline) best = server;
    }
    return best;
  }

  /** Whether a server shows a write of its own or of an older timeline. */
  function hasReplayed(state: ServerState, written: WrittenAt): boolean {
    if (state.kind !== 'replica') return false;
    if (state.timeline !== written.timeline) return state.timeline > written.timeline;
    if (written.position !== unknownPosition || currentPrimary()) return state.position >= written.position;
    // The primary died before it said where the write stands. A replica that has replayed all that it received, and as
    // much as any other, has what a replica confirmed; nobody has more.
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
    replica: (written, failed) => {
      const head = currentPrimary()?.state;
      const near = all.filter((server) => {
        const { state } = server;
        if (server === failed || (server.isOnTrial && server.pool.taken > 0)) return false;
        if (state.kind !== 'replica' || (state.lagSeconds ?? 0) > options.mostLagSeconds) return false;
        // Without a primary nobody can tell how far behind it is; what it has is better than nothing.
        if (head?.kind !== 'primary') return true;
        return (
          // After a promotion the others follow the new history, or are of no use.
          state.timeline === head.timeline &&
          head.position - state.position <= BigInt(options.mostLagBytes) &&
          (state.isStreaming || state.position >= head.position)
        );
      });
      if (near.length === 0) return { server: undefined, choice: 'no replica' };
      const fresh = near.filter(({ state }) => !written || hasReplayed(state, written));
      if (fresh.length === 0) return { server: undefined, choice: 'not replayed yet' };
      const least = Math.min(...fresh.map(({ pool }) => pool.taken));
      const idle = fresh.filter(({ pool }) => pool.taken === least);
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

/** Behind one pooler several servers have one host, and are told apart by the name of the database. */
export function nameServers(urls: string[]): string[] {
  const places = urls.map((url) => new URL(url));
  return places.map(({ host, pathname }) =>
    places.filter((other) => other.host === host).length > 1 ? `${host}${pathname}` : host,
  );
}

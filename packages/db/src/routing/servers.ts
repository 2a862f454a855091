import { Unavailable } from '../errors.ts';
import type { LogPosition } from './log-position.ts';
import type { WrittenAt } from './positions.ts';
import { openServer, type Server, type ServerOptions } from './server.ts';

export interface ServersOptions extends ServerOptions {
  /** The hosts of one database; which is the primary the servers say themselves. */
  urls: string[];
  /** Default 250. */
  probeEveryMs: number;
  /** A replica further behind is not read from: seconds and bytes of log. */
  mostLagSeconds: number;
  mostLagBytes: number;
  /** How long to wait for a primary, as during a promotion, before a write is refused. */
  primaryTimeoutMs: number;
}

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
  /** @throws Unavailable when there is none in time. */
  primary(): Promise<Server>;
  /** A replica that has replayed past `written`, the one with the least to do; undefined when there is none. */
  replica(written: WrittenAt | undefined): { server: Server | undefined; choice: Choice };
  /** How many bytes of log a replica has yet to replay; null while there is no primary to compare it with. */
  bytesBehind(position: LogPosition): number | null;
  /** Probes a server at once, because a statement failed on it. */
  suspect(server: Server): Promise<void>;
  close(timeoutMs: number): Promise<void>;
}

/** Opens every host, and asks each how it is, all the time and beside the portal's own statements. */
export function watchServers(options: ServersOptions): Servers {
  const all = options.urls.map((url) => openServer(url, options));
  const stop = new AbortController();
  /** Those who wait for a primary. */
  let waiting: (() => void)[] = [];

  async function look(server: Server): Promise<void> {
    const before = server.state;
    const found = await server.probe();
    if (stop.signal.aborted) return;
    if (found.kind === 'gone') {
      server.state = before.kind === 'gone' ? before : found;
      if (before.kind !== 'gone') server.giveUp(found.reason);
      return;
    }
    // Whoever wrote to it as a primary must not go on as if it still were one.
    if (before.kind === 'primary' && found.kind === 'replica') server.giveUp('is not the primary any more');
    server.state = found;
    if (currentPrimary()) {
      for (const go of waiting) go();
      waiting = [];
    }
  }

  async function watch(server: Server): Promise<void> {
    while (!stop.signal.aborted) {
      await look(server);
      await new Promise((resolve) => setTimeout(resolve, options.probeEveryMs).unref());
    }
  }
  for (const server of all) void watch(server);

  /** Of two that say so, as after a promotion, the one with the newer history. */
  function currentPrimary(): Server | undefined {
    let best: Server | undefined;
    for (const server of all) {
      if (server.state.kind !== 'primary') continue;
      if (best?.state.kind !== 'primary' || server.state.timeline > best.state.timeline) best = server;
    }
    return best;
  }

  return {
    all,
    primary: async () => {
      const now = currentPrimary();
      if (now) return now;
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, options.primaryTimeoutMs);
        waiting.push(() => {
          clearTimeout(timer);
          resolve();
        });
      });
      const found = currentPrimary();
      if (!found) throw new Unavailable('The database takes no writes just now: its primary server is away.');
      return found;
    },
    replica: (written) => {
      const head = currentPrimary()?.state;
      const near = all.filter(({ state }) => {
        if (state.kind !== 'replica' || state.lagSeconds > options.mostLagSeconds) return false;
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
      const fresh = near.filter(
        ({ state }) =>
          !written ||
          (state.kind === 'replica' &&
            (state.timeline > written.timeline ||
              (state.timeline === written.timeline && state.position >= written.position))),
      );
      if (fresh.length === 0) return { server: undefined, choice: 'not replayed yet' };
      const least = Math.min(...fresh.map(({ slots }) => slots.taken));
      const idle = fresh.filter(({ slots }) => slots.taken === least);
      return { server: idle[Math.floor(Math.random() * idle.length)], choice: 'replica' };
    },
    bytesBehind: (position) => {
      const head = currentPrimary()?.state;
      if (head?.kind !== 'primary') return null;
      // Probed at different moments, so a replica can seem to be ahead.
      return Math.max(0, Number(head.position - position));
    },
    suspect: look,
    close: async (timeoutMs) => {
      stop.abort();
      await Promise.all(all.map((server) => server.close(timeoutMs)));
    },
  };
}

import type { Login } from '../actors.ts';
import { type Client, connect } from '../connection.ts';
import { ConnectionLost } from '../transactions/pool.ts';
import { type LagRow, lagColumns } from './lag.ts';
import { type LogPosition, readPosition } from './log-position.ts';
import { type LoginPools, type LoginUrls, openLoginPools } from './login-pools.ts';

/** The result of a probe, or the reason why it failed. */
export type ServerState =
  | { kind: 'primary'; timeline: number; position: LogPosition }
  | {
      kind: 'replica';
      timeline: number;
      /** The position up to which it has replayed, and whether it answered the previous probe too. */
      position: LogPosition;
      isStill: boolean;
      /** As in `LagRow`. */
      lagSeconds: number | null;
      /** True when it is receiving a primary's log. */
      isStreaming: boolean;
    }
  | { kind: 'gone'; since: number; reason: string };

export interface Server {
  readonly address: ServerAddress;
  /** `host:port` for a log, with the database's name where one pooler stands for several servers. */
  readonly name: string;
  /** A connection beside the others, which no transaction holds. It cancels what a login's transactions run. */
  controlOf(login: Login): Client;
  /** The connections of the portal's own transactions. */
  readonly pools: LoginPools;
  state: ServerState;
  /** Its timeline when it last answered, or 0 before that. */
  timeline: number;
  /** Back after a failure and not yet proven. It gets one transaction at a time until one succeeds. */
  isOnTrial: boolean;
  probe(): Promise<ServerState>;
  /** Gives the server up: cuts every connection and fails everything that waits for an answer. */
  giveUp(reason: string): void;
  close(timeoutMs: number): Promise<void>;
}

export interface ServerAddress {
  /** The URLs for transactions. A pooler may stand in between. */
  urls: LoginUrls;
  /**
   * The same server without a pooler, which may have no connection to spare when the server has. Default: the URL
   * for visitors and members. Its login needs the right to cancel statements of the other logins (pg_signal_backend).
   * A login that sees all statistics notices at once that a replica follows a promoted server; others notice minutes
   * later.
   */
  directUrl?: string | undefined;
}

export interface ServerOptions {
  poolSizes: Record<Login, number>;
  acquireTimeoutMs: number;
  applicationName: string;
  preparedStatements: boolean;
  /** Milliseconds for opening a connection. */
  connectTimeoutMs: number;
  /** A probe without an answer for this long means that the server is gone. */
  probeTimeoutMs: number;
}

/**
 * The server was given up. It carries the driver's code for a cut connection, so `isConnectionFailure` recognizes
 * it.
 */
class ServerGone extends ConnectionLost {
  constructor(message: string) {
    super(message, 'CONNECTION_DESTROYED');
  }
}

export function openServer(address: ServerAddress, name: string, options: ServerOptions): Server {
  const { urls, directUrl } = address;
  // A probe never waits behind the portal's own statements, nor for a connection that hangs.
  const openProbe = () =>
    connect(directUrl ?? urls.public, {
      max: 1,
      applicationName: `${options.applicationName} control`,
      preparedStatements: options.preparedStatements || directUrl !== undefined,
      connectTimeoutMs: options.probeTimeoutMs,
    });
  let prober = openProbe();

  const server: Server = {
    address,
    name,
    controlOf: (login) => (directUrl === undefined ? server.pools.controlOf(login) : prober),
    pools: openLoginPools(urls, options.poolSizes, {
      ...options,
      assertServes: () => {
        // A transaction may have waited while the server was given up. A new connection would hang like the others.
        if (server.state.kind === 'gone') throw new ServerGone(`${name} is away`);
      },
    }),
    state: { kind: 'gone', since: Date.now(), reason: 'not probed yet' },
    timeline: 0,
    isOnTrial: false,
    probe: async () => {
      const asked = prober;
      const answer = asked<(LagRow & { timeline: number; streaming: boolean })[]>`
        select ${lagColumns(asked)},
               case when pg_is_in_recovery()
                    then coalesce((select received_tli from pg_stat_wal_receiver), (select timeline_id from pg_control_checkpoint()))
                    else ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int end as timeline,
               exists (select from pg_stat_wal_receiver) as streaming`;
      answer.catch(() => undefined);
      let timer: NodeJS.Timeout | undefined;
      try {
        const [row] = await Promise.race([
          answer,
          new Promise<never>((_, reject) => {
            // If this process was held up, the answer may lie unread. Look at it before blaming the server.
            const blame = () => setImmediate(() => reject(new ServerGone('does not answer')));
            timer = setTimeout(blame, options.probeTimeoutMs);
          }),
        ]);
        if (!row) throw new ServerGone('answered without a row');
        const position = readPosition(row.position);
        server.timeline = row.timeline;
        return row.isReplica
          ? {
              kind: 'replica',
              timeline: row.timeline,
              position,
              isStill: false,
              lagSeconds: row.lagSeconds,
              isStreaming: row.streaming,
            }
          : { kind: 'primary', timeline: row.timeline, position };
      } catch (error) {
        // The connection may hang forever, so the next probe gets a new one.
        prober = openProbe();
        void asked.end({ timeout: 0 }).catch(() => undefined);
        return {
          kind: 'gone',
          since: Date.now(),
          reason: error instanceof Error ? error.message : String(error),
        };
      } finally {
        clearTimeout(timer);
      }
    },
    giveUp: (reason) => server.pools.cut(new ServerGone(`${name} ${reason}`)),
    close: async (timeoutMs) => {
      await Promise.all([server.pools.close(timeoutMs), prober.end({ timeout: 0 })]);
    },
  };
  return server;
}

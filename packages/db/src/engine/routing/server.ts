import { type Client, connect } from '../connection.ts';
import { ConnectionLost, openPool, type Pool } from '../transactions/pool.ts';
import { type LagRow, lagColumns } from './lag.ts';
import { type LogPosition, readPosition } from './log-position.ts';

/** What a probe found, or why it found nothing. */
export type ServerState =
  | { kind: 'primary'; timeline: number; position: LogPosition }
  | {
      kind: 'replica';
      timeline: number;
      /** How far it has replayed, and whether it was there at the probe before as well. */
      position: LogPosition;
      isStill: boolean;
      /** As `LagRow` has it. */
      lagSeconds: number | null;
      /** Whether it receives the log of a primary just now. */
      isStreaming: boolean;
    }
  | { kind: 'gone'; since: number; reason: string };

export interface Server {
  readonly address: ServerAddress;
  /** `host:port`, for a log; with the database's name where one pooler stands for several servers. */
  readonly name: string;
  /** One connection beside the others, which no transaction holds: it probes, and cancels what runs. */
  readonly control: Client;
  /** The connections of the portal's own transactions. */
  readonly pool: Pool;
  state: ServerState;
  /** The timeline that it was on when it answered last; 0 before it ever did. */
  timeline: number;
  /** Back after a failure, and not yet proven: it gets one transaction at a time until one succeeds. */
  isOnTrial: boolean;
  probe(): Promise<ServerState>;
  /** Gives the server up: every connection is cut, and what waits for an answer is told. */
  giveUp(reason: string): void;
  close(timeoutMs: number): Promise<void>;
}

export interface ServerAddress {
  /** Where transactions run; a pooler may stand between. */
  url: string;
  /**
   * The same server without a pooler, which may have no connection to spare when the server has; default `url`. Its
   * login has to be allowed to cancel what that of `url` runs; one that sees all statistics notices at once, and not
   * minutes later, that a replica follows a promoted server.
   */
  directUrl?: string | undefined;
}

export interface ServerOptions {
  maxConnections: number;
  acquireTimeoutMs: number;
  applicationName: string;
  preparedStatements: boolean;
  /** How long a new connection may take. */
  connectTimeoutMs: number;
  /** A probe without an answer for so long means that the server is gone. */
  probeTimeoutMs: number;
  /** Seconds after which the control connection is closed when nobody uses it; default: never. */
  controlIdleSeconds?: number;
}

/** The server was given up. The driver's code for a connection that was cut makes it known for one everywhere. */
export class ServerGone extends ConnectionLost {
  constructor(message: string) {
    super(message, 'CONNECTION_DESTROYED');
  }
}

export function openServer(address: ServerAddress, name: string, options: ServerOptions): Server {
  const { url } = address;
  // A probe never waits behind the portal's own statements, nor for a connection that hangs.
  const openProbe = () =>
    connect(address.directUrl ?? url, {
      max: 1,
      applicationName: `${options.applicationName} control`,
      preparedStatements: options.preparedStatements || address.directUrl !== undefined,
      connectTimeoutMs: options.probeTimeoutMs,
      ...(options.controlIdleSeconds ? { idleSeconds: options.controlIdleSeconds } : {}),
    });
  let prober = openProbe();

  const server: Server = {
    address,
    name,
    get control() {
      return prober;
    },
    pool: openPool(url, {
      ...options,
      assertServes: () => {
        // A transaction may have waited while the server was given up. A new connection would hang as the others did.
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
            // When this process itself was held up, the answer may lie unread: it is looked at before the server is blamed.
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
        // The connection may hang for ever: the next probe has another.
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
    giveUp: (reason) => server.pool.cut(new ServerGone(`${name} ${reason}`)),
    close: async (timeoutMs) => {
      await Promise.all([server.pool.close(timeoutMs), prober.end({ timeout: 0 })]);
    },
  };
  return server;
}

import { type Client, connect } from '../connection.ts';
import { type LagRow, lagColumns } from './lag.ts';
import { type LogPosition, readPosition } from './log-position.ts';
import { makeSlots, type Slots } from './slots.ts';

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
  readonly client: Client;
  /** One connection beside the others, which no transaction holds: it probes, and cancels what runs. */
  readonly control: Client;
  readonly slots: Slots;
  state: ServerState;
  /** The timeline that it was on when it answered last; 0 before it ever did. */
  timeline: number;
  /** Back after a failure, and not yet proven: it gets one transaction at a time until one succeeds. */
  isOnTrial: boolean;
  /** Rejects once, when the server is given up: whatever runs on it then will not come to an end. */
  gone: Promise<never>;
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
  /** A probe without an answer for so long means that the server is gone. */
  probeTimeoutMs: number;
}

/** What the driver says of a connection that was cut, so that it is known for one everywhere. */
export class ServerGone extends Error {
  readonly code = 'CONNECTION_DESTROYED';
}

export function openServer(address: ServerAddress, name: string, options: ServerOptions): Server {
  const { url } = address;
  const open = () =>
    connect(url, {
      max: options.maxConnections,
      applicationName: options.applicationName,
      preparedStatements: options.preparedStatements,
      connectTimeoutMs: options.probeTimeoutMs,
    });
  // A probe never waits behind the portal's own statements, nor for a connection that hangs.
  const openProbe = () =>
    connect(address.directUrl ?? url, {
      max: 1,
      applicationName: `${options.applicationName} probe`,
      preparedStatements: options.preparedStatements || address.directUrl !== undefined,
      connectTimeoutMs: options.probeTimeoutMs,
    });
  let client = open();
  let prober = openProbe();
  let fail: (error: Error) => void = () => undefined;
  const promiseGone = () => {
    const gone = new Promise<never>((_, reject) => {
      fail = reject;
    });
    gone.catch(() => undefined);
    return gone;
  };

  const server: Server = {
    address,
    name,
    get client() {
      return client;
    },
    get control() {
      return prober;
    },
    slots: makeSlots(options.maxConnections, options.acquireTimeoutMs),
    state: { kind: 'gone', since: Date.now(), reason: 'not probed yet' },
    timeline: 0,
    isOnTrial: false,
    gone: promiseGone(),
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
    giveUp: (reason) => {
      const old = client;
      client = open();
      fail(new ServerGone(`${name} ${reason}`));
      server.gone = promiseGone();
      void old.end({ timeout: 0 }).catch(() => undefined);
    },
    close: async (timeoutMs) => {
      await Promise.all([client.end({ timeout: timeoutMs / 1000 }), prober.end({ timeout: 0 })]);
    },
  };
  return server;
}

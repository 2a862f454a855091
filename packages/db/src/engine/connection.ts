import postgres from 'postgres';

/** Types on the wire: a date stays a date, whole numbers stay numbers, an instant is a `Date`. */
const types = {
  date: { to: 1082, from: [1082], serialize: (day: string) => day, parse: (day: string) => day },
  /** Counts and cents stay far below 2^53. */
  bigint: {
    to: 20,
    from: [20],
    serialize: (count: number) => String(count),
    parse: (count: string) => Number(count),
  },
};

type WireTypes = { date: string; bigint: number };

/** A pool of connections. Only `packages/db` ever holds one. */
export type Client = postgres.Sql<WireTypes>;
/** The connection of one transaction. It has no savepoints: a statement that failed fails the whole transaction. */
export type TransactionClient = postgres.ISql<WireTypes>;
/** A piece of SQL with its parameters, to be placed in a statement. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;
/** A statement that is sent once it is awaited. */
export type Statement<Rows extends readonly postgres.MaybeRow[]> = postgres.PendingQuery<Rows>;
/** A value in a statement's template: a parameter or a piece of SQL. */
export type StatementValue = postgres.ParameterOrFragment<WireTypes[keyof WireTypes]>;

export interface ConnectionOptions {
  /** The largest number of connections. */
  max: number;
  /** The name in `pg_stat_activity`. */
  applicationName: string;
  /** Protocol-level prepared statements. PgBouncer before 1.21 in transaction mode has none. */
  preparedStatements?: boolean;
  /** Milliseconds to wait for the server to accept a connection. */
  connectTimeoutMs?: number;
  /** Seconds after which an unused connection is closed. Default: never. */
  idleSeconds?: number;
  /** False for a console without types, such as PgBouncer's. Default: true. */
  fetchTypes?: boolean;
  onNotice?: (message: string) => void;
  /** Called with what a channel tells that the connection listens to. */
  onNotification?: (channel: string, payload: string) => void;
  /** Called each time a connection closes, on either side, with the reason if the server said one. */
  onClose?: (reason: unknown) => void;
}

/** Moves the folder of a socket (`?host=/folder`) to where the driver looks for it. */
function hostOf(url: string): { url: string; host?: string } {
  const place = new URL(url);
  const host = place.searchParams.get('host');
  if (!host?.startsWith('/')) return { url };
  place.searchParams.delete('host');
  return { url: place.href, host };
}

export function connect(given: string, options: ConnectionOptions): Client {
  const { url, ...host } = hostOf(given);
  return postgres(url, {
    ...host,
    max: options.max,
    prepare: options.preparedStatements ?? true,
    connect_timeout: Math.ceil((options.connectTimeoutMs ?? 10_000) / 1000),
    // The driver's own pause grows to 20 s, and everything that waits for a connection would wait that long after a
    // restart.
    backoff: () => 0.1,
    ...(options.idleSeconds ? { idle_timeout: options.idleSeconds } : {}),
    connection: { application_name: options.applicationName },
    onnotice: (notice) => options.onNotice?.(notice.message ?? ''),
    fetch_types: options.fetchTypes ?? true,
    // Our patch tells the reason.
    onclose: ((_: number, reason: unknown) => options.onClose?.(reason)) as (connection: number) => void,
    // The driver's own way to listen gives up at the first refused connection.
    ...(options.onNotification ? { onnotify: options.onNotification } : {}),
    types,
  });
}

/** Codes of the driver and the server for a connection that was never made, was lost, or was refused. */
const connectionFailures = new Set([
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'EAI_AGAIN',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  '08000',
  '08003',
  '08006',
  // PgBouncer's messages for a server or a connection that it cannot give.
  '08P01',
  '28000',
  '28P01',
  '3D000',
  '53300',
  '57P01',
  '57P02',
  '57P03',
]);

export function errorCode(error: unknown): string | undefined {
  if (error instanceof AggregateError) return errorCode(error.errors[0]);
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  return typeof error.code === 'string' ? error.code : undefined;
}

/** True if the error is a server’s own answer. */
export const isAnswer = (error: unknown): boolean => error instanceof postgres.PostgresError;

export function isConnectionFailure(error: unknown): boolean {
  // The embedded database's socket is gone while it starts again. Other files that are missing are another matter.
  if (errorCode(error) === 'ENOENT') return (error as NodeJS.ErrnoException).syscall === 'connect';
  // A server that says this starts again: whether it kept a COMMIT is not known, whatever the code says.
  if (error instanceof Error && 'severity' in error && error.severity === 'PANIC') return true;
  return connectionFailures.has(errorCode(error) ?? '') && !isPoolerBusy(error);
}

/** PgBouncer had no connection to the server free within its `query_wait_timeout`. Waiting once more would not help. */
export function isPoolerBusy(error: unknown): error is Error {
  return (
    error instanceof Error && errorCode(error) === '08P01' && error.message.includes('query_wait_timeout')
  );
}

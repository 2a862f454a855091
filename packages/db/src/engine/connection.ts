import postgres from 'postgres';

/** How values cross the wire: a date stays a date, whole numbers stay numbers, an instant is a `Date`. */
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

/** A pool of connections; only `packages/db` ever holds one. */
export type Client = postgres.Sql<WireTypes>;
/** One transaction's connection. */
export type TransactionClient = postgres.TransactionSql<WireTypes>;
/** A piece of SQL with its parameters, to be put into a statement. */
export type Fragment = postgres.PendingQuery<postgres.Row[]>;
/** A statement that is sent when somebody awaits it. */
export type Statement<Rows extends readonly postgres.MaybeRow[]> = postgres.PendingQuery<Rows>;
/** What a template of a statement can hold: a parameter or a piece of SQL. */
export type StatementValue = postgres.ParameterOrFragment<WireTypes[keyof WireTypes]>;

export interface ConnectionOptions {
  /** At most this many connections. */
  max: number;
  /** Seen in `pg_stat_activity`. */
  applicationName: string;
  /** Protocol-level prepared statements; PgBouncer before 1.21 in transaction mode has none. */
  preparedStatements?: boolean;
  /** Milliseconds to wait for the server to accept a connection. */
  connectTimeoutMs?: number;
  /** Seconds after which a connection that nobody uses is closed; default: never. */
  idleSeconds?: number;
  /** False for a console that knows no types, as PgBouncer's; default true. */
  fetchTypes?: boolean;
  onNotice?: (message: string) => void;
  /** Called each time a connection is closed, by either side. */
  onClose?: () => void;
}

export function connect(url: string, options: ConnectionOptions): Client {
  return postgres(url, {
    max: options.max,
    prepare: options.preparedStatements ?? true,
    connect_timeout: Math.ceil((options.connectTimeoutMs ?? 10_000) / 1000),
    // The driver's own pause grows to 20 s, and whoever waits for a connection would wait so long after a restart.
    backoff: () => 0.1,
    ...(options.idleSeconds ? { idle_timeout: options.idleSeconds } : {}),
    connection: { application_name: options.applicationName },
    onnotice: (notice) => options.onNotice?.(notice.message ?? ''),
    fetch_types: options.fetchTypes ?? true,
    onclose: () => options.onClose?.(),
    types,
  });
}

/** The driver's and the server's codes for a connection that was never made, was lost, or was refused. */
const connectionFailures = new Set([
  'CONNECT_TIMEOUT',
  'CONNECTION_CLOSED',
  'CONNECTION_DESTROYED',
  'CONNECTION_ENDED',
  'ECONNREFUSED',
  'ECONNRESET',
  'EHOSTUNREACH',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  '08000',
  '08003',
  '08006',
  // What PgBouncer says of a server or a connection that it cannot give.
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

export function isConnectionFailure(error: unknown): boolean {
  return connectionFailures.has(errorCode(error) ?? '');
}

import { type Client, connect } from '../../engine/connection.ts';
import { bytesBehind, type LagRow, lagColumns } from '../../engine/routing/lag.ts';
import { type LogPosition, readPosition } from '../../engine/routing/log-position.ts';
import { nameServers } from '../../engine/routing/servers.ts';

export type ServerConnections =
  | {
      name: string;
      role: 'primary' | 'replica';
      /** Bytes of log that a replica has yet to replay; null without a primary to compare it with. */
      lagBytes: number | null;
      /** The age of a replica's data; null for a primary, and if it is unknown (see `LagRow`). */
      lagSeconds: number | null;
      /** Client connections to all of the server's databases: the limit and the current number. */
      most: number;
      all: number;
      /** Connections of this login to this database, by state. */
      states: Record<string, number>;
    }
  | { name: string; role: 'gone'; reason: string };

/**
 * The state and connections of each server of one database, asked on a separate connection; takes a few seconds at
 * most.
 */
export async function listConnections(urls: string[]): Promise<ServerConnections[]> {
  const names = nameServers(urls);
  const answers = await Promise.all(urls.map((url, at) => ask(url, names[at] ?? '')));
  const head = answers.find((answer) => answer.role === 'primary');
  return answers.map((answer) => {
    if (answer.role === 'gone') return answer;
    const { position, ...rest } = answer;
    const isBehind = answer.role === 'replica' && head?.role === 'primary';
    return { ...rest, lagBytes: isBehind ? bytesBehind(head.position, position) : null };
  });
}

type Answer =
  | (Omit<Extract<ServerConnections, { states: unknown }>, 'lagBytes'> & { position: LogPosition })
  | Extract<ServerConnections, { role: 'gone' }>;

async function ask(url: string, name: string): Promise<Answer> {
  const sql = connect(url, {
    max: 1,
    applicationName: 'portal connections',
    connectTimeoutMs: 2_000,
    preparedStatements: false,
  });
  try {
    const [row] = await sql<(LagRow & { most: number; all: number; states: Record<string, number> })[]>`
      select ${lagColumns(sql)},
             current_setting('max_connections')::int as most,
             (select coalesce(sum(numbackends), 0)::int from pg_stat_database) as all,
             (select coalesce(jsonb_object_agg(state, n), '{}') from (
                select state, count(*) as n from pg_stat_activity
                where datname = current_database() and usename = session_user and state is not null and pid <> pg_backend_pid()
                group by state) found) as states`;
    if (!row) throw new Error('answered without a row');
    const { isReplica, position, ...rest } = row;
    return { name, role: isReplica ? 'replica' : 'primary', position: readPosition(position), ...rest };
  } catch (error) {
    return { name, role: 'gone', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

export interface Pool {
  /** The database name and the login that clients use. */
  database: string;
  user: string;
  /**
   * Clients with a server connection, clients that wait for one, and the time that the first of them has waited.
   */
  activeClients: number;
  waitingClients: number;
  waitedSeconds: number;
  /** Connections to the server. */
  inUse: number;
  idle: number;
}

/** The pools of the PgBouncer behind a URL, from its own console; undefined without a PgBouncer. */
export async function listPools(url: string): Promise<Pool[] | undefined> {
  const console = new URL(url);
  console.pathname = '/pgbouncer';
  const sql = connect(console.href, {
    max: 1,
    applicationName: 'portal connections',
    connectTimeoutMs: 2_000,
    fetchTypes: false,
    preparedStatements: false,
  });
  try {
    return await readPools(sql);
  } catch {
    // A server without a pooler has no such database.
    return undefined;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

/** The pools that a PgBouncer has by now. `console` is a connection to its own database. */
export async function readPools(console: Client): Promise<Pool[]> {
  const pools = await console.unsafe<Record<string, string>[]>('show pools').simple();
  return pools
    .filter(({ database }) => database !== 'pgbouncer')
    .map((pool) => ({
      database: pool.database ?? '',
      user: pool.user ?? '',
      activeClients: Number(pool.cl_active),
      waitingClients: Number(pool.cl_waiting),
      // Whole seconds, and the rest.
      waitedSeconds: Number(pool.maxwait) + Number(pool.maxwait_us) / 1e6,
      inUse: Number(pool.sv_active),
      idle: Number(pool.sv_idle),
    }));
}

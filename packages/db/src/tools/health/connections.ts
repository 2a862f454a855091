import { connect } from '../../engine/connection.ts';
import { type LogPosition, readPosition } from '../../engine/routing/log-position.ts';
import { nameServers } from '../../engine/routing/servers.ts';

export type ServerConnections =
  | {
      name: string;
      role: 'primary' | 'replica';
      /** Log that a replica has yet to replay; null without a primary to compare it with. */
      lagBytes: number | null;
      /** Age of what a replica shows; 0 when it has replayed all that it received. */
      lagSeconds: number;
      /** Client connections that the server allows, and those it has, to every database of it. */
      most: number;
      all: number;
      /** Those of this login to this database, by what they are doing. */
      states: Record<string, number>;
    }
  | { name: string; role: 'gone'; reason: string };

/** Asks each server of one database how it is and who is connected, on a connection of its own; within seconds. */
export async function listConnections(urls: string[]): Promise<ServerConnections[]> {
  const names = nameServers(urls);
  const answers = await Promise.all(urls.map((url, at) => ask(url, names[at] ?? '')));
  const head = answers.find((answer) => answer.role === 'primary');
  return answers.map((answer) => {
    if (answer.role === 'gone') return answer;
    const { position, ...rest } = answer;
    const isBehind = answer.role === 'replica' && head?.role === 'primary';
    // Asked at the same time and not at the same moment, so a replica can seem to be ahead.
    return { ...rest, lagBytes: isBehind ? Math.max(0, Number(head.position - position)) : null };
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
    const [row] = await sql<
      {
        replica: boolean;
        position: string;
        lag: number;
        most: number;
        all: number;
        states: Record<string, number>;
      }[]
    >`
      select pg_is_in_recovery() as replica,
             coalesce(case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end, '0/0')::text as position,
             case when pg_is_in_recovery() and pg_last_wal_receive_lsn() <> pg_last_wal_replay_lsn()
                  then coalesce(extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()), 0) else 0 end::float8 as lag,
             current_setting('max_connections')::int as most,
             (select coalesce(sum(numbackends), 0)::int from pg_stat_database) as all,
             (select coalesce(jsonb_object_agg(state, n), '{}') from (
                select state, count(*) as n from pg_stat_activity
                where datname = current_database() and usename = session_user and state is not null and pid <> pg_backend_pid()
                group by state) found) as states`;
    if (!row) throw new Error('answered without a row');
    const { replica, position, lag, most, all, states } = row;
    const role = replica ? 'replica' : 'primary';
    return { name, role, position: readPosition(position), lagSeconds: lag, most, all, states };
  } catch (error) {
    return { name, role: 'gone', reason: error instanceof Error ? error.message : String(error) };
  } finally {
    await sql.end({ timeout: 1 });
  }
}

export interface Pool {
  /** The name by which clients connect, and their login. */
  database: string;
  user: string;
  /** Clients that have a server's connection, and those that wait for one; for how long the first of them has. */
  activeClients: number;
  waitingClients: number;
  waitedSeconds: number;
  /** Connections to the server. */
  inUse: number;
  idle: number;
}

/** The pools of the PgBouncer that a URL leads to, as its own console shows them; undefined where there is none. */
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
    const pools = await sql.unsafe<Record<string, string>[]>('show pools').simple();
    return pools
      .filter(({ database }) => database !== 'pgbouncer')
      .map((pool) => ({
        database: pool.database ?? '',
        user: pool.user ?? '',
        activeClients: Number(pool.cl_active),
        waitingClients: Number(pool.cl_waiting),
        waitedSeconds: Number(pool.maxwait),
        inUse: Number(pool.sv_active),
        idle: Number(pool.sv_idle),
      }));
  } catch {
    // A server without a pooler has no such database.
    return undefined;
  } finally {
    await sql.end({ timeout: 1 });
  }
}

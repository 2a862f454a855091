import { type Client, connect } from '../../engine/connection.ts';
import { Unavailable } from '../../engine/errors.ts';
import { nameServers } from '../../engine/routing/servers.ts';
import { sizeInWords } from '../health/check.ts';

/** An arbitrary number, the same in every runner and in `start_maintenance_job`: the bytes of “upkeep” in ASCII. */
const lockKey = '129111706494320';

/** The name of the runner's connections in `pg_stat_activity`. */
export const maintenanceApplication = 'portal maintenance';

export interface RunnerConnection {
  server: string;
  sql: Client;
  notices: string[];
  /** Takes the lock of the runners; false if another one has it. It is held until the connection ends. */
  takeLock(): Promise<boolean>;
  /** Ends the statement that runs on `sql`. */
  cancel(): Promise<void>;
  /** Why the replicas are too far behind to go on; undefined if they are not. */
  replicasAreBehind(limitBytes: number): Promise<string | undefined>;
  /** Who holds locks on a table or index, in words. */
  holderOf(target: string): Promise<string>;
  close(): Promise<void>;
}

/**
 * Connects to the one of these servers that accepts writes, past any pooler. Locks are waited for two seconds, and a runner
 * that dies ends its statement on the server within two seconds.
 * @throws Unavailable if none of them does.
 */
export async function openRunner(
  urls: readonly string[],
  { isEmbedded, isOwner, onLost }: { isEmbedded: boolean; isOwner: boolean; onLost: () => void },
): Promise<RunnerConnection> {
  const names = nameServers([...urls]);
  const problems: string[] = [];
  for (const [at, url] of urls.entries()) {
    const server = names[at] ?? '';
    const notices: string[] = [];
    let isOpen = false;
    const sql = connect(url, {
      max: 1,
      applicationName: maintenanceApplication,
      connectTimeoutMs: 3_000,
      fetchTypes: false,
      preparedStatements: false,
      onNotice: (message) => void notices.push(message),
      onClose: () => isOpen && onLost(),
    });
    try {
      const [row] = await sql<{ isReplica: boolean; pid: number }[]>`
        select pg_is_in_recovery() as "isReplica", pg_backend_pid() as pid`;
      if (!row || row.isReplica) {
        problems.push(`${server} is a replica`);
        await sql.end({ timeout: 1 });
        continue;
      }
      if (!isEmbedded) await prepare(sql, isOwner);
      isOpen = true;
      return open(url, { server, sql, notices, pid: row.pid, isEmbedded, forget: () => (isOpen = false) });
    } catch (error) {
      problems.push(`${server}: ${error instanceof Error ? error.message : String(error)}`);
      await sql.end({ timeout: 0 }).catch(() => undefined);
    }
  }
  throw new Unavailable(`No server could be maintained: ${problems.join('; ')}.`);
}

async function prepare(sql: Client, isOwner: boolean): Promise<void> {
  // The cost delay leaves the disk to the portal's readers.
  await sql`
    select set_config('lock_timeout', '2s', false), set_config('statement_timeout', '0', false),
           set_config('client_connection_check_interval', '2s', false), set_config('vacuum_cost_delay', '2ms', false),
           set_config('search_path', 'public', false)`;
  if (isOwner) await sql`set role schema_owner`;
}

interface Opened {
  server: string;
  sql: Client;
  notices: string[];
  pid: number;
  isEmbedded: boolean;
  forget: () => void;
}

function open(url: string, { server, sql, notices, pid, isEmbedded, forget }: Opened): RunnerConnection {
  // The statement keeps the first connection busy, so a second one watches it.
  const watch = connect(url, {
    max: 1,
    applicationName: `${maintenanceApplication} watch`,
    connectTimeoutMs: 3_000,
    fetchTypes: false,
    preparedStatements: false,
  });
  const asMonitor = <Row extends object>(
    run: (tx: Parameters<Parameters<Client['begin']>[1]>[0]) => Promise<Row[]>,
  ) =>
    watch.begin(async (tx) => {
      const [{ may } = { may: false }] = await tx<{ may: boolean }[]>`
        select pg_has_role(session_user, 'pg_monitor', 'member') as may`;
      if (may) await tx`set local role pg_monitor`;
      return run(tx);
    }) as Promise<Row[]>;
  return {
    server,
    sql,
    notices,
    takeLock: async () => {
      if (isEmbedded) return true;
      const [row] = await sql<{ held: boolean }[]>`select pg_try_advisory_lock(${lockKey}::bigint) as held`;
      return row?.held ?? false;
    },
    cancel: async () => {
      if (!isEmbedded) await watch`select pg_cancel_backend(${pid})`;
    },
    replicasAreBehind: async (limitBytes) => {
      if (isEmbedded) return undefined;
      const [row] = await asMonitor(
        (tx) => tx<{ bytes: number; isHidden: boolean }[]>`
        select coalesce(max(pg_wal_lsn_diff(pg_current_wal_lsn(), lsn)), 0)::float8 as bytes,
               coalesce(bool_or(is_hidden), false) as "isHidden"
        from (select replay_lsn as lsn, state is null as is_hidden from pg_stat_replication
              where state is null or state in ('streaming', 'catchup')
              union all select restart_lsn, false from pg_replication_slots where slot_type = 'physical') servers`,
      );
      if (row?.isHidden) {
        return 'The login does not see how far behind the replicas are. Name portal_maintenance in DATABASE_MAINTENANCE_URL.';
      }
      if (!row || row.bytes <= limitBytes) return undefined;
      return `A replica is ${sizeInWords(row.bytes)} behind, and the limit is ${sizeInWords(limitBytes)}.`;
    },
    holderOf: async (target) => {
      const rows = await asMonitor(
        (tx) => tx<{ holder: string }[]>`
        select distinct format('%s (%s, process %s)', a.usename, coalesce(nullif(a.application_name, ''), 'no name'), a.pid) as holder
        from pg_locks l join pg_stat_activity a using (pid)
        where l.granted and l.relation = to_regclass(${target}) and l.pid <> ${pid} and l.mode <> 'AccessShareLock' limit 3`,
      );
      return rows.map(({ holder }) => holder).join(', ') || 'somebody';
    },
    close: async () => {
      forget();
      await Promise.all([sql.end({ timeout: 1 }), watch.end({ timeout: 1 })]);
    },
  };
}

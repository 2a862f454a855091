import { systemActor } from '../../engine/actors.ts';
import { connect, type TransactionClient } from '../../engine/connection.ts';
import type { Database } from '../../engine/database.ts';
import { nameServers } from '../../engine/routing/servers.ts';
import { type CounterReading, recordCounters } from '../../health/commands/counters.ts';

/**
 * Stores what each server has counted, for the checks that judge differences. A server that cannot be read is left out, which
 * leaves a gap and no zero. Takes a few seconds at most.
 */
export async function sampleCounters(db: Database, serverUrls: string[]): Promise<void> {
  const watched = nameServers(serverUrls);
  const read = await Promise.all(serverUrls.map((url, at) => readServer(url, watched[at] ?? '')));
  const readings = read.filter((reading) => reading !== undefined);
  await db.write(systemActor('health'), (tx) => recordCounters(tx, { readings, watched }), {
    name: 'recordCounters',
  });
}

async function readServer(url: string, server: string): Promise<CounterReading | undefined> {
  const sql = connect(url, {
    max: 1,
    applicationName: 'portal health',
    connectTimeoutMs: 2_000,
    fetchTypes: false,
    preparedStatements: false,
  });
  try {
    return await sql.begin('read only', async (tx) => {
      await tx`select set_config('statement_timeout', '5s', true)`;
      const [row] = await readCounters(tx);
      return row && { server, ...row };
    });
  } catch {
    // The checks say why a server does not answer.
    return undefined;
  } finally {
    await sql.end({ timeout: 0 }).catch(() => undefined);
  }
}

async function readCounters(sql: TransactionClient) {
  const [version] = await sql<
    { number: number }[]
  >`select current_setting('server_version_num')::int as number`;
  const checkpoints =
    (version?.number ?? 0) >= 170_000
      ? sql`select num_timed as timed, num_requested as requested, stats_reset from pg_stat_checkpointer`
      : sql`select checkpoints_timed as timed, checkpoints_req as requested, stats_reset from pg_stat_bgwriter`;
  // A relation of less than a megabyte is always in memory, and quickly read.
  return sql<Omit<CounterReading, 'server'>[]>`
    select pg_is_in_recovery() as "isReplica", pg_postmaster_start_time() as "startedAt",
           d.stats_reset as "databaseResetAt", c.stats_reset as "checkpointsResetAt", d.deadlocks::float8 as deadlocks,
           d.temp_files::float8 as "tempFiles", d.temp_bytes::float8 as "tempBytes",
           c.timed::float8 as "checkpointsTimed", c.requested::float8 as "checkpointsRequested", coalesce((
             select jsonb_agg(jsonb_build_object('name', r.relid::regclass::text, 'kind', r.kind, 'table', r.table,
                      'rows', greatest(p.reltuples, 0), 'hit', r.hit, 'read', r.read, 'scanned', r.scanned))
             from (
               select io.relid, 'table' as kind, io.relid::regclass::text as table, io.heap_blks_hit as hit,
                      io.heap_blks_read as read, t.seq_tup_read as scanned
               from pg_statio_user_tables io join pg_stat_user_tables t using (relid)
               union all
               select indexrelid, 'index', relid::regclass::text, idx_blks_hit, idx_blks_read, 0 from pg_statio_user_indexes
             ) r join pg_class p on p.oid = r.relid where p.relpages >= 128 and r.hit is not null
           ), '[]') as relations
    from pg_stat_database d, (${checkpoints}) c where d.datname = current_database()`;
}

import { systemActor } from '../../engine/actors.ts';
import type { Database } from '../../engine/database.ts';
import { type MeasuredServer, recordReplication } from '../../servers/commands.ts';
import { type ServerPlaces, type ServerRows, type WatchedServers, watchServers } from './watch-servers.ts';

interface Slot {
  slot: string;
  isActive: boolean;
  /** As PostgreSQL names it: `reserved`, `extended`, `unreserved`, `lost`. */
  status: string | null;
  /** The log that the server keeps for it. */
  retainedBytes: number;
}

/** What a server says of its archive of the log. Instants in UTC. */
export interface Archiving {
  /** `archive_mode`: `off`, `on` or `always`. */
  mode: string;
  /** Log files that were archived, and tries that failed, since `countedSince`. */
  archived: number;
  failed: number;
  lastArchivedAt: string | null;
  lastFailedAt: string | null;
  countedSince: string | null;
}

interface Told {
  timeline: number;
  /** The end of the log that it has, in bytes since the beginning of all logs. */
  position: number;
  /** The newest heartbeat that it has, in seconds since 1970, and how old that is by its own clock. */
  beat: number | null;
  beatAge: number | null;
  /** Whether a replica receives the log: `streaming`; null without a receiver. */
  receives: string | null;
  slots: Slot[];
  archiving: Archiving;
}

/** One server in the replication. */
export interface ReplicationState extends Pick<Told, 'timeline' | 'receives' | 'slots' | 'archiving'> {
  /** The age of a replica's data, by the heartbeat; null for a primary, and where nobody can tell. */
  lagSeconds: number | null;
  /** The log that a replica has yet to replay; null for a primary, and without a primary that answers. */
  lagBytes: number | null;
}

/** After five beats that nobody wrote, the heartbeat tells nothing. */
const silentAfterSeconds = 10;

/** The state of each server in the replication: its role, its lag, its slots, its archive and its timeline. */
export async function listReplication(servers: WatchedServers): Promise<ServerRows<ReplicationState>[]> {
  const answers = await servers.ask(
    (sql) => sql<Told[]>`
      select coalesce((select received_tli from pg_stat_wal_receiver), (select timeline_id from pg_control_checkpoint())) as timeline,
             ((case when pg_is_in_recovery() then coalesce(pg_last_wal_replay_lsn(), '0/0') else pg_current_wal_lsn() end)
               - '0/0')::float8 as position,
             (select extract(epoch from beat_at)::float8 from portal_heartbeat) as beat,
             (select extract(epoch from clock_timestamp() - beat_at)::float8 from portal_heartbeat) as "beatAge",
             (select status from pg_stat_wal_receiver) as receives,
             (select coalesce(json_agg(json_build_object('slot', slot_name, 'isActive', active, 'status', wal_status,
                'retainedBytes', greatest(0, coalesce((case when pg_is_in_recovery() then pg_last_wal_replay_lsn()
                  else pg_current_wal_lsn() end) - restart_lsn, 0))::float8) order by slot_name), '[]')
              from pg_replication_slots) as slots,
             (select json_build_object('mode', current_setting('archive_mode'), 'archived', archived_count, 'failed', failed_count,
                'lastArchivedAt', last_archived_time, 'lastFailedAt', last_failed_time, 'countedSince', stats_reset)
              from pg_stat_archiver) as archiving`,
  );
  const head = answers.find(({ isReplica, problem }) => isReplica === false && problem === null)?.rows[0];
  return answers.map(({ rows, ...answer }) => ({
    ...answer,
    rows: rows.map(({ position, beat, beatAge: _, ...row }) => {
      const primary = answer.isReplica ? head : undefined;
      const beats =
        primary?.beat != null && primary.beatAge !== null && primary.beatAge <= silentAfterSeconds;
      return {
        ...row,
        // Servers are asked side by side, so a replica can seem to be ahead.
        lagSeconds: beats && beat !== null ? Math.max(0, (primary.beat ?? 0) - beat) : null,
        lagBytes: primary ? Math.max(0, primary.position - position) : null,
      };
    }),
  }));
}

/** Asks each server how far it is behind, and stores it as this minute's. The embedded database has nothing to store. */
export async function sampleReplication(db: Database, places: ServerPlaces): Promise<void> {
  if (places.isEmbedded) return;
  const servers = watchServers(places);
  const answers = await listReplication(servers).finally(servers.close);
  const measured = answers.map(({ server, isReplica, rows: [row] }): MeasuredServer => {
    if (!row) return { server, role: 'SILENT', seconds: null, bytes: null };
    if (!isReplica) return { server, role: 'PRIMARY', seconds: null, bytes: null };
    return { server, role: 'REPLICA', seconds: row.lagSeconds, bytes: row.lagBytes };
  });
  await db.write(systemActor('health'), (tx) => recordReplication(tx, measured), {
    name: 'recordReplication',
  });
}

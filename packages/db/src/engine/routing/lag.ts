import type { Client, Fragment } from '../connection.ts';
import type { LogPosition } from './log-position.ts';

/** The row that `lagColumns` selects. */
export interface LagRow {
  isReplica: boolean;
  /** The end of a primary's log, or the part that a replica has replayed. `readPosition` reads it. */
  position: string;
  /**
   * The age of a replica's data in seconds: 0 when it has replayed everything it received by streaming, else the
   * age of the last replayed transaction. A replica that streams nothing may be far behind, and has an age too.
   * Null for a primary, and for a replica that has replayed nothing since it started.
   */
  lagSeconds: number | null;
}

/** The one measurement of a server's lag, for routing, `/metrics` and `portal connections`. */
export const lagColumns = (sql: Client): Fragment => sql`
  pg_is_in_recovery() as "isReplica",
  coalesce(case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end, '0/0')::text
    as position,
  case when not pg_is_in_recovery() then null
       when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
       else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) end::float8 as "lagSeconds"`;

/**
 * Bytes of log that a replica has yet to replay. Servers are asked in turn, so a replica can seem to be ahead: 0.
 */
export const bytesBehind = (primary: LogPosition, replica: LogPosition): number =>
  Math.max(0, Number(primary - replica));

import type { Client, Fragment } from '../connection.ts';
import type { LogPosition } from './log-position.ts';

/** What `lagColumns` selects. */
export interface LagRow {
  isReplica: boolean;
  /** The end of a primary's log, or what a replica has replayed of it; `readPosition` reads it. */
  position: string;
  /**
   * How old the data is that a replica shows: 0 when it has replayed everything that it received by streaming, else the
   * age of the last transaction that it replayed. A replica that streams nothing may be far behind, and has an age too.
   * Null when it has replayed none since it started, so that nobody knows; and of a primary.
   */
  lagSeconds: number | null;
}

/** The one reading of how far a server is, for routing, `/metrics` and `portal connections`. */
export const lagColumns = (sql: Client): Fragment => sql`
  pg_is_in_recovery() as "isReplica",
  coalesce(case when pg_is_in_recovery() then pg_last_wal_replay_lsn() else pg_current_wal_lsn() end, '0/0')::text
    as position,
  case when not pg_is_in_recovery() then null
       when pg_last_wal_receive_lsn() = pg_last_wal_replay_lsn() then 0
       else extract(epoch from clock_timestamp() - pg_last_xact_replay_timestamp()) end::float8 as "lagSeconds"`;

/** How many bytes of log a replica has yet to replay. Servers are asked in turn, so one can seem to be ahead: 0. */
export const bytesBehind = (primary: LogPosition, replica: LogPosition): number =>
  Math.max(0, Number(primary - replica));

import type { Actor } from '../engine/actors.ts';
import type { Database } from '../engine/database.ts';
import { recordReading, type StatementReading } from './commands.ts';

export interface Counted {
  queryId: string;
  calls: number;
  totalMs: number;
  rows?: number;
  blocksHit?: number;
}

const system: Actor = { kind: 'system', name: 'test' };
/** The beginning of the server’s counting. */
const begun = '2026-01-01T00:00:00Z';

/** A reading of a server some minutes ago, with the counters of its statements since it began to count. */
export function readingAt(
  minutesAgo: number,
  counted: Counted[],
  more: Partial<StatementReading> = {},
): StatementReading {
  return {
    server: 'database.example.org:5432',
    readAt: new Date(Date.now() - minutesAgo * 60_000).toISOString(),
    startedAt: begun,
    resetAt: begun,
    evictions: 0,
    entries: entriesOf(counted),
    ...more,
  };
}

/** Counters as the server writes them. Built as text, because an id has 64 bits. */
const entriesOf = (counted: Counted[]): string =>
  `[${counted
    .map(
      ({ queryId, calls, totalMs, rows = calls, blocksHit = calls }) =>
        `{"role_id": 10, "is_top_level": true, "query_id": ${queryId}, "calls": ${calls}, "total_ms": ${totalMs},
          "rows": ${rows}, "blocks_hit": ${blocksHit}, "blocks_read": 0, "temp_blocks": 0, "wal_bytes": 0}`,
    )
    .join(', ')}]`;

/** For the owner: readings of the last two days have a place, also when the server was made today. */
export const partitionsOfYesterday = `
  select count(create_daily_partition(table_name, day)) as made
  from unnest('{statement_minutes,statement_hours}'::text[]) table_name,
       unnest(array[(now() at time zone 'UTC')::date - 1, (now() at time zone 'UTC')::date - 2]) day
  union all
  select count(create_monthly_partition('statement_days', ((now() at time zone 'UTC')::date - 2)))`;

/** Stores a reading and returns what became of it. */
export const takeReading = async (db: Database, reading: StatementReading) =>
  (await db.write(system, (tx) => recordReading(tx, reading))).outcome;

import { and, eq, sql as text } from 'drizzle-orm';
import type { WriteTransaction } from '../engine/database.ts';
import { replicationPoints, type ServerRole } from './tables.ts';

/** How far one server is behind now: seconds of its data's age, and bytes of log that it has yet to replay. */
export interface MeasuredServer {
  server: string;
  role: ServerRole;
  seconds: number | null;
  bytes: number | null;
}

/**
 * Stores how far each server is behind, once a minute however often it is called. Minutes become hours after two days, and
 * hours go after 90. For the system.
 */
export async function recordReplication(
  { sql, orm }: WriteTransaction,
  measured: MeasuredServer[],
): Promise<void> {
  const at = text`date_trunc('minute', now())`;
  if (measured.length > 0) {
    await orm
      .insert(replicationPoints)
      .values(measured.map((one) => ({ ...one, at, minutes: 1 })))
      .onConflictDoNothing();
  }
  await sql`
    with old as (
      delete from replication_points
      where minutes = 1 and at < date_trunc('hour', now() - interval '2 days', 'UTC')
      returning server, at, role, seconds, bytes
    )
    insert into replication_points (server, at, minutes, role, seconds, bytes)
    select server, date_trunc('hour', at, 'UTC'), 60,
           case when bool_or(role = 'REPLICA') then 'REPLICA' else min(role) end, max(seconds), max(bytes)
    from old group by 1, 2
    on conflict do nothing`;
  await orm
    .delete(replicationPoints)
    .where(and(eq(replicationPoints.minutes, 60), text`at < now() - interval '90 days'`));
}

import { type ListReplicationPointsInput, replicationSpans } from '@namc/inputs/servers';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowsOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { replicationPoints } from './tables.ts';

const replica = pick(replicationPoints, ['server'], 's');
const point = computed({
  at: 'Date',
  /** The largest of the step, in seconds and bytes. Null where nobody could tell: a gap, and no zero. */
  seconds: 'number | null',
  bytes: 'number | null',
});

export type ReplicationPoint = RowsOf<[typeof replica, typeof point]>;

/**
 * How far each server that was a replica was behind, for each step of a span up to now. By server, oldest first. For those with
 * `health.read`.
 */
export async function listReplicationPoints(
  { sql }: Transaction,
  { range }: ListReplicationPointsInput,
): Promise<ReplicationPoint[]> {
  const { length, step } = replicationSpans[range];
  return rowsOf(sql, replica, point)`
    with known as (
      select server, date_bin(${step}::text::interval, at, timestamptz '2020-01-01 00:00+00') as at,
             max(seconds) as seconds, max(bytes) as bytes
      from replication_points where role = 'REPLICA' and at >= now() - ${length}::text::interval group by 1, 2
    )
    select ${replica(sql)}, steps.at, k.seconds, k.bytes
    from (select distinct server from known) s
    cross join generate_series(date_bin(${step}::text::interval, now() - ${length}::text::interval, timestamptz '2020-01-01 00:00+00'),
      now(), ${step}::text::interval) steps (at)
    left join known k on k.server = s.server and k.at = steps.at
    order by s.server, steps.at`;
}

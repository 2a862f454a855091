import { healthCheckNames } from '@namc/inputs/health';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, type RowsOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { healthStates, healthThresholds } from './tables.ts';

/** The worker checks each minute. After this long without a round nobody knows the state any more. */
const staleAfter = '3 minutes';

const state = pick(
  healthStates,
  ['checkName', 'state', 'value', 'says', 'evidence', 'since', 'checkedAt'],
  's',
);
const found = computed({
  /** True if the checks have not run for three minutes. */
  isStale: 'boolean',
});

export type HealthRow = RowsOf<[typeof found, typeof state]>;

/** What the last round of checks found. Empty before the first round. For those with `health.read`. */
export async function listHealthStates({ sql }: Transaction): Promise<HealthRow[]> {
  return rowsOf(sql, found, state)`
    select ${state(sql)},
           s.checked_at < now() - ${staleAfter}::text::interval as "isStale"
    from health_states s where s.check_name = any(${[...healthCheckNames]}) order by s.check_name`;
}

const limits = pick(healthThresholds, ['checkName', 'warn', 'bad', 'updatedAt'], 't');

export type HealthThresholds = RowOf<typeof limits>;

/** The limits that staff have set. A check without a line has its own. For those with `health.read`. */
export async function listHealthThresholds({ sql }: Transaction): Promise<HealthThresholds[]> {
  return rowsOf(sql, limits)`
    select ${limits(sql)} from health_thresholds t
    where t.check_name = any(${[...healthCheckNames]}) order by t.check_name`;
}

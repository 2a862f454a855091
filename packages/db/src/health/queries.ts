import { healthCheckNames } from '@namc/inputs/health';
import { z } from 'zod';
import { pick } from '../engine/columns/pick.ts';
import { anyOf, computed, json, type RowOf, type RowsOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { healthStates, healthThresholds } from './tables.ts';

/** One row of a check's evidence: a name and a value for each column of the table that shows it. */
export const evidenceSchema = z.array(
  z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
);
export type Evidence = z.infer<typeof evidenceSchema>;

/** The worker checks each minute. After this long without a round nobody knows the state any more. */
const staleAfter = '3 minutes';

const state = pick(healthStates, ['state', 'value', 'says', 'since', 'checkedAt'], 's');
const found = computed({
  checkName: anyOf(healthCheckNames),
  evidence: json(evidenceSchema),
  /** True if the checks have not run for three minutes. */
  isStale: 'boolean',
});

export type HealthRow = RowsOf<[typeof found, typeof state]>;

/** What the last round of checks found. Empty before the first round. For those with `health.read`. */
export async function listHealthStates({ sql }: Transaction): Promise<HealthRow[]> {
  return rowsOf(sql, found, state)`
    select s.check_name as "checkName", s.evidence, ${state(sql)},
           s.checked_at < now() - ${staleAfter}::text::interval as "isStale"
    from health_states s where s.check_name = any(${[...healthCheckNames]}) order by s.check_name`;
}

const limits = pick(healthThresholds, ['warn', 'bad', 'updatedAt'], 't');
const named = computed({ checkName: anyOf(healthCheckNames) });

export type HealthThresholds = RowOf<typeof named> & RowOf<typeof limits>;

/** The limits that staff have set. A check without a line has its own. For those with `health.read`. */
export async function listHealthThresholds({ sql }: Transaction): Promise<HealthThresholds[]> {
  return rowsOf(sql, named, limits)`
    select t.check_name as "checkName", ${limits(sql)} from health_thresholds t
    where t.check_name = any(${[...healthCheckNames]}) order by t.check_name`;
}

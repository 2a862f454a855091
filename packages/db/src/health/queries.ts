import { healthCheckNames } from '@namc/inputs/health';
import { pick } from '../engine/columns/pick.ts';
import { computed, type RowOf, type RowsOf, rowsOf } from '../engine/columns/shape.ts';
import type { Transaction } from '../engine/database.ts';
import { healthAlerts, healthMaintenance, healthStates, healthThresholds } from './tables.ts';

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

/** The findings of the last round of checks. Empty before the first round. For those with `health.read`. */
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

const alert = pick(
  healthAlerts,
  ['id', 'checkName', 'state', 'says', 'evidence', 'openedAt', 'resolvedAt', 'acknowledgedReason'],
  'a',
);
const known = computed({
  /** Until then staff know of it; null if nobody has said so, or the time is over. */
  acknowledgedUntil: 'Date | null',
});

export type AlertRow = RowsOf<[typeof known, typeof alert]>;

/** So many alerts that are over are shown. */
const shownOfPast = 100;

/** Open alerts, the worst first, and then the newest of those that are over. For those with `health.read`. */
export async function listAlerts({ sql }: Transaction): Promise<AlertRow[]> {
  return rowsOf(sql, known, alert)`
    select ${alert(sql)},
           case when a.resolved_at is null and a.acknowledged_until > now() then a.acknowledged_until end as "acknowledgedUntil"
    from health_alerts a
    where a.resolved_at is null or a.id in (
      select id from health_alerts where resolved_at is not null order by resolved_at desc, id desc limit ${shownOfPast})
    order by a.resolved_at desc nulls first, array_position('{bad,warn,unknown}'::text[], a.state), a.id desc`;
}

const maintenance = pick(healthMaintenance, ['startsAt', 'endsAt', 'reason'], 'm');

export type Maintenance = RowOf<typeof maintenance>;

/** The maintenance that runs now, or null. For those with `health.read`. */
export async function findMaintenance({ sql }: Transaction): Promise<Maintenance | null> {
  const [row] = await rowsOf(sql, maintenance)`
    select ${maintenance(sql)} from health_maintenance m where m.ends_at > now()`;
  return row ?? null;
}

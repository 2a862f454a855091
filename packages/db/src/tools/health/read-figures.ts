import type { HealthCheckName, HealthState } from '@namc/inputs/health';
import type { LevelName } from '@namc/inputs/service-levels';
import type { Transaction } from '../../engine/database.ts';
import { showAllChecks } from './show-health.ts';

/** The figures for a program that watches from outside. Times are seconds since 1970. */
export interface HealthFigures {
  checks: { name: HealthCheckName; state: HealthState; value: number | null; unit: string }[];
  /** The last round of checks; null before the first. */
  lastRound: number | null;
  /** The worker’s last beat. On the embedded database nobody writes one, and this is the time of its migration. */
  lastBeat: number | null;
  openAlerts: number;
  /** The last minute that each probe handed in within a week, and the part of the last five minutes that was answered. */
  probes: { probe: string; lastMinute: number; answered: number | null }[];
  /** The levels that allow some requests to break them: the share that must keep to each. */
  levels: { name: LevelName; share: number }[];
}

/** For the system. */
export async function readFigures(tx: Transaction): Promise<HealthFigures> {
  const shown = await showAllChecks(tx);
  const times = shown.flatMap(({ checkedAt }) => (checkedAt ? [checkedAt.getTime() / 1_000] : []));
  const { sql } = tx;
  const [state] = await sql<{ lastBeat: number | null; openAlerts: number }[]>`
    select (select extract(epoch from beat_at)::float8 from portal_heartbeat) as "lastBeat",
           (select count(*)::int from health_alerts where resolved_at is null) as "openAlerts"`;
  const probes = await sql<HealthFigures['probes']>`
    select probe, extract(epoch from max(minute))::float8 as "lastMinute",
           (sum(answered) filter (where minute >= now() - interval '6 minutes'))::float8
             / sum(asked) filter (where minute >= now() - interval '6 minutes') as answered
    from probe_samples where minute > now() - interval '7 days' group by probe order by probe`;
  const levels = await sql<HealthFigures['levels']>`
    select name, share from service_levels where standard = 'design' and share is not null order by name`;
  return {
    checks: shown.map(({ name, state, value, unit }) => ({ name, state, value, unit })),
    lastRound: times.length > 0 ? Math.max(...times) : null,
    lastBeat: state?.lastBeat ?? null,
    openAlerts: state?.openAlerts ?? 0,
    probes: [...probes],
    levels: [...levels],
  };
}

import type { HealthCheckName } from '@namc/inputs/health';
import type { Database } from '../../database.ts';
import { systemActor } from '../../engine/actors.ts';
import { recordHealth } from '../../health/commands/rounds.ts';
import { listHealthThresholds } from '../../health/queries.ts';
import type { Limits } from './check.ts';
import { runChecks } from './run-checks.ts';
import { sampleCounters } from './sample-counters.ts';

const system = systemActor('health');

/** The servers that the checks ask. */
export interface WatchedServers {
  /** Each server without a pooler, as a login with `pg_monitor`. */
  serverUrls: string[];
  isEmbedded: boolean;
  /** PgBouncer's console; undefined without a pooler. */
  poolerUrl?: string | undefined;
}

/** The limits that staff have set, by check. */
export async function readLimits(db: Database): Promise<Map<HealthCheckName, Limits>> {
  const set = await db.read(system, listHealthThresholds);
  return new Map(set.map(({ checkName, warn, bad }) => [checkName, { warn, bad }]));
}

/** Reads the servers' counters, runs every check once, and stores what they found. Takes 50 seconds at most. */
export async function checkHealth(db: Database, servers: WatchedServers): Promise<void> {
  if (!servers.isEmbedded) await sampleCounters(db, servers.serverUrls);
  const found = await runChecks({ db, ...servers, limits: await readLimits(db) });
  await db.write(system, (tx) => recordHealth(tx, found), { name: 'recordHealth' });
}

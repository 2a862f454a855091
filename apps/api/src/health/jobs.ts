import { type Database, forRequest, systemActor } from '@namc/db';
import { beatHeart, tellOfAlerts } from '@namc/db/health/commands';
import { checkHealth, type WatchedServers } from '@namc/db/health/health-round';
import { sampleReplication } from '@namc/db/servers/replication';
import type { Settings } from '@namc/db/settings';
import { type Job, worker } from '../jobs/job.ts';

const beatEveryMs = 2_000;

/** The servers of the settings, asked past the pooler where there is one. */
export function watchedServers({ database }: Settings, ownUrl: string): WatchedServers {
  if (!database) return { serverUrls: [ownUrl], isEmbedded: true };
  const { directUrls, url, replicaUrls = [] } = database;
  return { serverUrls: directUrls.length > 0 ? directUrls : [url, ...replicaUrls], isEmbedded: false };
}

/** Runs every check of the database, stores what they found and how far replicas are behind, and tells staff of new alerts. */
export const makeHealthJob =
  (servers: WatchedServers, origin: string): Job =>
  async (db) => {
    await checkHealth(db, servers);
    await sampleReplication(db, servers);
    await db.write(worker, (tx) => tellOfAlerts(tx, { origin }));
  };

/**
 * Writes the heartbeat every two seconds, from which the age of a replica's data is told. The returned function stops it and
 * waits for a beat that is on its way. The next beat tries again after one that failed.
 */
export function startHeartbeat(db: Database): () => Promise<void> {
  const named = forRequest(db, { name: 'heartbeat' });
  let beat: Promise<void> | undefined;
  const timer = setInterval(() => {
    beat ??= named
      .write(systemActor('heartbeat'), beatHeart)
      .catch(() => undefined)
      .finally(() => {
        beat = undefined;
      });
  }, beatEveryMs);
  return async () => {
    clearInterval(timer);
    await beat;
  };
}

import type { BackupAct, BackupType } from '../../../backups/tables.ts';
import type { FileStore } from '../../../engine/file-store.ts';
import { withAgentServers } from './agent-servers.ts';
import { backUpServer, verifyServerBackups } from './back-up-server.ts';
import type { ServerPlace } from './backup-folder.ts';
import { readRepositories } from './configuration.ts';
import type { DrillKeys } from './drill/drill-check.ts';
import { runDrill } from './drill/run-drill.ts';
import type { Watched } from './run-pgbackrest.ts';
import { type DueRun, findDue, type LastRun } from './schedule.ts';

interface StoredRun {
  act: BackupAct;
  repository: number;
  type: BackupType | null;
  tried_at: Date;
  proven_at: Date | null;
  failures: number;
}

/** The last runs of each kind, as the database knows them. */
export async function readLastRuns(urls: string[]): Promise<{ runs: LastRun[]; isPrimary: boolean }> {
  return withAgentServers(urls, async ({ primary, isPrimary }) => {
    const rows = await primary<StoredRun[]>`select * from last_backup_runs()`;
    const runs = rows.map(({ tried_at: triedAt, proven_at: provenAt, ...run }) => ({
      ...run,
      triedAt,
      provenAt,
    }));
    return { runs, isPrimary };
  });
}

/**
 * Does the work that is due, if any: a backup, a verification or a drill. Nothing is due before the set-up, and beside a replica. Returns what
 * it did.
 */
export async function runDue(
  place: ServerPlace,
  {
    now,
    keys,
    fileStore,
    ...watched
  }: Watched & { now: Date; keys: DrillKeys; fileStore: FileStore | undefined },
): Promise<DueRun | undefined> {
  const repositories = (await readRepositories(place.folder)).map(({ number }) => number);
  if (repositories.length === 0) return undefined;
  const { runs, isPrimary } = await readLastRuns(place.urls);
  const due = isPrimary ? findDue(runs, repositories, now) : undefined;
  if (!due) return undefined;
  const { act, repository: number, type = 'FULL' } = due;
  if (act === 'BACKUP') await backUpServer(place, { ...watched, number, type });
  else if (act === 'VERIFY') await verifyServerBackups(place, { ...watched, number });
  else await runDrill(place, { ...watched, number, keys, fileStore });
  return due;
}

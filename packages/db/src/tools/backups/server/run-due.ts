import type { BackupAct, BackupType } from '../../../backups/tables.ts';
import type { FileStore } from '../../../engine/file-store.ts';
import { withAgentServers } from './agent-servers.ts';
import { backUpServer, verifyServerBackups } from './back-up-server.ts';
import type { ServerPlace } from './backup-folder.ts';
import { readRepositories } from './configuration.ts';
import type { DrillKeys } from './drill/drill-check.ts';
import { runDrill } from './drill/run-drill.ts';
import { readRepository } from './information.ts';
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
export async function readLastRuns(
  urls: string[],
): Promise<{ runs: LastRun[]; isPrimary: boolean; timeline: number }> {
  return withAgentServers(urls, async ({ primary, isPrimary }) => {
    const rows = await primary<StoredRun[]>`select * from last_backup_runs()`;
    const runs = rows.map(({ tried_at: triedAt, proven_at: provenAt, ...run }) => ({
      ...run,
      triedAt,
      provenAt,
    }));
    const [row] = await primary<{ timeline: number }[]>`
      select ('x' || substr(pg_walfile_name(pg_current_wal_lsn()), 1, 8))::bit(32)::int as timeline`;
    return { runs, isPrimary, timeline: row?.timeline ?? 1 };
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
  const { runs, isPrimary, timeline } = await readLastRuns(place.urls);
  if (!isPrimary) return undefined;
  const behind = await findBehind(place, repositories, timeline, watched.signal);
  const due = findDue(runs, repositories, now, behind);
  if (!due) return undefined;
  const { act, repository: number, type = 'FULL' } = due;
  if (act === 'BACKUP') await backUpServer(place, { ...watched, number, type });
  else if (act === 'VERIFY') await verifyServerBackups(place, { ...watched, number });
  else await runDrill(place, { ...watched, number, keys, fileStore });
  return due;
}

/** The timeline of which every repository has a backup, by folder. */
const reached = new Map<string, number>();

/** The repositories whose newest backup is older than the server's timeline, which begins when a server is promoted. */
async function findBehind(
  { folder }: ServerPlace,
  repositories: number[],
  timeline: number,
  signal: AbortSignal,
): Promise<number[]> {
  if (timeline === 1 || reached.get(folder.path) === timeline) return [];
  const behind: number[] = [];
  for (const number of repositories) {
    const newest = (await readRepository(folder, { number, signal })).backups.at(-1);
    // Without any backup a full one is due anyway. The name of a segment of the log begins with its timeline.
    if (newest && Number.parseInt(newest.archive.start.slice(0, 8), 16) < timeline) behind.push(number);
  }
  if (behind.length === 0) reached.set(folder.path, timeline);
  return behind;
}

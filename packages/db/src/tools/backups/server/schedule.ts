import type { BackupAct, BackupType } from '../../../backups/tables.ts';
import { isNightly } from '../is-due.ts';

/** The last runs of one kind in one repository. */
export interface LastRun {
  act: BackupAct;
  repository: number;
  type: BackupType | null;
  triedAt: Date;
  provenAt: Date | null;
  /** Those that failed since one went well. */
  failures: number;
}

export interface DueRun {
  act: BackupAct;
  repository: number;
  type?: BackupType;
}

const hour = 3_600_000;
const day = 24 * hour;
const week = 7 * day;
/**
 * A backup that failed is tried again after an hour, then after two, and so on up to a day: each try may leave as much in the repository as
 * the server is large. A verification or a drill that failed has told its news, and waits a day.
 */
const patience = ({ act, failures }: LastRun): number =>
  act === 'BACKUP' ? Math.min(hour * 2 ** Math.max(0, failures - 1), day) : day;

/**
 * The work that is due, one thing at a time: each repository gets a full backup a week and a differential one each night, is verified once a
 * week, and the drill of the week takes the repositories in turn. A repository in `behind` has no backup since another server became the
 * primary, and gets one at once: a restore across that change needs the log of both servers.
 */
export function findDue(
  runs: LastRun[],
  repositories: number[],
  now: Date,
  behind: number[] = [],
): DueRun | undefined {
  const age = (at: Date | null | undefined) => (at ? now.getTime() - at.getTime() : Number.POSITIVE_INFINITY);
  const of = (act: BackupAct, repository?: number, type?: BackupType) =>
    runs.filter(
      (run) =>
        run.act === act &&
        (repository === undefined || run.repository === repository) &&
        (type === undefined || run.type === type),
    );
  const proven = (some: LastRun[]) =>
    Math.min(...some.map(({ provenAt }) => age(provenAt)), Number.POSITIVE_INFINITY);
  const mayTry = (some: LastRun[]) => some.every((run) => age(run.triedAt) >= patience(run));
  const isNight = isNightly(now);
  // A little less than a week, so that the night of the week stays the same.
  const weekly = (ageOf: number) => ageOf > (isNight ? week - 4 * hour : week + 2 * hour);
  for (const repository of repositories) {
    const all = of('BACKUP', repository);
    // The hour between two tries is for those that fail.
    const isBehind = behind.includes(repository) && all.every((run) => run.failures === 0);
    if (!isBehind && !mayTry(all)) continue;
    if (weekly(proven(of('BACKUP', repository, 'FULL')))) return { act: 'BACKUP', repository, type: 'FULL' };
    if (behind.includes(repository) || proven(all) > (isNight ? 20 : 26) * hour)
      return { act: 'BACKUP', repository, type: 'DIFFERENTIAL' };
  }
  // Nothing can be proven of an empty repository.
  const filled = repositories.filter((repository) => Number.isFinite(proven(of('BACKUP', repository))));
  for (const repository of filled) {
    const all = of('VERIFY', repository);
    if (weekly(proven(all)) && mayTry(all)) return { act: 'VERIFY', repository };
  }
  const drills = of('DRILL');
  if (!weekly(proven(drills)) || !mayTry(drills)) return undefined;
  const longestAgo = filled.toSorted(
    (a, b) =>
      Math.min(...of('DRILL', b).map(({ triedAt }) => age(triedAt)), Number.MAX_VALUE) -
      Math.min(...of('DRILL', a).map(({ triedAt }) => age(triedAt)), Number.MAX_VALUE),
  )[0];
  return longestAgo === undefined ? undefined : { act: 'DRILL', repository: longestAgo };
}

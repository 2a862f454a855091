import { existsSync } from 'node:fs';
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { InvalidInput, Refused } from '../../../engine/errors.ts';
import { makeServerFolder, runningPid } from '../../local-servers/programs.ts';
import { findRepository } from './back-up-server.ts';
import type { BackupFolder } from './backup-folder.ts';
import { type ListedBackup, readRepository } from './information.ts';
import { restoreFiles, startRestored, targetOf } from './restored-server.ts';
import { progressIn, runPgBackRest, type Watched } from './run-pgbackrest.ts';

/**
 * A moment that somebody typed. It names its offset: without one nobody knows which hour is meant.
 * @throws InvalidInput
 */
export function readMoment(text: string, now: Date): Date {
  const isWhole = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d(:?\d\d)?)$/.test(text);
  const moment = new Date(text.replace(' ', 'T').replace(/([+-]\d\d)$/, '$1:00'));
  if (!isWhole || Number.isNaN(moment.getTime())) {
    throw new InvalidInput(
      'time',
      'must be a moment with its offset, as in 2026-11-25T22:20:47Z or 2026-11-25T14:20:47-08:00',
    );
  }
  if (moment > now) throw new InvalidInput('time', 'must not be in the future');
  return moment;
}

/** The backup from which a moment is reached. @throws Refused if the repository begins later. */
export function backupBefore(backups: ListedBackup[], moment: Date): ListedBackup {
  const found = backups.findLast(({ endedAt }) => endedAt <= moment);
  if (found) return found;
  const [oldest] = backups;
  throw new Refused(
    oldest
      ? `The oldest backup ended at ${oldest.endedAt.toISOString()}. No earlier moment can be reached.`
      : 'There is no backup in the repository.',
  );
}

/** What the repository can bring back. @throws Refused before anything is written. */
export async function planRestore(
  folder: BackupFolder,
  { number, moment, signal }: { number: number; moment: Date | undefined; signal: AbortSignal },
): Promise<ListedBackup> {
  await findRepository(folder, number);
  const { backups, problem } = await readRepository(folder, { number, signal });
  if (problem) throw new Refused(`Repository ${number}: ${problem}`);
  return backupBefore(backups, moment ?? new Date());
}

/**
 * Restores the server to a moment into an empty folder, recovers it there on a socket that nobody else reaches, and stops it. The server
 * itself goes on. A restore that fails or is canceled leaves nothing.
 */
export async function restoreBeside(
  folder: BackupFolder,
  { number, moment, to, ...watched }: Watched & { number: number; moment: Date; to: string },
): Promise<void> {
  await planRestore(folder, { number, moment, signal: watched.signal });
  if (existsSync(to) && (await readdir(to)).length > 0) {
    throw new Refused(`${to} is not empty. Name a folder that does not exist.`);
  }
  try {
    await restoreFiles(folder, { number, moment, directory: to, ...watched });
    const server = await startRestored(to, { ...watched, isThrowaway: false });
    await server.stop('fast');
  } catch (error) {
    await rm(to, { recursive: true, force: true });
    throw error;
  }
}

/**
 * Restores into the server's own folder, for the day on which the server is lost. The server recovers with its next start. With `delta` it
 * keeps the files that are right and writes over the others.
 * @throws Refused while the server runs, and for a folder with data without `delta`.
 */
export async function restoreInPlace(
  folder: BackupFolder,
  {
    number,
    moment,
    data,
    delta,
    signal,
    onProgress,
  }: Watched & { number: number; moment: Date | undefined; data: string; delta: boolean },
): Promise<void> {
  if (runningPid(join(data, 'postmaster.pid')) !== undefined) {
    throw new Refused(`A server runs in ${data}. Stop it first.`);
  }
  const hasData = existsSync(data) && (await readdir(data)).length > 0;
  if (hasData && !delta) {
    throw new Refused(`${data} holds data. Move it aside, or write over it with --delta.`);
  }
  await makeServerFolder(data);
  for (const each of [folder.log, folder.lock, folder.spool]) await makeServerFolder(each);
  const target = moment
    ? ['--type=time', `--target=${targetOf(moment)}`, '--target-action=promote']
    : ['--type=default'];
  await runPgBackRest(
    folder,
    [
      ...[`--repo=${number}`, ...target, `--pg1-path=${data}`, ...(hasData ? ['--delta'] : [])],
      // The configuration may come from the recovery kit and another machine.
      ...[
        `--lock-path=${folder.lock}`,
        `--spool-path=${folder.spool}`,
        `--log-path=${folder.log}`,
        'restore',
      ],
    ],
    {
      signal,
      onLine: (line) => {
        const [, percent] = / INFO: restore file .*, ([\d.]+)%\)/.exec(line) ?? [];
        const said = percent ? `Bringing the files back  ${Math.floor(Number(percent))} %` : progressIn(line);
        if (said && !said.startsWith('restore file')) onProgress(said.slice(0, 120));
      },
    },
  );
  // A replica's mark would keep the restored server from accepting writes.
  await rm(join(data, 'standby.signal'), { force: true });
}

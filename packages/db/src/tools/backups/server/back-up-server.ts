import type { BackupType } from '../../../backups/tables.ts';
import { Refused } from '../../../engine/errors.ts';
import { takeWorkFolder } from '../work-folder.ts';
import { type AgentServers, demandPrimary, readSegmentBytes, withAgentServers } from './agent-servers.ts';
import type { BackupFolder, ServerPlace } from './backup-folder.ts';
import { type Repository, readRepositories } from './configuration.ts';
import { verifyFileCopies } from './copy-files.ts';
import { type ListedBackup, readRepository } from './information.ts';
import { recordRun } from './record-run.ts';
import { BackupFailed, progressIn, runPgBackRest, type Watched } from './run-pgbackrest.ts';
import { verifyRepository } from './verify-repository.ts';

/** @throws Refused before `portal backup setup`, and for a number that no repository has. */
export async function findRepository(folder: BackupFolder, number: number): Promise<Repository> {
  const repositories = await readRepositories(folder);
  if (repositories.length === 0) {
    throw new Refused(`Backups of the server are not set up in ${folder.path}. portal backup setup does it.`);
  }
  const found = repositories.find((one) => one.number === number);
  if (!found)
    throw new Refused(
      `There is no repository ${number}. There are: ${repositories.map((one) => one.number).join(', ')}.`,
    );
  return found;
}

/** Runs alone among the work of this folder, recorded as one run. @throws Busy while other work is under way. */
export async function alone<T>(
  { folder, urls }: ServerPlace,
  run: (servers: AgentServers, work: string) => Promise<T>,
): Promise<T> {
  const work = await takeWorkFolder(folder.path);
  try {
    return await withAgentServers(urls, (servers) => run(servers, work.path));
  } finally {
    await work.release();
  }
}

/**
 * Makes a backup of the server in one repository, and then removes backups past their time there. A backup that fails, or that finds a
 * damaged page, removes nothing.
 */
export async function backUpServer(
  place: ServerPlace,
  { number, type: wanted, ...watched }: Watched & { number: number; type: BackupType },
): Promise<ListedBackup> {
  const { folder } = place;
  const repository = await findRepository(folder, number);
  return alone(place, async (servers) => {
    demandPrimary(servers);
    // A differential backup needs a full one before it.
    const type = await readRepository(folder, { number, signal: watched.signal }).then(
      ({ backups }) => (backups.length === 0 ? 'FULL' : wanted),
      // The run itself tells why.
      () => wanted,
    );
    const { made } = await recordRun(servers, { act: 'BACKUP', type, repository }, () =>
      makeBackup(folder, { ...watched, repository, type }),
    );
    await expireRepository(folder, servers, { ...watched, repository });
    return made;
  });
}

async function makeBackup(
  folder: BackupFolder,
  {
    repository: { number },
    type,
    signal,
    onProgress,
  }: Watched & { repository: Repository; type: BackupType },
) {
  const before = new Set(
    (await readRepository(folder, { number, signal })).backups.map(({ label }) => label),
  );
  onProgress('Beginning the backup');
  await runPgBackRest(
    folder,
    [`--repo=${number}`, `--type=${type === 'FULL' ? 'full' : 'diff'}`, '--no-expire-auto', 'backup'],
    {
      signal,
      onLine: (line) => {
        const [, percent] = / INFO: backup file .*, ([\d.]+)%\)/.exec(line) ?? [];
        if (percent) onProgress(`Copying the server  ${Math.floor(Number(percent))} %`);
      },
    },
  );
  const { backups } = await readRepository(folder, { number, signal });
  const made = backups.findLast(({ label }) => !before.has(label));
  if (!made) throw new BackupFailed('pgBackRest says that it made a backup, and the repository has none.');
  if (made.hasDamage) {
    throw new BackupFailed(
      `${made.label} was made of a server with a damaged page: pages have wrong checksums. No older backup was removed.`,
    );
  }
  return { made, name: made.label, bytes: made.addedBytes, databaseBytes: made.databaseBytes };
}

/** Removes backups past their time from a repository, with the log that only they needed. */
export async function expireServerBackups(
  place: ServerPlace,
  { number, ...watched }: Watched & { number: number },
) {
  const repository = await findRepository(place.folder, number);
  await alone(place, (servers) => expireRepository(place.folder, servers, { ...watched, repository }));
}

async function expireRepository(
  folder: BackupFolder,
  { primary }: AgentServers,
  { repository: { number, place }, signal, onProgress }: Watched & { repository: Repository },
): Promise<void> {
  await runPgBackRest(folder, [`--repo=${number}`, 'expire'], {
    signal,
    onLine: (line) => {
      const said = progressIn(line);
      if (said) onProgress(said);
    },
  });
  const { backups } = await readRepository(folder, { number, signal });
  await primary`
    select note_kept_backups(${number}::int, ${place}, ${JSON.stringify(backups.map(({ label }) => label))}::text::json)`;
}

/** Reads everything in a repository and judges it, the copies of files too. Returns the findings. */
export async function verifyServerBackups(
  place: ServerPlace,
  { number, ...watched }: Watched & { number: number },
): Promise<string[]> {
  const repository = await findRepository(place.folder, number);
  return alone(place, async (servers) => {
    const segmentBytes = await readSegmentBytes(servers);
    const { findings } = await recordRun(servers, { act: 'VERIFY', repository }, async () => ({
      findings: [
        ...(await verifyRepository(place.folder, { ...watched, repository, segmentBytes })),
        ...(await verifyFileCopies(place, servers, { ...watched, repository })),
      ],
    }));
    return findings;
  });
}

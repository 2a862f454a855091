import { resolve } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Option } from 'commander';
import type { BackupType } from '../../backups/tables.ts';
import { Canceled, Refused } from '../../engine/errors.ts';
import { fileStore } from '../../engine/file-store.ts';
import { backUpServer, expireServerBackups, verifyServerBackups } from '../backups/server/back-up-server.ts';
import { backupFolder, type ServerPlace } from '../backups/server/backup-folder.ts';
import { bringFilesBack } from '../backups/server/bring-files-back.ts';
import { readRepositories } from '../backups/server/configuration.ts';
import { FileCopier } from '../backups/server/copy-files.ts';
import { readRepository } from '../backups/server/information.ts';
import { planRestore, readMoment, restoreBeside, restoreInPlace } from '../backups/server/restore-server.ts';
import type { Watched } from '../backups/server/run-pgbackrest.ts';
import { setUpBackups } from '../backups/server/set-up-backups.ts';
import { counted, sizeInWords, spanInWords } from '../health/check.ts';
import { type CommandContext, storeHere } from './command-context.ts';
import { ProgressLine } from './progress-line.ts';

export const repositoryOption = () =>
  new Option('--repository <number>', 'one repository of a server (default: each in turn)').argParser(Number);

/** True where the agent's login is set: this machine is beside a server. */
export const isBesideServer = ({ settings }: CommandContext): boolean => settings.agentUrls.length > 0;

export const serverPlaceOf = ({ settings }: CommandContext): ServerPlace => ({
  folder: backupFolder(settings.serverBackups),
  urls: settings.agentUrls,
});

/** Shows the steps of long work in one line, and ends it with the command. */
export async function withProgress<T>(
  { stderr, signal }: CommandContext,
  work: (watched: Watched) => Promise<T>,
): Promise<T> {
  const line = new ProgressLine(stderr);
  try {
    return await work({
      signal,
      onProgress: (said) => {
        const [phase = '', detail] = said.split(/ {2}(.*)/);
        line.show({ phase, ...(detail ? { detail } : {}) });
      },
    });
  } finally {
    line.end();
  }
}

async function numbersOf({ folder }: ServerPlace, repository: number | undefined): Promise<number[]> {
  if (repository !== undefined) return [repository];
  const all = (await readRepositories(folder)).map(({ number }) => number);
  // A command on a folder without repositories says so.
  return all.length > 0 ? all : [1];
}

type Say = (message: string) => void;

export async function setUpServer(
  context: CommandContext,
  { data, repository, keys }: { data: string; repository: string[]; keys?: string },
  say: Say,
): Promise<void> {
  const place = serverPlaceOf(context);
  const plan = {
    data: resolve(data),
    places: repository.map((each) => (each.startsWith('s3://') ? each : resolve(each))),
    environment: context.environment,
    keyFile: keys,
  };
  const { repositories, isArchiving } = await withProgress(context, (watched) =>
    setUpBackups(place, plan, watched),
  );
  for (const { number, place: where } of repositories) say(`Repository ${number} is in ${where}.`);
  const { keys: keyFile, configuration, archiveSettings } = place.folder;
  say(
    `Copy ${keyFile} and ${configuration} to your recovery kit, and never to a place where the backups are.`,
  );
  if (isArchiving)
    say('The log of the server reaches each repository. portal backup run makes the first backup.');
  else {
    say(
      `Next: let PostgreSQL read ${archiveSettings} (include_if_exists in postgresql.conf), start the server again,`,
    );
    say('and run this command once more, which checks the way of the log.');
  }
}

export async function runServerBackup(
  context: CommandContext,
  { type, repository }: { type?: 'full' | 'diff'; repository?: number },
  say: Say,
): Promise<void> {
  const place = serverPlaceOf(context);
  const wanted: BackupType = type === 'full' ? 'FULL' : 'DIFFERENTIAL';
  for (const number of await numbersOf(place, repository)) {
    const made = await withProgress(context, (watched) =>
      backUpServer(place, { ...watched, number, type: wanted }),
    );
    const took = spanInWords((made.endedAt.getTime() - made.startedAt.getTime()) / 1_000);
    say(
      `${made.label} is in repository ${number}: ${sizeInWords(made.databaseBytes)}, of which ${sizeInWords(made.addedBytes)} were added, in ${took}.`,
    );
  }
  await copyFilesNow(context, repository, say);
}

/** Copies every file that has no copy, and removes the copies past their time. */
async function copyFilesNow(context: CommandContext, number: number | undefined, say: Say): Promise<void> {
  const store = storeHere(context.settings);
  if (!store) {
    say(`Files were not copied: ${context.settings.fileStore} is not on this machine (FILE_STORE).`);
    return;
  }
  const made = await withProgress(context, (watched) =>
    new FileCopier().copy(serverPlaceOf(context), { ...watched, fileStore: store, isWhole: true, number }),
  );
  say(
    made === 0 ? 'Every stored file has its copy.' : `${counted(made, 'copy', 'copies')} of files were made.`,
  );
}

/** `portal backup files`: for the day on which the store of files is lost, after the server is back. */
export async function bringServerFilesBack(
  context: CommandContext,
  { repository = 1 }: { repository?: number },
  say: Say,
): Promise<void> {
  const store = fileStore(context.settings.fileStore);
  const { there, back } = await withProgress(context, (watched) =>
    bringFilesBack(serverPlaceOf(context), { ...watched, number: repository, fileStore: store }),
  );
  say(`${counted(back, 'file')} came back into ${store.name}. ${counted(there, 'file')} had been there.`);
}

export async function listServerBackups(
  context: CommandContext,
  { repository }: { repository?: number },
  say: Say,
): Promise<void> {
  const place = serverPlaceOf(context);
  let count = 0;
  for (const number of await numbersOf(place, repository)) {
    const { backups, problem } = await readRepository(place.folder, { number, signal: context.signal });
    if (problem) {
      say(`Repository ${number}: ${problem}`);
      process.exitCode = 1;
    }
    for (const { label, type, endedAt, databaseBytes, addedBytes, hasDamage } of backups.toReversed()) {
      const damage = hasDamage ? ', of a server with a damaged page' : '';
      say(
        `${number}  ${label}  ${type.toLowerCase()}, ended ${endedAt.toISOString()}, ${sizeInWords(databaseBytes)}, ${sizeInWords(addedBytes)} of its own${damage}`,
      );
    }
    count += backups.length;
  }
  if (count === 0) {
    say('There is no backup. portal backup run makes one.');
    process.exitCode = 1;
  }
}

export async function verifyServer(
  context: CommandContext,
  { repository }: { repository?: number },
  say: Say,
): Promise<void> {
  const place = serverPlaceOf(context);
  for (const number of await numbersOf(place, repository)) {
    const findings = await withProgress(context, (watched) =>
      verifyServerBackups(place, { ...watched, number }),
    );
    for (const finding of findings) say(`Repository ${number}: ${finding}`);
  }
}

export async function expireServer(
  context: CommandContext,
  { repository }: { repository?: number },
  say: Say,
): Promise<void> {
  const place = serverPlaceOf(context);
  for (const number of await numbersOf(place, repository)) {
    await withProgress(context, (watched) => expireServerBackups(place, { ...watched, number }));
    say(`Repository ${number} keeps what it has to keep, and nothing older.`);
  }
  await copyFilesNow(context, repository, say);
}

export async function restoreServerBeside(
  context: CommandContext,
  { time, to, repository = 1 }: { time: string | undefined; to: string; repository?: number },
  say: Say,
): Promise<void> {
  if (time === undefined) throw new Refused('A server is restored to a moment: name it with --time.');
  const { folder } = serverPlaceOf(context);
  const moment = readMoment(time, new Date());
  const directory = resolve(to);
  await withProgress(context, (watched) =>
    restoreBeside(folder, { ...watched, number: repository, moment, to: directory }),
  );
  say(`The server of ${moment.toISOString()} is in ${directory}/data. The running server was left alone.`);
  say('Look at it, and take what you need with pg_dump:');
  say(
    `  postgres -D ${directory}/data -c config_file=${directory}/postgresql.conf -c hba_file=${directory}/pg_hba.conf \\`,
  );
  say(`    -c listen_addresses= -c unix_socket_directories=${directory}/socket -c archive_mode=off`);
  say(`  psql --host ${directory}/socket --username postgres portal`);
}

/** `portal restore`: for the day on which the server is lost. */
export async function restoreServer(
  context: CommandContext,
  {
    time,
    data,
    repository = 1,
    delta = false,
  }: { time?: string; data: string; repository?: number; delta?: boolean },
  say: Say,
): Promise<void> {
  const { folder } = serverPlaceOf(context);
  const moment = time === undefined ? undefined : readMoment(time, new Date());
  const directory = resolve(data);
  const backup = await planRestore(folder, { number: repository, moment, signal: context.signal });
  say(
    `Repository ${repository} has the backup ${backup.label} of ${backup.endedAt.toISOString()}, and the log since.`,
  );
  say(
    moment
      ? `Lost: everything after ${moment.toISOString()}, ${spanInWords((Date.now() - moment.getTime()) / 1_000)} of work.`
      : 'Lost: what was written after the last part of the log that reached the repository. That is a minute or so when archiving worked.',
  );
  if (delta) {
    say(`Written over: ${directory}.`);
    const typed = await ask(context, `Type the name of the folder to go on: `);
    if (resolve(typed) !== directory || typed === '')
      throw new Refused('That is another name. Nothing was written.');
  }
  await withProgress(context, (watched) =>
    restoreInPlace(folder, { ...watched, number: repository, moment, data: directory, delta }),
  );
  say(`The files are in ${directory}. Next:`);
  say(
    '1. Start the server as always. It replays the log, and then accepts writes; its log says “archive recovery complete”.',
  );
  say(
    '2. portal migrate status, and portal audit verify. portal audit accept --reason “restored …” notes the restore in the trail.',
  );
  say('3. portal backup run --type full, because a new timeline has begun.');
  say(
    '4. Empty the folder of each replica and start it: it copies the new primary. Its old slot is not in the restored server.',
  );
  say('5. portal backup files brings back the files that FILE_STORE lacks.');
  say('6. Start the portal and its worker, and tell the members what was lost.');
}

async function ask(
  { stdin = process.stdin, stdout, signal }: CommandContext,
  question: string,
): Promise<string> {
  const lines = createInterface({ input: stdin });
  stdout.write(question);
  try {
    for await (const line of lines) return line.trim();
    signal.throwIfAborted();
    throw new Canceled();
  } finally {
    lines.close();
  }
}

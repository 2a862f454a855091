import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { dirname, join, resolve } from 'node:path';
import { InvalidInput, Refused } from '../../../engine/errors.ts';
import { findProgram, makeServerFolder, writeForServer } from '../../local-servers/programs.ts';
import { type BackupFolder, stanza } from './backup-folder.ts';

export interface Repository {
  number: number;
  /** The folder, or `s3://bucket/prefix`. */
  place: string;
}

export interface BackupPlan {
  /** The server's data folder. */
  data: string;
  /** The server as the agent's login. */
  url: string;
  /** A folder, or `s3://bucket/prefix`, for each repository. */
  places: string[];
  /** The variables of an object store that every S3 client knows. */
  environment: Record<string, string | undefined>;
  /** A file with a key a line; default: new keys. */
  keyFile?: string | undefined;
}

/** Backups are kept for so many days, and the newest full one for good. */
const keptDays = 30;
const shortestKey = 32;

/**
 * Writes pgBackRest's configuration, the keys of its repositories and the archive's settings for PostgreSQL. A repository keeps the key
 * that it has.
 * @throws Refused for a folder that backs up another set of repositories.
 */
export async function writeConfiguration(folder: BackupFolder, plan: BackupPlan): Promise<Repository[]> {
  const { places, url } = plan;
  const known = await readRepositories(folder);
  if (known.some(({ number, place }) => places[number - 1] !== place)) {
    throw new Refused(
      `${folder.path} has other repositories: ${known.map(({ place }) => place).join(', ')}. Name the same ones first, or another SERVER_BACKUPS.`,
    );
  }
  for (const path of [folder.path, folder.log, folder.lock, folder.spool]) await makeServerFolder(path);
  const keys = await keysFor(folder, places.length, plan.keyFile);
  const place = new URL(url);
  await writeForServer(folder.keys, `${keys.join('\n')}\n`);
  await writeForServer(
    folder.passwords,
    `*:*:*:${decodeURIComponent(place.username)}:${decodeURIComponent(place.password).replaceAll(/[\\:]/g, '\\$&')}\n`,
  );
  const lines = [
    '# Written by portal backup setup. It holds the keys of the repositories.',
    '[global]',
    ...places.flatMap((each, at) => repositoryLines(at + 1, each, keys[at] ?? '', plan.environment)),
    `log-path=${folder.log}`,
    `lock-path=${folder.lock}`,
    `spool-path=${folder.spool}`,
    'compress-type=zst',
    'compress-level=3',
    'process-max=2',
    'start-fast=y',
    'archive-async=y',
    'log-level-console=info',
    'log-level-file=detail',
    // pgBackRest distrusts archive_mode = always otherwise.
    ...(isElected(plan.data) ? ['archive-mode-check=n'] : []),
    `[${stanza}]`,
    `pg1-path=${plan.data}`,
    ...(await socketOf(plan.data)),
    `pg1-user=${decodeURIComponent(place.username)}`,
    `pg1-database=${place.pathname.slice(1)}`,
  ];
  await writeForServer(folder.configuration, `${lines.join('\n')}\n`);
  for (const each of places) if (!each.startsWith('s3://')) await makeServerFolder(each);
  return readRepositories(folder);
}

/** Patroni runs the server and leaves its notes in the data folder. Another server may become the primary at any time. */
const isElected = (data: string) => existsSync(join(data, 'patroni.dynamic.json'));

/**
 * Turns the archive of the log on, with the next start of PostgreSQL. Only a repository that is set up can take the log. Where servers
 * elect their primary, the replicas hand over what they receive too: what a dead primary had not handed over would be missing
 * for good.
 */
export async function writeArchiveSettings(folder: BackupFolder, data: string): Promise<void> {
  const command = `${findProgram('pgbackrest')} --config=${folder.configuration} --stanza=${stanza} archive-push %p`;
  await writeForServer(
    folder.archiveSettings,
    [
      '# Written by portal backup setup. PostgreSQL reads it at its next start.',
      `archive_mode = ${isElected(data) ? 'always' : 'on'}`,
      // At most this much is lost with the machine, and the time that the push takes.
      'archive_timeout = 60',
      `archive_command = '${command.replaceAll("'", "''")}'`,
      '',
    ].join('\n'),
  );
}

/** The options of a folder's configuration, by name; none before it is set up. */
export async function readOptions({ configuration }: BackupFolder): Promise<ReadonlyMap<string, string>> {
  if (!existsSync(configuration)) return new Map();
  return new Map(
    (await readFile(configuration, 'utf8')).split('\n').map((line) => {
      const [name = '', value = ''] = line.split(/=(.*)/);
      return [name, value];
    }),
  );
}

/** The repositories of a folder; none before it is set up. */
export async function readRepositories(folder: BackupFolder): Promise<Repository[]> {
  const options = await readOptions(folder);
  const repositories: Repository[] = [];
  for (let number = 1; options.has(`repo${number}-path`); number += 1) {
    const path = options.get(`repo${number}-path`) ?? '';
    const bucket = options.get(`repo${number}-s3-bucket`);
    repositories.push({ number, place: bucket ? `s3://${bucket}${path}` : path });
  }
  return repositories;
}

async function keysFor(folder: BackupFolder, count: number, given: string | undefined): Promise<string[]> {
  const file = given ?? (existsSync(folder.keys) ? folder.keys : undefined);
  const keys = file === undefined ? [] : (await readFile(file, 'utf8')).split('\n').filter(Boolean);
  if (given && (keys.length < count || keys.some((key) => key.length < shortestKey))) {
    throw new InvalidInput(
      'keys',
      `must name a file with ${count} lines, a key of ${shortestKey} or more characters each`,
    );
  }
  while (keys.length < count) keys.push(randomBytes(32).toString('base64url'));
  return keys.slice(0, Math.max(count, keys.length));
}

function repositoryLines(
  number: number,
  place: string,
  key: string,
  environment: BackupPlan['environment'],
): string[] {
  const repo = `repo${number}`;
  const kept = [
    `${repo}-retention-full-type=time`,
    `${repo}-retention-full=${keptDays}`,
    `${repo}-cipher-type=aes-256-cbc`,
    `${repo}-cipher-pass=${key}`,
    `${repo}-bundle=y`,
  ];
  if (!place.startsWith('s3://')) return [`${repo}-path=${resolve(place)}`, ...kept];
  const { hostname, pathname } = new URL(place);
  const endpoint = environment.AWS_ENDPOINT_URL_S3 && new URL(environment.AWS_ENDPOINT_URL_S3);
  const region = environment.AWS_REGION ?? 'us-east-1';
  const missing = (['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY'] as const).filter(
    (name) => !environment[name],
  );
  if (missing.length > 0)
    throw new InvalidInput('repository', `in an object store needs ${missing.join(' and ')}`);
  if (endpoint && endpoint.protocol !== 'https:') {
    throw new InvalidInput('repository', 'in an object store needs an endpoint with https://');
  }
  return [
    `${repo}-type=s3`,
    `${repo}-path=${pathname === '' ? '/' : pathname}`,
    `${repo}-s3-bucket=${hostname}`,
    `${repo}-s3-endpoint=${endpoint ? endpoint.hostname : `s3.${region}.amazonaws.com`}`,
    ...(endpoint ? [`${repo}-storage-port=${endpoint.port || 443}`, `${repo}-s3-uri-style=path`] : []),
    `${repo}-s3-region=${region}`,
    `${repo}-s3-key=${environment.AWS_ACCESS_KEY_ID}`,
    `${repo}-s3-key-secret=${environment.AWS_SECRET_ACCESS_KEY}`,
    ...(environment.AWS_CA_BUNDLE ? [`${repo}-storage-ca-file=${environment.AWS_CA_BUNDLE}`] : []),
    ...kept,
  ];
}

/** The port and the folder of the socket, as the running server wrote them down. */
async function socketOf(data: string): Promise<string[]> {
  const file = join(data, 'postmaster.pid');
  const lines = await readFile(file, 'utf8').then(
    (text) => text.split('\n'),
    (error: Error) => {
      throw new Refused(`No PostgreSQL server runs in ${data}: ${error.message}`);
    },
  );
  const [, , , port = '', socket = ''] = lines;
  if (!/^\d+$/.test(port)) throw new Refused(`${file} names no port.`);
  return [`pg1-port=${port}`, `pg1-socket-path=${socket.trim() || dirname(data)}`];
}

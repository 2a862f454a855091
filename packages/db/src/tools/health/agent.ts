import { X509Certificate } from 'node:crypto';
import { readdir, readFile, realpath, stat, statfs } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { type Client, connect } from '../../engine/connection.ts';
import { nameServers } from '../../engine/routing/servers.ts';
import type { DiskReport } from '../../health/tables.ts';

export interface AgentPlace {
  /** The server beside the agent first, then the others, without a pooler, as `portal_agent`. */
  urls: string[];
  dataFolder: string;
  archiveFolders: string[];
}

/**
 * Reports once what this machine says of the server beside it, to the server that accepts writes. Returns that in words.
 * @throws Error if a folder cannot be read, if the server beside it is away, or if none accepts writes.
 */
export async function reportNow({ urls, dataFolder, archiveFolders }: AgentPlace): Promise<string> {
  const [name = ''] = nameServers(urls);
  const clients = urls.map((url) =>
    connect(url, {
      max: 1,
      applicationName: 'portal agent',
      connectTimeoutMs: 2_000,
      fetchTypes: false,
      preparedStatements: false,
    }),
  );
  try {
    const [own] = clients;
    const primary = await findPrimary(clients);
    if (!own || !primary) throw new Error('No server accepts writes, so nobody can be told.');
    const disks = await Promise.all([
      room('data', dataFolder),
      room('log', join(dataFolder, 'pg_wal')),
      ...archiveFolders.map((folder) => room(`archive ${folder}`, folder)),
    ]);
    const log = await measureLog(join(dataFolder, 'pg_wal'));
    const { limitBytes, certificate } = await readSettings(own);
    const ends = certificate ? await endOfCertificate(resolve(dataFolder, certificate)) : null;
    const clock = await compareClocks(primary);
    await primary`
      select report_agent(${name}, ${JSON.stringify(disks)}::text::jsonb, ${log.bytes}::bigint, ${log.files}::int, ${limitBytes}::bigint,
        ${clock.aheadMs}::float8, ${clock.errorMs}::float8, ${ends?.toISOString() ?? null}::text::timestamptz)`;
    return `Reported ${name}: ${disks.map(({ folder, bytes, free }) => `${folder} ${Math.round((free / bytes) * 100)} % free`).join(', ')}`;
  } finally {
    await Promise.all(clients.map((client) => client.end({ timeout: 0 }).catch(() => undefined)));
  }
}

/** The server that accepts writes; undefined if none does. */
export async function findPrimary(clients: Client[]): Promise<Client | undefined> {
  const found = await Promise.all(
    clients.map((client) =>
      client<{ isReplica: boolean }[]>`select pg_is_in_recovery() as "isReplica"`.then(
        ([row]) => (row?.isReplica === false ? client : undefined),
        () => undefined,
      ),
    ),
  );
  return found.find((client) => client !== undefined);
}

async function room(folder: string, path: string): Promise<DiskReport> {
  const { blocks, bavail, bsize } = await statfs(await realpath(path));
  return { folder, bytes: blocks * bsize, free: bavail * bsize };
}

/** The files of the log itself, without those that say how it is archived. */
async function measureLog(folder: string): Promise<{ files: number; bytes: number }> {
  const names = (await readdir(folder)).filter((name) => /^[0-9A-F]{24}$/.test(name));
  const sizes = await Promise.all(
    names.map((name) =>
      stat(join(folder, name)).then(
        ({ size }) => size,
        // The server removes a file that it needs no more at any time.
        () => 0,
      ),
    ),
  );
  return { files: names.length, bytes: sizes.reduce((sum, size) => sum + size, 0) };
}

async function readSettings(server: Client): Promise<{ limitBytes: number; certificate: string | null }> {
  const [row] = await server<{ megabytes: number; certificate: string | null }[]>`
    select max(setting::int) as megabytes,
           case when current_setting('ssl') = 'on' then current_setting('ssl_cert_file') end as certificate
    from pg_settings where name in ('max_wal_size', 'wal_keep_size')`;
  return { limitBytes: (row?.megabytes ?? 0) * 1024 * 1024, certificate: row?.certificate ?? null };
}

async function endOfCertificate(path: string): Promise<Date> {
  return new Date(new X509Certificate(await readFile(path)).validTo);
}

const readClock = () => performance.timeOrigin + performance.now();

/** The server read its clock between asking and answer. Of a few tries the quickest says most. */
async function compareClocks(server: Client): Promise<{ aheadMs: number; errorMs: number }> {
  let best = { aheadMs: 0, errorMs: Number.POSITIVE_INFINITY };
  for (let tries = 0; tries < 5; tries += 1) {
    const asked = readClock();
    const [row] = await server<{ ms: number }[]>`
      select (extract(epoch from clock_timestamp()) * 1000)::float8 as ms`;
    const answered = readClock();
    const errorMs = (answered - asked) / 2;
    if (row && errorMs < best.errorMs) best = { aheadMs: (asked + answered) / 2 - row.ms, errorMs };
  }
  return best;
}

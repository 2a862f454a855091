import { type ChildProcess, spawn } from 'node:child_process';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { listBackupRuns } from '../../backups/queries.ts';
import { type Database, openDatabase } from '../../database.ts';
import { systemActor } from '../../engine/actors.ts';
import { connect } from '../../engine/connection.ts';
import { type EmbeddedDatabase, startEmbedded } from '../../engine/embedded/start.ts';
import { fileStore } from '../../engine/file-store.ts';
import { addMember } from '../../members/factory.ts';
import { exportPlace } from '../maintenance/export-place.ts';
import { migrate } from '../migrate/migrate.ts';
import { restoreBackup } from './restore-backup.ts';
import { keptDays, takeBackup } from './take-backup.ts';

const cli = fileURLToPath(new URL('../cli/portal.ts', import.meta.url));
const root = mkdtempSync(join(tmpdir(), 'namc-backups-'));
const directory = join(root, 'data');
const place = exportPlace(join(root, 'backups'), join(directory, 'backup-work'));
const { signal } = new AbortController();
const silent = { signal, onProgress: () => undefined };
const system = systemActor('test');
let embedded: EmbeddedDatabase;
let db: Database;

beforeAll(async () => {
  embedded = await startEmbedded({ directory });
  await migrate({ ownerUrl: embedded.url, embedded: true });
  db = openDatabase({ url: embedded.url, maxConnections: 1, isEmbedded: true });
});
afterAll(async () => {
  await db?.close();
  await embedded?.close();
  rmSync(root, { recursive: true, force: true });
});

const source = () => ({
  db,
  url: embedded.url,
  directory,
  fileStore: fileStore(join(directory, 'files')),
  place,
});
const listRuns = () => db.read(system, listBackupRuns);

/** Runs a statement on the embedded database in a folder that nobody else has open, and returns its rows. */
async function askIn(folder: string, statement: string): Promise<Record<string, unknown>[]> {
  const other = await startEmbedded({ directory: folder });
  const sql = connect(other.url, { max: 1, applicationName: 'test' });
  try {
    return [...(await sql.unsafe(statement))];
  } finally {
    await sql.end();
    await other.close();
  }
}

async function asOwner<T>(act: (sql: ReturnType<typeof connect>) => PromiseLike<T>): Promise<T> {
  const sql = connect(embedded.url, { max: 1, applicationName: 'test' });
  try {
    return await act(sql);
  } finally {
    await sql.end();
  }
}

/** Stores a file of the portal as an upload would. */
async function addFile(content: string): Promise<string> {
  const uploadedBy = await addMember(db);
  const way = join(root, 'on-its-way');
  const id = await asOwner(async (sql) => {
    const [stored] = await sql<{ id: string }[]>`
      insert into file_contents (sha256, bytes, content_type, stored_at)
      values (encode(sha256(${content}::bytea), 'hex'), ${content.length}, 'text/plain', now()) returning id`;
    await sql`
      insert into files (kind, name, content_id, bytes, uploaded_by)
      select min(kind), 'note.txt', ${stored!.id}, ${content.length}, ${uploadedBy} from file_kinds`;
    return stored!.id;
  });
  writeFileSync(way, content);
  await fileStore(join(directory, 'files')).put(id, way);
  return id;
}

/** Nothing refers to the file any more. */
const forgetFile = (id: string) => asOwner((sql) => sql`delete from files where content_id = ${id}`);

const descriptions = (files: string[]) => files.filter((one) => one.endsWith('.json')).sort();

function portal(...words: string[]): {
  child: ChildProcess;
  ended: Promise<{ code: number | null; out: string }>;
} {
  const child = spawn(process.execPath, [cli, 'backup', ...words], {
    env: {
      ...process.env,
      NODE_ENV: 'development',
      DATABASE_URL: '',
      DATA_DIRECTORY: directory,
      BACKUPS: join(root, 'backups'),
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = Promise.all([text(child.stdout), text(child.stderr)]);
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve)).then(async (code) => ({
    code,
    out: (await output).join(''),
  }));
  return { child, ended };
}

let file: string;
let name: string;

it('a backup holds the rows and files of its moment, and comes back in a folder of its own', async () => {
  file = await addFile('Plans of the new hall');
  const made = await takeBackup(source(), silent);
  name = made.name;
  expect(made.files).toBe(1);
  expect(await listRuns()).toMatchObject([
    { name, place: place.name, provenAt: expect.any(Date), problem: null, files: 1 },
  ]);
  // What comes later is not in it.
  await asOwner((sql) => sql`insert into system_metrics (metric, value) values ('later', 1)`);
  const to = join(root, 'restored');
  await restoreBackup(place, { name, to, ...silent });
  expect(await text(await fileStore(join(to, 'files')).open(file))).toBe('Plans of the new hall');
  expect(await askIn(to, "select count(*)::int as found from system_metrics where metric = 'later'")).toEqual(
    [{ found: 0 }],
  );
  // The keys are no part of a backup.
  expect(readdirSync(to)).not.toContain('keys');
  await expect(restoreBackup(place, { name, to, ...silent })).rejects.toThrow('is not empty');
  await expect(
    restoreBackup(place, { name: '2020-01-01T00-00-00Z', to: join(root, 'none'), ...silent }),
  ).rejects.toThrow(`There is no backup 2020-01-01T00-00-00Z in ${place.name}. There are: ${name}.`);
  expect(existsSync(join(root, 'none'))).toBe(false);
});

it('an archive that is damaged or cut off is refused, and leaves no folder behind', async () => {
  const path = join(place.name, `${name}.tar.zst`);
  const whole = readFileSync(path);
  const damaged = Buffer.from(whole);
  damaged[Math.floor(whole.length / 2)]! ^= 0xff;
  for (const content of [damaged, whole.subarray(0, -10)]) {
    writeFileSync(path, content);
    const broken = restoreBackup(place, { name, to: join(root, 'damaged'), ...silent });
    await expect(broken).rejects.toMatchObject({ code: 'refused' });
    expect(existsSync(join(root, 'damaged'))).toBe(false);
  }
  writeFileSync(path, whole);
});

it('a backup goes after its time, with the files that no other one needs', async () => {
  // The clock moves on: that backup is from before the time for which backups are kept.
  const long = new Date(Date.now() - (keptDays + 1) * 24 * 3_600_000);
  const past = `${long.toISOString().slice(0, 19).replaceAll(':', '-')}Z`;
  for (const end of ['.json', '.tar.zst'])
    renameSync(join(place.name, name + end), join(place.name, past + end));
  await asOwner((sql) => sql`update backup_runs set name = ${past} where name = ${name}`);
  await forgetFile(file);
  const kept = await addFile('Plans of the old hall');
  const next = await takeBackup(source(), silent);
  expect((await place.list()).sort()).toEqual([`${next.name}.json`, `${next.name}.tar.zst`, `file-${kept}`]);
  expect((await listRuns()).find((run) => run.name === past)?.removedAt).toBeInstanceOf(Date);
});

it('a backup that fails is recorded with its reason, and counts for nothing', async () => {
  const lost = await addFile('Lost bytes');
  await fileStore(join(directory, 'files')).remove(lost);
  const before = descriptions(await place.list());
  await expect(takeBackup(source(), silent)).rejects.toThrow('file store');
  expect((await listRuns())[0]).toMatchObject({
    provenAt: null,
    problem: expect.stringContaining('does not answer as it should'),
  });
  expect(descriptions(await place.list())).toEqual(before);
  await forgetFile(lost);
});

it('a killed backup counts for nothing, and the next one clears up after it', async () => {
  const before = descriptions(await place.list());
  const { child, ended } = portal('run');
  await new Promise<void>((resolve) => {
    child.stdout?.on('data', (chunk) => String(chunk).includes('Writing the archive') && resolve());
    child.once('close', () => resolve());
  });
  child.kill('SIGKILL');
  expect((await ended).code).toBe(null);
  expect(descriptions(await place.list())).toEqual(before);
  const made = await portal('run').ended;
  expect(made.out).toMatch(
    /Reading the backup back\n\S+Z is in .*: [\d.]+ MB, and \d+ files?\. It was read back\./,
  );
  expect(made.code).toBe(0);
  name = /(\S+Z) is in/.exec(made.out)?.[1] ?? '';
  const runs = await listRuns();
  expect(runs[0]).toMatchObject({ name, problem: null });
  expect(runs[1]).toMatchObject({ problem: 'The process that made it ended before it was done.' });
  expect(existsSync(join(directory, 'backup-work'))).toBe(false);
});

it('the commands list the backups, bring one back, and say what comes next', async () => {
  expect((await portal('list').ended).out.split('\n')[0]).toContain(`${name}  `);
  const to = join(root, 'by-command');
  expect(await portal('restore', name, '--to', to).ended).toMatchObject({
    code: 0,
    out: expect.stringContaining(`DATA_DIRECTORY=${to}`),
  });
  for (const [words, says] of [
    [[name, '--to', to], 'is not empty'],
    [[name], '--to'],
  ] as const)
    expect(await portal('restore', ...words).ended).toMatchObject({
      code: 1,
      out: expect.stringContaining(says),
    });
});

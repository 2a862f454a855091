import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { connect } from '../../../engine/connection.ts';
import { addMember } from '../../../members/factory.ts';
import { backUpServer, verifyServerBackups } from './back-up-server.ts';
import { type BackedUpServer, silent, startBackedUpServer } from './backed-up-server.fixture.ts';
import { runDrill } from './drill/run-drill.ts';
import { readRepository } from './information.ts';
import { startRestored } from './restored-server.ts';
import { runDue } from './run-due.ts';

let server: BackedUpServer;
beforeAll(async () => {
  server = await startBackedUpServer();
  await addMember(server.db);
});
afterAll(() => server?.remove());

const noon = () => {
  const now = new Date();
  now.setUTCHours(20, 0, 0, 0);
  return now;
};
const runs = (where: string) =>
  server.topology.ask<Record<string, unknown>>(
    0,
    `select act, repository, type, name, proven_at is not null as proven, problem, log, bytes, database_bytes, recovery_point_seconds, recovery_seconds
     from backup_runs where ${where} order by started_at desc, id desc`,
    'portal',
  );
const lastProblem = async () => (await runs('true'))[0]?.problem;
const drill = (number: number, moment?: Date) =>
  runDrill(server.place, { ...silent(), number, moment, keys: server.keys, fileStore: undefined });
/** The files of a repository below a folder, as paths. */
const filesOf = (number: 1 | 2, folder: string) => {
  const within = join(server.repositories[number - 1] ?? '', folder, 'portal');
  return readdirSync(within, { recursive: true, encoding: 'utf8' })
    .map((name) => join(within, name))
    .filter((path) => statSync(path).isFile());
};
function flipByte(path: string, position: number): void {
  const file = openSync(path, 'r+');
  const byte = Buffer.alloc(1);
  readSync(file, byte, 0, 1, position);
  writeSync(file, Buffer.from([(byte[0] ?? 0) ^ 0xff]), 0, 1, position);
  closeSync(file);
}

/** Does what the agent would do now, and returns that in words. */
async function doWhatIsDue(): Promise<string | undefined> {
  await server.live();
  const due = await runDue(server.place, {
    ...silent(),
    now: noon(),
    keys: server.keys,
    fileStore: undefined,
  });
  return due && `${due.act} ${due.repository}`;
}

it('the agent backs up into both repositories and verifies them, each once and all of it recorded', async () => {
  const done: (string | undefined)[] = [];
  for (let turn = 0; turn < 4; turn += 1) done.push(await doWhatIsDue());
  expect(done).toEqual(['BACKUP 1', 'BACKUP 2', 'VERIFY 1', 'VERIFY 2']);
  const recorded = await runs('true');
  expect(recorded.map(({ act, proven }) => [act, proven])).toEqual(
    ['VERIFY', 'VERIFY', 'BACKUP', 'BACKUP'].map((act) => [act, true]),
  );
  expect(recorded.at(-1)).toMatchObject({ type: 'FULL', name: expect.stringMatching(/^\d{8}-\d{6}F$/) });
});

it('a drill proves a repository, says what it found, and leaves nothing anywhere', async () => {
  expect(await doWhatIsDue()).toBe('DRILL 1');
  expect(await doWhatIsDue()).toBeUndefined();
  const recorded = await runs('true');
  expect(recorded[0]).toMatchObject({ recovery_point_seconds: expect.any(Number) });
  const log = String(recorded[0]?.log);
  for (const said of [
    /^Restored from repository 1 to 20/,
    /The newest heartbeat is \d+\.\d s older/,
    /pg_amcheck found every table in order/,
    /The trail is intact \(\d+ rows/,
    /A member signed in/,
    /pages match their checksums/,
  ])
    expect(log).toMatch(said);
  // The restored server has another timeline, and nothing of it reached the archive.
  expect(filesOf(1, 'archive').filter((path) => path.includes('00000002'))).toEqual([]);
  expect(readdirSync(server.place.folder.path)).not.toContain('backup-work');
});

it('a person makes, lists and removes backups by the same commands', async () => {
  const made = await server.portal(['backup', 'run', '--repository', '1']);
  expect(made).toMatchObject({ code: 0, said: expect.stringMatching(/_\d{8}-\d{6}D is in repository 1: /) });
  const listed = await server.portal(['backup', 'list']);
  expect(listed.said.match(/ (full|differential), ended /g)).toHaveLength(3);
  expect(await server.portal(['backup', 'expire'])).toMatchObject({ code: 0 });
  expect(await server.portal(['backup', 'run', '--repository', '3'])).toMatchObject({
    code: 1,
    said: expect.stringContaining('There is no repository 3. There are: 1, 2.'),
  });
  const { data, repositories } = server;
  expect(
    await server.portal(['backup', 'setup', '--data', data, '--repository', '/elsewhere', repositories[1]]),
  ).toMatchObject({ code: 1, said: expect.stringContaining('has other repositories') });
});

it('a moment brings back what was there, beside the running server, and nothing that could not be is begun', async () => {
  await server.topology.ask(0, `create table noted as select 'before' as word`, 'portal');
  await new Promise((later) => setTimeout(later, 1_100));
  const moment = new Date().toISOString();
  await new Promise((later) => setTimeout(later, 100));
  await server.topology.ask(0, 'drop table noted', 'portal');
  await server.topology.ask(0, 'select pg_switch_wal()');
  const to = join(server.repositories[0], '..', 'beside');
  const restore = (time: string) => server.portal(['backup', 'restore', '--to', to, '--time', time]);
  expect(await restore('2199-01-01T00:00:00Z')).toMatchObject({
    code: 1,
    said: expect.stringContaining('future'),
  });
  expect(await restore('2026-01-01T00:00:00')).toMatchObject({
    code: 1,
    said: expect.stringContaining('offset'),
  });
  expect(await restore('2001-01-01T00:00:00Z')).toMatchObject({
    code: 1,
    said: expect.stringContaining('No earlier moment can be reached'),
  });
  expect(existsSync(to)).toBe(false);
  await expect
    .poll(async () => (await restore(moment)).said, { timeout: 60_000 })
    .toContain('was left alone');
  const restored = await startRestored(to, { ...silent(), isThrowaway: false });
  const sql = connect(restored.urlOf('postgres', 'portal'), { max: 1, applicationName: 'test' });
  expect(await sql`select word from noted`).toEqual([{ word: 'before' }]);
  await sql.end();
  await restored.stop('fast');
});

it('a store that is away fails the backup, which is recorded and removes nothing', async () => {
  const [, second] = server.repositories;
  const before = (await readRepository(server.place.folder, { number: 2, signal: silent().signal })).backups;
  renameSync(second, `${second}-away`);
  mkdirSync(second, { mode: 0o000 });
  await expect(backUpServer(server.place, { ...silent(), number: 2, type: 'FULL' })).rejects.toThrow();
  expect(await lastProblem()).toMatch(/\S/);
  renameSync(second, `${second}-empty`);
  renameSync(`${second}-away`, second);
  const after = (await readRepository(server.place.folder, { number: 2, signal: silent().signal })).backups;
  expect(after).toEqual(before);
  await server.topology.ask(0, 'select pg_switch_wal()');
});

it('a segment of the log that is missing is named by the verification and by the drill', async () => {
  await server.live();
  await server.topology.ask(0, 'select pg_switch_wal()');
  await backUpServer(server.place, { ...silent(), number: 1, type: 'DIFFERENTIAL' });
  await server.live();
  const { backups } = await readRepository(server.place.folder, { number: 2, signal: silent().signal });
  const start = backups.at(-1)?.archive.stop ?? '';
  const after = filesOf(2, 'archive')
    .filter((path) => (/([0-9A-F]{24})-[0-9a-f]{40}/.exec(path)?.[1] ?? '') > start)
    .sort();
  const [lost = ''] = after;
  const segment = /([0-9A-F]{24})-/.exec(lost)?.[1] ?? '';
  renameSync(lost, join(server.repositories[1], 'lost'));
  await expect(verifyServerBackups(server.place, { ...silent(), number: 2 })).rejects.toThrow(
    `the log lacks 1 segment: ${segment}.`,
  );
  await expect(drill(2, new Date())).rejects.toThrow(`the archive has no segment ${segment}`);
  expect(await lastProblem()).toContain(segment);
  renameSync(join(server.repositories[1], 'lost'), lost);
});

it('a flipped byte in a backup is named by the verification', async () => {
  const [largest = ''] = filesOf(2, 'backup')
    .filter((path) => path.includes('bundle'))
    .sort((a, b) => statSync(b).size - statSync(a).size);
  flipByte(largest, 5_000);
  await expect(verifyServerBackups(server.place, { ...silent(), number: 2 })).rejects.toThrow(
    /Repository 2: \d{8}-\d{6}F has 1 file with a wrong checksum/,
  );
  flipByte(largest, 5_000);
  await verifyServerBackups(server.place, { ...silent(), number: 2 });
});

it('a wrong key is named, and nobody is told to set the repository up again', async () => {
  const { configuration } = server.place.folder;
  const right = readFileSync(configuration, 'utf8');
  writeFileSync(
    configuration,
    right.replace(/^(repo2-cipher-pass=).*$/m, '$1another key than that of the repository'),
  );
  await expect(drill(2)).rejects.toThrow(/with its key/);
  expect(await lastProblem()).toMatch(/Find the right key in the recovery kit, and do not set/);
  writeFileSync(configuration, right);
});

/** In the second page of a table that nobody writes. */
const damagedAt = 8_192 + 4_000;
async function pageOfPlaces(): Promise<string> {
  const [table] = await server.topology.ask<{ path: string }>(
    0,
    `select pg_relation_filepath('zip_codes') as path`,
    'portal',
  );
  return join(server.data, table?.path ?? '');
}

it('a damaged page fails the backup that meets it', async () => {
  // A frozen table gives autovacuum nothing to write: a whole page in the log would repair the damage when the log is replayed.
  await server.topology.ask(0, 'vacuum (freeze, analyze) zip_codes', 'portal');
  await server.topology.ask(0, 'checkpoint');
  flipByte(await pageOfPlaces(), damagedAt);
  await expect(backUpServer(server.place, { ...silent(), number: 1, type: 'FULL' })).rejects.toThrow(
    /server with a damaged page/,
  );
  flipByte(await pageOfPlaces(), damagedAt);
});

it('a drill from a backup with a damaged page names the page', async () => {
  // pgBackRest compares whole seconds: for a moment in the second in which a backup ended it takes the backup before.
  await new Promise((later) => setTimeout(later, 1_100));
  await server.live();
  await expect(drill(1, new Date())).rejects.toThrow(
    /pg_amcheck found damage: .*pg_checksums found damaged pages/s,
  );
  expect((await runs(`act = 'DRILL'`))[0]?.log).toMatch(/^Not tried: a sign-in/m);
});

it('the lost server comes back in its own folder, and nothing is written over without its typed name', async () => {
  await server.live();
  await server.topology.ask(0, `create table noted as select 'at last' as word`, 'portal');
  await server.topology.ask(0, 'select pg_switch_wal()');
  const [postgres] = server.topology.servers;
  const restore = (args: string[], typed?: string) =>
    server.portal(['restore', '--data', server.data, '--repository', '2', ...args], typed);
  expect(await restore(['--delta'], server.data)).toMatchObject({
    code: 1,
    said: expect.stringContaining('Stop it first'),
  });
  await postgres?.stop();
  expect(await restore([])).toMatchObject({ code: 1, said: expect.stringContaining('holds data') });
  expect(await restore(['--delta'], 'another')).toMatchObject({
    code: 1,
    said: expect.stringContaining('Nothing was written'),
  });
  const done = await restore(['--delta'], server.data);
  expect(done).toMatchObject({ code: 0, said: expect.stringContaining('Lost: ') });
  await postgres?.start();
  await expect
    .poll(() => server.topology.ask(0, 'select pg_is_in_recovery() as waits'), { timeout: 30_000 })
    .toEqual([{ waits: false }]);
  expect(await server.topology.ask(0, 'select word from noted', 'portal')).toEqual([{ word: 'at last' }]);
  const made = await server.portal(['backup', 'run', '--type', 'full', '--repository', '2']);
  expect(made).toMatchObject({ code: 0 });
  await verifyServerBackups(server.place, { ...silent(), number: 2 });
});

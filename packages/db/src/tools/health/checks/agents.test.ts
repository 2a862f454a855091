import { execFileSync } from 'node:child_process';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import type { HealthCheckName } from '@namc/inputs/health';
import { afterAll, beforeAll, beforeEach, expect, inject, it } from 'vitest';
import { connect } from '../../../engine/connection.ts';
import { runPortal } from '../../cli/run-portal.ts';
import { serverAccount } from '../../local-servers/programs.ts';
import { temporaryServerFolder } from '../../testing/temporary-servers.ts';
import { testDatabase } from '../../testing/test-database.ts';
import { reportNow } from '../agent.ts';
import type { Limits } from '../check.ts';
import { look } from '../look.fixture.ts';
import { certificates } from './certificates.ts';
import { clock } from './clock.ts';
import { disk } from './disk.ts';
import { walFolder } from './wal-folder.ts';

const portal = testDatabase();
const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
const agentUrl = portal.ownerUrl.replace('portal_owner', 'portal_agent');
const dataFolder = join(inject('portalCluster').directory, 'pgdata');
const server = new URL(portal.ownerUrl).host;
let directory = '';
const small = () => join(directory, 'archive');
const find = (check: { name: HealthCheckName }, limits?: Limits) =>
  look(check.name, { db: portal.db, serverUrls: [portal.ownerUrl] }, limits);
const all = [disk, walFolder, clock, certificates];

async function report(archiveFolders: string[] = []): Promise<void> {
  await superuser`delete from agent_reports`;
  await reportNow({ urls: [agentUrl], dataFolder, archiveFolders });
}

beforeAll(async () => {
  directory = await temporaryServerFolder();
  mkdirSync(small());
  // A disk of its own. Only root may mount one, and without it nothing is proven.
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=20m', 'tmpfs', small()]);
});
afterAll(async () => {
  await superuser`alter system reset ssl`;
  await superuser`alter system reset ssl_cert_file`;
  await superuser`alter system reset ssl_key_file`;
  await superuser`select pg_reload_conf()`;
  await superuser.end();
  execFileSync('umount', [small()]);
  rmSync(directory, { recursive: true, force: true });
});
beforeEach(async () => {
  await superuser`delete from agent_reports`;
  await superuser`delete from server_counters`;
});

it.each(all)(
  '$name is unknown without an agent, and an alert only when one fell silent',
  async ({ name }) => {
    expect(await look(name, { db: portal.db, serverUrls: [] })).toMatchObject({
      state: 'unknown',
      mayStayUnknown: true,
      says: 'No agent runs beside a server.',
    });
    await report();
    await superuser`
    insert into server_counters (server, is_replica, started_at, deadlocks, temp_files, temp_bytes, checkpoints_timed, checkpoints_requested, relations)
    values ('other:5432', true, now(), 0, 0, 0, 0, 0, '[]')`;
    const limits = name === 'disk' ? { warn: 100, bad: 100 } : undefined;
    const found = await find({ name }, limits);
    expect(found).toMatchObject({
      state: 'unknown',
      says: 'No agent runs beside other:5432.',
      mayStayUnknown: true,
    });
    await superuser`update agent_reports set reported_at = now() - interval '4 minutes'`;
    const late = await find({ name }, limits);
    expect(late).toMatchObject({
      state: 'unknown',
      says: `The agent beside ${server} has said nothing for 4 min.`,
    });
    expect(late.mayStayUnknown).toBeUndefined();
  },
);

it('a disk that is nearly full is told of, and one that will be soon', async () => {
  const never = { warn: 100, bad: 100 };
  await report([small()]);
  expect(await find(disk, never)).toMatchObject({ state: 'ok' });
  const used = async () =>
    (await find(disk, never)).evidence.find(({ folder }) => folder === `archive ${small()}`)?.usedPercent;
  expect(await used()).toBe(0);
  writeFileSync(join(small(), 'segment'), Buffer.alloc(19 * 1024 * 1024));
  await report([small()]);
  expect(await used()).toBe(95);
  expect(await find(disk, { warn: 94, bad: 99 })).toMatchObject({
    state: 'warn',
    says: `The disk of archive ${small()} of ${server} is 95 % full: 1.0 MB are left.`.replace(
      '1.0 MB',
      '1 MB',
    ),
  });
  expect(await find(disk, { warn: 80, bad: 94 })).toMatchObject({ state: 'bad' });
  // Four days ago there was this much more room: a quarter of a megabyte a day, or a thirtieth of that.
  const grew = async (bytes: number) => {
    await report([small()]);
    await superuser`
      insert into agent_reports
      select (jsonb_populate_record(r, jsonb_build_object('reported_at', now() - interval '4 days', 'disks', (
        select jsonb_agg(case when d ->> 'folder' like 'archive%'
          then jsonb_set(d, '{free}', to_jsonb((d ->> 'free')::float8 + ${bytes}::float8)) else d end)
        from jsonb_array_elements(r.disks) d)))).* from agent_reports r`;
  };
  await grew(1024 * 1024);
  expect(await find(disk, never)).toMatchObject({
    state: 'bad',
    says: `The disk of archive ${small()} of ${server} is full in 3 days if it grows as it did.`,
  });
  await grew(200 * 1024);
  expect(await find(disk, never)).toMatchObject({
    state: 'warn',
    says: expect.stringContaining('in 20 days'),
  });
  await grew(-1024);
  expect(await find(disk, never)).toMatchObject({ state: 'ok' });
});

it('the folder of the log is measured against what the server is set to', async () => {
  await report();
  const found = await find(walFolder);
  expect(found).toMatchObject({ state: 'ok', evidence: [{ server, limitBytes: 2 * 1024 ** 3 }] });
  expect(found.value).toBeGreaterThan(0);
  expect(await find(walFolder, { warn: 0, bad: 1e6 })).toMatchObject({
    state: 'warn',
    says: expect.stringMatching(/ keeps \d+ MB of its log, \d+ % of what it is set to\.$|GB/),
  });
  expect(await find(walFolder, { warn: 0, bad: 0 })).toMatchObject({ state: 'bad' });
});

it('a clock that goes wrong is told of, and not by how long the question took', async () => {
  await report();
  expect(await find(clock)).toMatchObject({ state: 'ok', value: 0 });
  await superuser`update agent_reports set clock_ms = -900, clock_error_ms = 100`;
  expect(await find(clock)).toMatchObject({
    state: 'warn',
    value: 0.8,
    says: `The clock beside ${server} is 0.8 s behind the primary’s.`,
  });
  await superuser`update agent_reports set clock_ms = 9000`;
  expect(await find(clock)).toMatchObject({ state: 'bad' });
  await superuser`update agent_reports set clock_error_ms = 8900`;
  expect(await find(clock)).toMatchObject({ state: 'ok' });
});

it('the certificate that the server uses is read, with the days that it lasts', async () => {
  await report();
  expect(await find(certificates)).toMatchObject({ state: 'not applicable' });
  const account = await serverAccount();
  const [certificate, key] = [join(dataFolder, 'agents-test.crt'), join(dataFolder, 'agents-test.key')];
  const make = (days: number) =>
    execFileSync(
      'openssl',
      [
        ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes'],
        ...['-subj', '/CN=localhost', '-days', String(days), '-keyout', key, '-out', certificate],
      ],
      { ...account, cwd: dataFolder, stdio: 'ignore' },
    );
  make(90);
  await superuser.unsafe(`alter system set ssl_cert_file = 'agents-test.crt'`);
  await superuser.unsafe(`alter system set ssl_key_file = 'agents-test.key'`);
  await superuser`alter system set ssl = on`;
  await superuser`select pg_reload_conf()`;
  const found = async () => {
    await report();
    return find(certificates);
  };
  await expect.poll(async () => (await found()).state, { timeout: 10_000 }).toBe('ok');
  make(20);
  expect(await found()).toMatchObject({
    state: 'warn',
    says: expect.stringMatching(/^The certificate of .* ends in (19|20) days\.$/),
  });
  make(3);
  expect(await found()).toMatchObject({ state: 'bad' });
});

it('portal agent reports once, and says what it needs', async () => {
  const out = new PassThrough();
  const run = (environment: NodeJS.ProcessEnv) =>
    runPortal(['agent', '--once', '--data', dataFolder, '--archive', small()], {
      environment: { NODE_ENV: 'test', ...environment },
      stdout: out,
      stderr: out,
      signal: new AbortController().signal,
      user: 'test',
    });
  expect(await run({})).toBe(1);
  expect(await run({ DATABASE_AGENT_URLS: agentUrl })).toBe(0);
  const said = String(out.read());
  expect(said).toContain('DATABASE_AGENT_URLS must name the servers');
  expect(said).toMatch(
    /^Reported 127\.0\.0\.1:\d+: data \d+ % free, log \d+ % free, archive .* \d+ % free$/m,
  );
  // A second report within half a minute changes nothing.
  await run({ DATABASE_AGENT_URLS: agentUrl });
  expect(await superuser`select from agent_reports`).toHaveLength(1);
});

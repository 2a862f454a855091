import { afterAll, expect, it } from 'vitest';
import { currentSealKey } from '../../../audit/seal/entry.ts';
import { sealTrail } from '../../../audit/seal/seal-trail.ts';
import { systemActor } from '../../../engine/actors.ts';
import { connect } from '../../../engine/connection.ts';
import { openDatabase } from '../../../engine/database.ts';
import { addMember } from '../../../members/factory.ts';
import { testDatabase } from '../../testing/test-database.ts';
import { testKeys } from '../../testing/test-keys.ts';
import { look } from '../look.fixture.ts';
import { archiving } from './archiving.ts';
import { auditSeals } from './audit-seals.ts';
import { backups } from './backups.ts';
import { checksums } from './checksums.ts';
import { jobQueue } from './job-queue.ts';
import { mail } from './mail.ts';
import { policies } from './policies.ts';
import { restores } from './restores.ts';

const portal = testDatabase();
const at = () => ({ db: portal.db, serverUrls: [portal.ownerUrl.replace('portal_owner', 'portal_control')] });
const blind = () => ({ db: portal.db, serverUrls: [portal.urls.url] });
const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
afterAll(() => superuser.end());

it('without a backup nobody is told that all is well', async () => {
  expect(await look(backups.name, at())).toMatchObject({
    state: 'unknown',
    says: expect.stringContaining('No backup is configured'),
  });
  expect(await look(archiving.name, at())).toMatchObject({
    state: 'unknown',
    says: expect.stringContaining('No backup is configured'),
  });
});

it.each([archiving, checksums, policies])(
  '$name says what is missing for a login without the right',
  async ({ name }) => {
    expect(await look(name, blind())).toMatchObject({
      state: 'unknown',
      says: expect.stringContaining('GRANT pg_monitor'),
    });
  },
);

it('a table without policies, a policy that is off, and an open function of the owner are gaps', async () => {
  expect(await look(policies.name, at())).toMatchObject({ state: 'ok', value: 0, evidence: [] });
  await portal.owner.unsafe(`
    create table open_table (); create table bare_table ();
    alter table bare_table enable row level security, force row level security;
    create function open_function() returns int language sql security definer set search_path = public, pg_temp as 'select 1';
    create function loose_function() returns int language sql security definer as 'select 1';
    revoke execute on function loose_function() from public;
    alter table saved_searches no force row level security`);
  expect(await look(policies.name, at())).toMatchObject({
    state: 'bad',
    value: 5,
    evidence: [
      { what: 'bare_table', gap: 'no policy' },
      { what: 'loose_function()', gap: 'a function of its owner without a search_path' },
      { what: 'open_function()', gap: 'a function of its owner that everybody may call' },
      { what: 'open_table', gap: 'row-level security is off' },
      { what: 'saved_searches', gap: 'row-level security does not bind the owner' },
    ],
  });
  await portal.owner.unsafe(`
    drop table open_table, bare_table; drop function open_function(); drop function loose_function();
    alter table saved_searches force row level security`);
});

it('rows of the trail that wait for their seal, and a verification that found something, are told of', async () => {
  await addMember(portal.db);
  expect(await look(auditSeals.name, at(), { warn: 1e6, bad: 1e6 })).toMatchObject({ state: 'ok' });
  expect(await look(auditSeals.name, at(), { warn: 0, bad: 1e6 })).toMatchObject({
    state: 'warn',
    says: expect.stringMatching(/has waited .* for its seal/),
  });
  expect(await look(auditSeals.name, at(), { warn: 0, bad: 0 })).toMatchObject({ state: 'bad' });
  const worker = openDatabase(portal.workerUrls);
  await sealTrail(worker, { key: currentSealKey(testKeys) }).finally(() => worker.close());
  expect(await look(auditSeals.name, at(), { warn: 0, bad: 0 })).toMatchObject({ state: 'ok', value: 0 });
  await superuser`
    insert into audit_verifications (verified_by, started_at, batches, rows, unsealed, problems, messages, compared_anchor, compared_state, bypassed_policies, key_id, seal)
    values ('test', now(), 1, 1, 0, 2, '{a,b}', true, true, true, 'test', '')`;
  expect(await look(auditSeals.name, at())).toMatchObject({
    state: 'bad',
    says: 'The last verification of the audit trail named 2 problems.',
  });
  await superuser.begin(async (sql) => {
    await sql`lock table audit_seals in access exclusive mode`;
    expect(await look(auditSeals.name, at())).toMatchObject({
      state: 'unknown',
      says: expect.stringContaining('lock'),
    });
  });
});

it('a job that nobody takes, and one that failed for good, are told of, and only the worker’s login can tell', async () => {
  const db = openDatabase(portal.workerUrls);
  try {
    const own = { ...at(), db };
    expect(await look(jobQueue.name, own)).toMatchObject({ state: 'ok' });
    await portal.db.write(systemActor('test'), ({ sql }) => sql`select enqueue_job('forget-expired', '{}')`);
    await superuser`update jobs.job set start_after = now() - interval '5 minutes' where name = 'forget-expired'`;
    expect(await look(jobQueue.name, own)).toMatchObject({
      state: 'warn',
      says: 'A job of forget-expired has been due for 5 min, and nobody runs it.',
      evidence: [{ queue: 'forget-expired', due: 1, waitedSeconds: 300 }],
    });
    await superuser`update jobs.job set start_after = now() - interval '2 hours' where name = 'forget-expired'`;
    expect(await look(jobQueue.name, own)).toMatchObject({ state: 'bad' });
    await superuser`
      update jobs.job set state = 'failed', started_on = now(), completed_on = now(), output = '{"message": "out of reach"}'
      where name = 'forget-expired'`;
    expect(await look(jobQueue.name, own)).toMatchObject({
      state: 'warn',
      says: '1 job failed for good in the last day.',
      evidence: [{ queue: 'forget-expired', failed: 1, lastProblem: 'out of reach' }],
    });
    expect(await look(jobQueue.name, at())).toMatchObject({
      state: 'unknown',
      says: expect.stringContaining('permission denied'),
    });
  } finally {
    await db.close();
  }
});

it('mail that waits, and mail that could not be sent, is told of', async () => {
  expect(await look(mail.name, at())).toMatchObject({ state: 'ok', value: 0 });
  await portal.db.write(
    systemActor('test'),
    ({ sql }) => sql`select queue_mail(null, 'ana@example.org', 'test', 'Hello', '{}', 0)`,
  );
  await superuser`update mails set created_at = now() - interval '20 minutes'`;
  expect(await look(mail.name, at())).toMatchObject({
    state: 'warn',
    says: '1 mail waits, the oldest for 20 min.',
  });
  await superuser`update mails set created_at = now() - interval '3 hours'`;
  expect(await look(mail.name, at())).toMatchObject({ state: 'bad' });
  await superuser`update mails set created_at = now(), status = 'FAILED', problem = 'no such mailbox'`;
  expect(await look(mail.name, at())).toMatchObject({
    state: 'warn',
    says: '1 mail could not be sent in the last day.',
    evidence: [{ status: 'FAILED', mails: 1, lastProblem: 'no such mailbox' }],
  });
  await superuser.begin(async (sql) => {
    await sql`lock table mails in access exclusive mode`;
    expect(await look(mail.name, at())).toMatchObject({
      state: 'unknown',
      says: expect.stringContaining('lock'),
    });
  });
});

it('a backup counts once it was read back; its age and later failures are told', async () => {
  const backup = (name: string, columns: string) =>
    portal.owner.unsafe(`
      insert into backup_runs (place, name, started_at, ended_at, proven_at, problem, bytes, files, sha256)
      select '/backups', '${name}', ${columns}`);
  await backup(
    'first',
    `now() - interval '3 days', now() - interval '3 days', null, 'The disk is full.', null, null, null`,
  );
  expect(await look(backups.name, at())).toMatchObject({
    state: 'bad',
    says: 'No backup could be read back: The disk is full.',
  });
  const good = (age: string) =>
    `now() - interval '${age}', now() - interval '${age}', now() - interval '${age}', null, 5, 0, repeat('a', 64)`;
  await backup('second', good('60 hours'));
  expect(await look(backups.name, at())).toMatchObject({ state: 'bad' });
  await backup('third', good('40 hours'));
  expect(await look(backups.name, at())).toMatchObject({ state: 'warn' });
  await backup('fourth', good('2 hours'));
  expect(await look(backups.name, at())).toMatchObject({
    state: 'ok',
    evidence: [{ name: 'fourth' }, {}, {}, {}],
  });
  await backup('fifth', `now(), now(), null, 'The disk is full.', null, null, null`);
  expect(await look(backups.name, at())).toMatchObject({
    state: 'warn',
    says: expect.stringContaining('1 later try failed or is under way.'),
  });
  await portal.owner`delete from backup_runs`;
});

it('the last backup of a server in each repository, what a verification found and the last proven restore are told', async () => {
  const run = (act: string, repository: number, hours: number, problem: string | null = null) =>
    portal.owner`
      insert into backup_runs (server, act, repository, type, place, name, started_at, ended_at, proven_at, problem, bytes, database_bytes,
                               recovery_point_seconds, recovery_seconds)
      select 'server:5432', ${act}, ${repository}::int, case when ${act} = 'BACKUP' then 'FULL' end, '/repository-' || ${repository}::int,
             ${`${act} ${repository} ${hours} ${problem}`}, at, at, case when ${problem}::text is null then at end, ${problem}, 5, 50, 3, 40
      from (select now() - ${hours}::int * interval '1 hour' as at) t`;
  const says = async ({ name }: { name: typeof backups.name }) => {
    const { state, says: said } = await look(name, at());
    return `${state}: ${said}`;
  };
  expect(await says(restores)).toBe('unknown: No backup of a server is configured, so nothing was restored.');
  await run('BACKUP', 1, 2);
  await run('BACKUP', 2, 40);
  expect(await says(backups)).toBe('warn: The last backup into repository 2 was made 40 h ago.');
  expect(await says(restores)).toMatch(/^unknown: No restore was proven yet/);
  await run('BACKUP', 2, 3);
  expect(await says(backups)).toBe('ok: The last backup into repository 2 was made 3 h ago.');
  await run('BACKUP', 1, 1, 'The store is away.');
  expect(await says(backups)).toMatch(/^warn: .* The last try in repository 1 failed: The store is away\.$/);
  await run('BACKUP', 1, 0);
  await run('BACKUP', 1, 240);
  expect(await says(backups)).toMatch(/^warn: .* Repository 1 was not verified for more than a week\.$/);
  expect(await says(restores)).toMatch(/^warn: No restore was proven yet/);
  await run('VERIFY', 1, 5);
  expect(await says(backups)).toMatch(/^ok/);
  await run('VERIFY', 1, 4, 'Repository 1: the log lacks 1 segment.');
  expect(await says(backups)).toBe('bad: A verification failed: Repository 1: the log lacks 1 segment.');
  await run('DRILL', 1, 24);
  expect(await says(restores)).toBe(
    'ok: A restore from repository 1 was proven 24 h ago, with 3 s lost and open after 40 s.',
  );
  await run('DRILL', 2, 3, 'pg_amcheck found damage.');
  expect(await says(restores)).toBe('bad: The last drill from repository 2 failed: pg_amcheck found damage.');
  await portal.owner`delete from backup_runs where act = 'DRILL'`;
  await run('DRILL', 1, 200);
  expect(await says(restores)).toMatch(/^warn: /);
  await portal.owner`delete from backup_runs`;
});

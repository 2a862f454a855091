import { execFile } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, inject, it } from 'vitest';
import { type Client, connect } from '../../engine/connection.ts';
import { addMember } from '../../members/factory.ts';
import { addPayment } from '../../payments/factory.ts';
import { testDatabase } from '../testing/test-database.ts';

const run = promisify(execFile);
const portal = testDatabase();
const suffix = randomUUID().slice(0, 8);
const [reporter, keeper] = [`test_reporter_${suffix}`, `test_keeper_${suffix}`];
const as = (login: string) => portal.ownerUrl.replace('portal_owner', login);
let superuser: Client;
let report: Client;

beforeAll(async () => {
  superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser.unsafe(`create role ${reporter} login in role report_role`);
  await superuser.unsafe(`create role ${keeper} login in role backup_role`);
  report = connect(as(reporter), { max: 1, applicationName: 'test' });
  const userId = await addMember(portal.db, { firstName: 'Dumped' });
  await addPayment(portal.db, userId, 12_345);
  await superuser`insert into secure_data (user_id, key_id) values (${userId}, 'k')`;
});

afterAll(async () => {
  await report.end();
  await superuser.unsafe(`drop role ${reporter}; drop role ${keeper}`);
  await superuser.end();
});

it('the reporting role reads sums and dates, and no address, message or secret', async () => {
  expect(await report`select sum(amount_cents) as cents, count(*) as payments from payments`).toEqual([
    { cents: '12345', payments: 1 },
  ]);
  expect(await report`select status, count(*) as members from users group by status`).toHaveLength(1);
  for (const refused of [
    'select email from users',
    'select first_name from users',
    'select * from users',
    'select from messages',
    'select from secure_data',
    'select from audit_log',
    'select message from bid_contents',
    `update payments set amount_cents = 1`,
    'delete from projects',
  ]) {
    await expect(report.unsafe(refused), refused).rejects.toThrow(/permission denied/);
  }
});

it('the backup role reads every row of every table, and writes nothing', async () => {
  const { binaries } = inject('portalCluster');
  const { stdout } = await run(
    `${binaries}pg_dump`,
    ['--enable-row-security', '--data-only', '--inserts', '--no-sync', '-n', 'public', as(keeper)],
    { maxBuffer: 100_000_000 },
  );
  expect(stdout).toContain('Dumped');
  expect(stdout).toMatch(/INSERT INTO public\.secure_data/);
  expect(stdout).toMatch(/INSERT INTO public\.audit_log_\d{4}_\d\d/);
  const backup = connect(as(keeper), { max: 1, applicationName: 'test' });
  try {
    await expect(backup`delete from users`).rejects.toThrow(/permission denied/);
    await expect(backup`insert into skills values ('x', 'x', 'skill')`).rejects.toThrow(/permission denied/);
  } finally {
    await backup.end();
  }
});

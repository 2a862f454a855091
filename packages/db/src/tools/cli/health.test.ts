import { Writable } from 'node:stream';
import { healthCheckNames } from '@namc/inputs/health';
import { afterEach, beforeAll, expect, it } from 'vitest';
import { systemActor } from '../../engine/actors.ts';
import { connect } from '../../engine/connection.ts';
import { testDatabase } from '../testing/test-database.ts';
import { runPortal } from './run-portal.ts';

const portal = testDatabase();
const before = process.exitCode;
// In a long run of tests, the rows of the template have waited long for a seal.
beforeAll(async () => {
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`
    insert into health_thresholds (check_name, warn, bad) values ('audit-seals', 600000, 600000)`.finally(
    () => superuser.end(),
  );
});
afterEach(() => {
  process.exitCode = before;
});

/** Runs `portal health`, and returns what it printed and its exit code. */
async function health(
  args: string[] = [],
  direct = true,
): Promise<{ code: number; out: string; err: string }> {
  const text = { out: '', err: '' };
  const into = (name: 'out' | 'err') =>
    new Writable({
      write: (chunk, _encoding, done) => {
        text[name] += chunk;
        done();
      },
    });
  const failed = await runPortal(['health', ...args], {
    environment: {
      ...portal.workerEnvironment,
      DATABASE_OWNER_URL: portal.ownerUrl,
      ...(direct ? { DATABASE_DIRECT_URLS: portal.ownerUrl.replace('portal_owner', 'portal_control') } : {}),
      NODE_ENV: 'development',
    },
    stdout: into('out'),
    stderr: into('err'),
    signal: new AbortController().signal,
    user: 'tester',
  });
  return { code: failed || Number(process.exitCode), ...text };
}

it('exits 2 when something is bad, with the verdict first, the evidence and what to do', async () => {
  const { code, out } = await health();
  expect(code).toBe(2);
  // The servers of tests have their durability off.
  expect(out).toMatch(/^Not healthy\. .*fsync is off: data can be lost\.\n/);
  expect(out).toContain('BAD  settings: fsync is off: data can be lost.');
  expect(out).toContain('setting fsync, value off, wanted on');
  expect(out).toContain('Run: alter system set');
  expect(out).toMatch(/^ok +job-queue: /m);
});

it('prints everything as JSON for a program', async () => {
  const { code, out } = await health(['--json']);
  const { verdict, checks } = JSON.parse(out);
  expect(code).toBe(2);
  expect(verdict).toMatchObject({ state: 'bad', attention: expect.arrayContaining(['settings']) });
  expect(checks.map(({ name }: { name: string }) => name)).toEqual(healthCheckNames);
  expect(checks[0]).toMatchObject({
    state: 'ok',
    since: expect.stringContaining('T'),
    evidence: expect.any(Array),
  });
});

it('exits 3 when nothing is wrong and something is not known, as without the right to see, and 1 for a warning', async () => {
  const blind = await health([], false);
  expect(blind.code).toBe(3);
  expect(blind.out).toMatch(/^Nothing is known to be wrong\. \d+ things could not be checked: /);
  expect(blind.out).toContain('GRANT pg_monitor TO portal_public;');
  await portal.db.write(
    systemActor('test'),
    ({ sql }) => sql`select queue_mail(null, 'ana@example.org', 'test', 'Hello', '{}', 0)`,
  );
  const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
  await superuser`update mails set created_at = now() - interval '20 minutes'`.finally(() => superuser.end());
  const warned = await health([], false);
  expect(warned.code).toBe(1);
  expect(warned.out).toMatch(/^Healthy\. One thing to look at: 1 mail waits, the oldest for 20 min\.\n/);
});

it('names the alerts that are open, and since when', async () => {
  await portal.db.write(
    systemActor('test'),
    ({ sql }) => sql`
      insert into health_alerts (check_name, state, says, evidence, opened_at, resolved_at)
      values ('mail', 'bad', 'No mail leaves.', '[]', '2026-01-02 03:04Z', null),
             ('connections', 'bad', 'It is over.', '[]', '2026-01-02 03:04Z', now())`,
  );
  const { out } = await health([], false);
  expect(out).toContain('ALERT BAD since 2026-01-02T03:04:00.000Z: mail: No mail leaves.\n');
  expect(out).not.toContain('It is over.');
  const { alerts } = JSON.parse((await health(['--json'], false)).out);
  expect(alerts).toMatchObject([{ checkName: 'mail', state: 'bad' }]);
});

it('stores nothing, because the worker’s own rounds may see more', async () => {
  await health();
  expect(await portal.db.read(systemActor('test'), ({ sql }) => sql`select from health_states`)).toHaveLength(
    0,
  );
});

import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { makeKey } from '../../engine/secrets/key-ring.ts';
import { readKeys } from '../../engine/secrets/read-keys.ts';
import { readSettings } from '../../engine/settings.ts';
import { temporaryServerFolder } from '../testing/temporary-servers.ts';
import { testDatabase } from '../testing/test-database.ts';

const portal = testDatabase();
const cli = fileURLToPath(new URL('./portal.ts', import.meta.url));
const key = makeKey();
const noDatabase = {
  DATABASE_URL: '',
  DATABASE_STAFF_URL: '',
  DATABASE_SYSTEM_URL: '',
  DATABASE_OWNER_URL: '',
};

const run = (args: string[], env: Record<string, string> = {}) => start(args, env).ended;

function start(
  args: string[],
  env: Record<string, string> = {},
): { child: ChildProcess; ended: Promise<{ code: number | null; out: string; err: string }> } {
  const child = spawn(process.execPath, [cli, ...args], {
    env: {
      ...process.env,
      ...portal.environment,
      DATABASE_OWNER_URL: portal.ownerUrl,
      PORTAL_KEYS: key,
      ...env,
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const text = { out: '', err: '' };
  child.stdout.on('data', (chunk) => {
    text.out += chunk;
  });
  child.stderr.on('data', (chunk) => {
    text.err += chunk;
  });
  return { child, ended: new Promise((resolve) => child.on('close', (code) => resolve({ code, ...text }))) };
}

describe('portal', () => {
  it.each([
    ['SIGTERM', 143],
    ['SIGINT', 130],
  ] as const)(
    'says in a word that %s has ended a command, and tells a program by its code',
    async (signal, code) => {
      const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
      onTestFinished(() => superuser.end());
      await superuser.begin(async (sql) => {
        // The command waits for it.
        await sql`lock table health_thresholds`;
        const { child, ended } = start(['health']);
        child.stderr?.on('data', (chunk) => {
          if (String(chunk).includes('Checking the database')) child.kill(signal);
        });
        expect(await ended).toMatchObject({
          code,
          out: '',
          err: expect.stringMatching(/^Checking.*\nCanceled\.\n$/),
        });
      });
    },
  );

  it('seed adds an association and lists its accounts, and refuses a second time', async () => {
    const first = await run(['seed', '--scale', 'demo']);
    expect(first).toMatchObject({
      code: 0,
      out: expect.stringMatching(/administrator +marcus\.bell@example\.org/),
    });
    expect(await run(['seed', '--scale', 'demo'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('exists already'),
    });
    expect(await run(['seed', '--scale', 'huge'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('demo, bench'),
    });
    expect(await run(['seed', '--scale', 'bench', '--size', '-1'])).toMatchObject({
      code: 1,
      err: expect.stringContaining('--size'),
    });
  });

  describe('cluster', () => {
    let at: Record<string, string>;
    let made: Awaited<ReturnType<typeof run>>;
    let env: Record<string, string>;

    beforeAll(async () => {
      at = { DATA_DIRECTORY: await temporaryServerFolder(), ...noDatabase };
    });

    afterAll(async () => {
      await run(['cluster', 'down'], at);
      rmSync(at.DATA_DIRECTORY ?? '', { recursive: true, force: true });
    });

    it('up creates a primary, replicas, PgBouncer and Redis, and prints the settings that use them', async () => {
      expect(await run(['cluster', 'status'], at)).toMatchObject({
        code: 1,
        out: expect.stringContaining('portal cluster up'),
      });
      made = await run(['cluster', 'up'], at);
      expect(made).toMatchObject({ code: 0, err: expect.stringContaining('Copying it to replica 2') });
      env = Object.fromEntries(
        [...made.out.matchAll(/^export (\w+)='(.*)'$/gm)].map(([, name, value]) => [name ?? '', value ?? '']),
      );
      const whole = await run(['cluster', 'status'], at);
      expect(whole).toMatchObject({
        code: 0,
        out: expect.stringMatching(/PgBouncer portal_1 as portal_public/),
      });
      expect(whole.out.match(/ {2}replica {2}/g)).toHaveLength(2);
    });

    it('down stops all of them', async () => {
      expect(await run(['seed', '--scale', 'demo'], { ...at, ...env })).toMatchObject({ code: 0 });
      expect(await run(['cluster', 'down'], at)).toMatchObject({ code: 0 });
      expect(await run(['cluster', 'status'], at)).toMatchObject({
        code: 1,
        out: expect.stringMatching(/PgBouncer on port \d+ does not run/),
      });
    });

    it('up starts them again with their data and the same settings', async () => {
      expect(await run(['cluster', 'up'], at)).toMatchObject({ code: 0, out: made.out });
      expect(await run(['seed', '--scale', 'demo'], { ...at, ...env })).toMatchObject({
        code: 1,
        err: expect.stringContaining('exists already'),
      });
    });
  });

  it('connections shows each server, and fails when one is down', async () => {
    const host = new URL(portal.ownerUrl).host;
    const whole = await run(['connections']);
    expect(whole).toMatchObject({ code: 0, err: '' });
    expect(whole.out).toMatch(
      new RegExp(`^${host}  primary  \\d+ of \\d+ connections; the portal’s others: `),
    );
    const halved = await run(['connections'], {
      DATABASE_REPLICA_URLS: 'postgres://app:hunter2@127.0.0.1:1/portal',
    });
    expect(halved).toMatchObject({
      code: 1,
      out: expect.stringMatching(/^127\.0\.0\.1:1 {2}gone: .*ECONNREFUSED/m),
    });
    expect(halved.out).not.toContain('hunter2');
    const wrong = await run(['connections'], { DATABASE_REPLICA_URLS: 'replica.example.org' });
    expect(wrong).toMatchObject({ code: 1, err: expect.stringContaining('DATABASE_REPLICA_URLS') });
  });

  it('roles grant appoints the first administrator, even from an applicant', async () => {
    const grant = (...args: string[]) => run(['roles', 'grant', ...args]);
    expect(await grant('nobody@example.org', 'administrator')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no account with the email address nobody@example.org'),
    });
    // An applicant of the demo association.
    const email = 'fatima.zahir@example.org';
    expect(await grant(email, 'administrator')).toMatchObject({
      code: 1,
      err: expect.stringContaining('Only an active account'),
    });
    expect(await grant(email, 'nothing', '--approve')).toMatchObject({
      code: 1,
      err: expect.stringContaining('There is no role nothing'),
    });
    expect(await grant(email, 'administrator', '--approve')).toMatchObject({
      code: 0,
      out: expect.stringContaining('has the role administrator'),
    });
    const rows = await portal.owner`
      select u.status, r.role_code from users u join user_roles r on r.user_id = u.id where u.email_key = ${email}`;
    expect(rows).toEqual([{ status: 'ACTIVE', role_code: 'administrator' }]);
  });

  it('access prints the matrix', async () => {
    const { code, out } = await run(['access']);
    expect(code).toBe(0);
    expect(out).toMatch(/^users +···· +s·u· /m);
    expect(out).toContain('administrator');
  });

  it('partitions maintain creates missing ones, and status warns when too few are left', async () => {
    expect(await run(['partitions', 'maintain'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('Nothing to do'),
    });
    expect(await run(['partitions', 'status'])).toMatchObject({
      code: 0,
      out: expect.stringContaining('14 of 14 ahead'),
    });
    const names = await portal.owner<{ name: string }[]>`
      select partition_name as name from list_partitions('system_metrics') where lower_bound > now() + interval '3 days'`;
    for (const { name } of names) await portal.owner.unsafe(`drop table ${name}`);
    expect(await run(['partitions', 'status'])).toMatchObject({
      code: 1,
      out: expect.stringContaining('run portal partitions maintain'),
    });
    expect((await run(['partitions', 'maintain'])).out.match(/created/g)).toHaveLength(names.length);
  });

  describe('audit', () => {
    let folder: string;
    let own: Record<string, string>;
    beforeAll(() => {
      folder = mkdtempSync(join(tmpdir(), 'portal-cli-'));
      own = { PORTAL_SEAL_KEYS: makeKey(), PORTAL_ANCHOR: join(folder, 'anchor.jsonl') };
    });
    afterAll(() => rmSync(folder, { recursive: true, force: true }));

    it('seals the trail, and verifies it with the anchor and the present rows', async () => {
      expect(await run(['audit', 'seal'], { PORTAL_SEAL_KEYS: '', NODE_ENV: 'production' })).toMatchObject({
        code: 1,
        err: expect.stringContaining('PORTAL_SEAL_KEYS or PORTAL_SEAL_KEYS_FILE must be set'),
      });
      const unsealed = await run(['audit', 'verify'], own);
      expect(unsealed).toMatchObject({ code: 1, out: expect.stringContaining('The trail has no seals') });
      expect(await run(['audit', 'seal'], own)).toMatchObject({
        code: 0,
        out: expect.stringMatching(/\d+ rows sealed[\s\S]*knows the chain up to batch \d+/),
      });
      expect(await run(['audit', 'verify', '--state', '--store'], own)).toMatchObject({
        code: 0,
        out: expect.stringMatching(/Compared with the anchor [\s\S]*The trail is intact\./),
      });
    });

    it('names a superuser’s changes of the sealed trail, and accepts rules', async () => {
      const superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
      await superuser`alter table users disable trigger record_change`;
      expect(await run(['audit', 'verify'], own)).toMatchObject({
        code: 1,
        out: expect.stringContaining('The trigger record_change of users was changed.'),
      });
      expect(await run(['audit', 'accept', '--reason', 'A test.'], own)).toMatchObject({ code: 0 });
      expect(await run(['audit', 'verify'], own)).toMatchObject({
        code: 0,
        out: expect.stringMatching(/Note: .* accepted what was found .*: A test\./),
      });
      await superuser`update audit_log set changes = '{}' where id = (select row_id from audit_row_seals where trail = 'audit_log' limit 1)`;
      await superuser`delete from admin_actions where id = (select row_id from audit_row_seals where trail = 'admin_actions' limit 1)`;
      await superuser.end();
      const verified = await run(['audit', 'verify'], own);
      expect(verified.code).toBe(1);
      expect(verified.out).toMatch(/Row .* of audit_log was changed\./);
      expect(verified.out).toMatch(/Row .* of admin_actions was deleted\./);
    });

    it('says what is wrong with an anchor and with a letter', async () => {
      expect((await run(['audit', 'verify', '--anchor', '/nowhere/at/all'], own)).err).toContain(
        'cannot be read',
      );
      const store = {
        AWS_ENDPOINT_URL_S3: 'http://127.0.0.1:1',
        AWS_REGION: 'us-east-1',
        AWS_ACCESS_KEY_ID: 'nobody',
        AWS_SECRET_ACCESS_KEY: 'nothing',
      };
      const unreachable = await run(['audit', 'verify', '--anchor', 's3://anchor/trail'], {
        ...own,
        ...store,
      });
      expect(unreachable).toMatchObject({
        code: 1,
        err: expect.stringContaining('The object store s3://anchor/trail does not answer'),
      });
      expect((await run(['audit', 'verify', '--expect', `1:${'0'.repeat(64)}`], own)).out).toContain(
        'The letter knows batch 1, and it has another seal.',
      );
    });
  });

  it('keys generates a key, rotates to it, and names a missing one', async () => {
    const generated = (await run(['keys', 'generate'])).out.trim();
    expect(await run(['keys', 'rotate'], { PORTAL_KEYS: `${generated},${key}` })).toMatchObject({
      code: 0,
      out: expect.stringContaining('0 rows encrypted again'),
    });
    expect(await run(['keys', 'rotate'], { PORTAL_KEYS: 'nonsense' })).toMatchObject({
      code: 1,
      err: expect.stringContaining('PORTAL_KEYS: line 1 is not of the form'),
    });
    expect(
      await run(['keys', 'rotate'], { PORTAL_KEYS: '', PORTAL_KEYS_FILE: '/nowhere/at/all' }),
    ).toMatchObject({
      code: 1,
      err: expect.stringContaining('/nowhere/at/all, which cannot be read'),
    });
  });

  it('finds the keys that the portal generated for a developer, and generates no others', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'portal-cli-'));
    const own = { PORTAL_KEYS: '', DATA_DIRECTORY: folder };
    try {
      // The same call that the portal makes when it starts with these settings.
      const portalKeys = readKeys(
        readSettings({ ...portal.environment, NODE_ENV: 'development', ...own }).keys,
      );
      expect(await run(['keys', 'rotate'], own)).toMatchObject({
        code: 0,
        out: expect.stringContaining(`with the key ${portalKeys.current.id}.`),
      });
      expect(await run(['audit', 'seal'], own)).toMatchObject({ code: 0, err: '' });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  });

  it('names every wrong setting at once, and works without the settings that a command does not need', async () => {
    const wrong = {
      DATABASE_URL: 'mysql://root:hunter2@127.0.0.1/x',
      DATABASE_PREPARED_STATEMENTS: 'no',
      LOG_LEVEL: 'loud',
      PORT: 'high',
    };
    const refused = await run(['connections'], { ...noDatabase, ...wrong });
    expect(refused.code).toBe(1);
    expect(refused.err.trim()).toBe(messageOf(() => readSettings(wrong)));
    for (const name of Object.keys(wrong)) expect(refused.err).toContain(name);
    expect(refused.err).not.toContain('hunter2');
    expect(await run(['keys', 'generate'], wrong)).toMatchObject({ code: 0, err: '' });
  });
});

function messageOf(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    return (error as Error).message;
  }
  return 'nothing was thrown';
}

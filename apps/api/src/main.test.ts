import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { fileURLToPath } from 'node:url';
import { freePort } from '@namc/db/free-port';
import { makeKey } from '@namc/db/keys';
import { readMigrationFiles } from '@namc/db/migrations/files';
import { connect } from '@namc/db/testing/direct-client';
import { testDatabase } from '@namc/db/testing/test-database';
import { afterEach, describe, expect, it } from 'vitest';

const portal = testDatabase();
const newest = readMigrationFiles().at(-1)?.name ?? '';
const main = fileURLToPath(new URL('./main.ts', import.meta.url));
const worker = fileURLToPath(new URL('./worker.ts', import.meta.url));
const started: ChildProcess[] = [];

afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});

function ownDatabaseOf(url: string): string {
  return url.replace(/[^/]+$/, new URL(portal.ownerUrl).pathname.slice(1));
}

function start(env: Record<string, string>, ipc = false, file = main) {
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env.PATH, NODE_ENV: 'test', ...env },
    stdio: ['ignore', 'pipe', 'pipe', ...(ipc ? (['ipc'] as const) : [])],
  });
  started.push(child);
  let out = '';
  child.stdout?.on('data', (text) => {
    out += text;
  });
  child.stderr?.on('data', (text) => {
    out += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  return { child, ended, said: () => out };
}

async function startServing(env: Record<string, string> = {}, ipc = false) {
  const port = await freePort();
  const running = start({ ...portal.environment, PORT: String(port), ...env }, ipc);
  const address = env.PUBLIC_ORIGIN ?? `http://localhost:${port}`;
  await expect.poll(running.said, { timeout: 20_000 }).toContain(`Open ${address}  `);
  return { ...running, port, origin: `http://127.0.0.1:${port}` };
}

describe('npm start', () => {
  it('serves, and prints the address', async () => {
    const { origin } = await startServing();
    expect(await (await fetch(`${origin}/readyz`)).json()).toEqual({ status: 'ready' });
  });

  it.each(['SIGTERM', 'SIGINT'] as const)(
    'finishes what it is doing on %s, then ends well',
    async (signal) => {
      const { child, ended, origin } = await startServing();
      // A slow request: the table is locked until then.
      const superuser = connect(ownDatabaseOf(portal.superuserUrl), { max: 2, applicationName: 'test' });
      const hasLock = Promise.withResolvers<void>();
      const unlock = Promise.withResolvers<void>();
      const locked = superuser.begin(async (sql) => {
        await sql`lock table contractor_county_counts in access exclusive mode`;
        hasLock.resolve();
        await unlock.promise;
      });
      await hasLock.promise;
      const answer = fetch(`${origin}/trpc/contractors.listCountyCounts`);
      try {
        const waiting = () => superuser`
          select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
        await expect.poll(waiting, { timeout: 10_000 }).toHaveLength(1);
        child.kill(signal);
        await new Promise((resolve) => setTimeout(resolve, 300));
      } finally {
        unlock.resolve();
        await locked;
        await superuser.end();
      }
      expect((await answer).status).toBe(200);
      expect(await ended).toBe(0);
      await expect(fetch(`${origin}/healthz`)).rejects.toThrow();
    },
  );

  it('ends when the command that started it ends', async () => {
    const { child, ended } = await startServing({}, true);
    child.disconnect();
    expect(await ended).toBe(0);
  });

  it.each([main, worker])(
    'ends when the command that started %s ended before it could listen',
    async (file) => {
      const { child, ended } = start(
        { ...portal.workerEnvironment, PORT: String(await freePort()) },
        true,
        file,
      );
      child.disconnect();
      expect(await ended).toBe(0);
    },
  );
});

describe('the development pages', () => {
  const keys = { PORTAL_KEYS: makeKey(), PORTAL_BID_PUBLIC_KEY: makeKey() };
  it.each([
    ['exist in development', { NODE_ENV: 'development' }, 200],
    [
      'exist for a local PUBLIC_ORIGIN',
      { NODE_ENV: 'development', PUBLIC_ORIGIN: 'http://localhost:3000' },
      200,
    ],
    ['do not exist when NODE_ENV is forgotten', { NODE_ENV: '', ...keys }, 404],
    ['do not exist in production', { NODE_ENV: 'production', ...keys }, 404],
    [
      'do not exist for a portal of other people’s browsers',
      { NODE_ENV: 'development', PUBLIC_ORIGIN: 'https://portal.example.org' },
      404,
    ],
    ['do not exist when mail is sent', { NODE_ENV: 'development', SMTP_URL: 'smtp://127.0.0.1:1' }, 404],
  ])('%s', async (_name, env, status) => {
    const { origin } = await startServing(env);
    for (const path of ['/dev/outbox', '/dev/letters']) {
      expect((await fetch(`${origin}${path}`, { headers: { Accept: 'application/json' } })).status).toBe(
        status,
      );
    }
  });
});

describe('npm start reports plainly', () => {
  it('that the port is taken', async () => {
    const other = createServer();
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const { port } = other.address() as { port: number };
    const { ended, said } = start({ ...portal.environment, PORT: String(port) });
    expect(await ended).toBe(1);
    expect(said()).toContain(`Port ${port} is taken`);
    other.close();
  });

  it('every wrong setting', async () => {
    const { ended, said } = start({
      PORT: 'high',
      LOG_LEVEL: 'loud',
      PORTAL_KEYS: 'hunter2',
      PORTAL_SEAL_KEYS: 'hunter2',
    });
    expect(await ended).toBe(1);
    expect(said()).toMatch(
      /PORT must be a whole number.*\n.*LOG_LEVEL must be one of.*\n.*PORTAL_KEYS: line 1.*\n.*PORTAL_SEAL_KEYS: line 1/,
    );
    expect(said()).not.toContain('hunter2');
  });

  it('that the database server does not answer, without the password', async () => {
    const { ended, said } = start({
      DATABASE_URL: 'postgres://a:hunter2@127.0.0.1:1/x',
      PORT: String(await freePort()),
    });
    expect(await ended).toBe(1);
    expect(said()).toContain(
      'The portal cannot use this database:\n  Nothing listens at 127.0.0.1:1, which DATABASE_URL names. Start the database server,',
    );
    expect(said()).not.toContain('hunter2');
  });

  it('that a superuser’s login is dangerous, and refuses it in production', async () => {
    const one = {
      DATABASE_URL: portal.superuserUrl,
      DATABASE_STAFF_URL: '',
      DATABASE_SYSTEM_URL: '',
    };
    const { said } = await startServing(one);
    expect(said()).toContain('Warning: The login postgres in DATABASE_URL is a superuser');
    const production = start({ ...one, NODE_ENV: 'production', PORT: String(await freePort()) });
    expect(await production.ended).toBe(1);
  });

  it('that the database needs a migration, and does not migrate it', async () => {
    await portal.owner`delete from portal_migrations where name = ${newest}`;
    const { said, origin } = await startServing();
    await expect
      .poll(said)
      .toContain(`The portal is not ready: To be applied: ${newest}. Run: portal migrate`);
    expect((await fetch(`${origin}/readyz`)).status).toBe(503);
  });
});

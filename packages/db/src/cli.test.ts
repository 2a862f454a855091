import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { testDatabase } from './testing/test-database.ts';

const portal = testDatabase();
const cli = fileURLToPath(new URL('./cli.ts', import.meta.url));

function run(
  args: string[],
  env: Record<string, string> = {},
): Promise<{ code: number; out: string; err: string }> {
  return new Promise((resolve) => {
    const all = { ...process.env, DATABASE_URL: portal.url, DATABASE_OWNER_URL: portal.ownerUrl, ...env };
    execFile(process.execPath, [cli, ...args], { env: all }, (error, out, err) => {
      resolve({ code: error ? Number(error.code) : 0, out, err });
    });
  });
}

describe('the command line', () => {
  it('says that a current database is up to date', async () => {
    expect(await run(['migrate', 'status'])).toMatchObject({ code: 0, out: 'The database is up to date.\n' });
    expect(await run(['migrate'])).toMatchObject({ code: 0, out: 'The database is up to date.\n' });
  });

  it('finds no drift in a fresh database, and names what somebody changed by hand', async () => {
    const env = {
      DATABASE_OWNER_URL: portal.superuserUrl.replace(/[^/]+$/, new URL(portal.url).pathname.slice(1)),
    };
    expect(await run(['migrate', 'drift'], env)).toMatchObject({ code: 0, err: '' });
    await portal.owner`create index by_hand on zip_codes (county)`;
    const drifted = await run(['migrate', 'drift'], env);
    await portal.owner`drop index by_hand`;
    expect(drifted.code).toBe(1);
    expect(drifted.out).toContain('+ index: CREATE INDEX by_hand ON public.zip_codes');
  });

  it('says what is wrong with a variable, without repeating a password', async () => {
    const wrong = await run(['migrate'], { DATABASE_URL: 'mysql://root:secret@127.0.0.1/x' });
    expect(wrong).toMatchObject({ code: 1, err: 'DATABASE_URL is not a postgres:// URL.\n' });
    const half = await run(['migrate'], { DATABASE_URL: '' });
    expect(half.err).toContain('DATABASE_OWNER_URL is set and DATABASE_URL is not');
  });

  it('says plainly that the server is away', async () => {
    const away = await run(['migrate'], {
      DATABASE_URL: 'postgres://a@127.0.0.1:1/x',
      DATABASE_OWNER_URL: 'postgres://a@127.0.0.1:1/x',
    });
    expect(away.code).toBe(1);
    expect(away.err).toMatch(/^The database cannot be reached; .*\n$/);
  });

  it('offers help for a command that does not exist', async () => {
    const unknown = await run(['migrat']);
    expect(unknown.code).toBe(1);
    expect(unknown.err).toContain("unknown command 'migrat'");
  });
});

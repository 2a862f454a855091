import { describe, expect, it } from 'vitest';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { freePort } from '../free-port.ts';
import { checkServer } from './check-server.ts';

const portal = testDatabase();

describe('before it starts, the portal', () => {
  it('accepts a login that the policies bind', async () => {
    expect(await checkServer({ url: portal.url, production: true, preparedStatements: true })).toEqual({
      problems: [],
      warnings: [],
    });
  });

  it('warns of a superuser or an owner, and refuses them in production', async () => {
    const superuser = portal.ownerUrl.replace('portal_owner', 'postgres');
    expect(
      (await checkServer({ url: superuser, production: false, preparedStatements: true })).warnings,
    ).toMatchObject([expect.stringContaining('postgres in DATABASE_URL is a superuser')]);
    expect(
      (await checkServer({ url: superuser, production: true, preparedStatements: true })).problems,
    ).toHaveLength(1);
    expect(
      (await checkServer({ url: portal.ownerUrl, production: false, preparedStatements: true })).warnings,
    ).toMatchObject([expect.stringContaining('owns the portal’s tables')]);
  });

  it('reports which role a login lacks and the command that gives it', async () => {
    const name = `stranger_${process.pid}`;
    await portal.owner`create role ${portal.owner(name)} login`;
    const { problems } = await checkServer({
      url: portal.url.replace('portal_application', name),
      production: false,
      preparedStatements: true,
    });
    await portal.owner`drop role ${portal.owner(name)}`;
    expect(problems).toHaveLength(2);
    expect(problems[0]).toContain('may not act as application_role: run `portal migrate`');
  });

  it('reports plainly that nothing listens, or that the database does not exist', async () => {
    const nowhere = await checkServer({
      url: `postgres://someone:secret@127.0.0.1:${await freePort()}/x`,
      production: false,
      preparedStatements: true,
    });
    expect(nowhere.problems).toEqual([
      'The database in DATABASE_URL cannot be reached: nothing listens there.',
    ]);
    const missing = portal.url.replace(/[^/]+$/, 'no_such_database');
    expect(
      (await checkServer({ url: missing, production: false, preparedStatements: true })).problems[0],
    ).toContain('"no_such_database" does not exist');
  });
});

import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../tools/testing/test-database.ts';
import { type Client, connect } from '../connection.ts';
import { freePort } from '../free-port.ts';
import { checkServer } from './check-server.ts';

const portal = testDatabase();
let superuser: Client;
const inProduction = { production: true, preparedStatements: true };
const inDevelopment = { production: false, preparedStatements: true };

beforeAll(() => {
  superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
});
afterAll(() => superuser.end());

describe('before it starts, the portal', () => {
  it('accepts three logins that the policies bind', async () => {
    expect(await checkServer({ ...portal.urls, ...inProduction })).toEqual({ problems: [], warnings: [] });
  });

  it('warns of a superuser or an owner, and refuses them in production', async () => {
    const asSuperuser = { ...portal.urls, url: portal.superuserUrl };
    expect((await checkServer({ ...asSuperuser, ...inDevelopment })).warnings).toEqual([
      expect.stringContaining('postgres in DATABASE_URL is a superuser'),
    ]);
    expect((await checkServer({ ...asSuperuser, ...inProduction })).problems).toHaveLength(1);
    expect(
      (await checkServer({ ...portal.urls, systemUrl: portal.ownerUrl, ...inDevelopment })).warnings,
    ).toEqual([expect.stringContaining('portal_owner in DATABASE_SYSTEM_URL owns the portal’s tables')]);
  });

  it('refuses in production one login for several kinds of callers', async () => {
    expect((await checkServer({ url: portal.ownerUrl, ...inProduction })).problems[0]).toContain(
      'DATABASE_STAFF_URL and DATABASE_SYSTEM_URL are not set',
    );
    const { staffUrl } = portal.urls;
    expect(
      (await checkServer({ url: staffUrl, staffUrl, systemUrl: staffUrl, ...inProduction })).problems,
    ).toEqual(expect.arrayContaining([expect.stringContaining('name the same login')]));
  });

  it('refuses in production a login that may act as more than its callers', async () => {
    const { url, staffUrl, systemUrl } = portal.urls;
    const swapped = await checkServer({ url: staffUrl, staffUrl: url, systemUrl, ...inProduction });
    expect(swapped.problems).toEqual([
      expect.stringContaining('portal_staff in DATABASE_URL may act as admin_role'),
      expect.stringContaining('portal_staff in DATABASE_URL may not act as application_role'),
    ]);
    const raised = await checkServer({ url, staffUrl: systemUrl, systemUrl: staffUrl, ...inProduction });
    expect(raised.problems).toEqual([
      expect.stringContaining('portal_system in DATABASE_STAFF_URL may act as system_role'),
    ]);
  });

  it('reports which role a login lacks and the script that gives it', async () => {
    const name = `stranger_${process.pid}`;
    await superuser`create role ${superuser(name)} login`;
    const { problems } = await checkServer({
      url: portal.urls.url.replace('portal_public', name),
      ...inDevelopment,
    });
    await superuser`drop role ${superuser(name)}`;
    expect(problems).toHaveLength(3);
    expect(problems[0]).toContain('may not act as application_role: run docker/postgres/create-logins.sh');
  });

  it('refuses in production a database whose restored rights let anybody make temporary tables', async () => {
    const database = new URL(portal.ownerUrl).pathname.slice(1);
    await portal.owner`grant temporary on database ${portal.owner(database)} to public`;
    const { problems } = await checkServer({ ...portal.urls, ...inProduction });
    await portal.owner`revoke temporary on database ${portal.owner(database)} from public`;
    expect(problems).toEqual([expect.stringContaining('may make temporary tables: run `portal migrate`')]);
  });

  it('reports plainly that nothing listens, or that the database does not exist', async () => {
    const port = await freePort();
    const nowhere = await checkServer({
      url: `postgres://someone:secret@127.0.0.1:${port}/x`,
      ...inDevelopment,
    });
    expect(nowhere.problems).toEqual([
      `Nothing listens at 127.0.0.1:${port}, which DATABASE_URL names. Start the database server, or correct the host and the port.`,
    ]);
    const missing = portal.urls.url.replace(/[^/]+$/, 'no_such_database');
    expect((await checkServer({ url: missing, ...inDevelopment })).problems[0]).toContain(
      'The database server has no database “no_such_database”, which DATABASE_URL names.',
    );
  });
});

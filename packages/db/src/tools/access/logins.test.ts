import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { systemActor, visitor } from '../../engine/actors.ts';
import { type Client, connect } from '../../engine/connection.ts';
import { addMember } from '../../members/factory.ts';
import { migrate } from '../migrate/migrate.ts';
import { createEmptyDatabase, dropDatabase } from '../testing/template.ts';
import { testDatabase } from '../testing/test-database.ts';

const run = promisify(execFile);
const portal = testDatabase();
const urlOf = (login: string) => portal.ownerUrl.replace('portal_owner', login);

/** The roles that each login may take on. Every other role of the server is refused, whatever it is called. */
const mayTake: Record<string, string[]> = {
  portal_public: ['application_role'],
  portal_staff: ['admin_role'],
  portal_system: ['admin_role', 'system_role'],
  portal_worker: ['admin_role', 'queue_role', 'system_role'],
  portal_control: [
    'pg_monitor',
    'pg_read_all_settings',
    'pg_read_all_stats',
    'pg_signal_backend',
    'pg_stat_scan_tables',
  ],
  portal_auditor: ['pg_read_all_data', 'pg_read_all_stats'],
  portal_import: ['import_role'],
  portal_agent: ['agent_role', 'pg_read_all_settings'],
  portal_maintenance: [
    'backup_role',
    'pg_monitor',
    'pg_read_all_settings',
    'pg_read_all_stats',
    'pg_stat_scan_tables',
    'schema_owner',
  ],
};
const callers = ['portal_public', 'portal_staff', 'portal_system'] as const;
let superuser: Client;

beforeAll(() => {
  superuser = connect(portal.superuserUrl, { max: 1, applicationName: 'test' });
});
afterAll(() => superuser.end());

async function withLogin<T>(login: string, fn: (sql: Client) => Promise<T>): Promise<T> {
  const sql = connect(urlOf(login), { max: 1, applicationName: 'test' });
  return fn(sql).finally(() => sql.end());
}

describe.each(Object.keys(mayTake))('%s', (login) => {
  it('takes on its own roles, and no other role of the server in any way', async () => {
    const roles = await superuser<{ name: string }[]>`
      select rolname as name from pg_roles where rolname <> ${login} order by 1`;
    await withLogin(login, async (sql) => {
      const taken = new Set<string>();
      for (const { name } of roles) {
        for (const attempt of [
          `set role "${name}"`,
          `set local role "${name}"`,
          `set session authorization "${name}"`,
          `select set_config('role', '${name}', false)`,
          `select set_config('session_authorization', '${name}', false)`,
          `select from (select set_config('role', '${name}', true) offset 0) x`,
        ]) {
          await sql.unsafe(`begin; ${attempt}`).catch(() => undefined);
          const [now] = await sql<{ role: string; login: string }[]>`
            select current_user as role, session_user as login`.catch(() => []);
          if (now) expect(now.login, attempt).toBe(login);
          if (now?.role === name) taken.add(name);
          await sql.unsafe('rollback; reset role');
        }
      }
      expect([...taken].toSorted()).toEqual(mayTake[login]);
    });
  });

  it('grants itself nothing, and reaches no other database of the server', async () => {
    await withLogin(login, async (sql) => {
      for (const attempt of [
        ...(mayTake[login] ?? []).map((role) => `set role "${role}"; grant system_role to ${login}`),
        `grant system_role to ${login}`,
        `grant admin_role to ${login}`,
        `grant pg_execute_server_program to ${login}`,
        `alter role ${login} superuser`,
        `alter role ${login} inherit`,
        'alter role portal_replication password null',
        'create role another',
        'create table mine (a integer)',
        'create temporary table mine (a integer)',
        'select lo_create(0)',
        `select lo_from_bytea(0, 'x')`,
        `copy (select 1) to program 'id'`,
      ]) {
        await expect(sql.unsafe(attempt), attempt).rejects.toThrow(/permission denied|must |read-only/);
        await sql.unsafe('reset role');
      }
    });
    for (const database of ['postgres', 'template1']) {
      const elsewhere = connect(urlOf(login).replace(/[^/]+$/, database), {
        max: 1,
        applicationName: 'test',
      });
      await expect(elsewhere`select 1`, database)
        .rejects.toThrow('permission denied for database')
        .finally(() => elsewhere.end());
    }
  });
});

it('every login of the server is one of these, or the owner, or a server’s', async () => {
  const all = await superuser<{ name: string }[]>`select rolname as name from pg_roles where rolcanlogin`;
  const portals = all.map(({ name }) => name).filter((name) => name.startsWith('portal_'));
  expect(portals.toSorted()).toEqual(
    [...Object.keys(mayTake), 'portal_owner', 'portal_replication'].toSorted(),
  );
});

describe('an injected statement', () => {
  it.each(callers)('on a connection of %s never makes it another actor', async (login) => {
    const isSystem = login === 'portal_system';
    const [role = ''] = mayTake[login] ?? [];
    const administrator = await addMember(portal.db);
    await portal.db.write(
      systemActor('test'),
      ({ sql }) =>
        sql`insert into user_roles (user_id, role_code) values (${administrator}, 'administrator')`,
    );
    await withLogin(login, (sql) =>
      sql.begin(async (tx) => {
        await tx.unsafe(`set local role ${role}`);
        const [claims] = await tx<
          { isSystem: boolean; actor: string; isStaff: boolean; may: boolean; standing: number }[]
        >`
          select is_system() as "isSystem", current_actor() as actor, is_staff() as "isStaff",
                 holds_permission('roles.grant') as may, own_standing() as standing
          from (select set_config('app.actor', 'system:portal migrate', true), set_config('app.current_user_id', '', true)
                offset 0) claim`;
        expect(claims).toEqual({
          isSystem,
          isStaff: isSystem,
          may: isSystem,
          actor: isSystem ? 'system:portal migrate' : login,
          standing: isSystem ? 1000 : 0,
        });
        // The identity of a colleague is a setting, and counts only among those who are staff at all.
        const [posing] = await tx<{ actor: string; may: boolean }[]>`
          select current_actor() as actor, holds_permission('roles.grant') as may
          from (select set_config('app.actor', 'staff', true), set_config('app.current_user_id', ${administrator}, true)
                offset 0) claim`;
        expect(posing).toEqual({
          actor: login === 'portal_public' ? login : 'staff',
          may: login !== 'portal_public',
        });
      }),
    );
  });

  it('in a member’s read does not become the system in its own statement or the next', async () => {
    const userId = await addMember(portal.db);
    const became = portal.db.read({ kind: 'member', userId }, async ({ sql }) => {
      await sql`select set_config('role', 'admin_role', true), set_config('app.actor', 'system:x', true)`;
      return sql`select from users`;
    });
    await expect(became).rejects.toThrow('may not act for this caller');
    const [row] = await portal.db.read(
      { kind: 'member', userId },
      ({ sql }) => sql<{ credentials: boolean; holds: boolean }[]>`
        select has_table_privilege('user_credentials', 'select') as credentials,
               holds_permission('members.read') as holds
        from (select set_config('app.actor', 'system:x', true) offset 0) x`,
    );
    expect(row).toEqual({ credentials: false, holds: false });
  });

  it('that asks for something as a visitor is refused what staff have, and the reverse', async () => {
    const asStaff = ({ sql }: { sql: Parameters<Parameters<typeof portal.db.read>[1]>[0]['sql'] }) =>
      sql`select set_config('role', 'system_role', true)`;
    await expect(portal.db.read(visitor, asStaff)).rejects.toThrow('may not act for this caller');
    const userId = await addMember(portal.db);
    await expect(portal.db.read({ kind: 'staff', userId }, asStaff)).rejects.toThrow(
      'may not act for this caller',
    );
  });
});

it('the owner’s login runs no program on the server, reads no file there, and makes no role', async () => {
  await withLogin('portal_owner', async (sql) => {
    for (const attempt of [
      'grant pg_execute_server_program to portal_owner',
      'grant pg_read_server_files to portal_owner',
      'grant pg_write_server_files to portal_owner',
      'grant pg_read_all_data to portal_public',
      `copy (select 1) to program 'id'`,
      `copy (select 1) to '/tmp/written'`,
      `select pg_read_file('/etc/passwd')`,
      'create role another superuser',
      'create role another',
      'alter role portal_owner createrole',
      'alter role portal_owner superuser',
      'alter role portal_control superuser',
      'alter system set archive_command = $$id$$',
      'create extension adminpack',
      'create function run() returns integer language c as $$libc$$, $$system$$',
      'set session authorization postgres',
    ]) {
      await expect(sql.unsafe(attempt), attempt).rejects.toThrow(/permission denied|must /);
    }
  });
});

it('the rights on the database come back with the next migration after it was restored into another one', async () => {
  const { binaries, superuserUrl } = inject('portalCluster');
  const name = `restored_${process.pid}`;
  await createEmptyDatabase(superuserUrl, name);
  try {
    const restored = portal.superuserUrl.replace(/[^/]+$/, name);
    await run('sh', [
      '-c',
      '"$0"pg_dump --no-sync "$1" | "$0"psql --quiet --output=/dev/null "$2"',
      binaries,
      portal.superuserUrl,
      restored,
    ]);
    const maySpill = async () => {
      const [row] = await superuser<{ may: boolean }[]>`
        select has_database_privilege('portal_public', ${name}, 'TEMPORARY') as may`;
      return row?.may;
    };
    expect(await maySpill()).toBe(true);
    await migrate({ ownerUrl: portal.ownerUrl.replace(/[^/]+$/, name), embedded: false });
    expect(await maySpill()).toBe(false);
  } finally {
    await dropDatabase(superuserUrl, name);
  }
});

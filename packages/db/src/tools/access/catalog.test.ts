import { expect, it } from 'vitest';
import { connect } from '../../engine/connection.ts';
import { testDatabase } from '../testing/test-database.ts';

const portal = testDatabase();
const own = `c.relnamespace = 'public'::regnamespace and c.relname not in ('portal_migrations', 'portal_leases')
  and not exists (select from pg_depend d where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')`;
const names = async (statement: string) =>
  (await portal.owner.unsafe<{ name: string }[]>(statement)).map(({ name }) => name);

it('row-level security is on and forced on every table, partitions included', async () => {
  expect(
    await names(`select relname as name from pg_class c
      where ${own} and relkind in ('r', 'p') and not (relrowsecurity and relforcerowsecurity)`),
  ).toEqual([]);
});

it('every grant to a role on a table has a policy for that command', async () => {
  expect(
    await names(`
      with held as (
        select c.oid, relname, role, verb
        from pg_class c, unnest(array['application_role', 'admin_role']) role,
             unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE']) verb
        where ${own} and relkind in ('r', 'p') and not relispartition
          and (has_table_privilege(role, c.oid, verb)
            or (verb <> 'DELETE' and has_any_column_privilege(role, c.oid, verb)))
      )
      select format('%s %s %s', role, verb, relname) as name from held
      where not exists (
        select from pg_policy where polrelid = held.oid
          and (select oid from pg_roles where rolname = role) = any (polroles)
          and polcmd in ('*', case verb when 'SELECT' then 'r' when 'INSERT' then 'a' when 'UPDATE' then 'w' else 'd' end)
      )`),
  ).toEqual([]);
});

it('every policy for INSERT or UPDATE checks the new row', async () => {
  expect(
    await names(`select polname || ' on ' || polrelid::regclass as name from pg_policy
      where (polcmd = 'a' and polwithcheck is null) or (polcmd in ('w', '*') and (polqual is null or polwithcheck is null))`),
  ).toEqual([]);
});

it('nothing is open to PUBLIC except functions without a secret', async () => {
  expect(
    await names(`
      select format('%s on %s', acl.privilege_type, relname) as name
      from pg_class c, aclexplode(relacl) acl where ${own} and acl.grantee = 0
      union all
      select format('%s on column %s.%s', acl.privilege_type, relname, attname)
      from pg_class c join pg_attribute on attrelid = c.oid, aclexplode(attacl) acl where ${own} and acl.grantee = 0`),
  ).toEqual([]);
});

it('every SECURITY DEFINER function has a fixed search path and is closed to PUBLIC', async () => {
  expect(
    await names(`
      select p.oid::regprocedure::text as name from pg_proc p
      where pronamespace = 'public'::regnamespace and prosecdef
        and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
        and (not coalesce(proconfig::text like '%search_path=%pg_temp%', false)
          or proacl is null
          or exists (select from aclexplode(proacl) acl where acl.grantee = 0))`),
  ).toEqual([]);
});

it('every SECURITY DEFINER function runs as a role that cannot log in', async () => {
  expect(
    await names(`
      select p.oid::regprocedure::text as name from pg_proc p
      where pronamespace = 'public'::regnamespace and prosecdef
        and proowner not in ('definer_role'::regrole, 'schema_owner'::regrole)
        and not exists (select from pg_depend d where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')`),
  ).toEqual([]);
});

it('the owner and the portal’s other roles cannot log in, and none bypasses the policies', async () => {
  expect(
    await portal.owner`
      select rolname, rolcanlogin, rolsuper, rolbypassrls from pg_roles
      where rolname in ('schema_owner', 'definer_role', 'application_role', 'admin_role', 'report_role', 'backup_role')
        and (rolcanlogin or rolsuper or rolbypassrls)`,
  ).toEqual([]);
  expect(
    await names(`select relname as name from pg_class c
      where ${own} and relkind in ('r', 'p') and relowner <> 'schema_owner'::regrole`),
  ).toEqual([]);
  expect(
    await portal.owner`
      select rolname from pg_roles
      where rolname in ('portal_public', 'portal_staff', 'portal_system', 'portal_worker') and not rolinherit order by 1`,
  ).toHaveLength(4);
});

it.each(['url', 'staffUrl', 'systemUrl'] as const)(
  'a login reads nothing without taking on a role: %s',
  async (name) => {
    const login = connect(portal.urls[name], { max: 1, applicationName: 'test' });
    try {
      await expect(login`select from users`).rejects.toThrow(/permission denied/);
      await expect(login`select from california_contractors`).rejects.toThrow(/permission denied/);
      await expect(login`create temporary table mine (a int)`).rejects.toThrow(/permission denied/);
    } finally {
      await login.end();
    }
  },
);

it('a partition is reached through its parent only', async () => {
  const [partition] = await names(
    `select relname as name from pg_class c where ${own} and relispartition and relkind = 'r' limit 1`,
  );
  await expect(
    portal.db.read({ kind: 'system', name: 'test' }, ({ sql }) => sql.unsafe(`select from ${partition}`)),
  ).rejects.toHaveProperty('cause.message', expect.stringContaining('permission denied'));
});

it('every foreign key has an index that begins with its columns', async () => {
  expect(
    await names(`
      select format('%s of %s', conname, conrelid::regclass) as name from pg_constraint con
      where contype = 'f' and connamespace = 'public'::regnamespace
        and not exists (
          select from pg_index i where indrelid = conrelid and indpred is null and indkey[0] = any (conkey)
        )`),
  ).toEqual([]);
});

it('no index repeats another', async () => {
  expect(
    await names(`
      select format('%s is contained in %s', a.indexrelid::regclass, b.indexrelid::regclass) as name
      from pg_index a join pg_index b on a.indrelid = b.indrelid and a.indexrelid <> b.indexrelid
      join pg_class c on c.oid = a.indrelid
      join pg_class ai on ai.oid = a.indexrelid join pg_class bi on bi.oid = b.indexrelid
      where ${own} and not c.relispartition and ai.relam = bi.relam
        and not a.indisunique and pg_get_expr(a.indpred, a.indrelid) is not distinct from pg_get_expr(b.indpred, b.indrelid)
        and a.indexprs is null and b.indexprs is null
        and (b.indkey::text || ' ') like (a.indkey::text || ' %')
        and (b.indclass::text || ' ') like (a.indclass::text || ' %')
        and (b.indoption::text || ' ') like (a.indoption::text || ' %')`),
  ).toEqual([]);
});

it('every table with updated_at has the trigger that maintains it', async () => {
  expect(
    await names(`
      select relname as name from pg_class c join pg_attribute on attrelid = c.oid and attname = 'updated_at'
      where ${own} and relkind = 'r'
        and not exists (select from pg_trigger where tgrelid = c.oid and tgname = 'touch_updated_at')`),
  ).toEqual([]);
});

it('every table refuses writes of a transaction that sees older rows', async () => {
  expect(
    await names(`select relname as name from pg_class c
      where ${own} and relkind in ('r', 'p') and relrowsecurity and not relispartition
        and not exists (select from pg_trigger where tgrelid = c.oid and tgname = 'refuse_old_snapshot' and tgenabled = 'O')`),
  ).toEqual([]);
  const login = connect(portal.urls.url, { max: 1, applicationName: 'test' });
  try {
    for (const level of ['repeatable read', 'serializable']) {
      const write = login.begin(`isolation level ${level}`, async (sql) => {
        await sql`set local role application_role`;
        await sql`update projects set title = title where false`;
      });
      await expect(write).rejects.toMatchObject({ code: '25000' });
    }
    await login.begin(async (sql) => {
      await sql`set local role application_role`;
      await sql`update projects set title = title where false`;
    });
  } finally {
    await login.end();
  }
});

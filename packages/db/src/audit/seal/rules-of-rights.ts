import { computed, rowsOf } from '../../engine/columns/shape.ts';
import type { TransactionClient } from '../../engine/connection.ts';

const thing = computed({ name: 'string', definition: 'string' });

/**
 * The rights of each role, from the catalog: privileges on schemas, tables, columns, sequences and functions of the portal and of its
 * queue, default privileges, and the roles that hold any of these with the logins that may take them on.
 */
export const readRights = (sql: TransactionClient) => rowsOf(sql, thing)`
  with recursive schemas as (
    select oid, nspname, nspowner, nspacl from pg_catalog.pg_namespace where nspname in ('public', 'jobs')
  ), own as (
    select c.oid, c.relkind, c.relowner, c.relacl,
           c.relispartition or c.relname ~ '^(admin_actions|audit_log|system_metrics|statement_(minutes|hours|days))_\\d{4}_\\d\\d' as is_part,
           case when s.nspname = 'public' then '' else s.nspname || '.' end || c.relname as name
    from pg_catalog.pg_class c join schemas s on s.oid = c.relnamespace
    where c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
      and not exists (select from pg_catalog.pg_depend d
                      where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.deptype = 'e')
  ), routines as (
    select p.oid, p.proowner, p.proacl from pg_catalog.pg_proc p join schemas s on s.oid = p.pronamespace
    where not exists (select from pg_catalog.pg_depend d
                      where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  ), granted as (
    -- Without an entry of its own a thing has the built-in privileges, and a grant that was taken back leaves them as an entry.
    select 'privileges on schema ' || s.nspname as name, a.*
    from schemas s, pg_catalog.aclexplode(coalesce(s.nspacl, pg_catalog.acldefault('n', s.nspowner))) a
    union all
    select 'privileges on the database', a.*
    from pg_catalog.pg_database b, pg_catalog.aclexplode(coalesce(b.datacl, pg_catalog.acldefault('d', b.datdba))) a
    where b.datname = current_database()
    union all
    select case when o.is_part then 'privileges on partition ' else 'privileges on ' end || o.name, a.*
    from own o, pg_catalog.aclexplode(coalesce(o.relacl,
      pg_catalog.acldefault(case when o.relkind = 'S' then 's'::"char" else 'r'::"char" end, o.relowner))) a
    -- Every partition belongs to its table's owner, and is read by backups alone.
    where not o.is_part or not (a.grantee = o.relowner
      or (a.grantee::regrole::text = 'backup_role' and a.privilege_type = 'SELECT' and not a.is_grantable))
    union all
    select 'privileges on column ' || k.attname || ' of ' || o.name, a.*
    from own o join pg_catalog.pg_attribute k on k.attrelid = o.oid and k.attacl is not null and not k.attisdropped,
         pg_catalog.aclexplode(k.attacl) a
    union all
    select 'privileges on function ' || r.oid::regprocedure, a.*
    from routines r, pg_catalog.aclexplode(coalesce(r.proacl, pg_catalog.acldefault('f', r.proowner))) a
    union all
    select 'default privileges ' || pg_catalog.concat_ws(' ', 'of', d.defaclrole::regrole, 'in', n.nspname, 'on', d.defaclobjtype), a.*
    from pg_catalog.pg_default_acl d left join pg_catalog.pg_namespace n on n.oid = d.defaclnamespace,
         pg_catalog.aclexplode(d.defaclacl) a
    where d.defaclnamespace = 0 or d.defaclnamespace in (select oid from schemas)
  ), owners as (
    select 'owner of schema ' || nspname as name, nspowner as owner from schemas
    union all select 'owner of ' || name, relowner from own where not is_part
    union all select 'owner of function ' || oid::regprocedure, proowner from routines
  ), writing (oid) as (
    -- Roles that only read may be given to further logins without an act.
    select r.oid from pg_catalog.pg_roles r
    where r.rolname !~ '^pg_' and r.rolname not in ('report_role', 'backup_role')
      and (r.oid in (select grantee from granted) or r.oid in (select owner from owners))
    union
    -- A login of another database of the server cannot connect to this one.
    select m.member from writing w join pg_catalog.pg_auth_members m on m.roleid = w.oid
    join pg_catalog.pg_roles r on r.oid = m.member
    where not r.rolcanlogin or pg_catalog.has_database_privilege(r.oid, current_database(), 'CONNECT')
  )
  select name, pg_catalog.string_agg(pg_catalog.concat_ws(' ',
           coalesce(nullif(grantee, 0)::regrole::text, 'PUBLIC'), privilege_type, is_grantable, grantor::regrole),
           ',' order by coalesce(nullif(grantee, 0)::regrole::text, 'PUBLIC'), privilege_type, grantor::regrole::text) as definition
  from granted group by name
  union all
  select name, owner::regrole::text from owners
  union all
  select 'role ' || r.rolname, pg_catalog.concat_ws('|', r.rolsuper, r.rolinherit, r.rolcreaterole, r.rolcreatedb,
         r.rolcanlogin, r.rolreplication, r.rolbypassrls)
  from pg_catalog.pg_roles r where r.oid in (table writing)
  union all
  select 'membership of ' || m.member::regrole || ' in ' || m.roleid::regrole, pg_catalog.bool_or(m.admin_option)::text
  from pg_catalog.pg_auth_members m where m.member in (table writing)
  group by m.member, m.roleid
  union all
  select 'setting ' || pg_catalog.split_part(setting, '=', 1) || ' of ' || coalesce(nullif(s.setrole, 0)::regrole::text, 'everybody')
           || case when s.setdatabase = 0 then ' in every database' else '' end, setting
  from pg_catalog.pg_db_role_setting s, unnest(s.setconfig) setting
  where setting ~ '^(session_replication_role|search_path|role|row_security|(session|local)_preload_libraries)='
    and s.setdatabase in (0, (select oid from pg_catalog.pg_database where datname = current_database()))`;

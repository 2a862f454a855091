-- The parts that only a superuser can give the portal's database, which belongs to portal_owner. It may run again.
create extension if not exists postgis;

-- The cost of each statement, for the logins that watch the server. In a schema of its own, because everybody may read what
-- is in public.
create schema if not exists statistics;
create extension if not exists pg_stat_statements schema statistics;
grant usage on schema statistics to portal_control, portal_auditor, schema_owner;

-- Measures how full the pages of an index are, before maintenance rebuilds it.
create extension if not exists pgstattuple schema statistics;
grant execute on function statistics.pgstatindex(regclass) to schema_owner;

-- How full the pages of an index are, for the login that watches the server's health: pg_monitor may call these. Whether an index fits its
-- table is for a superuser, who proves a restored server with it.
create extension if not exists pgstattuple schema statistics;
create extension if not exists amcheck schema statistics;

-- The agent begins and ends the backups of its server, and has its log handed over.
grant execute on function pg_backup_start(text, boolean), pg_backup_stop(boolean), pg_switch_wal(), pg_create_restore_point(text)
  to agent_role;

-- A database that was migrated before the agents had a login.
do $$
begin
  grant usage on schema public to agent_role;
  if to_regproc('public.report_agent') is not null then
    grant execute on function public.report_agent to agent_role;
  end if;
end
$$;

-- The portal keeps no large objects. Anybody could fill the disk with them. Some of PostGIS's functions look past policies:
-- they estimate where all rows of a table lie.
do $$
declare
  wanted regprocedure;
begin
  for wanted in
    select oid from pg_proc
    where (pronamespace = 'pg_catalog'::regnamespace and (proname like 'lo\_%' or proname in ('loread', 'lowrite')))
      or proname in ('st_estimatedextent', '_postgis_stats', '_postgis_selectivity')
  loop
    execute format('revoke execute on function %s from public', wanted);
  end loop;
end
$$;

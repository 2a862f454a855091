-- The portal's roles and logins. A superuser runs this on the primary, with the password of each login in a variable
-- (`create-logins.sh` does). It may run again, on a server that has some of them too.
--
-- The owner's login cannot create roles: before PostgreSQL 16 that right includes giving itself the right to run programs
-- on the server.
do $$
declare
  wanted text;
begin
  foreach wanted in array array[
    'application_role', 'admin_role', 'system_role', 'queue_role', 'import_role', 'schema_owner', 'definer_role', 'report_role',
    'backup_role', 'agent_role', 'portal_owner', 'portal_public', 'portal_staff', 'portal_system', 'portal_worker', 'portal_import', 'portal_control',
    'portal_auditor', 'portal_agent', 'portal_maintenance', 'portal_replication'
  ] loop
    if not exists (select from pg_roles where rolname = wanted) then
      execute format('create role %I', wanted);
    end if;
  end loop;
  -- One login for everybody, as earlier versions had it.
  if exists (select from pg_roles where rolname = 'portal_application') then
    alter role portal_application nologin;
    revoke application_role, admin_role from portal_application;
  end if;
end
$$;

alter role portal_owner login inherit nosuperuser nocreaterole nobypassrls noreplication password :'owner';
-- These have no right before they take on a role.
alter role portal_public login noinherit nosuperuser nocreaterole nobypassrls noreplication password :'public';
alter role portal_staff login noinherit nosuperuser nocreaterole nobypassrls noreplication password :'staff';
alter role portal_system login noinherit nosuperuser nocreaterole nobypassrls noreplication password :'system';
alter role portal_worker login noinherit nosuperuser nocreaterole nobypassrls noreplication password :'worker';
alter role portal_import login noinherit nosuperuser nocreaterole nobypassrls noreplication password :'import';
alter role portal_control login inherit nosuperuser nocreaterole nobypassrls noreplication password :'control';
-- Verifies the audit trail: a row that a policy hides would be a hole in the proof.
alter role portal_auditor login inherit nosuperuser nocreaterole bypassrls noreplication password :'auditor';
-- Reports the disks, the clock and the certificate of a server's machine, backs the server up, and reads no table.
alter role portal_agent login inherit nosuperuser nocreaterole nobypassrls noreplication connection limit 8 password :'agent';
-- Maintains the tables over one connection and watches over another. It reads what it exports as backups do.
alter role portal_maintenance login noinherit nosuperuser nocreaterole nobypassrls noreplication connection limit 8 password :'maintenance';
alter role portal_replication login nosuperuser nocreaterole nobypassrls replication password :'replication';

-- A login is who its memberships say, whatever SQL runs on its connection.
grant admin_role to system_role;
grant system_role to queue_role;
grant application_role to portal_public;
grant admin_role to portal_staff;
grant system_role to portal_system;
grant queue_role to portal_worker;
-- The license board's files: the contractor tables, and a schema for the lines of a running import.
grant import_role to portal_import;
grant application_role, admin_role, schema_owner, definer_role, report_role, backup_role to portal_owner with admin option;
grant system_role, queue_role, import_role to portal_owner;
-- Probes the servers, listens for notifications, and cancels what the portal's logins run. It cannot take on their roles.
-- Two connections for each process of the portal, and three for each worker, which checks the database's health.
alter role portal_control connection limit 24;
-- pg_monitor: the checks of the database's health see every session, the log's files and how far replicas are.
grant pg_monitor, pg_signal_backend to portal_control;
-- Its backups name the server's settings.
grant agent_role, pg_read_all_settings to portal_agent;
grant pg_read_all_data, pg_read_all_stats to portal_auditor;
-- VACUUM and REINDEX are for the owner of a table, and pg_monitor sees how far replicas are.
grant schema_owner, backup_role, pg_monitor to portal_maintenance;
alter role portal_auditor set default_transaction_read_only = on;

-- A name without a schema never means a temporary table that somebody made.
alter role portal_owner set search_path = public, pg_temp;
alter role portal_public set search_path = public, pg_temp;
alter role portal_staff set search_path = public, pg_temp;
alter role portal_system set search_path = public, pg_temp;
alter role portal_worker set search_path = public, pg_temp;
alter role portal_import set search_path = public, pg_temp;
alter role portal_maintenance set search_path = public, pg_temp;
alter role portal_auditor set search_path = public, pg_temp;
alter role portal_agent set search_path = public, pg_temp;

-- Nobody but a superuser has business in the server's own databases.
revoke connect, temporary on database postgres, template1 from public;

#!/bin/sh
# Runs once in a new primary. Creates the logins and the empty database that `portal migrate` fills.
set -eu
psql --set=ON_ERROR_STOP=1 --username postgres --dbname postgres \
  --set=owner="$(cat /run/secrets/owner_password)" \
  --set=application="$(cat /run/secrets/application_password)" \
  --set=control="$(cat /run/secrets/control_password)" \
  --set=replication="$(cat /run/secrets/replication_password)" <<'SQL'
create role portal_owner login createrole password :'owner';
create role portal_application login password :'application';
-- Probes the servers and cancels what the application runs; it connects without PgBouncer.
create role portal_control login password :'control' in role portal_application, pg_read_all_stats;
create role portal_replication login replication password :'replication';
create database portal owner portal_owner;
\connect portal
create extension postgis;
SQL

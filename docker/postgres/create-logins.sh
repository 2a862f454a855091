#!/bin/sh
# Runs once in a new primary, and again after an update that adds a login: roles, logins, and the empty database that
# `portal migrate` fills. psql reads the passwords from its environment, which no other account can see.
set -eu
scripts="${SCRIPTS:-/usr/local/share/portal}"
for login in owner public staff system worker import control auditor agent maintenance replication; do
  export "portal_$login=$(cat "${SECRETS:-/run/secrets}/${login}_password")"
done
psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username postgres --dbname postgres <<SQL
\getenv owner portal_owner
\getenv public portal_public
\getenv staff portal_staff
\getenv system portal_system
\getenv worker portal_worker
\getenv import portal_import
\getenv control portal_control
\getenv auditor portal_auditor
\getenv agent portal_agent
\getenv maintenance portal_maintenance
\getenv replication portal_replication
\i $scripts/logins.sql
select 'create database portal owner portal_owner'
where not exists (select from pg_database where datname = 'portal') \gexec
\connect portal
\i $scripts/database.sql
SQL

#!/bin/sh
# Runs Patroni, which runs PostgreSQL, and ends PostgreSQL when Patroni ends, however it ends. A PostgreSQL without its Patroni
# goes on as primary while another one is promoted.
#
# CONFIGURATION holds postgresql.conf and patroni.yml, SECRETS the passwords, DATA the server's folder, and PGDATA the folder in it
# that PostgreSQL has (default: pgdata). PATRONI_… variables name the server and its addresses.
set -eu
configuration="${CONFIGURATION:-/etc/postgresql}"
secrets="${SECRETS:-/run/secrets}"
umask 077
PATRONI_SUPERUSER_USERNAME=postgres
PATRONI_SUPERUSER_PASSWORD="$(cat "$secrets/superuser_password")"
PATRONI_REPLICATION_USERNAME=portal_replication
PATRONI_REPLICATION_PASSWORD="$(cat "$secrets/replication_password")"
PATRONI_RESTAPI_USERNAME=portal
PATRONI_RESTAPI_PASSWORD="$(cat "$secrets/patroni_password")"
export PATRONI_SUPERUSER_USERNAME PATRONI_SUPERUSER_PASSWORD PATRONI_REPLICATION_USERNAME PATRONI_REPLICATION_PASSWORD
export PATRONI_RESTAPI_USERNAME PATRONI_RESTAPI_PASSWORD
pgdata="${PGDATA:-$DATA/pgdata}"
unset PGDATA
export PATRONI_POSTGRESQL_DATA_DIR="$pgdata" PATRONI_POSTGRESQL_PGPASS="$DATA/patroni.pgpass"
# Patroni sets the synchronous standbys itself. When it sets none, a commit waits for any standby and never for nobody.
cat > "$DATA/portal.conf" <<CONF
include '$configuration/postgresql.conf'
synchronous_standby_names = '*'
include_if_exists 'archive.conf'
CONF

"${PATRONI:-patroni}" "$configuration/patroni.yml" &
patroni=$!
printf '%s\n' "$patroni" > "$DATA/patroni.pid"
trap 'kill -TERM "$patroni" 2>/dev/null' TERM INT
status=0
while :; do
  wait "$patroni" && status=0 || status=$?
  # A signal to this shell ends `wait` too.
  kill -0 "$patroni" 2>/dev/null || break
done

postmaster="$(head -n 1 "$pgdata/postmaster.pid" 2>/dev/null || true)"
if [ -n "$postmaster" ] && [ "$(readlink "/proc/$postmaster/cwd" 2>/dev/null)" = "$(readlink -f "$pgdata")" ]; then
  # Stopped first, so that it starts no further process meanwhile.
  kill -STOP "$postmaster"
  # shellcheck disable=SC2046
  kill -KILL "$postmaster" $(cat "/proc/$postmaster/task/$postmaster/children") 2>/dev/null || true
fi
exit "$status"

#!/bin/sh
# PgBouncer signs in to the servers as its own client did, so it needs the passwords themselves.
set -eu
umask 077
for login in public staff system worker; do
  printf '"portal_%s" "%s"\n' "$login" "$(cat "${SECRETS:-/run/secrets}/${login}_password")"
done > "${USER_LIST:-/etc/pgbouncer/userlist.txt}"
exec pgbouncer "$@" /etc/pgbouncer/pgbouncer.ini

#!/bin/sh
# A primary makes its data when its folder is empty: with checksums of its pages, without which a backup would copy damage unseen. From
# then on it is a server like the others.
set -eu
secrets="${SECRETS:-/run/secrets}"
configuration="${CONFIGURATION:-/etc/postgresql}"
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # In a folder beside it first, so that a start that is broken off leaves nothing that looks whole.
  made="$PGDATA.new"
  rm -rf "$made"
  initdb --pgdata="$made" --username=postgres --encoding=UTF8 --locale=C.UTF-8 --data-checksums \
    --auth=scram-sha-256 --pwfile="$secrets/superuser_password" > /dev/null
  sockets="$(mktemp -d)"
  export PGHOST="$sockets" PGPASSWORD="$(cat "$secrets/superuser_password")"
  # Nobody else reaches it before its logins are there.
  pg_ctl --pgdata="$made" --silent --wait --options="-c config_file='$configuration/postgresql.conf' \
    -c hba_file='$configuration/pg_hba.conf' -c listen_addresses='' -c unix_socket_directories='$sockets' -c archive_mode=off" start
  sh "${CREATE_LOGINS:-/usr/local/bin/create-logins.sh}"
  pg_ctl --pgdata="$made" --silent --wait stop
  unset PGPASSWORD
  rmdir "$sockets"
  mv "$made" "$PGDATA"
fi
exec postgres -c config_file="$configuration/postgresql.conf" -c hba_file="$configuration/pg_hba.conf" "$@"

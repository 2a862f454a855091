#!/bin/sh
# A replica copies the primary when its folder is empty. From then on it is a server like the others.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  # Not in the connection settings, which the server shows in its log and statistics.
  passwords="$(dirname "$PGDATA")/replication.pgpass"
  umask 077
  printf '*:*:*:portal_replication:%s\n' "$(cat /run/secrets/replication_password)" > "$passwords"
  pg_basebackup --pgdata="$PGDATA" --write-recovery-conf --wal-method=stream --checkpoint=fast \
    --create-slot --slot="$REPLICA_NAME" \
    --dbname="host=$PRIMARY_HOST user=portal_replication application_name=$REPLICA_NAME passfile=$passwords"
  chmod 700 "$PGDATA"
fi
exec postgres -c config_file=/etc/postgresql/postgresql.conf -c hba_file=/etc/postgresql/pg_hba.conf

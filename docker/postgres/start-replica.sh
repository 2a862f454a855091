#!/bin/sh
# A replica copies the primary when its folder is empty, and from then on is a server like the others.
set -eu
if [ ! -s "$PGDATA/PG_VERSION" ]; then
  PGPASSWORD="$(cat /run/secrets/replication_password)"
  export PGPASSWORD
  pg_basebackup --pgdata="$PGDATA" --write-recovery-conf --wal-method=stream --checkpoint=fast \
    --create-slot --slot="$REPLICA_NAME" \
    --dbname="host=$PRIMARY_HOST user=portal_replication application_name=$REPLICA_NAME"
  chmod 700 "$PGDATA"
fi
exec postgres -c config_file=/etc/postgresql/postgresql.conf -c hba_file=/etc/postgresql/pg_hba.conf

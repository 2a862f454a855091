#!/bin/sh
# Makes the passwords and keys for the services in compose.yaml, each in a file under docker/secrets. Existing files stay,
# because the servers' data was made with them.
set -eu
umask 077
folder="$(dirname "$0")/secrets"
mkdir -p "$folder"
make() {
  [ -s "$folder/$1" ] || printf '%s\n' "$2" > "$folder/$1"
}
random_hex() {
  od -An -v -tx1 -N "$1" /dev/urandom | tr -d ' \n'
}
for name in superuser owner public staff system worker import control auditor agent maintenance replication; do
  make "${name}_password" "$(random_hex 24)"
done
make redis_password "$(random_hex 24)"
make cookie_secret "$(random_hex 32)"
make metrics_token "$(random_hex 24)"
make grafana_password "$(random_hex 12)"
# The same form as `portal keys generate`. Without it the encrypted columns cannot be read again: keep a copy elsewhere.
make portal_keys "$(date -u +%F)-$(random_hex 2):$(head -c 32 /dev/urandom | base64)"
# The keys of the audit trail's seals. Without them the trail cannot be verified: keep a copy elsewhere.
make seal_keys "$(date -u +%F)-$(random_hex 2):$(head -c 32 /dev/urandom | base64)"
# Each service runs as its own account and reads its files through its container's mounts.
chmod 644 "$folder"/*
chmod 700 "$folder"

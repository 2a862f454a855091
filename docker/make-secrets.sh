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
for name in superuser owner public staff system worker import control auditor agent maintenance replication patroni; do
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
# The keys that open sealed bids, which the worker alone gets, and their public half, with which the portal seals them: X25519, its
# private half the end of its DER. A lost key leaves the bids that it sealed closed for good: keep a copy elsewhere.
if [ ! -s "$folder/bid_keys" ]; then
  id="$(date -u +%F)-$(random_hex 2)"
  pair="$(openssl genpkey -algorithm X25519 -outform DER | base64 | tr -d '\n')"
  make bid_keys "$id:$(printf %s "$pair" | base64 -d | tail -c 32 | base64)"
  make bid_public_key "$id:$(printf %s "$pair" | base64 -d | openssl pkey -inform DER -pubout -outform DER | tail -c 32 | base64)"
fi
# The key of each repository of backups. Without them nobody reads a backup: keep a copy elsewhere, and never with the backups.
make backup_keys "$(random_hex 32)
$(random_hex 32)"
# Each service runs as its own account and reads its files through its container's mounts.
chmod 644 "$folder"/*
chmod 700 "$folder"

#!/bin/sh
# Makes the passwords and keys that compose.yaml hands to its services, each in a file under docker/secrets. Those that
# are there already stay: the servers' data was made with them.
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
for name in superuser owner application control replication; do
  make "${name}_password" "$(random_hex 24)"
done
make cookie_secret "$(random_hex 32)"
make metrics_token "$(random_hex 24)"
# As `portal keys generate` prints one. Whoever loses it cannot read the encrypted columns again: keep a copy elsewhere.
make portal_keys "$(date -u +%F)-$(random_hex 2):$(head -c 32 /dev/urandom | base64)"
# Each service runs as an account of its own and reads its files through the mounts of its container.
chmod 644 "$folder"/*
chmod 700 "$folder"

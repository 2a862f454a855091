#!/bin/sh
# Starts the portal, or one of its commands, with URLs built from the secrets in compose.yaml. A container has the secrets of
# its own logins and no others.
set -eu
secrets="${SECRETS:-/run/secrets}"
secret() { cat "$secrets/$1"; }
holds() { [ -r "$secrets/$1" ]; }
# Migrations, imports and maintenance connect to one server, which accepts writes.
primary="${PRIMARY:-postgres-1}"
export HOST=0.0.0.0 PORT=3000 DATABASE_PREPARED_STATEMENTS=false
if holds owner_password; then
  # Migrations connect as the owner alone.
  export DATABASE_URL="postgres://portal_owner:$(secret owner_password)@$primary/portal"
  export DATABASE_PREPARED_STATEMENTS=true
elif holds agent_password; then
  # The server beside the agent comes first.
  of() { printf 'postgres://portal_agent:%s@%s/portal' "$(secret agent_password)" "$1"; }
  urls="$(of "$AGENT_OF")"
  for server in postgres-1 postgres-2 postgres-3; do
    [ "$server" = "$AGENT_OF" ] || urls="$urls $(of "$server")"
  done
  export DATABASE_AGENT_URLS="$urls" SERVER_BACKUPS=/var/lib/portal-backups
elif holds public_password; then
  pooled() { printf 'postgres://portal_%s:%s@pgbouncer:6432/portal_%s' "$1" "$(secret "$1_password")" "$2"; }
  export DATABASE_URL="$(pooled public 1)" DATABASE_REPLICA_URLS="$(pooled public 2) $(pooled public 3)"
  if holds staff_password; then export DATABASE_STAFF_URL="$(pooled staff 1_staff)"; fi
  if holds system_password; then export DATABASE_SYSTEM_URL="$(pooled system 1_system)"; fi
  if holds worker_password; then
    export DATABASE_WORKER_URL="$(pooled worker 1_worker)"
    export DATABASE_POOLER_URL="postgres://portal_worker:$(secret worker_password)@pgbouncer:6432/pgbouncer"
  fi
  # An import is one long transaction, which would keep a pooled connection for itself.
  if holds import_password; then export DATABASE_IMPORT_URL="postgres://portal_import:$(secret import_password)@$primary/portal"; fi
  direct="postgres://portal_control:$(secret control_password)"
  export DATABASE_DIRECT_URLS="$direct@postgres-1/portal $direct@postgres-2/portal $direct@postgres-3/portal"
  export REDIS_URL="redis://portal:$(secret redis_password)@redis:6379"
  export COOKIE_SECRET="$(secret cookie_secret)" METRICS_TOKEN="$(secret metrics_token)"
  export PORTAL_KEYS_FILE="$secrets/portal_keys"
fi
if holds seal_keys; then export PORTAL_SEAL_KEYS_FILE="$secrets/seal_keys"; fi
if holds bid_keys; then export PORTAL_BID_KEYS_FILE="$secrets/bid_keys"; fi
if holds bid_public_key; then export PORTAL_BID_PUBLIC_KEY_FILE="$secrets/bid_public_key"; fi
if holds maintenance_password; then
  export DATABASE_MAINTENANCE_URL="postgres://portal_maintenance:$(secret maintenance_password)@$primary/portal"
fi
if holds auditor_password; then
  export DATABASE_AUDITOR_URL="postgres://portal_auditor:$(secret auditor_password)@$primary/portal"
fi
exec node "$@"

#!/bin/sh
# Starts the portal, or one of its commands, with URLs built from the secrets in compose.yaml.
set -eu
secret() { cat "${SECRETS:-/run/secrets}/$1"; }
export HOST=0.0.0.0 PORT=3000
export DATABASE_URL="postgres://portal_application:$(secret application_password)@pgbouncer:6432/portal_1"
export DATABASE_REPLICA_URLS="$(printf '%s %s' \
  "postgres://portal_application:$(secret application_password)@pgbouncer:6432/portal_2" \
  "postgres://portal_application:$(secret application_password)@pgbouncer:6432/portal_3")"
direct="postgres://portal_control:$(secret control_password)"
export DATABASE_DIRECT_URLS="$direct@postgres-1/portal $direct@postgres-2/portal $direct@postgres-3/portal"
export DATABASE_OWNER_URL="postgres://portal_owner:$(secret owner_password)@postgres-1/portal"
export DATABASE_PREPARED_STATEMENTS=false
export REDIS_URL="redis://portal:$(secret redis_password)@redis:6379"
export COOKIE_SECRET="$(secret cookie_secret)" METRICS_TOKEN="$(secret metrics_token)"
export PORTAL_KEYS_FILE="${SECRETS:-/run/secrets}/portal_keys"
exec node "$@"

#!/bin/sh
# Patroni runs it once, in the first server of a new cluster: the portal's logins and its empty database.
set -eu
PGHOST=localhost PGPORT="${SERVER_PORT:-5432}" exec sh "${CREATE_LOGINS:-/usr/local/bin/create-logins.sh}"

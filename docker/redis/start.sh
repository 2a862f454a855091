#!/bin/sh
# Starts Redis with one account: the portal's, which may use its own keys with the commands that the portal sends and no
# others. Nobody can read or change the configuration of the running server.
set -eu
umask 077
users="${USERS_FILE:-/tmp/users.acl}"
folder="${REDIS_CONFIGURATION:-/etc/redis}"
hash="$(printf %s "$(cat "${SECRETS:-/run/secrets}/redis_password")" | sha256sum | cut -d ' ' -f 1)"
sed "s/PASSWORD_SHA256/$hash/" "$folder/users.acl" > "$users"
exec redis-server "$folder/redis.conf" --aclfile "$users" "$@"

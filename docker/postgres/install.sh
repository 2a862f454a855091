#!/bin/sh
# Debian's own server with the programs that back it up, as the tests run them. pgBackRest must be in the server's container,
# because the server itself hands its log over.
set -eu
# The account has the number that it had in earlier images, so that it owns the volumes of theirs.
groupadd --system --gid 999 postgres
useradd --system --uid 999 --gid 999 --home-dir /var/lib/postgresql --shell /bin/sh postgres
mkdir -p /etc/postgresql-common/createcluster.d
echo 'create_main_cluster = false' > /etc/postgresql-common/createcluster.d/no-main-cluster.conf
apt-get update
apt-get install --yes --no-install-recommends postgresql-15 postgresql-15-postgis-3 pgbackrest
rm -rf /var/lib/apt/lists/*
mkdir -p /etc/postgresql /var/lib/postgresql /var/lib/portal-backups /var/lib/portal-repository /var/run/postgresql
# `portal backup setup` writes the file, and postgresql.conf reads it.
ln -s /var/lib/portal-backups/archive.conf /etc/postgresql/archive.conf
chown postgres:postgres /var/lib/postgresql /var/lib/portal-backups /var/lib/portal-repository /var/run/postgresql
chmod 700 /var/lib/portal-backups /var/lib/portal-repository

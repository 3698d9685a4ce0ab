#!/usr/bin/env bash
# deploy/roles.sql in the container of PostgreSQL, where the three passwords are files; harmless when run again.
set -euo pipefail
secrets=${SECRETS:-/run/secrets}
POSTGRES_OWNER_PASSWORD=$(cat "$secrets/owner_password")
POSTGRES_RUN_PASSWORD=$(cat "$secrets/run_password")
POSTGRES_BACKUP_PASSWORD=$(cat "$secrets/backup_password")
export POSTGRES_OWNER_PASSWORD POSTGRES_RUN_PASSWORD POSTGRES_BACKUP_PASSWORD
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" <"${ROLES:-/etc/sizhiqiang/roles.sql}"

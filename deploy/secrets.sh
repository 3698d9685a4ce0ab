#!/usr/bin/env bash
# The secrets of a site in containers, each in a file of its own: `deploy/secrets.sh [FOLDER]`, as root. Makes what is
# missing and leaves what is there. Those of others (mail, single sign-on, gateway, S3) are empty until somebody fills them in.
set -euo pipefail
folder=${1:-secrets}
install --directory --mode 711 "$folder"
umask 077

# Whole or not at all.
keep() {
    [ -e "$folder/$1" ] && return
    printf '%s\n' "$2" >"$folder/.$1"
    mv "$folder/.$1" "$folder/$1"
}
password() { cat "$folder/$1_password"; }

for name in secret_key seal_key codes_key totp_key; do keep "$name" "$(openssl rand -base64 48)"; done
for name in postgres owner run backup redis; do keep "${name}_password" "$(openssl rand -hex 24)"; done
keep database_url "postgres://sizhiqiang_run:$(password run)@postgres:5432/sizhiqiang"
keep migrate_database_url "postgres://sizhiqiang_owner:$(password owner)@postgres:5432/sizhiqiang"
keep backup_database_url "postgres://sizhiqiang_backup:$(password backup)@postgres:5432/sizhiqiang"
keep redis_url "redis://:$(password redis)@redis:6379/0"
keep redis_conf "requirepass $(password redis)"
for name in email_url oidc_client_secret gateway_secret files_secret_key backup_to_secret_key; do [ -e "$folder/$name" ] || : >"$folder/$name"; done

# In a container a file keeps its owner: 10001 is the application, 999 are PostgreSQL and Redis.
if [ "$(id -u)" -eq 0 ]; then
    chown 10001 "$folder"/*
    chown 999 "$folder"/{postgres,owner,run,backup}_password "$folder/redis_conf"
else
    echo "Not root: give the files in $folder to the users 10001 and 999 as this script says at its end." >&2
fi

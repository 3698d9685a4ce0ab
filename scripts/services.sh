#!/usr/bin/env bash
# Runs a command with a private PostgreSQL and a private Redis: `services.sh COMMAND…`. The command finds them by
# DATABASE_URL (as the role that owns the tables) and REDIS_URL; when it ends, both are stopped and their folder is removed. Made for tests: nothing is
# forced to disk, and anybody on this machine may connect.
# shellcheck disable=SC2317 # stop() is called by a trap
set -euo pipefail
# Every background process gets its own group: Ctrl-C reaches this script only, which then ends things in order.
set -m

python=$(cd "$(dirname "$0")/.." && pwd)/.venv/bin/python
folder=$(mktemp -d "${TMPDIR:-/tmp}/sizhiqiang-services.XXXXXX")
chmod 755 "$folder"
data=$folder/data
# shellcheck disable=SC2329 # the traps call it
stop() {
    trap '' INT TERM
    trap - EXIT
    [ -z "${command:-}" ] || { kill "-$1" -- "-$command" 2>/dev/null && wait "$command"; } || true
    [ -z "${redis:-}" ] || kill "$redis" 2>/dev/null || true
    [ ! -f "$data/postmaster.pid" ] || as_postgres "$bin/pg_ctl" -D "$data" -m immediate stop >/dev/null || true
    rm -rf "$folder"
}
trap 'stop TERM' EXIT
trap 'stop INT; exit 130' INT
trap 'stop TERM; exit 143' TERM

# PostgreSQL refuses to run as root; Debian's package has made a user for it.
as_postgres() { if [ "$(id -u)" -eq 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi; }
free_port() { "$python" -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'; }

bin=$(find /usr/lib/postgresql -maxdepth 2 -name bin 2>/dev/null | sort -V | tail -n 1)
bin=${bin:-$(dirname "$(command -v pg_ctl)")}
mkdir "$data"
[ "$(id -u)" -ne 0 ] || chown postgres "$folder" "$data"
here=$PWD
cd "$folder" # the user postgres may not enter the folder we came from
as_postgres "$bin/initdb" -D "$data" -U postgres --auth=trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
port=$(free_port)
cat >>"$data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder'
max_connections = 300
fsync = off
synchronous_commit = off
full_page_writes = off
wal_level = minimal
max_wal_senders = 0
max_wal_size = 2GB
CONF
as_postgres "$bin/pg_ctl" -D "$data" -l "$data/log" -w start >/dev/null || { cat "$data/log" >&2; exit 1; }
psql=("$bin/psql" --quiet --no-psqlrc --output=/dev/null --host="$folder" --port="$port" --username=postgres)
as_postgres "${psql[@]}" --command='CREATE DATABASE sizhiqiang'
# As on a real site; besides, the owner makes and drops the databases of the tests.
POSTGRES_OWNER_PASSWORD=owner POSTGRES_RUN_PASSWORD=run POSTGRES_BACKUP_PASSWORD=backup \
    as_postgres "${psql[@]}" --dbname=sizhiqiang <"$here/deploy/roles.sql"
as_postgres "${psql[@]}" --command='ALTER ROLE sizhiqiang_owner CREATEDB; GRANT pg_signal_backend TO sizhiqiang_owner'
export DATABASE_URL="postgres://sizhiqiang_owner@127.0.0.1:$port/sizhiqiang"

port=$(free_port)
redis-server --bind 127.0.0.1 --port "$port" --save '' --appendonly no --dir "$folder" --logfile "$folder/redis.log" &
redis=$!
export REDIS_URL="redis://127.0.0.1:$port/0"
for _ in {1..50}; do
    ! redis-cli -p "$port" ping >/dev/null 2>&1 || break
    sleep 0.1
done

cd "$here"
"$@" </dev/null &
command=$!
status=0
wait "$command" || status=$?
command=
exit "$status"

#!/usr/bin/env bash
# Writes down what the migrations make of an empty database, on both engines: what `verify` compares a database with.
set -euo pipefail
cd "$(dirname "$0")/.."
DATA_DIR=$(mktemp -d)
trap 'rm -rf "$DATA_DIR"' EXIT
export DATA_DIR DEMO=1
write='.venv/bin/python manage.py migrate --verbosity 0 && .venv/bin/python manage.py write_catalogue'
env -u DATABASE_URL bash -c "$write"
scripts/services.sh bash -c "$write"

#!/usr/bin/env bash
# The whole system on this machine, to try it out: web server, and a worker with its clock, on SQLite and a queue in
# files, all kept under var/. Ctrl-C or a kill stops both; if one of them ends by itself, the other is stopped too.
# shellcheck disable=SC2317 # stop() is called by a trap
set -euo pipefail
# Every process gets its own group: Ctrl-C reaches this script only, which then ends things in order.
set -m
cd "$(dirname "$0")/.."
export DEMO=${DEMO:-1} PORT=${PORT:-8000} LOG_LEVEL=${LOG_LEVEL:-WARNING}
python=.venv/bin/python
url=http://127.0.0.1:$PORT/
mkdir -p "${DATA_DIR:-var}/static" # where a real site collects its static files; here they come from the sources

if (exec 3<>"/dev/tcp/127.0.0.1/$PORT") 2>/dev/null; then
    echo "Port $PORT is taken. Choose another: make run PORT=$((PORT + 1))" >&2
    exit 1
fi

$python manage.py migrate --skip-checks --verbosity 0
anybody='from branches.models import User; raise SystemExit(not User.objects.exists())'
$python manage.py shell --verbosity 0 --command "$anybody" || $python manage.py seed_demo

# shellcheck disable=SC2329 # the traps call it
stop() {
    trap '' INT TERM
    trap - EXIT
    # shellcheck disable=SC2046 # one word for each process
    kill $(jobs -p) 2>/dev/null || true
    wait 2>/dev/null
}
trap stop EXIT
trap 'stop; exit 130' INT
trap 'stop; exit 143' TERM

$python -m gunicorn sizhiqiang.wsgi --config deploy/gunicorn.conf.py --bind "127.0.0.1:$PORT" --workers 2 --threads 4 --log-level warning </dev/null &
web=$!
$python -W "ignore:You're running the worker with superuser" -m celery --quiet --app sizhiqiang \
    worker --beat --concurrency 1 --loglevel WARNING </dev/null &
worker=$!
PYTHONPATH=. $python scripts/announce.py "$url" &

wait -n "$web" "$worker" || true
echo "The web server or the worker has ended by itself; stopping." >&2
exit 1

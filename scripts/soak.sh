#!/usr/bin/env bash
# What shows a figure or carries the mark `soak`, at full size: on PostgreSQL with Redis, then on SQLite without any
# server. One test at a time, since each of them keeps the whole machine busy. Without arguments the whole suite follows
# on SQLite, of which `make test` runs a part; arguments are passed on to pytest. At the end one table says which figure
# was asked, what was measured, how long it took and when; it stands in docs/measurements.md, too, where what did not run
# keeps its row.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
unset DATABASE_URL REDIS_URL
FIGURES=$(mktemp "${TMPDIR:-/tmp}/sizhiqiang-figures.XXXXXX")
export FIGURES SIZE=soak
trap 'rm -f "$FIGURES"' EXIT
pytest=(.venv/bin/pytest -o faulthandler_timeout=0 --timeout=0 --durations=0 "$@")
failed=0
# First what is asked at all: collecting needs no server.
on_postgresql="soak or figure" on_sqlite="(soak or figure) and not browser"
DATABASE_URL=postgres:// .venv/bin/pytest -q -q --collect-only -m "$on_postgresql" >/dev/null || exit
.venv/bin/pytest -q -q --collect-only -m "$on_sqlite" >/dev/null || exit
echo "=== PostgreSQL and Redis"
scripts/services.sh "${pytest[@]}" -m "$on_postgresql" </dev/null || failed=1
echo "=== SQLite"
"${pytest[@]}" -m "$on_sqlite" </dev/null || failed=1
[ $# -gt 0 ] || .venv/bin/pytest --numprocesses 2 --dist loadfile -m "not browser" </dev/null || failed=1
echo "=== Figures"
.venv/bin/python -m scripts.figures "$FIGURES"
exit $failed

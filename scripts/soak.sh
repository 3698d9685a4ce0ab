#!/usr/bin/env bash
# What carries the mark `soak`, at full size: on PostgreSQL with Redis, then on SQLite without any server. One test at a
# time, since each of them keeps the whole machine busy. Without arguments the whole suite follows on SQLite, of which
# `make test` runs a part; arguments are passed on to pytest. At the end one table says which figure was asked, what was
# measured and how long it took; after a whole run it stands in docs/measurements.md, too.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
unset DATABASE_URL REDIS_URL
FIGURES=$(mktemp "${TMPDIR:-/tmp}/sizhiqiang-figures.XXXXXX")
export FIGURES
trap 'rm -f "$FIGURES"' EXIT
pytest=(.venv/bin/pytest -o faulthandler_timeout=0 --timeout=0 --durations=0 "$@")
failed=0
echo "=== PostgreSQL and Redis"
scripts/services.sh "${pytest[@]}" -m soak </dev/null || failed=1
echo "=== SQLite"
"${pytest[@]}" -m "soak and not browser" </dev/null || failed=1
[ $# -gt 0 ] || .venv/bin/pytest --numprocesses 2 --dist loadfile -m "not browser" </dev/null || failed=1
echo "=== Figures"
if [ $# -gt 0 ]; then whole=(); else whole=(--write); fi
.venv/bin/python -m scripts.figures "$FIGURES" "${whole[@]}"
exit $failed

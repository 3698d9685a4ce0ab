#!/usr/bin/env bash
# The whole suite on PostgreSQL with Redis, then all of it that needs no browser on SQLite without any server.
# Arguments are passed on to pytest: `scripts/test.sh tests/test_journey.py -x`.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
unset DATABASE_URL REDIS_URL
# Tests start hundreds of processes; what the first one compiled serves the others.
unset PYTHONDONTWRITEBYTECODE
pytest=(.venv/bin/pytest --numprocesses 2 --dist loadgroup "$@")
failed=0

# Not in the foreground, so that whoever ends this script ends the tests and their servers with it.
suite() {
    echo "=== $1"
    shift
    "$@" </dev/null &
    trap 'kill $! 2>/dev/null; wait; exit 143' INT TERM
    wait $! || failed=1
}
suite "PostgreSQL and Redis" scripts/services.sh "${pytest[@]}"
# Typesetting asks no database: once is enough.
suite "SQLite" "${pytest[@]}" -m "not browser" --ignore tests/evaluation/typesetting
exit $failed

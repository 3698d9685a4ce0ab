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
# What asks no database, or asks the same of each, has been seen once: papers, uploaded files, the tree, the texts, the
# model of the procedure, who gets in where, what would run on a page.
once=(
    tests/evaluation/typesetting tests/evaluation/uploads tests/evaluation/cases/test_procedure_exhaustively.py
    tests/test_codebase.py tests/test_docs.py tests/test_house.py tests/test_injection.py tests/test_permissions.py
    tests/test_texts.py
)
suite "SQLite" "${pytest[@]}" -m "not browser" "${once[@]/#/--ignore=}"
exit $failed

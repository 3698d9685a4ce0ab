#!/usr/bin/env bash
# The whole suite on PostgreSQL with Redis, then on SQLite, without any server, what a database does in its own way.
# Arguments are passed on to pytest: `scripts/test.sh tests/test_journey.py -x`.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
unset DATABASE_URL REDIS_URL
# Tests start hundreds of processes; what the first one compiled serves the others.
unset PYTHONDONTWRITEBYTECODE
# A file of tests stays with one worker: what its tests share is made once. A third one gains nothing on two cores: the
# browsers keep them busy.
pytest=(.venv/bin/pytest --numprocesses 2 --dist loadfile "$@")
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
# Then what a database does in its own way: guards, journal, catalogue, locks, races, migrations, queues, imports,
# lists; and every URL once, the procedure state by state, a whole year. `make soak` runs all the rest on SQLite too.
twice=(
    tests/branches/journal tests/branches/test_import.py tests/branches/test_jobs.py tests/branches/test_lists.py
    tests/branches/test_settings.py tests/branches/test_sign_in_names.py tests/branches/test_throttle.py
    tests/evaluation/cases/test_advance.py tests/evaluation/cases/test_cap.py
    tests/evaluation/cases/test_cap_database.py tests/evaluation/cases/test_last_day.py
    tests/evaluation/cases/test_procedure_stateful.py tests/evaluation/cycle tests/evaluation/integrity
    tests/evaluation/messages tests/evaluation/naming/test_cosigning.py tests/evaluation/recommendation
    tests/evaluation/succession tests/test_databases.py tests/test_hostile_requests.py tests/test_integrity.py
    tests/test_journey.py tests/test_long_lists.py tests/test_migrations.py
    tests/test_start.py tests/test_upgrade.py
)
if [ $# -gt 0 ]; then twice=(); fi
suite "SQLite" "${pytest[@]}" -m "not browser" "${twice[@]}"
exit $failed

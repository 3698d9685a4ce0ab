#!/usr/bin/env bash
# What carries the mark `soak`, at full size: on PostgreSQL with Redis, then on SQLite without any server. One test at a
# time, since each of them keeps the whole machine busy. Arguments are passed on to pytest.
set -uo pipefail
cd "$(dirname "$0")/.." || exit
unset DATABASE_URL REDIS_URL
failed=0
echo "=== PostgreSQL and Redis"
scripts/services.sh .venv/bin/pytest -m soak -o faulthandler_timeout=0 --durations=0 "$@" </dev/null || failed=1
echo "=== SQLite"
.venv/bin/pytest -m "soak and not browser" -o faulthandler_timeout=0 --durations=0 "$@" </dev/null || failed=1
exit $failed

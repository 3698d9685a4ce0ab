#!/usr/bin/env bash
# Debian packages: `packages.sh run` for running the system, `packages.sh test` for its tests as well.
# Root gets them installed; anybody else, and any other system, one line that names them.
set -euo pipefail

# WeasyPrint's text layout, and the typeface that covers every name.
run=(libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 fonts-noto-cjk)
# The browser, the PDF tools, a word processor, the servers that the tests start for themselves, and what reads compose files.
test=(chromium poppler-utils libreoffice-writer-nogui postgresql pgbouncer redis-server nginx docker-compose curl)

wanted=("${run[@]}")
[ "${1:-run}" = run ] || wanted+=("${test[@]}")

if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
    echo "This is not a Debian system: please see to the equivalents of ${wanted[*]}." >&2
    exit 0
fi

installed=$(dpkg-query --show --showformat='${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true)
missing=()
for package in "${wanted[@]}"; do
    grep -qxF "installed $package" <<<"$installed" || missing+=("$package")
done
[ ${#missing[@]} -gt 0 ] || exit 0

if [ "$(id -u)" -ne 0 ]; then
    echo "Debian packages are missing. Please run: sudo apt-get install ${missing[*]}" >&2
    exit 1
fi
echo "Installing Debian packages: ${missing[*]}"
export DEBIAN_FRONTEND=noninteractive
apt-get update -qq
apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 "${missing[@]}" </dev/null >/dev/null

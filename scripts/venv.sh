#!/usr/bin/env bash
# The virtual environment .venv with every pinned package. Does nothing while the pins are the ones it was made from.
set -euo pipefail
cd "$(dirname "$0")/.."

pins=$(cat requirements.txt requirements-dev.txt constraints.txt)
[ "$pins" != "$(cat .venv/pins 2>/dev/null)" ] || exit 0

suitable() { "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
find_python() {
    for python in "${PYTHON:-python3}" python3.13 python3.12 python3.11 /usr/bin/python3; do
        ! suitable "$python" || { echo "$python"; return; }
    done
}
if ! [ -x .venv/bin/python ]; then
    python=$(find_python)
    if [ -z "$python" ] && [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null; then
        apt-get update -qq
        DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends python3 python3-venv </dev/null >/dev/null
        python=$(find_python)
    fi
    if [ -z "$python" ]; then
        echo "Python 3.11 or newer with its venv module is needed (Debian: python3 python3-venv). Name another by PYTHON=…" >&2
        exit 1
    fi
    echo "Making the virtual environment with $("$python" --version)"
    "$python" -m venv .venv
fi

echo "Installing Python packages"
.venv/bin/python -m pip install -qq --disable-pip-version-check --requirement requirements-dev.txt </dev/null
echo "$pins" >.venv/pins

#!/usr/bin/env bash
# The virtual environment .venv with every pinned package. Does nothing while the pins are the ones it was made from.
set -euo pipefail
cd "$(dirname "$0")/.."

pins=$(cat requirements.txt requirements-dev.txt constraints.txt)
[ "$pins" != "$(cat .venv/pins 2>/dev/null)" ] || exit 0

suitable() { "$1" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; }
# Debian's own comes first: it is compiled with profiles, and half as fast again as one that was not.
find_python() {
    for python in ${PYTHON:+"$PYTHON"} /usr/bin/python3 python3 python3.13 python3.12 python3.11; do
        ! suitable "$python" || { echo "$python"; return; }
    done
}
install_python() {
    apt-get update -qq && DEBIAN_FRONTEND=noninteractive \
        apt-get install -y -qq --no-install-recommends -o DPkg::Lock::Timeout=300 python3 python3-venv </dev/null >/dev/null
}
if ! [ -x .venv/bin/python ]; then
    if [ "$(id -u)" -eq 0 ] && command -v apt-get >/dev/null && ! suitable "${PYTHON:-/usr/bin/python3}"; then
        install_python || echo "Debian's Python could not be installed: another one is looked for." >&2
    fi
    python=$(find_python)
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

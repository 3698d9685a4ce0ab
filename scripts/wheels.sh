#!/usr/bin/env bash
# The wheel house: every package the system runs on, for a machine without network. `wheels.sh [FOLDER]` on a machine that
# reaches the package index. MACHINE (x86_64, aarch64) and PYTHON_VERSION say what the other one is; its C library is
# that of Debian 12 or newer.
set -euo pipefail
cd "$(dirname "$0")/.."
folder=${1:-wheels}
machine=${MACHINE:-x86_64}

platforms=(--platform "manylinux2014_$machine")
for glibc in {36..17}; do platforms+=(--platform "manylinux_2_${glibc}_$machine"); done
.venv/bin/python -m pip download --quiet --disable-pip-version-check --only-binary :all: \
    "${platforms[@]}" --implementation cp --python-version "${PYTHON_VERSION:-3.11}" \
    --requirement requirements.txt --dest "$folder"
# What was carried over is what was fetched.
(cd "$folder" && sha256sum -- *.whl >SHA256SUMS)
echo "$(find "$folder" -name '*.whl' | wc -l) wheels for $machine in $folder, $(du --summarize --human-readable "$folder" | cut --fields=1)"

#!/usr/bin/env bash
# Everything that can be said about the tree without running its tests. All complaints are printed, not just the first.
# The checks run side by side; what they say is printed in their order.
# shellcheck disable=SC2317 # the functions are called by check()
set -u
cd "$(dirname "$0")/.." || exit
bin=.venv/bin
# Whoever starts Python after Python gains from what the first one compiled.
unset PYTHONDONTWRITEBYTECODE
folder=$(mktemp -d)
names=() processes=()
trap 'kill "${processes[@]}" 2>/dev/null; rm -rf "$folder"' EXIT
check() {
    names+=("$1")
    shift
    "$@" >"$folder/${#names[@]}" 2>&1 </dev/null &
    processes+=($!)
}
report() {
    local failed=0 number=0 name
    for name in "${names[@]}"; do
        if wait "${processes[number]}"; then echo "ok      $name"; else echo "FAILED  $name"; cat "$folder/$((number + 1))"; failed=1; fi
        number=$((number + 1))
    done
    return $failed
}
files() { git ls-files --cached --others --exclude-standard -- "$@" | while read -r path; do [ ! -f "$path" ] || echo "$path"; done; }
none() { ! grep .; }

# As on a real site: behind a proxy that speaks HTTPS, nothing of the demonstration.
deployed() {
    env --unset=DEMO EMBEDDED=1 DATA_DIR="$folder/data" ALLOWED_HOSTS=party.example TRUSTED_PROXIES=127.0.0.1 \
        SECURE_SSL_REDIRECT=1 SECURE_HSTS_SECONDS=31536000 "$@"
}
# The system runs on closed networks: no file may lead to a host outside. Names of XML vocabularies lead nowhere,
# nor do remarks in what others wrote, which is held by its digest.
outside_hosts() {
    files ':!static/js/vendor' | xargs grep -InoP '(xmlns(:\w+)?=\\?["\x27])?https?://[A-Za-z0-9.-]+\.[A-Za-z]{2,}' |
        grep -vE ':xmlns|//([a-z.-]*\.)?(example|test|localhost)(\.[a-z]+)?$|//www\.(w3|aiim|ofdspec)\.org$|//www\.wps\.cn$|//purl\.oclc\.org$|//schemas\.(openxmlformats\.org|microsoft\.com)$' | none
}
# Official documents are left alone: what they print is their white space too.
templates() { files 'templates/*.html' ':!templates/notices' | xargs $bin/djade --check --target-version 5.2; }
shell_scripts() { files '*.sh' deploy/try | xargs $bin/shellcheck; }
home_folders() { files | xargs grep -InE '(^|[^A-Za-z0-9_.])/(home|root|work|Users)/' | none; }

check "ruff check" $bin/ruff check
check "ruff format" $bin/ruff format --check
check "mypy" $bin/mypy .
check "djade" templates
check "shellcheck" shell_scripts
check "typos" $bin/typos --format brief
check "import-linter" $bin/lint-imports
check "settings of a real site" deployed $bin/python manage.py check --deploy --fail-level WARNING
check "migrations are complete" deployed $bin/python manage.py makemigrations --check --dry-run --skip-checks
check "the plan of the house" $bin/python -m scripts.house
check "no host outside" outside_hosts
check "no path of somebody's machine" home_folders
report

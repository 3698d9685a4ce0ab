#!/usr/bin/env bash
# The open 仿宋 and 楷体 for official documents: two files out of Debian's texlive-lang-chinese, without TeX.
# Goes into FONTS_DIR (default var/fonts). Works as root and as anybody else; does nothing when the files are there.
# Without them documents are set in Noto Serif, so failing here is a warning and never stops a set-up.
set -euo pipefail
cd "$(dirname "$0")/.."

folder=${FONTS_DIR:-var/fonts}
package=texlive-lang-chinese
fonts=(FandolFang-Regular.otf FandolKai-Regular.otf)

missing=false
for font in "${fonts[@]}"; do
    [ -s "$folder/$font" ] || missing=true
done
$missing || exit 0

give_up() {
    echo "Fonts: $1. Documents will be set in Noto Serif; see docs/fonts.md for other ways." >&2
    exit 0
}
if ! command -v apt-get >/dev/null || ! command -v dpkg-deb >/dev/null; then
    give_up "this is not a Debian system, so FandolFang and FandolKai were not fetched"
fi

scratch=$(mktemp -d)
trap 'rm -rf "$scratch"' EXIT
# apt drops its rights while it downloads, so the folder must be open to it.
chmod 755 "$scratch"
if [ "$(id -u)" -eq 0 ]; then chown _apt "$scratch" 2>/dev/null || true; fi

echo "Fetching FandolFang and FandolKai (49 MB, once)"
fetch() { (cd "$scratch" && apt-get download -qq "$package" >/dev/null 2>&1); }
fetch || { [ "$(id -u)" -eq 0 ] && apt-get update -qq >/dev/null 2>&1 && fetch; } ||
    give_up "the package $package could not be downloaded"

mkdir -p "$folder"
files=("${fonts[@]}" fandol/README fandol/COPYING.gz)
dpkg-deb --fsys-tarfile "$scratch/$package"_*.deb |
    tar --extract --directory "$scratch" --wildcards --no-anchored "${files[@]}" ||
    give_up "the package $package holds other files than expected"
for font in "${fonts[@]}"; do find "$scratch" -name "$font" -exec cp {} "$folder/" \;; done
# The licence goes along with the fonts.
for file in README COPYING.gz; do find "$scratch" -path "*fandol/$file" -exec cp {} "$folder/Fandol-$file" \;; done
for font in "${fonts[@]}"; do
    [ -s "$folder/$font" ] || give_up "$font is missing after unpacking"
done

"""What others wrote and is kept here is what they released, byte for byte, with its licence."""

import hashlib
from pathlib import Path

from tests.plugins.databases import ROOT

VENDOR = ROOT / "static/js/vendor"


def changed(folder: Path) -> set[str]:
    """Files that differ from the list of digests, or are not on it."""
    listed = dict(line.split("  ")[::-1] for line in (VENDOR / "SHA256SUMS").read_text().splitlines())
    found = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.iterdir()}
    found.pop("SHA256SUMS", None)
    return {name for name in {*listed, *found} if listed.get(name) != found.get(name)}


def test_vendored_scripts_are_as_they_were_released() -> None:
    assert changed(VENDOR) == set()


def test_a_changed_script_would_be_found(tmp_path: Path) -> None:
    for path in VENDOR.iterdir():
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert changed(tmp_path) == set()
    (tmp_path / "idb.js").write_text("// changed")
    assert changed(tmp_path) == {"idb.js"}

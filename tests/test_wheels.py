"""The wheel house: what is installed without network is what was carried over, or nothing is."""

import hashlib
import re
import subprocess
import sys
import venv
import zipfile
from importlib.metadata import distribution
from pathlib import Path

import pytest

from scripts import handbook
from tests.plugins.databases import ROOT

PART = "segno"
"""A package without others behind it, written in Python alone."""


@pytest.fixture
def house(tmp_path: Path) -> Path:
    """A machine without network: its environment, the list of one pinned package, and its wheel with its digest."""
    venv.create(tmp_path / ".venv")
    (pin,) = re.findall(rf"^{PART}==.+$", (ROOT / "requirements.txt").read_text(), re.MULTILINE)
    (tmp_path / "requirements.txt").write_text(f"{pin}\n")
    folder = tmp_path / "wheels"
    folder.mkdir()
    wheel = _wheel(PART, folder)
    (folder / "SHA256SUMS").write_text(f"{hashlib.sha256(wheel.read_bytes()).hexdigest()}  {wheel.name}\n")
    return tmp_path


def _wheel(name: str, folder: Path) -> Path:
    """The package as it is installed here, packed again."""
    found = distribution(name)
    path = folder / f"{name}-{found.version}-py3-none-any.whl"
    kept = [file for file in found.files or () if file.suffix != ".pyc" and ".." not in file.parts]
    with zipfile.ZipFile(path, "w") as archive:
        for file in kept:
            if file.name not in {"RECORD", "INSTALLER", "REQUESTED", "direct_url.json"}:
                archive.write(str(file.locate()), str(file))
        info = next(file.parent for file in kept if file.name == "METADATA")
        archive.writestr(f"{info}/RECORD", "".join(f"{one},,\n" for one in archive.namelist()))
    return path


def installed(house: Path) -> subprocess.CompletedProcess[str]:
    """As the handbook says it, where nothing can be reached."""
    page = (ROOT / "docs/operations.md").read_text()
    (block,) = [one for one in handbook.blocks(page) if "--find-links wheels" in one.commands]
    commands = block.commands.replace(".venv/bin/pip ", f"{sys.executable} -m pip --python .venv/bin/python ")
    return subprocess.run(
        ["bash", "-euo", "pipefail", "-c", commands],
        check=False,
        cwd=house,
        env={"PATH": "/usr/bin:/bin", "PIP_CONFIG_FILE": "/dev/null", "HTTPS_PROXY": "http://127.0.0.1:9"},
        capture_output=True,
        text=True,
    )


def works(house: Path) -> bool:
    asked = [house / ".venv/bin/python", "-c", f"import {PART}; print({PART}.make('1').version)"]
    return subprocess.run(asked, check=False, cwd="/", capture_output=True).returncode == 0


def test_a_part_is_installed_from_the_house_alone(house: Path) -> None:
    assert not works(house)
    done = installed(house)
    assert done.returncode == 0, done.stderr
    assert works(house)


def test_what_was_altered_on_the_way_is_not_installed(house: Path) -> None:
    (wheel,) = (house / "wheels").glob("*.whl")
    content = wheel.read_bytes()
    wheel.write_bytes(content[:100] + bytes([content[100] ^ 1]) + content[101:])
    assert "FAILED" in installed(house).stdout
    assert not works(house)


def test_what_is_not_in_the_house_is_fetched_from_nowhere(house: Path) -> None:
    """The twin: one more pinned package, and nothing is installed."""
    with (house / "requirements.txt").open("a") as pins:
        pins.write("django==5.2.19\n")
    done = installed(house)
    assert done.returncode != 0 and "No matching distribution found for django" in done.stderr
    assert not works(house)


def test_everything_that_runs_is_pinned_so_that_the_house_is_the_same_everywhere() -> None:
    pins = (ROOT / "requirements.txt").read_text() + (ROOT / "constraints.txt").read_text()
    lines = [line for line in pins.splitlines() if line and not line.startswith(("#", "-c "))]
    assert [line for line in lines if not re.fullmatch(r"[a-z0-9-]+(\[\w+\])?==[\w.]+( ;.+)?", line)] == []

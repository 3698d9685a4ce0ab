"""Writes what was measured into docs/measurements.md: each kind of measuring has a block there of its own.

A block is replaced whole, under the machine, the day and the commit it was last measured on.
"""

import os
import platform
import subprocess
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

FILE = Path(__file__).resolve().parent.parent / "docs" / "measurements.md"


def write(name: str, words: str, file: Path = FILE) -> None:
    """Replace what stands between the two marks of a block; ValueError where the marks are missing."""
    before, _, after = _parted(name, file)
    file.write_text(f"{before}\n{_circumstances()}\n\n{words.strip()}\n{after}")


def block(name: str, file: Path = FILE) -> str:
    """What stands between the two marks of a block; ValueError where they are missing."""
    return _parted(name, file)[1]


def _parted(name: str, file: Path) -> tuple[str, str, str]:
    """What stands before, between and behind the marks, which stay with what is outside."""
    begin, end = f"<!-- {name}: begin -->", f"<!-- {name}: end -->"
    before, _, rest = file.read_text().partition(begin)
    between, found, after = rest.partition(end)
    if not found:
        raise ValueError(f"{file.name} has no block {name}.")
    return f"{before}{begin}", between, f"{end}{after}"


def table(headings: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    """As Markdown; every column but the first is set to the right."""
    ruler = ("---", *["---:"] * (len(headings) - 1))
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (headings, ruler, *rows))


def commit() -> str:
    asked = ["git", "describe", "--always", "--dirty=, changed", "--exclude=*"]
    return subprocess.check_output(asked, text=True).strip()  # noqa: S603 - a fixed command


def _circumstances() -> str:
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    return (
        f"Measured on {datetime.now(UTC):%Y-%m-%d}, on commit {commit()}: {os.cpu_count()} cores ({_processor()}), "
        f"{memory:.0f} GiB, Python {platform.python_version()}."
    )


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = (line.partition(":")[2].strip() for line in lines if line.startswith("model name"))
    return next(names, platform.machine())

"""The table at the end of `make soak`: figure, what is asked, what was measured, on which database, how long it took, when.

`python -m scripts.figures FILE` reads the lines that tests.plugins.soak wrote; several for one demand are one row. The table
goes into docs/measurements.md: what did not run keeps the row of the day when it last did.
"""

import json
import re
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from scripts import measurements

HEADINGS = ("figure", "measured", "time", "day", "commit")
FIGURE = re.compile(r"(\d+)\. (.+) \((PostgreSQL|SQLite)\)")
NOT_YET = ("not yet", "", "", "")
Demand = tuple[str, str, str]
"""Number, what is asked, and the database."""
Rows = dict[Demand, tuple[str, ...]]
"""What was measured, how long it took, on which day and commit."""


def figures(lines: Sequence[str], before: Rows, day: str, commit: str) -> Rows:
    """Of each demand that a test has, what was found now, or before."""
    found: dict[Demand, list[Mapping[str, Any]]] = {}
    for one in map(json.loads, lines):
        found.setdefault((str(one["figure"]), one["asked"], one["on"]), []).append(one)
    rows = {demand: _measured(several, day, commit) or before.get(demand, NOT_YET) for demand, several in found.items()}
    return dict(sorted(rows.items(), key=lambda row: (int(row[0][0]), row[0])))


def _measured(several: Sequence[Mapping[str, Any]], day: str, commit: str) -> tuple[str, ...]:
    ran = [one for one in several if "measured" in one]
    said = Counter(one["measured"] for one in ran)
    words = "; ".join(one if times == 1 else f"{times} times {one}" for one, times in said.items())
    return (words, f"{sum(one['seconds'] for one in ran)} s", day, commit) if ran else ()


def table(rows: Rows) -> str:
    lines = [(f"{number}. {asked} ({on})", *measured) for (number, asked, on), measured in rows.items()]
    return measurements.table(HEADINGS, lines)


def read(words: str) -> Rows:
    """The rows of such a table."""
    found: Rows = {}
    for line in words.splitlines():
        figure, *measured = [cell.strip() for cell in line.strip("|").split("|")]
        if len(measured) == len(NOT_YET) and (match := FIGURE.fullmatch(figure)):
            number, asked, on = match.groups()
            found[number, asked, on] = tuple(measured)
    return found


def main(file: Path) -> None:
    lines = file.read_text().splitlines() if file.exists() else []
    before = read(measurements.block("soak"))
    words = table(figures(lines, before, f"{datetime.now(UTC):%Y-%m-%d}", measurements.commit()))
    print(words)
    measurements.write("soak", words)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

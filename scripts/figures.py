"""The table at the end of `make soak`: figure, what is asked, what was measured, on which database, how long it took.

`python -m scripts.figures FILE` reads the lines that tests.plugins.soak wrote; several for one demand are one row. With
`--write` the table goes into docs/measurements.md too: after the whole of it ran.
"""

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

from scripts import measurements

HEADINGS = ("figure", "asked", "measured", "on", "time")


def demand(row: dict[str, Any]) -> tuple[int, str, str]:
    return row["figure"], row["asked"], row["on"]


def table(lines: list[str]) -> str:
    rows = []
    for (figure, asked, on), several in groupby(sorted(map(json.loads, lines), key=demand), key=demand):
        found = list(several)
        words = "; ".join(dict.fromkeys(one["measured"] for one in found))
        rows.append((str(figure), asked, words, on, f"{sum(one['seconds'] for one in found)} s"))
    return measurements.table(HEADINGS, rows)


def main(file: Path, *options: str) -> None:
    words = table(file.read_text().splitlines() if file.exists() else [])
    print(words)
    if "--write" in options:
        measurements.write("soak", words)


if __name__ == "__main__":
    main(Path(sys.argv[1]), *sys.argv[2:])

"""The table at the end of `make soak`: figure, what is asked, what was measured, on which database, how long it took.

`python -m scripts.figures FILE` reads the lines that tests.plugins.soak wrote; several for one demand are one row.
"""

import json
import sys
from itertools import groupby
from pathlib import Path
from typing import Any

HEADINGS = ("figure", "asked", "measured", "on", "time")


def demand(row: dict[str, Any]) -> tuple[int, str, str]:
    return row["figure"], row["asked"], row["on"]


def table(lines: list[str]) -> str:
    rows = [HEADINGS]
    for (figure, asked, on), several in groupby(sorted(map(json.loads, lines), key=demand), key=demand):
        found = list(several)
        words = "; ".join(dict.fromkeys(one["measured"] for one in found))
        rows.append((str(figure), asked, words, on, f"{sum(one['seconds'] for one in found)} s"))
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


if __name__ == "__main__":
    file = Path(sys.argv[1])
    print(table(file.read_text().splitlines() if file.exists() else []))

"""A 进度简报 as the values its HTML template prints: one A4 page, whatever the number of units."""

from collections.abc import Iterator
from math import ceil
from typing import Any, NamedTuple

from evaluation.typesetting.brief import Brief
from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.grid import PT
from evaluation.typesetting.text import break_lines, runs, width_of

WIDTH = 170.0
BAR, LINE = 6.5, 9.0
BLOCKS, ROWS = 3, 24
"""Units stand in three blocks of 24; more of them make the rows lower, never a second page."""
TALL = 5.25
NAME = 31.0
"""Width of a unit's name; a longer one is set smaller."""
SIZE = 10.0
TEXT = 14.0
GREYS = {"applied": "#8a8a8a", "assessed": "#000", "recommended": "#c8c8c8", "named": "#4a4a4a"}
STOP, BESIDE = 10.5, 1.5
"""Size of a date on the line, in pt, and the room beside it, in mm; where many stand there they are smaller."""
STEP = 1.3
"""Between the lines of a pattern."""


class Piece(NamedTuple):
    """A part of the bar in mm: a box, and the lines or dots that fill it."""

    grey: str
    x: float
    width: float
    path: str


class Row(NamedTuple):
    runs: Any
    size: float
    """Of the name, in pt."""
    figures: tuple[str, ...]


def values(brief: Brief) -> dict[str, Any]:
    """What `templates/notices/brief.html` needs."""
    rows = max(ROWS, ceil(len(brief.units) / BLOCKS))
    height = TALL * ROWS / rows
    share = 100 / len(brief.stops) if brief.stops else 100
    # The three sentences are one paragraph.
    text = "".join(brief.sentences)
    return {
        "brief": brief,
        "text": break_lines(text, WIDTH / (TEXT * PT), indent=2, names=brief.names),
        "bar": list(_pieces(brief)),
        "bar_height": BAR,
        "legend": [(one, Piece(_grey(one.name), 0.2, 5.6, _filled(one.name, 0.2, 5.6, 3.8))) for one in brief.shares],
        "stops": [(one, WIDTH * share * (number + 0.5) / 100) for number, one in enumerate(brief.stops)],
        "share": share,
        "stop_size": _stop_size(brief, WIDTH * share / 100),
        "today": WIDTH * brief.today,
        "blocks": [
            [_row(unit, height) for unit in brief.units[start : start + rows]]
            for start in range(0, len(brief.units), rows)
        ],
        "row_height": height,
        "figure_size": min(SIZE, height / PT * 0.7),
        "head_size": min(8.0, height / PT * 0.7),
    }


def _row(unit: tuple[str, ...], height: float) -> Row:
    size = min(SIZE, height / PT * 0.7)
    natural = width_of(unit[0], Role.BODY) * size * PT
    return Row(runs(unit[0], unit[:1]), min(size, size * NAME / natural), unit[1:])


def _stop_size(brief: Brief, width: float) -> float:
    """In pt: as large as the longest of them allows."""
    longest = max((width_of(text, Role.BODY) for one in brief.stops for text in (one.day, one.label)), default=0) * PT
    return min(STOP, (width - BESIDE) / longest) if longest else STOP


def _pieces(brief: Brief) -> Iterator[Piece]:
    done = 0
    for share in brief.shares:
        x, width = (WIDTH * count / brief.total for count in (done, share.count))
        yield Piece(_grey(share.name), x, width, _filled(share.name, x, width, BAR))
        done += share.count


def _grey(name: str) -> str:
    return GREYS.get(name, "#fff")


def _filled(name: str, x: float, width: float, height: float) -> str:
    """What tells a part from the next on paper without colour: upright lines, level ones, or dots."""
    across = [x + STEP * (n + 0.5) for n in range(int(width / STEP))]
    down = [STEP * (n + 0.5) for n in range(int(height / STEP))]
    if name == "doing":
        return "".join(f"M{at:.2f} 0v{height:.2f}" for at in across)
    if name == "not":
        return "".join(f"M{x:.2f} {at:.2f}h{width:.2f}" for at in down)
    if name == "out":
        return "".join(f"M{at:.2f} {level:.2f}h.4" for at in across for level in down)
    return ""

"""发文机关署名 and 成文日期 (GB/T 9704-2012, 7.3.5), with or without room for the seals."""

from dataclasses import dataclass
from itertools import pairwise

from evaluation.typesetting.fonts import Role
from evaluation.typesetting.heading import break_heading
from evaluation.typesetting.layout.grid import BODY, CHARACTER, SPACING, WIDTH
from evaluation.typesetting.text import width_of

ABOVE_SEALED, ABOVE_PLAIN = 3, 1
"""Blank lines above: a seal 42 mm wide, centred on the last name, then begins within a line of the text."""
BETWEEN_SEALED_ROWS = 4
GAP = 5.0
LONGEST_LINE = 24


@dataclass(frozen=True)
class Signed:
    text: str
    x: float
    """Left edge in mm from the type area's."""
    row: int
    """In lines below the first line of the block."""


@dataclass(frozen=True)
class Signature:
    above: int
    """Blank lines between the text and the block."""
    rows: int
    parts: tuple[Signed, ...]


def width_in_mm(text: str) -> float:
    return width_of(text, Role.BODY, SPACING) * BODY


def signature(issuers: tuple[str, ...], date: str, is_sealed: bool) -> Signature:
    return _sealed(issuers, date) if is_sealed else _plain(issuers, date)


def _sealed(issuers: tuple[str, ...], date: str) -> Signature:
    """The date ends 4 characters from the right; the last issuer of each row stands centred over it.

    A name too long for that keeps its shape and the margin, and the date moves left with it.
    """
    names = [part for name in issuers for part in _parts(name)]
    date_width = width_in_mm(date)
    centre = WIDTH - 4 * CHARACTER - date_width / 2
    widths = {name: width_in_mm(name) for name in names}
    centre = min(centre, WIDTH - max(widths.values()) / 2)
    rows = _rows(issuers, widths, centre)
    parts: list[Signed] = []
    line = 0
    pairs = {pair for name in issuers for pair in pairwise(_parts(name))}
    for number, row in enumerate(rows):
        right = centre + widths[row[-1]] / 2
        placed: list[Signed] = []
        for name in reversed(row):
            placed.insert(0, Signed(name, right - widths[name], line))
            right = placed[0].x - GAP
        parts += placed
        goes_on = number + 1 == len(rows) or (row[-1], rows[number + 1][0]) in pairs
        line += 1 if goes_on else 1 + BETWEEN_SEALED_ROWS
    parts.append(Signed(date, centre - date_width / 2, line))
    return Signature(ABOVE_SEALED, line + 1, tuple(parts))


def _plain(issuers: tuple[str, ...], date: str) -> Signature:
    """Issuers end 2 characters from the right; the date begins 2 characters right of the last issuer."""
    names = [part for name in issuers for part in _parts(name)]
    widths = [width_in_mm(name) for name in names]
    date_width = width_in_mm(date)
    right = WIDTH - 2 * CHARACTER
    left = right - widths[-1]
    # A date that would reach further right than the issuer keeps the 2 characters, and the issuer moves left.
    overhang = left + 2 * CHARACTER + date_width - right
    shift = max(0.0, overhang)
    parts = [
        Signed(name, right - width - shift, row) for row, (name, width) in enumerate(zip(names, widths, strict=True))
    ]
    parts.append(Signed(date, left + 2 * CHARACTER - shift, len(names)))
    return Signature(ABOVE_PLAIN, len(names) + 1, tuple(parts))


def _parts(name: str) -> list[str]:
    """A name longer than 24 characters in lines that end with a word."""
    return break_heading(name, LONGEST_LINE)


def _rows(issuers: tuple[str, ...], widths: dict[str, float], centre: float) -> list[list[str]]:
    """At most three issuers in a row, in their order; one that needs several lines has them to itself."""
    rows: list[list[str]] = []
    is_open = False
    for issuer in issuers:
        parts = _parts(issuer)
        if len(parts) > 1:
            rows += [[part] for part in parts]
            is_open = False
            continue
        row = [*rows[-1], issuer] if is_open else []
        needed = sum(widths[each] for each in row) + GAP * (len(row) - 1)
        if row and len(row) <= 3 and needed <= centre + widths[issuer] / 2:
            rows[-1] = row
        else:
            rows.append([issuer])
        is_open = True
    return rows

"""发文机关标志: the issuers' names in red, sized, condensed and placed by the ink of the font in use."""

from dataclasses import dataclass

from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.grid import PT, WIDTH, ink_bottom, ink_top
from evaluation.typesetting.text import width_of

WORD = "文件"
GAP = 4.0
WIDEST_GAP = 0.8
"""Characters of a short name among long ones are condensed less, so that they stand no further apart than this (em)."""
LARGEST = 44 * PT
ROW_SIZES = {2: 33 * PT, 3: 27 * PT}
NARROWEST = 0.45
"""Condensed further than this a character is no longer easy to read; from there the mark gets smaller instead."""


@dataclass(frozen=True)
class Piece:
    """One text at a place relative to the type area: x and y of its box in mm, size in mm, condensed by `scale`."""

    text: str
    x: float
    y: float
    size: float
    scale: float
    spacing: float
    """In mm, before condensing."""


@dataclass(frozen=True)
class Mark:
    pieces: tuple[Piece, ...]
    bottom: float
    """Where its ink ends, in mm below the top of the type area."""


def mark(names: tuple[str, ...], ink_from: float, has_word: bool) -> Mark:
    """The names of the issuers, with 文件 if it is to be, whose ink begins at `ink_from` (mm, may be negative)."""
    if has_word and len(names) > 1:
        return _joint(names, ink_from)
    return _single("".join(names) + (WORD if has_word else ""), ink_from)


def _single(text: str, ink_from: float) -> Mark:
    natural = width_of(text, Role.TITLE)
    size, scale = _fit(natural, LARGEST, WIDTH)
    x = (WIDTH - natural * size * scale) / 2
    y = ink_from - ink_top(Role.TITLE, text, size, size)
    return Mark((Piece(text, x, y, size, scale, 0),), ink_from + _ink_height(text, size))


def _joint(names: tuple[str, ...], ink_from: float) -> Mark:
    """Rows of equal width, and 文件 to their right, centred on them."""
    row_size = ROW_SIZES.get(len(names), 27 * PT * 3 / len(names))
    word_size, word_scale = 1.25 * row_size, 0.85
    word_width = 2 * word_size * word_scale
    room = WIDTH - GAP - word_width
    longest = max(width_of(name, Role.TITLE) for name in names)
    size, scale = _fit(longest, row_size, room)
    width = longest * size * scale
    left = (WIDTH - width - GAP - word_width) / 2
    pitch = 1.3 * size
    first_y = ink_from - ink_top(Role.TITLE, names[0], size, size)
    rows = tuple(_distributed(name, left, first_y + row * pitch, size, scale, width) for row, name in enumerate(names))
    bottom = rows[-1].y + ink_bottom(Role.TITLE, names[-1], size, size)
    middle = (ink_from + bottom) / 2
    word_y = (
        middle
        - (ink_top(Role.TITLE, WORD, word_size, word_size) + ink_bottom(Role.TITLE, WORD, word_size, word_size)) / 2
    )
    word = Piece(WORD, left + width + GAP, word_y, word_size, word_scale, 0)
    return Mark((*rows, word), bottom)


def _fit(natural: float, largest: float, room: float) -> tuple[float, float]:
    """Size in mm and horizontal scale at which `natural` em fit into `room` mm."""
    scale = min(1.0, room / (natural * largest))
    if scale >= NARROWEST:
        return largest, scale
    return room / (natural * NARROWEST), NARROWEST


def _distributed(name: str, x: float, y: float, size: float, scale: float, width: float) -> Piece:
    """`name` spread over exactly `width` mm."""
    natural, gaps = width_of(name, Role.TITLE), len(name) - 1
    scale = min(1.0, max(scale, width / size / (natural + WIDEST_GAP * gaps)))
    spacing = (width / scale - natural * size) / gaps if gaps else 0.0
    return Piece(name, x, y, size, scale, spacing)


def _ink_height(text: str, size: float) -> float:
    return ink_bottom(Role.TITLE, text, size, size) - ink_top(Role.TITLE, text, size, size)

"""The numbers of GB/T 9704-2012, in mm from the top left of A4, and the grid of 22 lines by 28 characters."""

from evaluation.typesetting.fonts import Role
from evaluation.typesetting.metrics import face

PT = 25.4 / 72
PAPER = 210.0
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
WIDTH, HEIGHT = RIGHT - LEFT, BOTTOM - TOP
LINES, CHARACTERS = 22, 28
# Rounded down: a pitch rounded up would push the 22nd line off the page.
PITCH = 10.2272
BODY = 16 * PT
"""三号."""
SMALL = 14 * PT
"""四号."""
TITLE = 22 * PT
"""二号."""
HEADING_CAPACITY = int(WIDTH / TITLE)
"""Characters on a line of a title."""
# 28 characters of 16 pt are 2 mm wider than the type area, so each gives way by this much.
SPACING = (WIDTH / BODY - CHARACTERS) / (CHARACTERS - 1)
CHARACTER = BODY * (1 + SPACING)
"""Pitch of the body's characters."""


def ems(mm: float, size: float = BODY) -> float:
    return mm / size


def ink_top(role: Role, text: str, size: float, line_height: float) -> float:
    """How far below the top of a line of `line_height` mm the ink of `text` begins."""
    font = face(role)
    return (font.baseline(line_height / size) - font.top(text)) * size


def ink_bottom(role: Role, text: str, size: float, line_height: float) -> float:
    """How far below the top of a line of `line_height` mm the ink of `text` ends."""
    font = face(role)
    return (font.baseline(line_height / size) - font.bottom(text)) * size

"""Paragraphs in broken lines, with the typeface of their level."""

import re
from dataclasses import dataclass

from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.grid import BODY, CHARACTER, SPACING, WIDTH, ems
from evaluation.typesetting.text import Line, break_lines

FULL = ems(WIDTH)
INDENT = 2 * (1 + SPACING)
LEVELS = (
    (re.compile(r"[一二三四五六七八九十]+、"), "one", Role.HEI),
    (re.compile(r"（[一二三四五六七八九十]+）"), "two", Role.KAI),
)
LONGEST_HEADING = 40
LONGEST_PERSON = 4
"""Characters of a person's name, which stays on one line; those of organisations are longer, and may break."""


@dataclass(frozen=True)
class Paragraph:
    lines: tuple[Line, ...]
    level: str = "text"
    """text; one for 一、 and two for （一）, which have their own typefaces."""


def paragraph(text: str, names: tuple[str, ...], indent: float = INDENT) -> Paragraph:
    for pattern, level, role in LEVELS:
        if pattern.match(text) and len(text) <= LONGEST_HEADING and not text.endswith(("。", "；")):
            return Paragraph(lines(text, names, indent, role), level)
    return Paragraph(lines(text, names, indent))


def hanging(text: str, names: tuple[str, ...], left: float, right: float = 0, size: float = BODY) -> Paragraph:
    """Lines between `left` and `right` mm from the margins, for what hangs beside a label."""
    width = ems(WIDTH - left - right, size)
    spacing = SPACING if size == BODY else 0
    return Paragraph(tuple(break_lines(text, width, spacing=spacing, names=names, people=_people(names))))


@dataclass(frozen=True)
class Attendance:
    """A line of who was present, its names hanging beside the label."""

    label: str
    left: float
    lines: tuple[Line, ...]


def attendance(entry: tuple[str, str], names: tuple[str, ...]) -> Attendance:
    label = f"{entry[0]}："
    left = (2 + len(label)) * CHARACTER
    return Attendance(label, left, hanging(entry[1], names, left).lines)


def lines(text: str, names: tuple[str, ...], indent: float = 0, role: Role = Role.BODY) -> tuple[Line, ...]:
    people = _people(names)
    return tuple(break_lines(text, FULL, indent=indent, spacing=SPACING, role=role, names=names, people=people))


def _people(names: tuple[str, ...]) -> list[str]:
    return [name for name in names if 1 < len(name) <= LONGEST_PERSON]

"""The head of page 1 in each form: mark, number and red rules (GB/T 9704-2012, 7.2, 10.1 and 10.3)."""

from dataclasses import dataclass

from evaluation.typesetting.fonts import Role
from evaluation.typesetting.layout.grid import BODY, LEFT, PAPER, PITCH, TOP, WIDTH, ink_bottom
from evaluation.typesetting.layout.mark import Piece, mark
from evaluation.typesetting.letter import Layout, Letter

NORMAL_INK, LETTER_INK = 35.0, 30.0 - TOP
"""Ink of the mark below the top of the type area; a 信函 counts 30 mm from the edge of the paper."""
BELOW = 4.0
"""From the ink of mark or number to the rule under it."""
SAMPLE = "〔2026〕号"
THICKNESS = 0.7
THIN, APART = 0.25, 0.45
"""The thin one of two rules, and the white between them."""
LETTER_WIDTH = 170.0
LETTER_FOOT = 277.0
"""Lower edge of the second pair of rules, 20 mm above the edge of the paper."""


@dataclass(frozen=True)
class Rule:
    """A red rule, in mm from the type area."""

    x: float
    y: float
    width: float
    height: float


@dataclass(frozen=True)
class Head:
    pieces: tuple[Piece, ...]
    height: float
    """From the top of the type area to the line of the number."""
    rules: tuple[Rule, ...]
    below: float
    """From the foot of the number's line to the title."""
    has_sender: bool = False
    """Whether a line with issuer and date follows the number."""
    has_number: bool = True


def head(letter: Letter) -> Head:
    layouts = {Layout.NORMAL: _normal, Layout.LETTER: _letter, Layout.MINUTES: _minutes, Layout.PLAIN: _plain}
    return layouts[letter.layout](letter)


def _plain(letter: Letter) -> Head:
    """Nothing but the room above the title."""
    return Head((), 0.0, (), PITCH, has_number=False)


def _normal(letter: Letter) -> Head:
    """Number two blank lines under the mark, a rule 4 mm under it, the title two blank lines under that."""
    name = mark(letter.mark, NORMAL_INK, has_word=True)
    height = name.bottom + 2 * PITCH
    rule = Rule(0, height + ink_bottom(Role.BODY, SAMPLE, BODY, PITCH) + BELOW, WIDTH, THICKNESS)
    return Head(name.pieces, height, (rule,), rule.y - height - PITCH + 2 * PITCH)


def _letter(letter: Letter) -> Head:
    """Two rules under the mark, two at the foot of the paper, the number 7/8 of a character under the first pair."""
    name = mark(letter.mark, LETTER_INK, has_word=False)
    x, y = (PAPER - LETTER_WIDTH) / 2 - LEFT, name.bottom + BELOW
    foot = LETTER_FOOT - TOP
    rules = (
        Rule(x, y, LETTER_WIDTH, THICKNESS),
        Rule(x, y + THICKNESS + APART, LETTER_WIDTH, THIN),
        Rule(x, foot - THICKNESS - APART - THIN, LETTER_WIDTH, THIN),
        Rule(x, foot - THICKNESS, LETTER_WIDTH, THICKNESS),
    )
    height = y + THICKNESS + APART + THIN + BODY * 7 / 8 - (PITCH - BODY) / 2
    return Head(name.pieces, height, rules, 2 * PITCH)


def _minutes(letter: Letter) -> Head:
    """As the normal form, with a line of issuer and date between number and rule."""
    name = mark(letter.mark, NORMAL_INK, has_word=False)
    height = name.bottom + 2 * PITCH
    rule = Rule(0, height + PITCH + ink_bottom(Role.BODY, SAMPLE, BODY, PITCH) + BELOW, WIDTH, THICKNESS)
    return Head(name.pieces, height, (rule,), rule.y - height - 2 * PITCH + 2 * PITCH, has_sender=True)

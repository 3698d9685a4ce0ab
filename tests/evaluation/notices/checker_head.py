"""Checks of the first page's head and title, and of page numbers."""

from collections.abc import Iterator
from itertools import pairwise

from evaluation.notices.letter import Letter
from tests.evaluation.notices.checker import BOTTOM, CHARACTER, LEFT, PITCH, RED, RIGHT, TOP, check, is_, near
from tests.evaluation.notices.measure import Print

MIDDLE = (LEFT + RIGHT) / 2


@check
def mark_stands_at_its_height(printed: Print, letter: Letter) -> Iterator[str]:
    _, top, _, _ = printed.first.ink(0, 0, 210, printed.first.at(letter.number).top - 1)
    yield from near("ink top of the mark", top, TOP + 35)


@check
def mark_is_centred_and_red(printed: Print, letter: Letter) -> Iterator[str]:
    left, _, right, bottom = printed.first.ink(0, 0, 210, printed.first.at(letter.number).top - 1)
    yield from near("middle of the mark", (left + right) / 2, MIDDLE)
    if left < LEFT - 0.5 or right > RIGHT + 0.5:
        yield "the mark leaves the type area"
    for line in printed.first.lines:
        if line.baseline < bottom:
            for char in line.chars:
                if any(abs(a - b) > 0.05 for a, b in zip(char["non_stroking_color"], RED, strict=True)):
                    yield f"{char['text']} is not red"


@check
def joint_names_are_equally_wide(printed: Print, letter: Letter) -> Iterator[str]:
    if len(letter.mark) < 2:
        return
    rows = [printed.first.at(name) for name in letter.mark]
    for row in rows[1:]:
        yield from near("left of a row", row.left, rows[0].left, 0.5)
        yield from near("right of a row", row.right, rows[0].right, 0.5)
    word = printed.first.at("文件")
    if word.left < max(row.right for row in rows):
        yield "文件 does not stand to the right"
    ink_rows = printed.first.ink(rows[0].left, rows[0].top - 2, rows[0].right, rows[-1].bottom + 2)
    ink_word = printed.first.ink(word.left, rows[0].top - 4, word.right + 1, rows[-1].bottom + 4)
    yield from near("middle of 文件", (ink_word[1] + ink_word[3]) / 2, (ink_rows[1] + ink_rows[3]) / 2)


@check
def number_stands_two_lines_below(printed: Print, letter: Letter) -> Iterator[str]:
    number = printed.first.at(letter.number)
    _, _, _, mark = printed.first.ink(0, TOP, 210, number.top - 1)
    yield from near("blank above the number", number.top - mark, 2 * PITCH + 2.3, 1.5)
    if letter.signer:
        yield from near("left of the number", number.left, LEFT + CHARACTER)
        signer = printed.first.at(f"签发人：{letter.signer}")
        yield from near("right of 签发人", signer.right, RIGHT - CHARACTER)
        yield from near("line of 签发人", signer.baseline, number.baseline, 0.2)
    else:
        yield from near("middle of the number", number.centre, MIDDLE)
    yield from is_("size of the number", number.size, 16)
    if "〔" not in letter.number or "〔0" in letter.number:
        yield "the year stands in 〔〕"


@check
def rule_stands_4_mm_below(printed: Print, letter: Letter) -> Iterator[str]:
    rule = printed.first.bars[0]
    number = printed.first.at(letter.number)
    _, _, _, ink = printed.first.ink(number.left, number.top, number.right, rule.top - 0.3)
    yield from near("distance of the rule", rule.top - ink, 4)
    yield from near("left end of the rule", rule.left, LEFT, 0.3)
    yield from near("right end of the rule", rule.right, RIGHT, 0.3)
    if any(abs(a - b) > 0.05 for a, b in zip(rule.colour, RED, strict=True)):
        yield f"the rule is {rule.colour}"


@check
def title_is_set_right(printed: Print, letter: Letter) -> Iterator[str]:
    sheet = printed.first
    lines = [line for line in sheet.lines if line.size == 22]
    yield from is_("title", "".join(line.text for line in lines), letter.title.replace(" ", "").replace("\n", ""))
    yield from near("blank above the title", lines[0].top - sheet.bars[0].bottom, 2 * PITCH + 1.2, 1.5)
    for line in lines:
        yield from near(f"middle of {line.text[:6]}", line.centre, MIDDLE)
        if not any("Bold" in font or "XiaoBiao" in font for font in line.fonts):
            yield f"the title is set in {line.fonts}"
    for above, below in pairwise(lines):
        yield from near("pitch of the title", below.baseline - above.baseline, PITCH, 0.3)


@check
def title_is_no_hourglass(printed: Print, letter: Letter) -> Iterator[str]:
    widths = [line.right - line.left for line in printed.first.lines if line.size == 22]
    peak = widths.index(max(widths))
    falls = any(b < a - 8 for a, b in pairwise(widths[: peak + 1]))
    rises = any(b > a + 8 for a, b in pairwise(widths[peak:]))
    if falls or rises:
        yield f"lines are {[round(width) for width in widths]} mm wide"


@check
def recipients_stand_one_line_below(printed: Print, letter: Letter) -> Iterator[str]:
    title = [line for line in printed.first.lines if line.size == 22][-1]
    below = next(line for line in printed.first.lines if line.baseline > title.baseline)
    yield from near("blank below the title", (below.baseline - title.baseline) / PITCH, 2, 0.15)
    if letter.recipients and below.text[:6] == letter.recipients[:6]:
        yield from near("left of 主送", below.left, LEFT, 0.3)
        if f"{letter.recipients}：".replace(" ", "") not in printed.text:
            yield "主送 does not end with ："


@check
def pages_are_numbered(printed: Print, letter: Letter) -> Iterator[str]:
    for sheet in printed.sheets:
        number = sheet.page_number
        if number is None:
            if not (sheet.number >= len(printed.sheets) - 1 and not printed.sheets[-2].running):
                yield f"page {sheet.number} has no number"
            continue
        yield from is_("page number", number.text.replace(" ", ""), f"—{sheet.number}—")
        yield from is_("size of the page number", number.size, 14)
        if not any("Serif" in font or "Song" in font or "SimSun" in font for font in number.fonts):
            yield f"the page number is set in {number.fonts}"
        dash = number.chars[0]
        _, top, _, bottom = sheet.ink(dash["x0"] * 25.4 / 72, 263, dash["x1"] * 25.4 / 72, 275)
        yield from near("dash of the page number", (top + bottom) / 2, BOTTOM + 7)
        if sheet.number % 2:
            yield from near("right of an odd number", RIGHT - number.right, 5.3)
        else:
            yield from near("left of an even number", number.left - LEFT, 5.3)

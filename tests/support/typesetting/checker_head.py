"""Checks of the first page's head and title, and of page numbers."""

from collections.abc import Iterator
from itertools import pairwise

from evaluation.typesetting.letter import Layout, Letter
from tests.support.typesetting.checker import BOTTOM, CHARACTER, LEFT, PITCH, RIGHT, TOP, check, is_, near
from tests.support.typesetting.measure import Print

MIDDLE = (LEFT + RIGHT) / 2


def mark_ink(printed: Print, letter: Letter) -> tuple[float, float, float, float]:
    """The ink of the mark: all above the number or the first rule."""
    sheet = printed.first
    end = min(sheet.at(letter.number).top, *(bar.top for bar in sheet.bars))
    return sheet.ink(0, 0, 210, end - 0.5)


@check
def mark_stands_at_its_height(printed: Print, letter: Letter) -> Iterator[str]:
    if letter.layout is Layout.PLAIN:
        return
    wanted = 30 if letter.layout is Layout.LETTER else TOP + 35
    yield from near("ink top of the mark", mark_ink(printed, letter)[1], wanted)


@check
def mark_is_centred_and_red(printed: Print, letter: Letter) -> Iterator[str]:
    if letter.layout is Layout.PLAIN:
        return
    left, _, right, bottom = mark_ink(printed, letter)
    yield from near("middle of the mark", (left + right) / 2, MIDDLE)
    if left < LEFT - 0.5 or right > RIGHT + 0.5:
        yield "the mark leaves the type area"
    for line in printed.first.lines:
        if line.baseline < bottom and not line.is_red:
            yield f"{line.text} is not red"


@check
def joint_names_are_equally_wide(printed: Print, letter: Letter) -> Iterator[str]:
    if letter.layout is Layout.PLAIN:
        return
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
def number_stands_in_its_place(printed: Print, letter: Letter) -> Iterator[str]:
    if letter.layout is Layout.PLAIN:
        return
    number = printed.first.at(letter.number)
    yield from is_("size of the number", number.size, 16)
    if "〔" not in letter.number or "〔0" in letter.number:
        yield "the year stands in 〔〕"
    if letter.layout is Layout.LETTER:
        yield from near("right of the number", number.right, RIGHT)
        rule = max(bar.bottom for bar in printed.first.bars if bar.top < 200)
        yield from near("blank above the number", number.top - rule, 16 * 25.4 / 72 * 7 / 8)
        return
    blank = number.top - mark_ink(printed, letter)[3]
    yield from near("blank above the number", blank, 2 * PITCH + 2.3, 1.5)
    if letter.signer:
        yield from near("left of the number", number.left, LEFT + CHARACTER)
        signer = printed.first.at(f"签发人：{letter.signer}")
        yield from near("right of 签发人", signer.right, RIGHT - CHARACTER)
        yield from near("line of 签发人", signer.baseline, number.baseline, 0.2)
    else:
        yield from near("middle of the number", number.centre, MIDDLE)


@check
def rules_stand_in_their_places(printed: Print, letter: Letter) -> Iterator[str]:
    if letter.layout is Layout.PLAIN:
        return
    rules = [bar for bar in printed.first.bars if bar.is_red]
    if letter.layout is Layout.LETTER:
        yield from letter_rules(printed, letter)
        return
    yield from is_("number of red rules", len(rules), 1)
    above = [line for line in printed.first.lines if line.baseline < rules[0].top][-1]
    _, _, _, ink = printed.first.ink(above.left, above.top, above.right, rules[0].top - 0.3)
    yield from near("distance of the rule", rules[0].top - ink, 4)
    yield from near("left end of the rule", rules[0].left, LEFT, 0.3)
    yield from near("right end of the rule", rules[0].right, RIGHT, 0.3)


def letter_rules(printed: Print, letter: Letter) -> Iterator[str]:
    """A pair 4 mm under the mark, thick over thin, and one 20 mm above the edge of the paper, thin over thick."""
    thick, thin, low_thin, low_thick = (bar for bar in printed.first.bars if bar.is_red)
    yield from near("distance of the first rule", thick.top - mark_ink(printed, letter)[3], 4)
    yield from near("lower edge of the last rule", low_thick.bottom, 277)
    for bar in (thick, thin, low_thin, low_thick):
        yield from near("left end of a rule", bar.left, 20, 0.3)
        yield from near("right end of a rule", bar.right, 190, 0.3)
    if not thin.thickness < thick.thickness or not low_thin.thickness < low_thick.thickness:
        yield "thin and thick rules are not where they belong"


@check
def title_is_set_right(printed: Print, letter: Letter) -> Iterator[str]:
    sheet = printed.first
    lines = [line for line in sheet.lines if line.size == 22]
    if not letter.title and not lines:
        return
    yield from is_(
        "title", "".join(line.text for line in lines).replace(" ", ""), letter.title.replace(" ", "").replace("\n", "")
    )
    if not lines:
        return
    if letter.layout is Layout.PLAIN:
        above, blank = TOP, PITCH
    else:
        is_letter = letter.layout is Layout.LETTER
        above, blank = sheet.at(letter.number).bottom + 2.3 if is_letter else sheet.bars[0].bottom, 2 * PITCH
    yield from near("blank above the title", lines[0].top - above, blank + 1.2, 1.5)
    for line in lines:
        yield from near(f"middle of {line.text[:6]}", line.centre, MIDDLE)
        if not any("Bold" in font or "XiaoBiao" in font for font in line.fonts):
            yield f"the title is set in {line.fonts}"
    for upper, lower in pairwise(lines):
        yield from near("pitch of the title", lower.baseline - upper.baseline, PITCH, 0.3)


@check
def title_is_no_hourglass(printed: Print, letter: Letter) -> Iterator[str]:
    widths = [line.right - line.left for line in printed.first.lines if line.size == 22] or [0.0]
    peak = widths.index(max(widths))
    falls = any(b < a - 8 for a, b in pairwise(widths[: peak + 1]))
    rises = any(b > a + 8 for a, b in pairwise(widths[peak:]))
    if falls or rises:
        yield f"lines are {[round(width) for width in widths]} mm wide"


@check
def recipients_stand_one_line_below(printed: Print, letter: Letter) -> Iterator[str]:
    if not letter.title:
        return
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
            if sheet.number == 1 and letter.layout is Layout.LETTER:
                continue
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


@check
def plain_notice_has_no_head(printed: Print, letter: Letter) -> Iterator[str]:
    """Nothing red, no number, and nothing above the title."""
    if letter.layout is not Layout.PLAIN:
        return
    if any(bar.is_red for sheet in printed.sheets for bar in sheet.bars):
        yield "there is a red rule"
    if any(line.is_red for line in printed.first.lines):
        yield "there is a red head"
    if printed.first.lines[0].size != 22:
        yield f"{printed.first.lines[0].text[:12]} stands above the title"

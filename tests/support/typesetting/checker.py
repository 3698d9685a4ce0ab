"""Measures a rendered 公文 against the numbers of GB/T 9704-2012. Each check yields sentences about what is wrong.

Everything is read from the PDF; the letter only says what text to look for.
"""

import re
from collections.abc import Callable, Iterator
from itertools import pairwise

from evaluation.typesetting.fonts import Role, resolve
from evaluation.typesetting.letter import Layout, Letter
from evaluation.typesetting.text import CLOSING, OPENING
from tests.support.typesetting.measure import Print, Sheet, Text

TOLERANCE = 1.0
LEFT, RIGHT, TOP, BOTTOM = 28.0, 184.0, 37.0, 262.0
PITCH = 225 / 22
CHARACTER = 156 / 28
HEADING = re.compile("[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")

Check = Callable[[Print, Letter], Iterator[str]]
CHECKS: dict[str, Check] = {}


def check(function: Check) -> Check:
    CHECKS[function.__name__] = function
    return function


def faults(content: bytes, letter: Letter, only: tuple[str, ...] = ()) -> dict[str, list[str]]:
    """What is wrong, by check (all, or those named). Empty when the document passes."""
    printed = Print(content)
    found = {}
    for name in only or CHECKS:
        measure = CHECKS[name]
        try:
            sentences = list(measure(printed, letter))
        except (IndexError, AttributeError, ValueError, RuntimeError, AssertionError) as missing:
            sentences = [f"cannot be measured: {missing!r}"]
        if sentences:
            found[name] = sentences
    return found


def near(what: str, value: float, wanted: float, tolerance: float = TOLERANCE) -> Iterator[str]:
    if abs(value - wanted) > tolerance:
        yield f"{what} is {value:.2f}, not {wanted:.2f}"


def is_(what: str, value: object, wanted: object) -> Iterator[str]:
    if value != wanted:
        yield f"{what} is {value!r}, not {wanted!r}"


def body_lines(printed: Print) -> list[tuple[int, Text]]:
    """Lines of running text: 16 pt in the body's face, before the annexes, without head and signature."""
    found = []
    for sheet in printed.sheets:
        if sheet.number > 1 and sheet.running and re.fullmatch(r"附件\d*", sheet.running[0].text):
            break
        top = head_end(sheet) if sheet.number == 1 else 0
        found += [(sheet.number, line) for line in sheet.running if line.size == 16 and line.baseline > top]
    return found


def head_end(sheet: Sheet) -> float:
    """Where the red rules and the title of page 1 end."""
    rules = [bar.bottom for bar in sheet.bars if bar.is_red and bar.top < 200]
    return max(rules + [line.baseline for line in sheet.lines if line.size == 22])


@check
def page_is_a4(printed: Print, letter: Letter) -> Iterator[str]:
    for sheet in printed.sheets:
        yield from near("width", sheet.size[0], 210, 0.1)
        yield from near("height", sheet.size[1], 297, 0.1)


@check
def text_stays_in_type_area(printed: Print, letter: Letter) -> Iterator[str]:
    for sheet in printed.sheets:
        for line in sheet.running:
            if line.is_red and letter.layout is Layout.LETTER:
                continue
            if line.left < LEFT - 0.3 or line.right > RIGHT + 0.3 or line.top < TOP or line.bottom > BOTTOM + 0.3:
                yield f"page {sheet.number}: {line.text[:12]} leaves the type area"


@check
def text_reaches_both_margins(printed: Print, letter: Letter) -> Iterator[str]:
    lefts = [line.left for _, line in body_lines(printed)]
    rights = [line.right for _, line in body_lines(printed)]
    yield from near("left margin", min(lefts), LEFT, 0.3)
    yield from near("right margin", max(rights), RIGHT, 0.3)


@check
def lines_stand_on_pitch(printed: Print, letter: Letter) -> Iterator[str]:
    previous: tuple[int, Text] | None = None
    for number, line in body_lines(printed):
        if previous and previous[0] == number:
            steps = (line.baseline - previous[1].baseline) / PITCH
            if abs(steps - round(steps)) > 0.03:
                yield f"page {number}: {line.text[:8]} stands {steps:.2f} lines below the one before"
        previous = number, line


@check
def full_page_has_22_lines(printed: Print, letter: Letter) -> Iterator[str]:
    """The last baseline of a page that text leaves for the next lies within a line of the foot."""
    pages = [number for number, _ in body_lines(printed)]
    # The page before the last one of the body may be shorter: the signature takes its text along.
    for number in sorted(set(pages))[1:-2]:
        lines = [line for page, line in body_lines(printed) if page == number]
        yield from is_(f"lines on page {number}", len(lines), 22)
    if len(set(pages)) > 2:
        last = [line for page, line in body_lines(printed) if page == 1][-1]
        if not BOTTOM - 2 * PITCH < last.baseline < BOTTOM:
            yield f"page 1 ends at {last.baseline:.1f}"


@check
def full_lines_have_28_characters(printed: Print, letter: Letter) -> Iterator[str]:
    """Of full-width characters; kinsoku may carry one or two over."""
    for number, line in body_lines(printed):
        ends_flush = abs(line.right - RIGHT) < 0.5 and abs(line.left - LEFT) < 0.5
        if ends_flush and not any(ord(char) < 0x2000 for char in line.text) and not 25 <= len(line.text) <= 28:
            yield f"page {number}: {len(line.text)} characters in {line.text[:8]}…"
    # A paragraph's first line begins two characters in; a signature stands further right and fills none.
    begun = [(round((line.left - LEFT) / CHARACTER), line.text) for _, line in body_lines(printed)]
    counts = [left + len(text) for left, text in begun if left <= 2 and not any(ord(char) < 0x2000 for char in text)]
    # A short text may have no line at all without a figure or a carried-over mark.
    if max(counts, default=28) != 28 and len(counts) > 12:
        yield f"the longest line has {max(counts)} characters"


@check
def full_lines_are_flush(printed: Print, letter: Letter) -> Iterator[str]:
    lines = body_lines(printed)
    starts = tuple(part[:8] for part in (*letter.body, "附件："))
    for (_, line), (_, following) in pairwise(lines):
        goes_on = not following.text.startswith(starts) and abs(following.left - LEFT) < 0.5
        if goes_on and line.text in "".join(letter.body) and abs(line.right - RIGHT) > 0.6:
            yield f"ragged: {line.text[-8:]} ends at {line.right:.1f}"


@check
def no_line_begins_or_ends_wrongly(printed: Print, letter: Letter) -> Iterator[str]:
    for number, line in body_lines(printed):
        if line.text[0] in CLOSING:
            yield f"page {number}: a line begins with {line.text[0]}"
        if line.text[-1] in OPENING:
            yield f"page {number}: a line ends with {line.text[-1]}"


@check
def paragraphs_are_indented(printed: Print, letter: Letter) -> Iterator[str]:
    for part in letter.body:
        for _, line in body_lines(printed):
            if line.text.startswith(part[:10]):
                yield from near(f"indent of {part[:6]}", line.left, LEFT + 2 * CHARACTER, 0.4)
                break
        else:
            yield f"no line begins with {part[:10]}"


@check
def text_is_fangsong_16(printed: Print, letter: Letter) -> Iterator[str]:
    """The face that plays the part of 仿宋 on this machine, of which a whole line is never left without."""
    family = resolve(Role.BODY).family.replace(" ", "")
    for _, line in body_lines(printed):
        if not any(family in font.replace("-", "") for font in line.fonts) and not HEADING.match(line.text):
            yield f"{line.text[:8]} is set in {line.fonts}"


@check
def page_1_shows_text(printed: Print, letter: Letter) -> Iterator[str]:
    if printed.first.find(letter.body[0][:10]) is None:
        yield "page 1 has no text"


@check
def fonts_are_embedded(printed: Print, letter: Letter) -> Iterator[str]:
    if not printed.fonts:
        yield "there are no fonts"
    for name, size in printed.fonts.items():
        if not size:
            yield f"{name} is not embedded"
        if size > 2_000_000 or name[7:8] != "+":
            yield f"{name} is embedded whole"


@check
def text_comes_out_as_it_went_in(printed: Print, letter: Letter) -> Iterator[str]:
    wanted = [*letter.body, *(annex.title for annex in letter.annexes), letter.title, letter.number, letter.dated_on]
    for annex in letter.annexes:
        for group in annex.table.groups if annex.table else ():
            wanted += [cell for row in group.rows for cell in row if len(cell) < 12]
    for text in wanted:
        if text.replace(" ", "").replace("\n", "") not in printed.text:
            yield f"not found: {text[:20]}"
    if any(not char.isprintable() for char in printed.text) or "\u200b" in printed.text:
        yield "foreign characters"

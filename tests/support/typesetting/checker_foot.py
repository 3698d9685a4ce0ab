"""Checks of what follows the text: 附件说明, signature, annexes, 版记."""

from collections.abc import Iterator
from typing import Any

from evaluation.typesetting.letter import Layout, Letter
from tests.support.typesetting.checker import BOTTOM, CHARACTER, LEFT, PITCH, RIGHT, TOP, check, is_, near
from tests.support.typesetting.measure import Print, Sheet, Text

SMALL = 14 * 25.4 / 72


def signed_sheet(printed: Print, letter: Letter) -> Sheet:
    """The page with the signature: the first that has the date on a line with the issuer above it."""
    return next(
        sheet
        for sheet in printed.sheets
        if any(line.text == letter.dated_on for line in sheet.running) and sheet.find(letter.issuers[-1][-10:])
    )


@check
def annexes_are_announced(printed: Print, letter: Letter) -> Iterator[str]:
    if not letter.annexes:
        return
    sheet = next(sheet for sheet in printed.sheets if sheet.find("附件："))
    note = next(line for line in sheet.lines if line.text.startswith("附件："))
    yield from near("indent of 附件", note.left, LEFT + 2 * CHARACTER, 0.4)
    above = [line for line in sheet.running if line.baseline < note.baseline]
    if above:
        yield from near("blank above 附件", (note.baseline - above[-1].baseline) / PITCH, 2, 0.1)
    if note.text[-1] in "。；，":
        yield "附件说明 ends with a stop"
    below = [line for line in sheet.running if note.baseline < line.baseline < note.baseline + 1.5 * PITCH]
    if below and below[0].text[-10:] != letter.issuers[0][-10:]:
        # Several are numbered: their names hang beside the number.
        mark = "附件：1. " if len(letter.annexes) > 1 and not below[0].text.startswith("2.") else "附件："
        yield from near("hanging of 附件说明", below[0].left, note.part(mark).right, 1.5)


@check
def date_stands_in_its_place(printed: Print, letter: Letter) -> Iterator[str]:
    if letter.attendance:
        return
    sheet = signed_sheet(printed, letter)
    date = next(line for line in sheet.running if line.text == letter.dated_on)
    issuer = last_issuer(sheet, letter)
    yield from near("line of the issuer", date.baseline - issuer.baseline, PITCH, 0.3)
    if not letter.is_sealed:
        yield from near("right of the issuer", RIGHT - max(issuer.right, date.right), 2 * CHARACTER)
        yield from near("date right of the issuer", date.left - issuer.left, 2 * CHARACTER)
        return
    yield from near("middle of the issuer", issuer.centre, date.centre)
    if issuer.right > RIGHT + 0.3:
        yield "the issuer leaves the type area"
    if issuer.right < RIGHT - 1:
        yield from near("date from the right", RIGHT - date.right, 4 * CHARACTER)
    else:
        yield from near("right of a long issuer", issuer.right, RIGHT)
    if issuer.text in letter.issuers:
        yield from near("width of the issuer", issuer.right - issuer.left, len(issuer.text) * CHARACTER)


def last_issuer(sheet: Sheet, letter: Letter) -> Text:
    name = letter.issuers[-1]
    date = next(line for line in sheet.running if line.text == letter.dated_on)
    line = [line for line in sheet.running if line.baseline < date.baseline - 1][-1]
    return line.part(name) if name in line.text else line


@check
def issuers_stand_in_order(printed: Print, letter: Letter) -> Iterator[str]:
    if letter.attendance:
        return
    sheet = signed_sheet(printed, letter)
    date = next(line for line in sheet.running if line.text == letter.dated_on)
    text = "".join(line.text for line in sheet.running if line.baseline < date.baseline)
    if not text.endswith("".join(letter.issuers)):
        yield f"signature reads {text[-30:]}"


@check
def signature_has_text_on_its_page(printed: Print, letter: Letter) -> Iterator[str]:
    if letter.attendance:
        return
    sheet = signed_sheet(printed, letter)
    text = "".join(line.text for line in sheet.running)
    if letter.body[-1].replace(" ", "")[-3:] not in text:
        yield "the signature stands on a page without text"


@check
def room_is_left_for_the_seal(printed: Print, letter: Letter) -> Iterator[str]:
    if letter.attendance:
        return
    sheet = signed_sheet(printed, letter)
    date = next(line for line in sheet.running if line.text == letter.dated_on)
    above = [line for line in sheet.running if line.baseline < date.baseline - 1]
    signature = []
    while above and above[-1].text in "".join(letter.issuers):
        signature.append(above.pop())
    blank = (signature[-1].baseline - above[-1].baseline) / PITCH - 1
    yield from near("blank lines above the signature", blank, 3 if letter.is_sealed else 1, 0.1)


@check
def attendance_stands_in_its_place(printed: Print, letter: Letter) -> Iterator[str]:
    for label, names in letter.attendance:
        sheet = next(sheet for sheet in printed.sheets if sheet.find(f"{label}："))
        mark = sheet.at(f"{label}：")
        yield from near(f"indent of {label}", mark.left, LEFT + 2 * CHARACTER, 0.5)
        if not any("Sans" in font or "Hei" in font for font in mark.fonts):
            yield f"{label} is set in {mark.fonts}"
        if f"{label}：{names}" not in printed.text:
            yield f"{label} does not read {names}"
        below = [line for line in sheet.running if 1 < line.baseline - mark.baseline < 1.2 * PITCH]
        if len(names) > 24 and below:
            yield from near(f"hanging of {label}", below[0].left, mark.right, 1.5)


@check
def annexes_begin_pages(printed: Print, letter: Letter) -> Iterator[str]:
    for number in range(1, len(letter.annexes) + 1):
        label = f"附件{number}" if len(letter.annexes) > 1 else "附件"
        sheet = next(s for s in printed.sheets[1:] if s.running and s.running[0].text == label)
        yield from near("line 1 of an annex", sheet.running[0].baseline, TOP + PITCH * 0.72, 1.2)
        yield from near("left of 附件", sheet.running[0].left, LEFT, 0.3)
        if not any("Sans" in font or "Hei" in font for font in sheet.running[0].fonts):
            yield f"附件 is set in {sheet.running[0].fonts}"
        title = next(line for line in sheet.running if line.size == 22)
        yield from near("line 3 of an annex", (title.baseline - sheet.running[0].baseline) / PITCH, 2, 0.15)
        yield from near("middle of an annex's title", title.centre, (LEFT + RIGHT) / 2)


@check
def tables_repeat_their_heads(printed: Print, letter: Letter) -> Iterator[str]:
    for annex in letter.annexes:
        if not annex.table:
            continue
        titles = "".join(column.title for column in annex.table.columns)
        heads = [sheet for sheet in printed.sheets if any(line.text == titles for line in sheet.running)]
        listed = [
            sheet
            for sheet in printed.sheets
            if any(line.size == 14 for line in sheet.running if line.text[0].isdigit())
        ]
        for sheet in listed:
            if sheet not in heads:
                yield f"page {sheet.number} has no table head"
        rows = sum(len(group.rows) for group in annex.table.groups)
        numbers = [
            int(word)
            for sheet in heads
            for line in sheet.running
            for word in ["".join(char["text"] for char in line.chars if char["x1"] * 25.4 / 72 < LEFT + 16)]
            if word.isdigit()
        ]
        yield from is_("running numbers", numbers, list(range(1, rows + 1)))


def same_line(line: Text, date: Text, char: dict[str, Any]) -> bool:
    """Whether `char` of `line` stands beside the date."""
    return abs(line.baseline - date.baseline) < 1 and char not in date.chars


@check
def imprint_stands_at_the_foot(printed: Print, letter: Letter) -> Iterator[str]:
    if not letter.printed_by or letter.layout in (Layout.LETTER, Layout.PLAIN):
        return
    yield from is_("last page is even", len(printed.sheets) % 2, 0)
    bars = [bar for bar in printed.last.bars if not bar.is_red][-3 if letter.copies_to else -2 :]
    yield from near("last rule", bars[-1].bottom, BOTTOM)
    for bar, thickness in zip(bars, (0.35, 0.25, 0.35) if letter.copies_to else (0.35, 0.35), strict=True):
        yield from near("thickness of a rule", bar.thickness, thickness, 0.04)
        yield from near("left end", bar.left, LEFT, 0.3)
        yield from near("right end", bar.right, RIGHT, 0.3)
    begin = letter.printed_by[:8]
    by = [line.part(begin) for line in printed.last.lines if begin in line.text][-1]
    if letter.printed_by not in printed.text:
        yield "印发机关 is not there as it was given"
    on = printed.last.at(f"{letter.printed_on}印发")
    beside = max(char["x1"] for line in printed.last.lines for char in line.chars if same_line(line, on, char))
    if on.left - beside * 25.4 / 72 < SMALL - 0.3:
        yield "印发机关 comes too near to the date"
    yield from near("left of 印发机关", by.left - LEFT, SMALL)
    yield from near("right of 印发日期", RIGHT - on.right, SMALL)
    yield from is_("size of the 版记", {by.size, on.size}, {14})
    if letter.copies_to:
        copies = next(line for line in printed.last.lines if line.text.startswith("抄送："))
        yield from near("left of 抄送", copies.left - LEFT, SMALL)
        if f"抄送：{letter.copies_to}。".replace(" ", "") not in printed.text:
            yield "抄送 does not end with 。"
        if copies.right > RIGHT - SMALL + 0.3:
            yield "抄送 comes too near to the right"

"""Where a letter will end, from the heights that are known before it is laid out: so one layout is enough as a rule."""

from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from evaluation.typesetting.layout.annexes import AnnexPages
from evaluation.typesetting.layout.grid import HEIGHT, PITCH
from evaluation.typesetting.layout.paragraphs import Paragraph


class Extent(NamedTuple):
    pages: int
    end: float
    """In mm below the top of the type area of the last page."""

    def is_near(self, other: "Extent") -> bool:
        return self.pages == other.pages and abs(self.end - other.end) < 0.1


class Row(NamedTuple):
    """A stretch of text that is never torn."""

    height: float
    may_begin_page: bool = True


def expected(text: dict[str, Any], annexes: list[AnnexPages]) -> Extent:
    """Of a letter with these values for its template, and its annexes."""
    body = _paged(list(_rows(text)))
    if not annexes:
        return body
    after = [_of_annex(annex) for annex in annexes]
    return Extent(body.pages + sum(one.pages for one in after), after[-1].end)


def has_text_on_page_1(text: dict[str, Any]) -> bool:
    """Whether the first paragraph begins on the page of the head."""
    recipients = len(text["recipients"])
    return _head(text) + (recipients + bool(recipients) + 1) * PITCH <= HEIGHT + 0.01


def _head(text: dict[str, Any]) -> float:
    """Height of everything down to the foot of the title."""
    head = text["head"]
    lines = head.has_number + head.has_sender + len(text["title"])
    return float(head.height + lines * PITCH + head.below)


def _of_annex(annex: AnnexPages) -> Extent:
    """On pages of its own: a table's are known with its rows, text runs on from under the title."""
    if annex.sheets:
        return Extent(annex.pages, annex.end)
    return _paged([Row(annex.above), *_paragraphs(annex.body)])


def _paged(rows: list[Row]) -> Extent:
    """A row that does not fit takes along what must not be parted from it."""
    pages, used, first = 1, 0.0, 0
    position = 0
    while position < len(rows):
        if used + rows[position].height > HEIGHT + 0.01 and position > first:
            start = position
            while start > first and not rows[start].may_begin_page:
                start -= 1
            start = start if start > first else position
            pages, used, first, position = pages + 1, 0.0, start, start
        used += rows[position].height
        position += 1
    return Extent(pages, used)


def _rows(text: dict[str, Any]) -> Iterator[Row]:
    recipients = text["recipients"]
    yield Row(_head(text))
    yield from _lines(len(recipients), above=1)
    is_free = not (text["title"] and not recipients)
    yield from _paragraphs(text["body"], above=0 if is_free else 1)
    yield from _lines(sum(len(note["body"].lines) for note in text["notes"]), above=1, keeps=True)
    if text["attendance"]:
        yield from _lines(sum(len(entry.lines) for entry in text["attendance"]), above=1)
        return
    signature = text["signature"]
    yield Row((signature.above + signature.rows) * PITCH, may_begin_page=False)
    yield from _lines(len(text["note"].lines) if text["note"] else 0, keeps=True)


def _paragraphs(body: Sequence[Paragraph], above: int = 0) -> Iterator[Row]:
    """The first with blank lines `above` it; what stands under a heading keeps it."""
    for number, paragraph in enumerate(body):
        is_headed = number > 0 and body[number - 1].level != "text"
        yield from _lines(len(paragraph.lines), above=0 if number else above, keeps=is_headed)


def _lines(count: int, above: int = 0, keeps: bool = False) -> Iterator[Row]:
    """Lines of one block, the first with blank ones `above` it; `keeps` binds it to what goes before."""
    if count:
        yield Row((1 + above) * PITCH, may_begin_page=not keeps)
    yield from (Row(PITCH) for _ in range(count - 1))

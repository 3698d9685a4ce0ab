"""The text of a file that was judged and kept: what a reader would read of it, line by line; nothing of a picture."""

import re
from collections.abc import Callable, Iterator
from io import BytesIO
from itertools import groupby

from docx import Document
from docx.oxml.ns import qn
from pypdf import PdfReader

from evaluation.uploads.archive import Archive
from evaluation.uploads.markup import Budget, Reading, walk

MOST_PAGES = 400
"""A PDF of more is not read: no document that is issued has as many."""
_PAGE = re.compile(r"Pages/.*?(\d+)/Content\.xml$", re.IGNORECASE)
_NUMBER = re.compile(r"[—–－-]+\s*\d{1,4}\s*[—–－-]+|第\s*\d{1,4}\s*页(\s*共\s*\d{1,4}\s*页)?")


def text_of(content: bytes, content_type: str) -> str:
    """Empty for a picture, and for a scan without a layer of text. Page numbers are left out.

    Whatever a library raises over a file it cannot read goes to whoever asks.
    """
    read = _READERS.get(content_type)
    lines = read(content) if read else ()
    return "\n".join(line for line in lines if not _NUMBER.fullmatch(line.strip()))


def _of_pdf(content: bytes) -> Iterator[str]:
    pages = PdfReader(BytesIO(content)).pages
    if len(pages) <= MOST_PAGES:
        for page in pages:
            yield from page.extract_text().splitlines()


def _of_word(content: bytes) -> Iterator[str]:
    """Paragraphs in their order, those of tables among them. Word says a text box twice: once for its older self."""
    pieces = Document(BytesIO(content)).element.body.iter(qn("w:t"))
    said = (one for one in pieces if next(one.iterancestors("{*}Fallback"), None) is None)
    for _, paragraph in groupby(said, lambda one: next(one.iterancestors(qn("w:p")))):
        yield "".join(piece.text or "" for piece in paragraph)


def _of_ofd(content: bytes) -> Iterator[str]:
    archive, budget = Archive(content), Budget()
    pages = [(int(found[1]), name) for name in archive.names if (found := _PAGE.search(name))]
    for _, name in sorted(pages):
        page = _Page(budget)
        walk(archive.read(name), page)
        yield from page.lines


class _Page(Reading):
    """The runs of text on one page."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.lines: list[str] = []
        self._is_text = False

    def started(self, name: str, attributes: object) -> None:
        self._is_text = name == "TextCode"
        if self._is_text:
            self.lines.append("")

    def ended(self, name: str) -> None:
        self._is_text = False

    def text(self, piece: str) -> None:
        if self._is_text:
            self.lines[-1] += piece


_READERS: dict[str, Callable[[bytes], Iterator[str]]] = {
    "application/pdf": _of_pdf,
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": _of_word,
    "application/ofd": _of_ofd,
}

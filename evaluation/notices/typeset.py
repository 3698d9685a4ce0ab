"""From the frozen facts of a document to its PDF: a pure function, without database, network or files of the site."""

from collections.abc import Callable, Iterable, Mapping
from threading import RLock
from typing import Any, cast

from django.template.loader import render_to_string

from evaluation.notices import archive as archives
from evaluation.notices import limit
from evaluation.notices.award import Award
from evaluation.notices.compose import KINDS, compose, rare
from evaluation.notices.engine import HTML, Document
from evaluation.notices.fetcher import DenyAll
from evaluation.notices.form import Form
from evaluation.notices.layout import awards, forms
from evaluation.notices.layout.annexes import annex_pages
from evaluation.notices.layout.grid import TOP
from evaluation.notices.layout.imprint import imprint
from evaluation.notices.layout.page import values
from evaluation.notices.letter import Letter
from evaluation.notices.tools import tools

__all__ = ["KINDS", "compose", "print_out", "rare", "render", "render_many"]

LONGEST = 120.0
"""Seconds that one document may take: a list of a thousand branches takes about five."""
MM_PER_PX = 25.4 / 96

# The font map below WeasyPrint belongs to one thread at a time.
_one_at_a_time = RLock()


def render(kind: str, data: Mapping[str, Any], *, archive: bool = False) -> bytes:
    """The PDF of a document, as PDF/A-2a and PDF/UA-1 for the archive. The same facts give the same bytes.

    Raises KeyError for an unknown kind or a missing fact, `limit.TooLong` after `LONGEST` seconds.
    """
    return print_out(compose(kind, data), archive=archive)


def render_many(
    documents: Iterable[tuple[str, Mapping[str, Any]]], progress: Callable[[int], object] = lambda done: None
) -> bytes:
    """All of `documents`, kind and facts of each, in one PDF for print, in their order and each with its own page numbers.

    `progress` is told after each how many are laid out; what it raises ends the work. Raises ValueError for none at all.
    """
    laid_out = []
    for done, (kind, data) in enumerate(documents, start=1):
        letter = compose(kind, data)
        with _one_at_a_time, limit.within(LONGEST):
            laid_out.append(_pages(letter))
        progress(done)
    if not laid_out:
        raise ValueError("There is nothing to print.")
    pages = [page for document in laid_out for page in document.pages]
    with _one_at_a_time:
        return cast(bytes, laid_out[0].copy(pages).write_pdf())


def print_out(document: Letter | Form | Award, *, archive: bool = False) -> bytes:
    """The PDF of a document that is composed already."""
    with _one_at_a_time, limit.within(LONGEST):
        pages = _pages(document)
        return archives.write(pages) if archive else cast(bytes, pages.write_pdf())


def _pages(document: Letter | Form | Award) -> Document:
    if isinstance(document, Form):
        return _document("notices/form.html", forms.values(document))
    if isinstance(document, Award):
        return _document("notices/award.html", awards.values(document))
    return _lay_out(document)


def _lay_out(letter: Letter) -> Document:
    """Lay out the text and see where it ends; then all of it, with the 版记 in its place."""
    text, at_end = values(letter), False
    document = _letter(text)
    if letter.recipients and "first" not in document.pages[0].anchors:
        # 主送 so long that page 1 shows no text moves to the 版记 (GB/T 9704-2012, 7.3.1).
        text, at_end = values(letter, recipients_at_end=True), True
        document = _letter(text)
    text["annexes"] = annexes = annex_pages(letter.annexes, letter.names)
    foot = imprint(letter, at_end)
    if foot is None:
        return _letter(text) if annexes else document
    if all(annex.is_paged for annex in annexes):
        pages = len(document.pages) + sum(annex.pages for annex in annexes)
        end = annexes[-1].end if annexes else _end(document)
    else:
        document = _letter(text)
        pages, end = len(document.pages), _end(document)
    return _letter(text | {"imprint": foot.after(pages, end)})


def _end(document: Document) -> float:
    """Where the text ends on its last page, in mm below the top of the type area."""
    return float(document.pages[-1].anchors["end"][1]) * MM_PER_PX - TOP


def _letter(context: dict[str, Any]) -> Document:
    return _document("notices/letter.html", context)


def _document(template: str, context: dict[str, Any]) -> Document:
    html = render_to_string(template, context)
    fonts, sheets = tools()
    return HTML(string=html, url_fetcher=DenyAll()).render(font_config=fonts, stylesheets=sheets)

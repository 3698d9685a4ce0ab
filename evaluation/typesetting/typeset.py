"""From the frozen facts of a document to its PDF: a pure function, without database, network or files of the site."""

import gc
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from threading import RLock
from typing import Any, cast

from django.template.loader import render_to_string

from evaluation.typesetting.award import Award
from evaluation.typesetting.booklet import Booklet
from evaluation.typesetting.brief import Brief
from evaluation.typesetting.compose import KINDS, compose, rare
from evaluation.typesetting.form import Form
from evaluation.typesetting.layout import awards, booklets, briefs
from evaluation.typesetting.layout import forms as layout_forms
from evaluation.typesetting.layout.annexes import annex_pages
from evaluation.typesetting.layout.extent import Extent, expected
from evaluation.typesetting.layout.grid import TOP
from evaluation.typesetting.layout.imprint import Imprint, imprint
from evaluation.typesetting.layout.page import values
from evaluation.typesetting.letter import Layout, Letter
from evaluation.typesetting.rendering import limit
from evaluation.typesetting.rendering.archive import write as write_archive
from evaluation.typesetting.rendering.engine import HTML, Document
from evaluation.typesetting.rendering.fetcher import DenyAll
from evaluation.typesetting.rendering.tools import tools

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
        document = compose(kind, data)
        with _undisturbed():
            laid_out.append(_pages(document))
        progress(done)
    if not laid_out:
        raise ValueError("There is nothing to print.")
    pages = [page for document in laid_out for page in document.pages]
    with _undisturbed():
        return cast(bytes, laid_out[0].copy(pages).write_pdf())


def print_out(document: Letter | Form | Award | Brief | Booklet, *, archive: bool = False) -> bytes:
    """The PDF of a document that is composed already."""
    with _undisturbed():
        pages = _pages(document)
        return write_archive(pages) if archive else cast(bytes, pages.write_pdf())


@contextmanager
def _undisturbed() -> Iterator[None]:
    """One document at a time, within its time. Nothing of it is garbage before it is written, so nobody looks for any."""
    with _one_at_a_time, limit.within(LONGEST):
        collects = gc.isenabled()
        gc.disable()
        try:
            yield
        finally:
            if collects:
                gc.enable()


def _pages(document: Letter | Form | Award | Brief | Booklet) -> Document:
    if isinstance(document, Form):
        return _document("notices/form.html", layout_forms.values(document))
    if isinstance(document, Award):
        return _document("notices/award.html", awards.values(document))
    if isinstance(document, Brief):
        return _document("notices/brief.html", briefs.values(document))
    if isinstance(document, Booklet):
        return _document("notices/booklet.html", booklets.values(document))
    return _lay_out(document)


def _lay_out(letter: Letter) -> Document:
    document = _placed(letter, values(letter), imprint(letter, with_recipients=False))
    has_imprint = letter.layout is not Layout.PLAIN
    if has_imprint and letter.recipients and "first" not in document.pages[0].anchors:
        # 主送 so long that page 1 shows no text moves to the 版记 (GB/T 9704-2012, 7.3.1).
        text = values(letter, recipients_at_end=True)
        return _placed(letter, text, imprint(letter, with_recipients=True))
    return document


def _placed(letter: Letter, text: dict[str, Any], foot: Imprint | None) -> Document:
    """With the 版记 where the text is expected to end; should it end elsewhere, laid out to see where, and once more."""
    text["annexes"] = annex_pages(letter.annexes, letter.names)
    if foot is None:
        return _letter(text)
    extent = expected(text, text["annexes"])
    document = _letter(text | {"imprint": foot.after(*extent)})
    if not extent.is_near(_extent(document)):
        document = _letter(text | {"imprint": foot.after(*_extent(_letter(text)))})
    return document


def _extent(document: Document) -> Extent:
    """Where the text really ends, before its 版记."""
    return next(
        Extent(number, float(page.anchors["end"][1]) * MM_PER_PX - TOP)
        for number, page in enumerate(document.pages, start=1)
        if "end" in page.anchors
    )


def _letter(context: dict[str, Any]) -> Document:
    return _document("notices/letter.html", context)


def _document(template: str, context: dict[str, Any]) -> Document:
    html = render_to_string(template, context)
    fonts, sheets = tools()
    return HTML(string=html, url_fetcher=DenyAll()).render(font_config=fonts, stylesheets=sheets)

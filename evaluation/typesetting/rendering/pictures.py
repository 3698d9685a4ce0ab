"""Pages of a PDF as pictures: a page of the site shows them without a frame, which its security policy refuses."""

from collections.abc import Iterator
from io import BytesIO

import pypdfium2

WIDTH = 900
"""Pixels: sharp on a screen, where the sheet takes half the page."""
COLOURS = 32
"""Black, red and their edges: a page is then a fifth of its size."""


def pictures(pdf: bytes, most: int) -> Iterator[bytes]:
    """The first pages as PNG, at most so many."""
    document = pypdfium2.PdfDocument(pdf)
    try:
        for number in range(min(len(document), most)):
            page = document[number]
            image = page.render(scale=WIDTH / page.get_width()).to_pil().quantize(COLOURS)
            kept = BytesIO()
            image.save(kept, "PNG", optimize=True)
            yield kept.getvalue()
    finally:
        document.close()

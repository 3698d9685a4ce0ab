"""The variant for the archive: PDF/A-2a and PDF/UA-1 in one file, so it lasts and can be read aloud."""

from typing import cast

from evaluation.notices.engine import Document

VARIANT = "pdf/a-2a"


def write(document: Document) -> bytes:
    return cast(bytes, document.write_pdf(pdf_variant=VARIANT))

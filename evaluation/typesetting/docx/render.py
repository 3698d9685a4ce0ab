"""The editable copy of a document as the bytes of a .docx."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from docx.document import Document as Docx

from evaluation.typesetting.award import Award
from evaluation.typesetting.brief import Brief
from evaluation.typesetting.compose import compose
from evaluation.typesetting.docx import awards, briefs, letters
from evaluation.typesetting.docx import forms as docx_forms
from evaluation.typesetting.form import Form

MADE = datetime(2024, 4, 29, tzinfo=UTC)
"""Written as the time of making: it is of no use here, and would make two equal copies differ."""


def render(kind: str, data: Mapping[str, Any]) -> bytes:
    """The .docx of a document; the same facts give the same bytes. Raises KeyError for an unknown kind or a missing fact."""
    document = compose(kind, data)
    if isinstance(document, Form):
        return _saved(docx_forms.write(document), document.title, document.author)
    if isinstance(document, Award):
        return _saved(awards.write(document), document.heading, "、".join(document.issuers))
    if isinstance(document, Brief):
        return _saved(briefs.write(document), document.title, document.issuer)
    title = document.title or document.mark[0]
    return _saved(letters.write(document), title, "、".join(document.issuers))


def _saved(document: Docx, title: str, author: str) -> bytes:
    properties = document.core_properties
    # The format allows 255 characters.
    properties.title, properties.author = title[:255], author[:255]
    properties.comments, properties.last_modified_by = "", ""
    properties.created = properties.modified = MADE
    written, result = io.BytesIO(), io.BytesIO()
    document.save(written)
    with ZipFile(written) as source, ZipFile(result, "w", ZIP_DEFLATED) as target:
        for name in source.namelist():
            target.writestr(ZipInfo(name, MADE.timetuple()[:6]), source.read(name), ZIP_DEFLATED)
    return result.getvalue()

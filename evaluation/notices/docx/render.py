"""The editable copy of a document as the bytes of a .docx."""

import io
from collections.abc import Mapping
from typing import Any

from docx import Document

from evaluation.notices.compose import compose


def render(kind: str, data: Mapping[str, Any]) -> bytes:
    """The .docx of a document. Raises KeyError for an unknown kind or a missing fact."""
    compose(kind, data)
    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()

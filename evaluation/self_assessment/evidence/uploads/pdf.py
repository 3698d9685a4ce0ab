"""PDF: whole, not locked, and without anything that acts by itself."""

import re
from io import BytesIO
from typing import Any

from pypdf import PdfReader

from evaluation.self_assessment.evidence.uploads.causes import Cause, Unfit

_PAGES_LOOKED_AT = 300
_ACTS = ("/JavaScript", "/Launch", "/ImportData", "/SubmitForm", "/GoToE")
# Names in plain sight; what hides in compressed objects is found by walking them.
_IN_THE_OPEN = re.compile(rb"/(JavaScript|Launch|EmbeddedFiles?|RichMedia|XFA)\b")
_TAIL = 2048


def check(data: bytes) -> None:
    """Raises Unfit."""
    end = data.rfind(b"%%EOF")
    # Something after the end would be another file in disguise.
    if end < 0 or data[end + 5 :].strip(b"\r\n\t \0") or b"PK\x05\x06" in data[-_TAIL:]:
        raise Unfit(Cause.BROKEN)
    if _IN_THE_OPEN.search(data):
        raise Unfit(Cause.ACTIVE)
    try:
        acts = _walk(PdfReader(BytesIO(data)))
    except Unfit:
        raise
    except Exception as broken:  # a parser of hostile input fails in many ways; all of them mean the same here
        raise Unfit(Cause.BROKEN) from broken
    if acts:
        raise Unfit(Cause.ACTIVE)


def _walk(reader: PdfReader) -> bool:
    if reader.is_encrypted:
        raise Unfit(Cause.LOCKED)
    root: Any = reader.root_object
    if not len(reader.pages):
        raise Unfit(Cause.BROKEN)
    names = _resolved(root, "/Names")
    if any(name in names for name in ("/JavaScript", "/EmbeddedFiles")) or "/AA" in root:
        return True
    if _acts(_resolved(root, "/OpenAction")):
        return True
    for number in range(min(len(reader.pages), _PAGES_LOOKED_AT)):
        page: Any = reader.pages[number]
        if "/AA" in page or any(_annotation_acts(one.get_object()) for one in _resolved(page, "/Annots")):
            return True
    return False


def _annotation_acts(annotation: Any) -> bool:
    if annotation.get("/Subtype") in ("/FileAttachment", "/RichMedia", "/Movie", "/Screen"):
        return True
    return "/AA" in annotation or _acts(_resolved(annotation, "/A"))


def _acts(action: Any) -> bool:
    return isinstance(action, dict) and action.get("/S") in _ACTS


def _resolved(holder: Any, key: str) -> Any:
    value = holder.get(key)
    return value.get_object() if value is not None else {}

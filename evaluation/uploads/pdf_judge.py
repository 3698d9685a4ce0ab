"""Judges one PDF, from standard input, as a process of its own: prints FIT, or the name of a `Cause`.

Run by its path, so it imports nothing of the project. Every object is looked at, also those in compressed streams, those
that nothing refers to and those of earlier versions; names are compared as they are read, however they are written.
"""

import re
import resource
import sys
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Pdf, Stream, String

_WORK = 5
"""Seconds of the processor."""
_SPACE = 512 * 1024 * 1024
_MOST_VALUES = 500_000
_TAIL = 65_557
"""Bytes; how far from the end the directory of a zip archive may lie."""
_HEAD = 1024

_MAY_ACT = ("GoTo", "URI")
_MUST_NOT_ACT = {
    **dict.fromkeys(("JavaScript", "ECMAScript", "Launch", "SubmitForm", "ImportData", "ResetForm", "Named"), "ACTIVE"),
    **dict.fromkeys(("Rendition", "RichMediaExecute", "Movie", "Sound", "Hide", "SetOCGState"), "ACTIVE"),
    **dict.fromkeys(("GoToR", "GoToE", "GoToDp", "GoTo3DView", "Thread"), "LINKED"),
}
_KINDS = {
    **dict.fromkeys(("FileAttachment", "EmbeddedFile", "Filespec"), "STOWED"),
    **dict.fromkeys(("RichMedia", "Movie", "Screen", "Sound", "3D", "PS", "Rendition", "MediaClip"), "ACTIVE"),
}
"""Of annotations, streams and dictionaries. Seal software has kinds of its own, which readers pass over."""
_KEYS = {
    **dict.fromkeys(("/EF", "/RF", "/EmbeddedFiles", "/AF", "/Collection"), "STOWED"),
    **dict.fromkeys(("/JS", "/JavaScript", "/AA", "/XFA", "/Renditions", "/RichMediaContent", "/SubmitForm"), "ACTIVE"),
}
_LEAD_TO_ACTIONS = ("/A", "/PA", "/Next", "/OpenAction")
_OUTWARD = re.compile(r"(https?://|mailto:)", re.IGNORECASE)
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:|//|\\\\", re.IGNORECASE)
_PAGE = re.compile(rb"<(!doctype|html|head|body|script|svg|iframe|\?php)", re.IGNORECASE)


def _spellings(*names: str) -> re.Pattern[bytes]:
    """Finds names in bytes, each letter as itself or as #xx."""
    spelt = ("".join(f"(?:{re.escape(char)}|#(?i:{ord(char):02x}))" for char in name) for name in names)
    return re.compile(rf"/({'|'.join(spelt)})(?=[\0\t\n\f\r ()<>\[\]{{}}/%]|\Z)".encode())


_IN_ANY_VERSION = {
    "ACTIVE": _spellings("JavaScript", "Launch", "SubmitForm", "ImportData", "RichMedia", "XFA"),
    "STOWED": _spellings("EmbeddedFile", "EmbeddedFiles", "FileAttachment"),
    "LINKED": _spellings("GoToR", "GoToE"),
    "LOCKED": _spellings("Encrypt"),
}
_COMPRESSED_OBJECTS = _spellings("ObjStm")


class Unfit(Exception):
    """As text: the name of a cause."""


def judge(data: bytes) -> str:
    """FIT, or the name of a cause."""
    try:
        _look_over(data)
        with pikepdf.open(BytesIO(data), suppress_warnings=True) as pdf:
            _look_through(pdf, data)
    except Unfit as unfit:
        return str(unfit)
    except pikepdf.PasswordError:
        return "LOCKED"
    except MemoryError:
        return "INTRICATE"
    except (pikepdf.PdfError, pikepdf.DataDecodingError, RuntimeError, ValueError, TypeError, KeyError, OverflowError):
        return "BROKEN"
    return "FIT"


def _limit() -> None:
    """From here on: little time, little space, no file written, nothing left behind by a crash."""
    for limit, most in (
        (resource.RLIMIT_CPU, _WORK),
        (resource.RLIMIT_AS, _SPACE),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))


def _look_over(data: bytes) -> None:
    """The file as bytes: whole, nothing after its end, no file of another kind at the same time."""
    end = data.rfind(b"%%EOF")
    if end < 0 or data[end + 5 :].strip(b"\r\n\t \0") or b"PK\x05\x06" in data[-_TAIL:] or _PAGE.search(data[:_HEAD]):
        raise Unfit("BROKEN")
    _look_for_names(data)


def _look_for_names(data: bytes) -> None:
    """In whatever version of the file they stand, and whether or not anything refers to them."""
    for cause, names in _IN_ANY_VERSION.items():
        if names.search(data):
            raise Unfit(cause)


def _look_through(pdf: Pdf, data: bytes) -> None:
    if pdf.is_encrypted:
        raise Unfit("LOCKED")
    if not len(pdf.pages):
        raise Unfit("BROKEN")
    compressed, left = 0, _MOST_VALUES
    for thing in (pdf.trailer, *pdf.objects):
        left -= _judge(thing, left)
        if isinstance(thing, Stream) and thing.get("/Type") == "/ObjStm":
            compressed += 1
            _look_for_names(thing.read_bytes())
    # One that was not found among the objects might be found by a reader that mends the file in another way.
    if len(_COMPRESSED_OBJECTS.findall(data)) > compressed:
        raise Unfit("BROKEN")
    if any("nested" in str(warning) for warning in pdf.get_warnings()):
        raise Unfit("INTRICATE")


def _judge(thing: Object, most: int) -> int:
    """One object with all that lies inside it, and how much that is; others, which it refers to, have their own turn."""
    waiting, seen = [thing], 0
    while waiting:
        one = waiting.pop()
        seen += 1
        if seen + len(waiting) > most:
            raise Unfit("INTRICATE")
        if isinstance(one, Array):
            waiting += [inner for inner in one if _lies_inside(inner)]
        elif isinstance(one, Dictionary | Stream):
            for key, value in one.items():
                _judge_entry(key, value, isinstance(one, Stream))
                if _lies_inside(value):
                    waiting.append(value)
    return seen


def _lies_inside(value: Any) -> bool:
    return isinstance(value, Array | Dictionary | Stream) and not value.is_indirect


def _judge_entry(key: str, value: Any, is_of_stream: bool) -> None:
    if cause := _listed(key, value):
        raise Unfit(cause)
    if key in _LEAD_TO_ACTIONS:
        _judge_actions(key, value)
    if key in ("/URI", "/Base") and isinstance(value, String) and not _leads_outward(str(value)):
        raise Unfit("LINKED")
    # The content of a stream, or of a picture, that lies in another file.
    if (key == "/F" and is_of_stream) or (key == "/Ref" and isinstance(value, Dictionary) and "/F" in value):
        raise Unfit("LINKED")


def _listed(key: str, value: Any) -> str:
    """The cause for which an entry is never allowed, wherever it stands."""
    if key in _KEYS:
        return "" if _is_empty(value) else _KEYS[key]
    if key == "/S":
        return _MUST_NOT_ACT.get(_word(value), "")
    return _KINDS.get(_word(value), "") if key in ("/Type", "/Subtype", "/Subtype2") else ""


def _judge_actions(key: str, value: Any) -> None:
    """By a list of what may act, so that an action of which nobody knows may not."""
    for one in _each(value):
        act = _word(one.get("/S")) if isinstance(one, Dictionary) else ""
        if act and (act not in _MAY_ACT or (key == "/OpenAction" and act != "GoTo")):
            raise Unfit(_MUST_NOT_ACT.get(act, "ACTIVE"))


def _each(value: Any) -> Iterator[Any]:
    if isinstance(value, Array):
        yield from value
    else:
        yield value


def _word(value: Any) -> str:
    """A name without its slash; a string may stand where a name should."""
    return str(value).removeprefix("/") if isinstance(value, Name | String) else ""


def _is_empty(value: Any) -> bool:
    return isinstance(value, Array | Dictionary) and not isinstance(value, Stream) and not len(value)


def _leads_outward(address: str) -> bool:
    plain = re.sub(r"[\x00-\x20]", "", address)
    return bool(_OUTWARD.match(plain)) or not _SCHEME.match(plain)


if __name__ == "__main__":
    _limit()
    sys.stdout.write(judge(sys.stdin.buffer.read()))

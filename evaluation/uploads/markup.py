"""XML of packages: well-formed, without a DTD, of sane size and depth; gone through element by element, nothing kept."""

import re
from dataclasses import dataclass
from xml.sax import SAXException
from xml.sax.handler import ContentHandler
from xml.sax.xmlreader import AttributesImpl

from defusedxml import DefusedXmlException
from defusedxml.sax import make_parser

from evaluation.uploads.causes import Cause, Unfit

_MOST_ELEMENTS = 1_000_000
_MOST_BYTES = 100 * 1024 * 1024
_DEEPEST = 300
_ENCODING = re.compile(rb"""[^<]*<\?xml[^>]*\sencoding\s*=\s*["']([^"']*)""")
# The only ones that packages may use; under any other a reader and this judge might read different things.
_ENCODINGS = {"utf-8", "utf-16", "us-ascii", "ascii"}


@dataclass
class Budget:
    """What has been read of one file so far, whatever lies inside what."""

    bytes: int = 0
    elements: int = 0


class Reading(ContentHandler):
    """Goes through any number of parts; what is looked for is said in `started`, `ended` and `text`."""

    def __init__(self, budget: Budget) -> None:
        super().__init__()
        self.budget = budget
        self._depth = 0

    def startElement(self, name: str, attrs: AttributesImpl) -> None:
        budget = self.budget
        budget.elements += 1
        self._depth += 1
        if budget.elements > _MOST_ELEMENTS or self._depth > _DEEPEST:
            raise Unfit(Cause.SWOLLEN)
        self.started(local(name), attrs)

    def endElement(self, name: str) -> None:
        self._depth -= 1
        self.ended(local(name))

    def characters(self, content: str) -> None:
        self.text(content)

    def started(self, name: str, attributes: AttributesImpl) -> None:
        """`name` comes without its prefix, attributes come with theirs."""

    def ended(self, name: str) -> None: ...

    def text(self, piece: str) -> None:
        """A text may come in several pieces."""


def walk(content: bytes, reading: Reading) -> None:
    """Raises Unfit: BROKEN for what is no XML or has a DTD, SWOLLEN for too much or too deep, or what `reading` says."""
    reading.budget.bytes += len(content)
    if reading.budget.bytes > _MOST_BYTES:
        raise Unfit(Cause.SWOLLEN)
    declared = _ENCODING.match(content[:300].replace(b"\0", b""))
    if declared and declared[1].decode("ascii", "replace").lower() not in _ENCODINGS:
        raise Unfit(Cause.BROKEN)
    parser = make_parser()
    parser.forbid_dtd = True
    parser.setContentHandler(reading)
    try:
        # At once: in pieces, a very long token would be begun anew with every piece.
        parser.feed(content)
        parser.close()
    except (SAXException, DefusedXmlException, ValueError, LookupError) as broken:
        raise Unfit(Cause.BROKEN) from broken


def local(name: str) -> str:
    """A name without its prefix."""
    return name.rpartition(":")[2]

"""The variant for the archive: PDF/A-2a and PDF/UA-1 in one file, so that it lasts and can be read aloud.

WeasyPrint writes one standard's mark at a time, compresses it, and does not say whether a head is a row's or a column's.
What is left to do happens just before the file is written.
"""

import io
import re
from typing import Any, cast

import pydyf
from pypdf import PdfReader

from evaluation.typesetting.rendering.engine import Document

VARIANT = "pdf/a-2a"
# PDF/A wants every property that is not its own to be described (ISO 19005-2, 6.6.2.3).
ACCESSIBLE = b"""<rdf:Description rdf:about="" xmlns:pdfuaid="http://www.aiim.org/pdfua/ns/id/"><pdfuaid:part>1</pdfuaid:part></rdf:Description>
<rdf:Description rdf:about="" xmlns:pdfaExtension="http://www.aiim.org/pdfa/ns/extension/"
 xmlns:pdfaSchema="http://www.aiim.org/pdfa/ns/schema#" xmlns:pdfaProperty="http://www.aiim.org/pdfa/ns/property#">
<pdfaExtension:schemas><rdf:Bag><rdf:li rdf:parseType="Resource">
<pdfaSchema:schema>PDF/UA Universal Accessibility Schema</pdfaSchema:schema>
<pdfaSchema:namespaceURI>http://www.aiim.org/pdfua/ns/id/</pdfaSchema:namespaceURI>
<pdfaSchema:prefix>pdfuaid</pdfaSchema:prefix>
<pdfaSchema:property><rdf:Seq><rdf:li rdf:parseType="Resource">
<pdfaProperty:name>part</pdfaProperty:name><pdfaProperty:valueType>Integer</pdfaProperty:valueType>
<pdfaProperty:category>internal</pdfaProperty:category>
<pdfaProperty:description>Indicates which part of ISO 14289 the file keeps</pdfaProperty:description>
</rdf:li></rdf:Seq></pdfaSchema:property>
</rdf:li></rdf:Bag></pdfaExtension:schemas></rdf:Description>
"""


_LENGTH = re.compile(rb"/Length (\d+)[^>]*>>\nstream\n")
_END = b"\nendstream"


class Unfit(ValueError):
    """A file that an archive would not take."""


def write(document: Document) -> bytes:
    """The PDF of a document that is laid out. Raises Unfit where something that is cheaply seen is wrong with it."""
    content = cast(bytes, document.write_pdf(pdf_variant=VARIANT, finisher=_finish))
    if wrong := faults(content):
        raise Unfit("；".join(wrong))
    return content


def faults(content: bytes) -> list[str]:
    """What is wrong with a file that calls itself fit for an archive, as far as one can see without a validator."""
    root: Any = PdfReader(io.BytesIO(content)).trailer["/Root"]
    wrong = [
        f"{name} is missing" for name in ("/MarkInfo", "/Lang", "/StructTreeRoot", "/OutputIntents") if name not in root
    ]
    described = root["/Metadata"].get_data()
    wrong += [f"{mark.decode()} is missing" for mark in (b"pdfaid:part", b"pdfuaid:part") if mark not in described]
    for begun in _LENGTH.finditer(content):
        end = begun.end() + int(begun[1])
        wanted = b"\r" + _END if content[end - 1 : end] == b"\r" else _END
        if content[end : end + len(wanted)] != wanted:
            wrong.append(f"the stream at {begun.start()} ends where its length does not say")
    return wrong


def _ended(stream: Any) -> bytes:
    """A stream as bytes. After a last CR the LF before `endstream` would count as part of the stream's end of line."""
    content: bytes = _plainly_ended(stream)
    return content[: -len(_END)] + b"\r" + _END if content.endswith(b"\r" + _END) else content


_plainly_ended: Any = pydyf.Stream.data.fget
pydyf.Stream.data = property(_ended)


def _finish(document: Document, pdf: Any) -> None:
    metadata = _referenced(pdf, pdf.catalog["Metadata"])
    metadata.compress = False
    metadata.stream = [part.replace(b"</rdf:RDF>", ACCESSIBLE + b"</rdf:RDF>") for part in metadata.stream]
    for cell in pdf.objects:
        kind = cell.get("S") if isinstance(cell, dict) else None
        if kind == "/TH":
            row = _referenced(pdf, cell["P"])
            is_head = _referenced(pdf, row["P"])["S"] == "/THead"
            cell["A"]["Scope"] = "/Column" if is_head else "/Row"
        elif kind == "/TD":
            # The scopes say the same, also beside cells that span rows, where the library loses count.
            cell["A"].pop("Headers", None)


def _referenced(pdf: Any, reference: bytes | str) -> Any:
    return pdf.objects[int(reference.split()[0])]

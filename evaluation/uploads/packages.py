"""Packages of Word and Excel: each part of a kind that is allowed, each relation of a kind that is allowed and within.

Judged by what the package says of itself in XML, never by searching bytes; so neither encoding nor spelling hides anything.
"""

import posixpath
from urllib.parse import unquote
from xml.sax.xmlreader import AttributesImpl

from evaluation.uploads import allowed
from evaluation.uploads.addresses import has_a_scheme, leads_outward, stays_within
from evaluation.uploads.archive import Archive
from evaluation.uploads.causes import Cause, Unfit
from evaluation.uploads.markup import Budget, Reading, walk
from evaluation.uploads.opaque import check_picture, is_another_file
from evaluation.uploads.wording import Wording

TYPES = "[Content_Types].xml"
_ENDINGS = {
    allowed.DOCUMENT: ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", ".docx"),
    allowed.WORKBOOK: (allowed.EMBEDDED_WORKBOOK, ".xlsx"),
}
_MOST_CHARTS = 30


def kind(archive: Archive) -> tuple[str, str]:
    """(content type, ending) of a package. Raises Unfit."""
    return _kind(archive, Budget(), is_inside=False)


def _kind(archive: Archive, budget: Budget, *, is_inside: bool) -> tuple[str, str]:
    if TYPES not in archive:
        raise Unfit(Cause.TYPE)
    types = _Types(archive, budget)
    relations = _Relations(archive, types, budget)
    main = types.of(relations.main) if relations.main in archive else ""
    if main not in _ENDINGS:
        raise Unfit(Cause.ACTIVE if allowed.cause(main) is Cause.ACTIVE else Cause.TYPE)
    if is_inside and (main != allowed.WORKBOOK or relations.workbooks_of_charts):
        raise Unfit(Cause.STOWED)
    if len(relations.workbooks_of_charts) > _MOST_CHARTS:
        raise Unfit(Cause.INTRICATE)
    wording = Wording(budget)
    for name in archive.names:
        if name.lower() in relations.workbooks_of_charts:
            # The table behind a chart is the one package inside another that Word writes of itself.
            _kind(Archive(archive.read(name)), budget, is_inside=True)
        elif name != TYPES and name not in relations.read:
            _check_part(archive.read(name), types.of(name), wording)
    return _ENDINGS[main]


def _check_part(content: bytes, kind: str, wording: Wording) -> None:
    if kind not in allowed.PARTS:
        raise Unfit(allowed.cause(kind))
    if _is_markup(kind):
        wording.is_picture = kind == allowed.SVG
        # Excel leaves line breaks open in the drawings of old comments.
        walk(content.replace(b"<br>", b"<br/>") if kind == allowed.VML else content, wording)
    elif kind.startswith("image/"):
        check_picture(content)
    elif is_another_file(content):
        raise Unfit(Cause.STOWED)


def _is_markup(kind: str) -> bool:
    return kind.endswith(("+xml", "/xml")) or kind == allowed.VML


class _Types(Reading):
    """Of which kind each part is: by its own line, else by its ending."""

    def __init__(self, archive: Archive, budget: Budget) -> None:
        super().__init__(budget)
        self._by_ending: dict[str, str] = {}
        self._by_name: dict[str, str] = {}
        walk(archive.read(TYPES), self)

    def of(self, name: str) -> str:
        """In lower case; empty for a part of which nothing is said."""
        return self._by_name.get(name.lower()) or self._by_ending.get(name.rpartition(".")[2].lower(), "")

    def started(self, name: str, attributes: AttributesImpl) -> None:
        said = attributes.get("ContentType", "").strip().lower()
        if name == "Default":
            before = self._by_ending.setdefault(attributes.get("Extension", "").lower(), said)
        elif name == "Override":
            before = self._by_name.setdefault(attributes.get("PartName", "").lstrip("/").lower(), said)
        else:
            before = said if name == "Types" else ""
        if before != said:
            raise Unfit(Cause.BROKEN)


class _Relations(Reading):
    """Every relation of the package: allowed by its kind, and leading to another part or to a page."""

    def __init__(self, archive: Archive, types: _Types, budget: Budget) -> None:
        super().__init__(budget)
        self._mains: list[str] = []
        self.workbooks_of_charts: set[str] = set()
        self.read = [name for name in archive.names if _is_relations(name)]
        for name in self.read:
            folder, file = posixpath.split(name)
            self._folder = posixpath.dirname(folder)
            self._is_root = name.lower() == "_rels/.rels"
            self._is_of_chart = types.of(posixpath.join(self._folder, file[: -len(".rels")])) in allowed.CHARTS
            walk(archive.read(name), self)

    @property
    def main(self) -> str:
        """The one part that the package is about; empty where none is named."""
        if len(self._mains) > 1:
            raise Unfit(Cause.BROKEN)
        return next(iter(self._mains), "")

    def started(self, name: str, attributes: AttributesImpl) -> None:
        if name == "Relationships":
            return
        if name != "Relationship":
            raise Unfit(Cause.BROKEN)
        kind, target = attributes.get("Type", "").strip(), attributes.get("Target", "")
        last = kind.rpartition("/")[2].lower()
        is_workbook_of_chart = self._is_of_chart and last == allowed.PACKAGE
        if kind.lower() not in allowed.RELATIONS and not is_workbook_of_chart:
            raise Unfit(allowed.cause(kind))
        mode = attributes.get("TargetMode", "Internal")
        if mode not in ("Internal", "External"):
            raise Unfit(Cause.BROKEN)
        if mode == "External":
            if last != allowed.LINK or not (leads_outward(target) or stays_within(target)):
                raise Unfit(Cause.LINKED)
            return
        part = self._part(target)
        if is_workbook_of_chart:
            self.workbooks_of_charts.add(part.lower())
        if self._is_root and last == allowed.MAIN:
            self._mains.append(part)

    def _part(self, target: str) -> str:
        if has_a_scheme(target):
            raise Unfit(Cause.LINKED)
        path = unquote(target.strip().replace("\\", "/").partition("#")[0])
        part = path.lstrip("/") if path.startswith("/") else posixpath.normpath(posixpath.join(self._folder, path))
        if ".." in part.split("/"):
            raise Unfit(Cause.BROKEN)
        return part


def _is_relations(name: str) -> bool:
    folder, file = posixpath.split(name.lower())
    return posixpath.basename(folder) == "_rels" and file.endswith(".rels")

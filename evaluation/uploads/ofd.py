"""OFD (GB/T 33190): XML, pictures, fonts and seals and nothing else, which act by themselves in no way."""

from xml.sax.xmlreader import AttributesImpl

from evaluation.uploads.addresses import has_a_scheme, leads_outward
from evaluation.uploads.archive import Archive
from evaluation.uploads.causes import Cause, Unfit
from evaluation.uploads.markup import Budget, Reading, local, walk
from evaluation.uploads.opaque import check_picture, is_another_file

ROOT = "OFD.xml"
_NAMESPACE = "http://www.ofdspec.org"
_PICTURES = ("png", "jpg", "jpeg", "bmp", "gif", "tif", "tiff")
_FONTS = ("ttf", "otf", "ttc", "cff")
_OUTLINES = (b"\0\1\0\0", b"OTTO", b"ttcf", b"true", b"\1\0")
_SEALS = ("dat", "esl")
_DER = b"\x30"
_ENCRYPTION = ("encryptions.xml", "decryptseed.dat")
_ACT = ("GotoA", "Sound", "Movie", "script")
_BY_THEMSELVES = ("DO", "PO")
"""Events of an action: the document is opened, the page is opened."""
_PLACES = (
    "DocRoot",
    "BaseLoc",
    "FileLoc",
    "MediaFile",
    "FontFile",
    "PublicRes",
    "DocumentRes",
    "PageRes",
    "SignedValue",
)
"""Elements and attributes that say where a part lies."""


def check(archive: Archive) -> None:
    """Raises Unfit."""
    if any(name.rpartition("/")[2].lower() in _ENCRYPTION for name in archive.names):
        raise Unfit(Cause.LOCKED)
    budget = Budget()
    root = _Root(budget)
    walk(archive.read(ROOT), root)
    if not root.is_ofd or root.document not in archive:
        raise Unfit(Cause.TYPE)
    reading = _Reading(budget)
    for name in archive.names:
        ending, content = name.rpartition(".")[2].lower(), archive.read(name)
        if ending == "xml":
            walk(content, reading)
        elif ending in _PICTURES:
            check_picture(content)
        elif not _fits(ending, content):
            raise Unfit(Cause.STOWED)


def _fits(ending: str, content: bytes) -> bool:
    if ending in _FONTS:
        return content.startswith(_OUTLINES)
    if ending in _SEALS:
        return content.startswith(_DER)
    # A picture in JBIG2 has no mark of its own.
    return ending == "jb2" and not is_another_file(content)


class _Root(Reading):
    """The entry of the archive: which document it holds."""

    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self.is_ofd = False
        self._path: list[str] = []
        self._inside: list[str] = []

    @property
    def document(self) -> str:
        return "".join(self._path).strip().lstrip("/")

    def started(self, name: str, attributes: AttributesImpl) -> None:
        if not self._inside:
            self.is_ofd = name == "OFD" and any(value.startswith(_NAMESPACE) for value in attributes.values())
        self._inside.append(name)
        if name == "DocRoot":
            self._path.clear()

    def ended(self, name: str) -> None:
        self._inside.pop()

    def text(self, piece: str) -> None:
        if self._inside[-1] == "DocRoot":
            self._path.append(piece)


class _Reading(Reading):
    def __init__(self, budget: Budget) -> None:
        super().__init__(budget)
        self._event = ""
        self._inside: list[str] = []
        self._place: list[str] = []

    def started(self, name: str, attributes: AttributesImpl) -> None:
        self._inside.append(name)
        if name in _PLACES:
            self._place.clear()
        if name in _ACT:
            raise Unfit(Cause.ACTIVE)
        if name == "Action":
            self._event = attributes.get("Event", "")
        elif name == "URI":
            if self._event in _BY_THEMSELVES:
                raise Unfit(Cause.ACTIVE)
            if not leads_outward(attributes.get("Base", "") + attributes.get("URI", "")):
                raise Unfit(Cause.LINKED)
        for key, value in attributes.items():
            if local(key) in _PLACES and has_a_scheme(value):
                raise Unfit(Cause.LINKED)

    def ended(self, name: str) -> None:
        self._inside.pop()
        if name in _PLACES and has_a_scheme("".join(self._place)):
            raise Unfit(Cause.LINKED)

    def text(self, piece: str) -> None:
        if self._inside[-1] in _PLACES:
            self._place.append(piece)

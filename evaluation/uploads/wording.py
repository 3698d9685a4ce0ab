"""What stands in the parts of a package: fields, formulas, and addresses that are written out in place.

One reading for all parts, whatever they are said to be, since a part may be said to be anything.
"""

from xml.sax.xmlreader import AttributesImpl

from evaluation.uploads.addresses import leads_outward, stays_within
from evaluation.uploads.causes import Cause, Unfit
from evaluation.uploads.commands import check_field, check_formula, is_named
from evaluation.uploads.markup import Reading, local

_FORMULAS = ("f", "formula", "formula1", "formula2", "oldFormula", "calculatedColumnFormula", "definedName")
_CODES = ("instrText", "delInstrText")
_REACH_OUT = {
    **dict.fromkeys(("mailMerge", "subDoc", "ddeLink", "oleLink"), Cause.LINKED),
    **dict.fromkeys(("altChunk", "OLEObject", "oleObject"), Cause.STOWED),
}
"""Elements that are of no use without a relation, which is refused already, or that name what they reach in place."""
_ACT_IN_PICTURES = ("script", "foreignobject", "iframe", "object", "embed", "handler", "listener")
_INLINE = "data:image/"


class Wording(Reading):
    """`is_picture` while the part is an SVG, which is a page in disguise."""

    is_picture = False

    def startDocument(self) -> None:
        self._inside: list[str] = []
        self._formula: list[str] = []
        # Below the fields that have begun lies what belongs to none.
        self._codes: list[list[str]] = [[]]

    def endDocument(self) -> None:
        for code in self._codes:
            check_field("".join(code))

    def started(self, name: str, attributes: AttributesImpl) -> None:
        self._inside.append(name)
        if name in _FORMULAS:
            self._formula = []
        elif name == "fldSimple":
            check_field(_attribute(attributes, "instr"))
        elif name == "fldChar":
            self._turn(_attribute(attributes, "fldCharType"))
        elif name in _REACH_OUT:
            raise Unfit(_REACH_OUT[name])
        elif self.is_picture and name.lower() in _ACT_IN_PICTURES:
            raise Unfit(Cause.ACTIVE)
        for key in attributes.getNames():
            if self.is_picture or key[-3:].lower() in ("src", "ref"):
                self._check_address(local(key).lower(), attributes.getValue(key).strip())

    def ended(self, name: str) -> None:
        self._inside.pop()
        if name in _FORMULAS:
            check_formula("".join(self._formula))

    def text(self, piece: str) -> None:
        if self._inside[-1] in _FORMULAS:
            self._formula.append(piece)
        elif self._inside[-1] in _CODES:
            self._codes[-1].append(piece)

    def _turn(self, kind: str) -> None:
        """A field begins, its code is over, or it ends. A code may be split over any number of runs."""
        if kind == "begin":
            if len(self._codes) > 1 and not is_named("".join(self._codes[-1])):
                raise Unfit(Cause.ACTIVE)
            self._codes.append([])
        elif kind == "separate":
            self._codes[-1].append(" ")
        elif kind == "end" and len(self._codes) > 1:
            check_field("".join(self._codes.pop()))

    def _check_address(self, name: str, value: str) -> None:
        if self.is_picture and name.startswith("on"):
            raise Unfit(Cause.ACTIVE)
        if name == "src" or (name == "href" and self.is_picture):
            # Fetched as soon as the part is shown.
            if not (stays_within(value) or value.startswith(_INLINE)):
                raise Unfit(Cause.LINKED)
        elif name == "href" and not (leads_outward(value) or stays_within(value)):
            raise Unfit(Cause.LINKED)


def _attribute(attributes: AttributesImpl, name: str) -> str:
    return next((value for key, value in attributes.items() if local(key) == name), "")

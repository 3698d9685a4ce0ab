"""Word's fields and Excel's formulas: which of them may stand in a document that is kept.

A field or formula that starts a program, asks another one, or fetches from elsewhere is refused, however it is put together.
"""

import re

from evaluation.uploads.addresses import leads_outward, stays_within
from evaluation.uploads.causes import Cause, Unfit

_FIELDS = """
    = ADDIN ADDRESSBLOCK ADVANCE AUTHOR AUTONUM AUTONUMLGL AUTONUMOUT BARCODE BIBLIOGRAPHY CITATION COMMENTS COMPARE
    CREATEDATE DATE DISPLAYBARCODE DOCPROPERTY DOCVARIABLE EDITTIME EQ FILENAME FILESIZE FORMCHECKBOX FORMDROPDOWN
    FORMTEXT GREETINGLINE HYPERLINK IF INCLUDEPICTURE INDEX KEYWORDS LASTSAVEDBY LISTNUM MERGEFIELD MERGEREC MERGESEQ
    NEXT NOTEREF NUMCHARS NUMPAGES NUMWORDS PAGE PAGEREF PRINTDATE QUOTE REF REVNUM SAVEDATE SECTION SECTIONPAGES SEQ SHAPE
    STYLEREF SUBJECT SYMBOL TA TC TEMPLATE TIME TITLE TOA TOC USERADDRESS USERINITIALS USERNAME XE
    """
_WORD = re.compile(r"=|[^\s\\\"“]+")
_TOKEN = re.compile(r'"[^"]*"|\S+')
_WITH_A_WORD = ("\\o", "\\t", "\\l", "\\c", "\\*", "\\@")
"""Switches that are followed by a word of their own."""
_OWN_DISK = re.compile(r"(file:/{3})?[a-z]:[\\/]", re.IGNORECASE)
"""Where a picture lay when it was pasted: on the writer's own disk, so that nothing is asked of anybody."""

_ASKS_A_PROGRAM = re.compile(r"[\w.\]']\s*\|\s*['\w]")
_STARTS_OR_FETCHES = re.compile(
    r"(?<![\w.])(?:_xlfn\.)?(?:WEBSERVICE|RTD|CALL|EXEC|REGISTER|REGISTER\.ID|DDE|SQL\.REQUEST|IMAGE)\s*\(",
    re.IGNORECASE,
)
_QUOTED = re.compile(r'"[^"]*"')


def is_named(code: str) -> bool:
    """Whether the first word of a field's code is whole: where it is not, a field inside would make up the name."""
    return bool(re.match(r"\s*(=|[^\s\\]+[\s\\])", code))


def check_field(code: str) -> None:
    """A field's code, without the codes of fields inside it. Raises Unfit."""
    word = _WORD.match(code.strip())
    if not word:
        return
    name = word[0].upper()
    if name not in _FIELDS.split():
        raise Unfit(Cause.ACTIVE)
    target = _target(code.strip()[len(name) :])
    if name == "HYPERLINK" and not (leads_outward(target) or stays_within(target)):
        raise Unfit(Cause.LINKED)
    if name == "INCLUDEPICTURE" and not _OWN_DISK.match(target):
        raise Unfit(Cause.LINKED)


def check_formula(formula: str) -> None:
    """Raises Unfit."""
    plain = _QUOTED.sub('""', formula)
    if _ASKS_A_PROGRAM.search(plain) or _STARTS_OR_FETCHES.search(plain):
        raise Unfit(Cause.ACTIVE)


def _target(rest: str) -> str:
    """The first word that is no switch and belongs to none."""
    tokens = iter(_TOKEN.findall(rest))
    for token in tokens:
        if not token.startswith("\\"):
            return str(token.strip('"'))
        if token.lower() in _WITH_A_WORD:
            next(tokens, "")
    return ""

"""The sealed copy beside the text that was signed: the same, different at so many places, or not to be compared.

What differs between two settings of one text counts for nothing: spaces, ends of lines and pages, page numbers, the
width of a character, the mark that leads from a print to its row. A picture says nothing that could be compared.
"""

import logging
import re
import unicodedata
from collections.abc import Iterator
from difflib import SequenceMatcher
from typing import NamedTuple

from celery.exceptions import SoftTimeLimitExceeded
from django.urls import reverse

from branches.jobs import working
from branches.jobs.kinds import Kind
from branches.models import Job
from evaluation.documents import renditions
from evaluation.models import IssuedCopy, Notice, Rendition
from evaluation.models.paper import Comparison
from evaluation.typesetting import typeset
from evaluation.uploads import texts
from evaluation.vocabulary import Tone

KIND = Kind("issued_copy", "typesetting")
BODY = "正文"
_LEAST = 20
"""Characters below which a file has no text: a seal or a stamp may bring a few of its own."""
_SHOWN = 60
_MOST = 2_000_000
"""Pairs of characters within which two passages are compared one by one."""
_NEAR = 2
"""Changes with fewer characters between them are one change to a reader."""
_PDF = "application/pdf"
_WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_ENDS = "。,:;、的市党会"
"""What ends a passage."""
_A_NUMBER = re.compile(r"〔\d{4}〕\d+号")

logger = logging.getLogger(__name__)


class Change(NamedTuple):
    """A place where `theirs` stands instead of our text from `start` to `end`."""

    start: int
    end: int
    theirs: str


class Outcome(NamedTuple):
    """What came of it, as a tag shows it."""

    label: str
    tone: Tone


def work(job: Job) -> None:
    """Compare one copy, once; what cannot be read is not compared, whatever the reason."""
    copy = IssuedCopy.objects.select_related("notice").get(pk=job.payload["copy"])
    if copy.comparison == Comparison.WAITING:
        said, found = _compared(copy)
        waiting = IssuedCopy.objects.filter(pk=copy.pk, comparison=Comparison.WAITING)
        waiting.update(comparison=said, differences=found)
        copy.refresh_from_db()
    working.finish(job, outcome=outcome(copy).label, leads_to=reverse("evaluation:issued", args=[copy.notice_id]))


def outcome(copy: IssuedCopy) -> Outcome:
    said = Comparison(copy.comparison)
    label = f"有{len(copy.differences)}处不同" if said is Comparison.DIFFERENT else said.label
    return Outcome(label, said.tone)


def _compared(copy: IssuedCopy) -> tuple[Comparison, list[dict[str, str]]]:
    try:
        with copy.file.open("rb") as file:
            found = differences(copy.notice, file.read(), copy.content_type)
    except SoftTimeLimitExceeded:
        found = None
    except Exception:  # whatever a library may raise over somebody's file
        logger.exception("Copy %s could not be compared", copy.pk)
        found = None
    if found is None:
        return Comparison.IMPOSSIBLE, []
    return (Comparison.DIFFERENT if found else Comparison.SAME), found


def differences(notice: Notice, content: bytes, content_type: str) -> list[dict[str, str]] | None:
    """Each with where it is, our words and theirs; None where the file has no text."""
    theirs = plain(notice, texts.text_of(content, content_type))
    if len(theirs) < _LEAST:
        return None
    best: list[dict[str, str]] | None = None
    # Both settings say the same in another order of parts: whichever is nearer to what came back is the measure.
    for ours in _settings(notice):
        found = [_told(notice, ours, one) for one in changes(ours, theirs)]
        best = found if best is None or len(found) < len(best) else best
        if not best:
            break
    return best


def _settings(notice: Notice) -> Iterator[str]:
    if notice.file:
        with notice.file.open("rb") as file:
            yield plain(notice, texts.text_of(file.read(), _PDF))
    else:
        yield plain(notice, texts.text_of(typeset.render(notice.kind, notice.printable), _PDF))
    with renditions.make(notice, Rendition.Form.WORD).file.open("rb") as file:
        yield plain(notice, texts.text_of(file.read(), _WORD))


def plain(notice: Notice, text: str) -> str:
    """The text alone: without the mark of a print, and without what two settings of it may have differently."""
    number, _, head = (notice.data.get("anchor") or "").partition(".")
    kept = (line for line in text.splitlines() if not _is_mark(line.strip(), notice.fingerprint, number, head))
    whole = unicodedata.normalize("NFKC", "".join(kept))
    return "".join(char for char in whole if unicodedata.category(char)[0] not in "CZ")


def _is_mark(line: str, fingerprint: str, number: str, head: str) -> bool:
    digits = re.sub(r"[^0-9a-z]", "", line.lower())
    is_fingerprint = len(digits) >= 8 and fingerprint.startswith(digits)
    return bool(line) and (is_fingerprint or line == number or (len(line) >= 8 and head.startswith(line)))


def changes(ours: str, theirs: str) -> list[Change]:
    """In their order. Passages are matched first, then what stands between those that match, character by character."""
    first, second = _passages(ours), _passages(theirs)
    starts = [0]
    for one in first:
        starts.append(starts[-1] + len(one))
    found = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, first, second, autojunk=False).get_opcodes():
        if tag != "equal":
            found += _within(starts[i1], "".join(first[i1:i2]), "".join(second[j1:j2]))
    return found


def _passages(text: str) -> list[str]:
    """Some characters end a passage wherever they stand: so both texts are cut alike, and a change reaches no further."""
    return re.findall(f"[^{_ENDS}]*[{_ENDS}]?", text)[:-1]


def _within(start: int, ours: str, theirs: str) -> list[Change]:
    if len(ours) * len(theirs) > _MOST:
        return [Change(start, start + len(ours), theirs)]
    found: list[list[int]] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, ours, theirs, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        if found and i1 - found[-1][1] < _NEAR:
            found[-1][1], found[-1][3] = i2, j2
        else:
            found.append([i1, i2, j1, j2])
    return [Change(start + i1, start + i2, theirs[j1:j2]) for i1, i2, j1, j2 in found]


def _told(notice: Notice, ours: str, change: Change) -> dict[str, str]:
    where = _where(notice, ours, change)
    return {"where": where, "ours": _cut(ours[change.start : change.end]), "theirs": _cut(change.theirs)}


def _where(notice: Notice, ours: str, change: Change) -> str:
    """Which part of the document it is in; the head and the foot are named, all else is the text."""
    for name, start, end in _parts(notice, ours):
        if change.start <= end and change.end >= start:
            return name
    return "发文字号" if not notice.number and _A_NUMBER.search(change.theirs) else BODY


def _parts(notice: Notice, ours: str) -> Iterator[tuple[str, int, int]]:
    letter = typeset.compose(notice.kind, notice.data)
    printed = plain(notice, f"{getattr(letter, 'printed_by', '')}{getattr(letter, 'printed_on', '')}")
    foot = ours.rfind(printed) if printed else -1
    copies = plain(notice, str(getattr(letter, "copies_to", "")))
    if foot >= 0:
        sent = ours.rfind(copies, 0, foot) if copies else -1
        yield "版记", sent if sent >= 0 else foot, foot + len(printed) + len("印发")
    head = ("发文字号", notice.number, ours.find), ("标题", getattr(letter, "title", ""), ours.find)
    dated = ("成文日期", getattr(letter, "dated_on", ""), ours.rfind)
    for name, text, find in (*head, dated):
        wanted = plain(notice, str(text))
        at = find(wanted, 0, foot if foot >= 0 else len(ours)) if wanted else -1
        if at >= 0:
            yield name, at, at + len(wanted)


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"


working.handle(KIND, work)

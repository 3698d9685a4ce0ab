"""Keeping a sheet: one part that a device sends, as often as it sends it, or a whole page at once."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db import transaction

from branches import clock
from branches.models import User
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.assessment.steps.scoring import own_sheet, put
from evaluation.cases.locks import lock_case
from evaluation.models import Candidacy, ScoreSheet, SheetSave
from evaluation.scoring import parts
from evaluation.scoring.parts import Stored, Words

KEPT = timedelta(days=30)
"""As long as a device may go on sending what it got no answer to."""

ANOTHER_SAVE = "这次保存与另一次保存编号相同，没有保存。请把这一项重新填写一次。"


@dataclass(frozen=True)
class Answer:
    """What became of one save: kept, overtaken by another device, or never to be kept; nothing where it is not valid."""

    saved: SheetSave | None = None
    theirs: Stored | None = None
    refused: str = ""


@transaction.atomic
def keep(case: Candidacy, part: str, words: Words | None, *, by: User, op: UUID, seen: int) -> Answer:
    """Keep one part that was made of version `seen`; None for words that are not valid.

    Whoever sends the same save again gets the same answer, and nothing is written: its first answer may be lost.
    """
    case = lock_case(case)
    if before := parts.earlier(op):
        return Answer(saved=before) if parts.is_same(before, case, part, by) else Answer(refused=ANOTHER_SAVE)
    if reason := parts.why_closed(case, by):
        return Answer(refused=reason)
    if words is None:
        return Answer()
    sheet = own_sheet(case, by)
    now = parts.stored(case, by)[part]
    version = now.version
    if now.words != words:
        if seen != now.version:
            return Answer(theirs=now)
        version = _write(sheet, part, words, by)
    saved = SheetSave.objects.create(op=op, sheet=sheet, part=part, version=version, at=clock.now())
    return Answer(saved=saved)


@dataclass(frozen=True)
class Sent:
    """One part of a page: its words, and the version and the digest of those the page was made of."""

    part: str
    words: Words
    seen: int
    made_of: str


@dataclass
class Kept:
    """What became of a page: the version that its parts now rest on, and what another device wrote instead."""

    versions: dict[str, Stored] = field(default_factory=dict)
    theirs: dict[str, Stored] = field(default_factory=dict)


@transaction.atomic
def keep_page(case: Candidacy, sent: Iterable[Sent], *, by: User) -> Kept:
    """Keep the parts that were changed on the page; where another device was quicker, nothing is written over."""
    sheet = own_sheet(case, by)
    stored, kept = parts.stored(case, by), Kept()
    for one in sent:
        now = stored[one.part]
        if now.words == one.words:
            kept.versions[one.part] = now
        elif one.seen == now.version:
            kept.versions[one.part] = Stored(one.words, _write(sheet, one.part, one.words, by))
        elif parts.digest(one.words) != one.made_of:
            kept.theirs[one.part] = kept.versions[one.part] = now
    return kept


@transaction.atomic
def tidy() -> int:
    """Forget the saves that nobody sends again; returns how many."""
    old, _ = SheetSave.objects.filter(at__lt=clock.now() - KEPT).delete()
    return old


def _write(sheet: ScoreSheet, part: str, words: Words, by: User) -> int:
    """The new version of the part."""
    if part == parts.VISIT:
        return _write_visit(sheet.candidacy, words, by)
    if part == parts.REMARK:
        sheet.remark, sheet.remark_at = words["remark"], clock.now()
        sheet.remark_version += 1
        sheet.save(update_fields=["remark", "remark_at", "remark_version"])
        return sheet.remark_version
    criterion = parts.criterion_of(part, sheet.candidacy)
    return put(sheet, criterion, mark=words["mark"], note=words["note"]).version


def _write_visit(case: Candidacy, words: Words, by: User) -> int:
    visit = assessment_steps.record_visit(
        case,
        by=by,
        visit=parts.own_visit(case, by),
        visited_on=date.fromisoformat(words["visited_on"]),
        place=words["place"],
        findings=words["findings"],
        visitors=User.objects.filter(pk__in=words["visitors"]),
    )
    return visit.version

"""Whether the records are what was once written: recomputed from the tables, believing none of them.

The records are held against each other here, every single row against the journal (`branches/journal/`), and the journal
against an anchor that was kept elsewhere (`anchors.py`).
"""

import hashlib
from collections.abc import Iterator

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Sum

from branches import in_words
from branches.journal import queries as journal_queries
from evaluation.decision import signing
from evaluation.drafting import corrections
from evaluation.drafting import queries as drafting_queries
from evaluation.integrity import candidates, catalogue, chains, granted, posts, progress
from evaluation.integrity.chains import Result, stream
from evaluation.integrity.moment import one_moment
from evaluation.models import (
    ArrangementFile,
    Candidacy,
    Decision,
    DocumentText,
    Evidence,
    Honour,
    IssuedCopy,
    Notice,
    PromotionActivity,
    RecommendationList,
    Reinspection,
    ReinspectionRecord,
    Rendition,
    Seat,
    Submission,
    Succession,
    Transition,
)
from evaluation.models.honour import HELD
from evaluation.models.notice import fingerprint as document_fingerprint
from evaluation.procedure.lives import HOLDS_SEAT, REINSPECTION_OPEN
from evaluation.rules import allotment as allotments
from evaluation.vocabulary import (
    Action,
    DecisionKind,
    DecisionState,
    HonourState,
    ReinspectionState,
    State,
    SuccessionState,
)


class NotIntact(Exception):
    """Records differ from what they were when they were made."""


def check(*, is_trial: bool = False) -> list[Result]:
    """Every check, in order. Reads all records once, as they stood at one moment, and writes nothing.

    In the database of a trial restore only the role of the backup is at home: rights of roles are not asked for.
    """
    every = (
        database_within if is_trial else database,
        rows,
        granted.check,
        posts.check,
        moves,
        reinspections,
        places,
        candidates.check,
        progress.check,
        decisions,
        titles,
        submissions,
        files,
        documents,
    )
    with one_moment():
        return [one() for one in every]


def database() -> Result:
    """The database is what the migrations made of it: it refuses by itself what nobody may do."""
    return Result("database", len(catalogue.expected()), catalogue.wrong())


def database_within() -> Result:
    """The same, whatever the roles may do to it."""
    return Result("database", len(catalogue.expected()), catalogue.wrong_within())


def rows() -> Result:
    """Each covered row is the one that was written, by an act that was sealed and stands in the chain."""
    return Result("rows", journal_queries.count(), journal_queries.problems())


def moves() -> Result:
    """Each case: its moves form a chain that ends where the case stands."""
    return chains.check(Result("moves"), Transition.objects.all(), Candidacy.objects.all(), "candidacy", State.DRAFT)


def reinspections() -> Result:
    """The same of re-inspections; none is open of a title that has ended, none revoked a title that stands."""
    rows, state = Reinspection.objects.all(), ReinspectionState
    found = chains.check(Result("reinspections"), ReinspectionRecord.objects.all(), rows, "reinspection", state.DUE)
    stray = Q(state__in=sorted(REINSPECTION_OPEN)) & ~Q(honour__state__in=HELD)
    stray |= Q(state=state.REVOKED) & ~Q(honour__state=HonourState.REVOKED)
    wrong = rows.filter(stray).order_by("pk").values_list("pk", "state", "honour__state")
    return found.add([f"re-inspection {pk}: is {one}, its title is {title}" for pk, one, title in wrong])


def places() -> Result:
    """Each list has as many seats as its cap, which its base and ratio allow; on them sit only its own, in order."""
    lists = RecommendationList.objects.annotate(there=Count("seats"), highest=Max("seats__number"))
    pooled = dict(RecommendationList.objects.order_by().values_list("pool").annotate(Sum("base")))
    found = Result("places")
    for one in lists:
        found.count += one.there
        most = pooled.get(one.pk, 0) if one.is_pool else len(one.branches)
        if one.base > most:
            found.problems.append(f"list {one.pk}: base {one.base}, but {most} branches were counted")
        if one.there != one.cap or (one.highest or 0) > one.cap:
            found.problems.append(f"list {one.pk}: cap {one.cap}, {one.there} seats up to number {one.highest}")
        if one.cap > allotments.cap(one.base, one.ratio) and not (one.is_min_one and one.cap == 1):
            found.problems.append(f"list {one.pk}: cap {one.cap} is above {one.base} × {in_words.percent(one.ratio)}")
    wrong = Candidacy.objects.exclude(
        Q(state__in=sorted(HOLDS_SEAT), seat__isnull=False) | (~Q(state__in=sorted(HOLDS_SEAT)) & Q(seat=None))
    )
    found.problems += [
        f"case {pk}: is {state} and {'has' if seat else 'lacks'} a seat" for pk, state, seat in _three(wrong)
    ]
    own = RecommendationList.objects.filter(cycle=OuterRef("cycle"), unit=OuterRef("unit"))
    foreign = Candidacy.objects.filter(seat__isnull=False).exclude(
        Exists(own.filter(Q(pk=OuterRef("seat__list")) | Q(pool=OuterRef("seat__list"))))
    )
    found.problems += [f"case {pk}: sits on a seat of another list" for pk, _, _ in _three(foreign)]
    doubled = Seat.objects.annotate(holders=Count("holder")).filter(holders__gt=1)
    return found.add([f"seat {pk}: held twice" for pk in doubled.values_list("pk", flat=True)])


def decisions() -> Result:
    """Each proclaimed list is the one whose fingerprint both bodies signed, by two people, with its text."""
    found = Result("decisions")
    rows = Decision.objects.filter(state=DecisionState.PROCLAIMED).select_related("cycle").order_by("pk")
    for one in rows.prefetch_related("versions__signatures", "versions__texts"):
        found.count += 1
        found.problems += [f"decision {one.pk}: {problem}" for problem in signing.not_as_signed(one)]
    return found.add(_corrections())


def _corrections() -> list[str]:
    """What is wrong with corrections: each bears both bodies' signatures, by two people, and says what they signed."""
    found = []
    rows = DocumentText.objects.filter(corrects__isnull=False, issued_as__isnull=False, version__isnull=False)
    for text in rows.select_related("version", "issued_as", "corrects"):
        problems = drafting_queries.altered(text, text.corrects.fingerprint if text.corrects else "")
        if not corrections.signed(text).is_cosigned:
            problems.append("lacks the signatures of both bodies")
        found += [f"correction {text.issued_as_id}: {problem}" for problem in problems]
    return found


def titles() -> Result:
    """Each title rests on a proclaimed decision and on the case that was named; each named case has its title."""
    found = Result("titles", Honour.objects.count())
    carried = Succession.objects.filter(state=SuccessionState.CONFIRMED, carrier=OuterRef("branch"))
    grounded = (
        Q(decision__state=DecisionState.PROCLAIMED, candidacy__state=State.NAMED)
        & Q(candidacy__cycle__year=F("year"), decision_number=F("decision__document_number"))
        & (Q(candidacy__branch=F("branch")) | Exists(carried))
    )
    imported = Q(decision=None, candidacy=None) & ~Q(decision_number="")
    wrong = Honour.objects.exclude(Exists(Honour.objects.filter(grounded | imported, pk=OuterRef("pk"))))
    found.add([f"title {pk}: without a decision behind it" for pk in wrong.values_list("pk", flat=True)])
    revoked = Q(
        revocation__kind=DecisionKind.REVOCATION,
        revocation__state=DecisionState.PROCLAIMED,
        revocation_number=F("revocation__document_number"),
        reinspections__state=ReinspectionState.REVOKED,
        reinspections__cycle=F("revocation__cycle"),
    ) | Q(decision=None, revocation=None)
    lost = Honour.objects.filter(state=HonourState.REVOKED)
    unfounded = lost.exclude(Exists(Honour.objects.filter(revoked, pk=OuterRef("pk"))))
    found.add([f"title {pk}: revoked without a decision behind it" for pk in unfounded.values_list("pk", flat=True)])
    bare = Candidacy.objects.filter(state=State.NAMED, honour=None)
    return found.add([f"case {pk}: named without a title" for pk in bare.values_list("pk", flat=True)])


def submissions() -> Result:
    """Each application left the version that was applied with, and there are no others."""
    found = Result("submissions", Submission.objects.count())
    applied = _counted(Transition.objects.filter(action=Action.APPLY))
    kept = _counted(Submission.objects.all())
    differing = sorted(pk for pk in applied.keys() | kept.keys() if applied.get(pk) != kept.get(pk))
    lines = [f"case {pk}: applied {applied.get(pk, 0)} times, {kept.get(pk, 0)} versions" for pk in differing]
    return found.add(lines)


def files() -> Result:
    """Each file that somebody handed in is there, with the digest under which it was taken in."""
    found = Result("files")
    for one in stream(Evidence.objects.exclude(file="").order_by("pk")):
        _compare(found, one, f"evidence {one.pk}")
    for attachment in stream(ArrangementFile.objects.order_by("pk")):
        _compare(found, attachment, f"attachment {attachment.pk}")
    for activity in stream(PromotionActivity.objects.exclude(file="").order_by("pk")):
        _compare(found, activity, f"activity {activity.pk}")
    for copy in stream(IssuedCopy.objects.order_by("pk")):
        _compare(found, copy, f"sealed copy {copy.pk}")
    return found


def documents() -> Result:
    """Each official document says what it said when it was made, and its file is the one that was typeset."""
    found = Result("documents")
    for one in stream(Notice.objects.order_by("pk")):
        if one.fingerprint != document_fingerprint(one.kind, one.data):
            found.problems.append(f"document {one.pk}: the contents have changed")
        if one.file:
            _compare(found, one, f"document {one.pk}")
        else:
            found.count += 1
    for other in stream(Rendition.objects.order_by("pk")):
        _compare(found, other, f"rendition {other.pk}")
    return found


def _compare(
    found: Result, row: Evidence | ArrangementFile | PromotionActivity | IssuedCopy | Notice | Rendition, name: str
) -> None:
    """The file of a row with the digest on the row."""
    found.count += 1
    try:
        with row.file.open("rb") as file:
            same = hashlib.file_digest(file, "sha256").hexdigest() == row.sha256
    except OSError:
        found.problems.append(f"{name}: the file cannot be read")
        return
    if not same:
        found.problems.append(f"{name}: the file has changed")


def _three(cases: QuerySet[Candidacy]) -> Iterator[tuple[int, str, int | None]]:
    yield from cases.order_by("pk").values_list("pk", "state", "seat_id")


def _counted(rows: QuerySet[Transition] | QuerySet[Submission]) -> dict[int, int]:
    return dict(rows.order_by().values_list("candidacy_id").annotate(Count("pk")))

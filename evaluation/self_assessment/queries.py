"""The working copy of a self-assessment, read whole; what was sent back; who may fill it in."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from django.db.models import Prefetch
from django.http import Http404

from branches import clock
from branches.labels import label_of
from branches.models import User
from branches.permissions import Perm
from evaluation.cases.access import holds, submissions
from evaluation.cases.moving import observe_one
from evaluation.cases.observe import Observed
from evaluation.deadlines import own_date
from evaluation.models import (
    Candidacy,
    Criterion,
    Declaration,
    Disqualification,
    Evidence,
    SelfAssessment,
    SelfRating,
    Submission,
    Transition,
)
from evaluation.procedure.lives import find
from evaluation.rules.facts import Resolution
from evaluation.rules.self_assessment import majority_fault, resolution_fault
from evaluation.self_assessment.last_year import Earlier, applied_with, note
from evaluation.vocabulary import Action, Answer, Grade, State, Strength

STATEMENT_LIMIT = 300
FILES_PER_CRITERION = 3
BASICS = ("secretary_name", "full_members", "probationary_members", "last_election_on", "summary")
RESOLUTION = ("met_on", "expected", "present", "in_favour", "resolution")
_FROM_REGISTER = ("secretary_name", "full_members", "probationary_members", "last_election_on")


@dataclass(frozen=True)
class Item:
    """One criterion with what the branch says of itself."""

    criterion: Criterion
    rating: SelfRating
    evidence: tuple[Evidence, ...] = ()

    @property
    def is_unmet(self) -> bool:
        """Whether the branch says itself that it does not reach this: then it cannot apply (D37)."""
        return self.rating.grade == Grade.UNMET or self.rating.points == 0

    @property
    def is_left_out(self) -> bool:
        return bool(self.rating.grade == Grade.NOT_APPLICABLE)

    @property
    def is_empty(self) -> bool:
        return not (self.rating.mark or self.rating.statement)

    @property
    def is_begun(self) -> bool:
        return bool(not self.is_empty or self.evidence)


@dataclass(frozen=True)
class Condition:
    """One disqualifying condition with the branch's answer, if it gave one."""

    disqualification: Disqualification
    declaration: Declaration | None

    @property
    def answer(self) -> Answer | None:
        return Answer(self.declaration.answer) if self.declaration else None

    @property
    def facts(self) -> str:
        return self.declaration.facts if self.declaration else ""


@dataclass(frozen=True)
class Returned:
    """Why the case came back: words for the whole, reasons by item (`c3`, `d1`, `facts`, `resolution`), the date, the last version."""

    transition: Transition
    items: dict[str, str]
    due: date | None
    before: dict[str, Any]


@dataclass(frozen=True)
class WorkingCopy:
    """Everything a branch has written so far."""

    case: Candidacy
    working: SelfAssessment
    items: tuple[Item, ...]
    conditions: tuple[Condition, ...]

    @property
    def are_basics_confirmed(self) -> bool:
        return self.working.facts_confirmed_at is not None

    @property
    def is_resolved(self) -> bool:
        """Whether the resolution of the branch meeting is written, makes sense and was carried (D37)."""
        one = self.working
        said = Resolution(
            one.met_on, one.expected, one.present, one.in_favour, bool(one.resolution), full_members=one.full_members
        )
        return not (resolution_fault(said, clock.today()) or majority_fault(said))

    @property
    def done(self) -> int:
        rated = sum(item.rating.is_complete for item in self.items)
        declared = sum(condition.declaration is not None for condition in self.conditions)
        return rated + declared + self.are_basics_confirmed + self.is_resolved

    @property
    def total(self) -> int:
        return len(self.items) + len(self.conditions) + 2

    @property
    def by_strength(self) -> list[tuple[Strength, list[Item]]]:
        return [(s, [item for item in self.items if item.criterion.strength == s]) for s in Strength]

    @property
    def marks(self) -> list[tuple[str, int | None]]:
        return [(item.rating.grade, item.rating.points) for item in self.items]

    @property
    def raised(self) -> list[Condition]:
        """The conditions answered 有 or 待核实."""
        return [one for one in self.conditions if one.answer not in (None, Answer.NO)]

    @cached_property
    def earlier(self) -> Earlier | None:
        """What the branch applied with in an earlier year."""
        return applied_with(self.case)

    @property
    def offered(self) -> list[Item]:
        """The criteria into which last year's answers can be taken over, while nobody has written of any."""
        return [] if any(one.is_begun for one in self.items) else self.to_take_over

    @property
    def to_take_over(self) -> list[Item]:
        """The criteria that are empty and were answered in an earlier year."""
        earlier = self.earlier
        return [one for one in self.items if earlier and one.is_empty and earlier.of(one.criterion)]

    def note(self, item: Item) -> str:
        """Whether an answer is still as an earlier year had it and nobody has said that it holds: in words, else ""."""
        if item.rating.is_complete or not item.rating.statement or not (earlier := self.earlier):
            return ""
        is_same = earlier.of(item.criterion).get("statement") == item.rating.statement
        return note(self.case, earlier.year) if is_same else ""

    @property
    def next_item(self) -> Item | None:
        """The first criterion that is not complete."""
        return next((item for item in self.items if not item.rating.is_complete), None)


def may_fill(user: User, case: Candidacy) -> bool:
    """The branch's secretary; the unit's organ officer too, once the branch's paper is attached (D30)."""
    if holds(user, Perm.APPLY, case):
        return True
    return (
        holds(user, Perm.ASSESS, case) and SelfAssessment.objects.filter(candidacy=case, paper__isnull=False).exists()
    )


def working_copy(case: Candidacy) -> WorkingCopy:
    """Six queries, however much is filled in; what an earlier year said is asked for where it is shown."""
    working = SelfAssessment.objects.filter(candidacy=case).select_related("paper", "by").first()
    working = working or SelfAssessment()
    working.candidacy = case
    ratings = {
        rating.criterion_id: rating
        for rating in SelfRating.objects.filter(candidacy=case)
        .select_related("by")
        .prefetch_related(Prefetch("evidence", Evidence.objects.order_by("pk")))
    }
    declarations = {row.disqualification_id: row for row in Declaration.objects.filter(candidacy=case)}
    return WorkingCopy(
        case=case,
        working=prefilled(working),
        items=tuple(_item(case, one, ratings.get(one.pk)) for one in case.cycle.criteria.all()),
        conditions=tuple(Condition(one, declarations.get(one.pk)) for one in case.cycle.disqualifications.all()),
    )


def blank(case: Candidacy) -> WorkingCopy:
    """Nothing filled in but what the register knows: the form for paper."""
    working = SelfAssessment()
    working.candidacy = case
    return WorkingCopy(
        case=case,
        working=prefilled(working),
        items=tuple(_item(case, one, None) for one in case.cycle.criteria.all()),
        conditions=tuple(Condition(one, None) for one in case.cycle.disqualifications.all()),
    )


def item(case: Candidacy, criterion: Criterion) -> Item:
    """One criterion of the working copy."""
    rating = SelfRating.objects.filter(candidacy=case, criterion=criterion).select_related("by").first()
    return _item(case, criterion, rating)


def prefilled(working: SelfAssessment) -> SelfAssessment:
    """Facts nobody has touched yet come from the register, which asks for them once (D31)."""
    if not working.basics_version:
        for name in _FROM_REGISTER:
            setattr(working, name, getattr(working.candidacy.branch, name))
    return working


def unlike_register(working: SelfAssessment) -> list[str]:
    """Where the branch's facts differ from the register, in words. The register itself is kept by its administrator."""
    branch = working.candidacy.branch
    found = []
    for name in _FROM_REGISTER:
        here, there = getattr(working, name), getattr(branch, name)
        if here != there:
            found.append(f"{label_of(SelfAssessment, name)}：名册为“{_told(there)}”，本次填写“{_told(here)}”")
    return found


def returned(case: Candidacy) -> Returned | None:
    """Why this draft came back, if it was sent back and not applied with since."""
    if case.state != State.DRAFT:
        return None
    last = Transition.objects.filter(candidacy=case).select_related("by").order_by("-number").first()
    if last is None or last.action != Action.SEND_BACK:
        return None
    before = Submission.objects.filter(candidacy=case).order_by("-number").values_list("content", flat=True).first()
    return Returned(last, dict(last.data.get("items", {})), own_date(case), before or {})


def asked(case: Candidacy, key: str) -> str:
    """What the send-back asks to be put right here."""
    found = returned(case)
    return found.items.get(key, "") if found else ""


def window(case: Candidacy) -> tuple[Observed, date | None]:
    """The case as the rules see it, and the last day on which it may apply (D9)."""
    seen = observe_one(case)
    return seen, seen.window(find(Action.APPLY, State.DRAFT)[0])[1]


def versions(user: User, case: Candidacy) -> list[Submission]:
    """What the branch applied with, as far as `user` may read it, the newest first."""
    return list(submissions(user).filter(candidacy=case).order_by("-number"))


def latest_version(user: User, case: Candidacy) -> Submission | None:
    return submissions(user).filter(candidacy=case).order_by("-number").first()


def submission_or_404(user: User, case: Candidacy, number: int) -> Submission:
    found = submissions(user).filter(candidacy=case, number=number).first()
    if found is None:
        raise Http404
    return found


def criterion_or_404(case: Candidacy, number: int) -> Criterion:
    found = case.cycle.criteria.filter(number=number).first()
    if found is None:
        raise Http404
    return found


def numbers(case: Candidacy) -> list[int]:
    """The numbers of the year's criteria, in order."""
    return list(case.cycle.criteria.values_list("number", flat=True))


def disqualifications(case: Candidacy) -> list[Disqualification]:
    return list(case.cycle.disqualifications.all())


def _item(case: Candidacy, criterion: Criterion, rating: SelfRating | None) -> Item:
    if rating is None:
        return Item(criterion, SelfRating(candidacy=case, criterion=criterion))
    rating.candidacy, rating.criterion = case, criterion
    return Item(criterion, rating, tuple(rating.evidence.all()))


def _told(value: object) -> str:
    return "未填" if value in (None, "") else str(value)

"""What both municipal bodies owe about decisions: 复核 and what is agreed, what comes next, what is unsigned (方案 四, D19)."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.urls import reverse

from branches import access, clock
from branches.models import User
from branches.permissions import Perm
from branches.settings import queries as settings_queries
from evaluation.cases import reinspections as reinspection_cases
from evaluation.cases.bodies import RUNNING, all_with, body_of, may_be_asked
from evaluation.cases.observe import Observed
from evaluation.cases.observing import observe
from evaluation.cases.reinspections import Seen
from evaluation.deadlines import YearDate, last_day_expression
from evaluation.decision import signing
from evaluation.models import (
    Candidacy,
    ConfirmationReview,
    Cycle,
    Decision,
    DecisionVersion,
    DocumentText,
    Reinspection,
)
from evaluation.naming.candidates import Candidates
from evaluation.procedure.lives import REINSPECTION_OPEN, find, is_theirs
from evaluation.reinspection import reviews, revocation
from evaluation.vocabulary import Action, Body, CycleState, DecisionKind, DecisionState, State, Step, Verdict
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about


def decide(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """What 市直工委 does next with verdicts and lists of a year; the other body where 市直工委 is away (D19)."""
    deciding = all_with(people, Perm.NAME, Perm.EVALUATE)
    if not deciding:
        return
    frozen = Decision.objects.filter(cycle=OuterRef("pk"), kind=DecisionKind.NAMING, state=DecisionState.FROZEN)
    proposed = Candidacy.objects.filter(cycle=OuterRef("pk"), state=State.PROPOSED).order_by().values("cycle")
    number = Coalesce(Subquery(proposed.annotate(n=Count("*")).values("n")), 0)
    cycles = Cycle.objects.filter(state=CycleState.RECOMMENDING).annotate(proposed=number, frozen=Exists(frozen))
    for cycle in cycles:
        judged = _judged(cycle)
        for user in deciding:
            if words := "，".join(_agreed(judged, user)):
                yield user, _next(Duty.PROPOSE, cycle, words)
            names = access.may(user, Perm.NAME)
            if names and cycle.frozen:
                yield user, _next(Duty.PROCLAIM, cycle, "名单已冻结，双方签署后即可发布")
            elif names and cycle.proposed:
                yield user, _next(Duty.FREEZE, cycle, f"拟命名{cycle.proposed}个支部")


def _next(duty: Duty, cycle: Cycle, hint: str) -> Task:
    url, due = reverse("evaluation:naming_board", args=[cycle.year]), YearDate.NAMING.of(cycle)
    return Task(duty, about(cycle.year), duty.label, "办理", url, str(cycle), due, hint)


def _judged(cycle: Cycle) -> list[Observed]:
    """The candidates on whom both bodies say the same."""
    return observe(Candidates(cycle).agreed.values_list("pk", flat=True))


def _agreed(judged: Iterable[Observed], user: User) -> Iterator[str]:
    """Candidates on which both bodies say the same: how many this person can settle now, how many something still bars."""
    ready = unready = 0
    for seen in judged:
        given = set(seen.known.verdicts)
        if len(given) == 1 and (verdict := given.pop()):
            for move in find(_SETTLING[Verdict(verdict)], State.RECOMMENDED):
                if access.may(user, move.perm) and is_theirs(move, seen.known) and may_be_asked(seen, move, user):
                    bars = bool(seen.why_not(move, user, button=True))
                    ready, unready = ready + (not bars), unready + bars
                    break
    if ready:
        yield f"{ready}个候选支部双方意见一致"
    if unready:
        yield f"{unready}个双方意见一致，等待核验"


_SETTLING = {Verdict.NAME: Action.PROPOSE, Verdict.DECLINE: Action.DECLINE}


def sign(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """Frozen versions, each with its text, that this person's body has not signed."""
    signing_for = [(user, body) for user in all_with(people, Perm.SIGN) if (body := body_of(user))]
    if not signing_for:
        return
    at_any_time = Q(kind=DecisionKind.REVOCATION)
    decisions = Decision.objects.filter(at_any_time | Q(cycle__state__in=RUNNING), state=DecisionState.FROZEN)
    found = list(decisions.prefetch_related("versions__signatures").select_related("cycle"))
    drafts = bool(found) and settings_queries.drafts()
    if drafts:
        prefetch_related_objects(found, "versions__texts__checks")
    for decision in found:
        version = list(decision.versions.all())[-1]
        text = next(iter(version.texts.all()), None) if drafts else None
        if not drafts or _is_passed(text):
            yield from _to_sign(decision, version, text, signing_for)


def _to_sign(
    decision: Decision, version: DecisionVersion, text: DocumentText | None, signing_for: Sequence[tuple[User, Body]]
) -> Iterator[tuple[User, Task]]:
    given = [one for one in version.signatures.all() if one.withdrawn_at is None]
    signed = [Body(one.body).label for one in given if one.text_id == (text.pk if text else None)]
    what = f"会签{decision.get_kind_display()}名单第{version.number}版{'和文稿' if text else ''}"
    task = Task(
        Duty.SIGN,
        about(version.pk),
        title=what,
        button="查看名单后签署",
        url=reverse("evaluation:naming_sign", args=[version.pk]),
        subject=str(decision.cycle),
        due=YearDate.NAMING.of(decision.cycle) if decision.kind == DecisionKind.NAMING else None,
        hint=f"{'、'.join(signed)}已签" if signed else "双方均未签",
        lead=(what, f"（{'、'.join(signed)}已签）") if signed else (),
    )
    yield from ((user, task) for user, body in signing_for if body.label not in signed)


def _is_passed(text: DocumentText | None) -> bool:
    """Only a text that a second person has checked is signed."""
    check = next(iter(text.checks.all()), None) if text else None
    return check is not None and check.is_passed


@dataclass
class OfCity:
    """What a year asks of one body: verdicts it has not given, disputes, revocations that both have agreed on."""

    cycle: Cycle
    waiting: int = 0
    disputed: int = 0
    agreed: int = 0


def review(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """For each year: verdicts and disputes of this person's body; for 市直工委 the revocation that both agreed on."""
    reviewing = [(user, body) for user in all_with(people, Perm.REVIEW) if (body := body_of(user))]
    if not reviewing:
        return
    reviewable = reinspection_cases.observe(_reviewable())
    for user, body in reviewing:
        yield from ((user, task) for task in _review(user, _of_city(reviewable, user, body)))


def _reviewable() -> QuerySet[Reinspection]:
    """What a body can review or has reviewed: reported, or past its last day (D26)."""
    rows = Reinspection.objects.annotate(until=last_day_expression(Step.RECOMMENDATION, Reinspection))
    said = Exists(ConfirmationReview.objects.filter(reinspection=OuterRef("pk")))
    ripe = Q(report__isnull=False) | Q(until__lt=clock.today()) | said
    return rows.filter(ripe, state__in=sorted(REINSPECTION_OPEN))


def _review(user: User, years: Iterable[OfCity]) -> Iterator[Task]:
    for year in years:
        page = reverse("evaluation:reinspections", args=[year.cycle.year])
        words = [f"{year.waiting}个等待本方意见"] if year.waiting else []
        words += [f"{year.disputed}个意见不一致"] if year.disputed else []
        if words:
            yield Task(
                Duty.REVIEW,
                about(year.cycle.year),
                title="复核已命名支部",
                button="去复核",
                url=f"{page}?open=True",
                subject=str(year.cycle),
                due=YearDate.NAMING.of(year.cycle) if year.waiting else None,
                hint="，".join(words),
            )
        if year.agreed and access.may(user, Perm.NAME):
            frozen = signing.frozen_version(year.cycle, DecisionKind.REVOCATION)
            what = "发布撤销决定" if frozen else "冻结撤销名单"
            hint = "双方签署后即可发布" if frozen else f"{year.agreed}个称号双方同意撤销"
            yield Task(Duty.REVOKE, about(year.cycle.year), what, "办理", page, subject=str(year.cycle), hint=hint)


def _of_city(reviewable: Iterable[Seen], user: User, body: Body) -> Iterable[OfCity]:
    found: dict[int, OfCity] = {}
    for seen in reviewable:
        year = found.setdefault(seen.one.cycle_id, OfCity(seen.one.cycle))
        year.waiting += not reviews.verdict_of(seen, body) and not reviews.refusals(seen, user)
        year.disputed += seen.is_disputed
        year.agreed += not revocation.obstacles(seen)
    return found.values()

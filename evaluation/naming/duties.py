"""What both municipal bodies owe up to the decision: verdicts, objections to the public notice (方案 四（四）, D19, D22)."""

from collections.abc import Iterator, Sequence

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet
from django.urls import reverse

from branches import access
from branches.models import User
from branches.permissions import Perm
from evaluation.cases import recusals
from evaluation.cases.bodies import RUNNING, all_with, body_of
from evaluation.deadlines import YearDate
from evaluation.models import NamingCandidate, PanelMember
from evaluation.naming import objections
from evaluation.naming.candidates import COLUMN
from evaluation.vocabulary import Action, Body, ObjectionState, State
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about

NAMING = f"cycle__{YearDate.NAMING.column}"


def evaluate(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """One for each running year with candidates on submitted lists without the verdict of this person's body.

    Who is not on the panel records none: `form_panel` asks 市直工委 for one.
    """
    for user, body in _judges(people):
        rows = _candidates().filter(Exists(_on_the_panel().filter(user=user, body=body)), **{COLUMN[body]: ""})
        by_year = rows.exclude(recusals.kept_from(user)).order_by("cycle__year")
        for year, naming_on, count in by_year.values_list("cycle__year", NAMING).annotate(Count("pk")):
            yield (
                user,
                Task(
                    Duty.EVALUATE,
                    about(year),
                    title="考核评定候选支部",
                    button="去评定",
                    url=reverse("evaluation:naming_board", args=[year]),
                    subject=f"{year}年度",
                    due=naming_on,
                    hint=f"{count}个候选支部等待本方意见",
                ),
            )


def _judges(people: Sequence[User]) -> Iterator[tuple[User, Body]]:
    """Those of either body who give verdicts, each with his body."""
    for user in all_with(people, Perm.EVALUATE):
        if body := body_of(user):
            yield user, body


def form_panel(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """For 市直工委: candidates wait, and one of the two bodies has nobody on the panel (D40)."""
    runners = all_with(people, Perm.RUN_CYCLE)
    if not runners:
        return
    complete = [Exists(_on_the_panel().filter(body=body)) for body in Body]
    rows = _candidates().exclude(*complete).order_by("cycle__year")
    for year, count in rows.values_list("cycle__year").annotate(Count("pk")):
        task = Task(
            Duty.FORM_PANEL,
            about(year),
            title=Duty.FORM_PANEL.label,
            button="确定成员",
            url=reverse("evaluation:naming_panel", args=[year]),
            subject=f"{year}年度",
            hint=f"{count}个候选支部等待评定，双方各至少1名成员",
        )
        yield from ((user, task) for user in runners)


def _candidates() -> QuerySet[NamingCandidate]:
    """Of the years that run, those that wait for the bodies."""
    return NamingCandidate.objects.filter(cycle__state__in=RUNNING, state=State.RECOMMENDED, is_on_board=True)


def _on_the_panel() -> QuerySet[PanelMember]:
    return PanelMember.objects.filter(cycle=OuterRef("cycle"), left_at=None)


def differing() -> QuerySet[NamingCandidate]:
    """The candidates of running years on which both bodies have said something, and not the same."""
    return _candidates().exclude(Q(committee="") | Q(department="")).exclude(committee=F("department"))


def consult(user: User) -> Iterator[Task]:
    """For both bodies: how many candidates of a running year wait because the two differ (D19, D40)."""
    body = body_of(user)
    if body is None or not access.may(user, Perm.EVALUATE):
        return
    found = differing().exclude(recusals.kept_from(user))
    for year, count in found.order_by("cycle__year").values_list("cycle__year").annotate(Count("pk")):
        yield Task(
            Duty.CONSULT,
            about(year),
            title=Duty.CONSULT.label,
            button="去协商",
            url=reverse("evaluation:naming_board", args=[year]),
            subject=f"{year}年度",
            hint=f"{count}个候选支部双方意见不一致",
        )


def settle_objections(user: User) -> Iterator[Task]:
    """Open objections, and upheld ones whose branch is still proposed."""
    for one in objections.to_settle(user):
        if one.state == ObjectionState.OPEN:
            title, hint = "核查公示异议", "办结前该支部不能命名"
            url = reverse("evaluation:objection", args=[one.pk])
        else:
            title, hint = "撤出拟命名", "异议成立"
            url = reverse("evaluation:move", args=[one.candidacy_id, Action.RETRACT])
        subject = str(one.candidacy.branch)
        yield Task(Duty.SETTLE_OBJECTION, about(one.pk), title, "办理", url, subject=subject, hint=hint)

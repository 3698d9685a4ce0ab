"""考核意见, one a unit: whose opinions it holds, what it waits for, and freezing it when the officer draws it up (方案 四（二）).

In words and without marks: every officer of the unit and every clerk of its leading Party group may read it, also those
whose own branch it speaks of (D17). Marks stay with each branch's own form. A unit draws it up once nobody in it is still
to be assessed in time; what its last day has passed does not hold it up (D39).
"""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, Min, OuterRef, QuerySet

from branches import clock
from branches.models import Branch, Unit, User
from branches.queries import active_on
from branches.settings import queries as settings_queries
from evaluation.assessment.queries import AFTER_THE_OPINION
from evaluation.cases.bodies import RUNNING, running
from evaluation.cases.columns import unanswered
from evaluation.deadlines import last_day_expression
from evaluation.documents import making
from evaluation.models import AssessmentTeam, Candidacy, Cycle, Notice, Opinion, SiteVisit, Transition
from evaluation.typesetting.content import AssessmentOpinion, BranchOpinion
from evaluation.vocabulary import Action, State, Step

ENDS = ("。", "！", "？", "；", "：", "”")


def papers() -> QuerySet[Notice]:
    """One a unit; those on a single branch are of old."""
    return Notice.objects.filter(kind=Notice.Kind.ASSESSMENT, candidacy=None)


def standing(cycle: Cycle, unit: Unit) -> Notice | None:
    """The newest, which no other has replaced."""
    return papers().filter(cycle=cycle, unit=unit, corrected_by=None).first()


def concluded(cycle: Cycle, unit: Unit) -> QuerySet[Candidacy]:
    """Cases with an opinion that was handed in, in the order of the register."""
    rows = Candidacy.objects.filter(cycle=cycle, unit=unit, state__in=AFTER_THE_OPINION, opinion__isnull=False)
    return rows.select_related("branch", "opinion").order_by("branch")


def still(**of: object) -> tuple[QuerySet[Candidacy], QuerySet[Candidacy]]:
    """Cases that may still apply, and that may still be assessed, each by its own last day."""
    applied = running(state=State.APPLIED, **of).annotate(until=last_day_expression(Step.ASSESSMENT, Candidacy))
    return unanswered(running(**of)), applied.filter(until__gte=clock.today())


def overdue(cycle: Cycle, unit: Unit) -> list[Candidacy]:
    """Cases that applied and were not assessed by their last day."""
    applied = running(state=State.APPLIED, cycle=cycle, unit=unit).select_related("branch")
    return list(applied.annotate(until=last_day_expression(Step.ASSESSMENT, Candidacy)).filter(until__lt=clock.today()))


def said(opinion: Opinion) -> list[str]:
    """Its paragraphs, each ended as a sentence ends."""
    lines = [line.strip() for line in opinion.text.split("\n")]
    return [line if line.endswith(ENDS) else f"{line}。" for line in lines if line]


def undrawn(units: Collection[int]) -> QuerySet[Transition]:
    """Conclusions in units of running years that no paper of the unit holds yet, nobody there being still to be assessed.

    A branch that was reinstated has its conclusion again.
    """
    here = {"cycle": OuterRef("candidacy__cycle"), "unit": OuterRef("candidacy__unit")}
    moves = Transition.objects.filter(
        after=State.ASSESSED,
        before__in=[State.APPLIED, State.DISQUALIFIED],
        candidacy__state__in=sorted(AFTER_THE_OPINION),
        candidacy__opinion__isnull=False,
        candidacy__cycle__state__in=RUNNING,
        candidacy__unit__in=units,
    )
    drawn = papers().filter(at__gte=OuterRef("at"), **here)
    unready, unassessed = still(**here)
    return moves.exclude(Exists(drawn) | Exists(unready) | Exists(unassessed))


@dataclass(frozen=True)
class Waiting:
    """A unit in a year whose 考核意见 has to be drawn up, and how many conclusions are new."""

    year: int
    unit: int
    unit_name: str
    number: int


def waiting(units: Collection[int]) -> Iterator[Waiting]:
    rows = undrawn(units).order_by("candidacy__cycle", "candidacy__unit")
    counted = rows.values_list("candidacy__cycle__year", "candidacy__unit", "candidacy__unit__name")
    for year, unit, name, number in counted.annotate(n=Count("candidacy", distinct=True)):
        yield Waiting(year, unit, name, number)


def waits(cycle: Cycle, unit: Unit) -> bool:
    return undrawn([unit.pk]).filter(candidacy__cycle=cycle).exists()


def obstacles(cycle: Cycle, unit: Unit) -> list[str]:
    """Why the paper cannot be drawn up now."""
    if not cycle.is_running:
        return ["本年度评定已结束，不能再办理。"]
    here = {"cycle": cycle, "unit": unit}
    if left := [case for rows in still(**here) for case in rows.select_related("branch")]:
        return [f"{_names(left)}还在自评或者考核，期限未到。全部考核完，再汇总考核意见。"]
    if waits(cycle, unit):
        return []
    return ["考核意见已经汇总，之后没有新的考核结论。" if standing(cycle, unit) else "还没有考核完的支部。"]


def _names(cases: Sequence[Candidacy]) -> str:
    names = "、".join(case.branch.short_name for case in cases[:5])
    return names if len(cases) <= 5 else f"{names}等{len(cases)}个支部"


def opinion(cycle: Cycle, unit: Unit, *, by: User) -> Notice:
    """A branch that came back, or came late, makes a new paper of the whole unit in place of the old (D27)."""
    return making.make(
        Notice.Kind.ASSESSMENT,
        facts(cycle, unit),
        by=by,
        cycle=cycle,
        unit=unit,
        corrects=standing(cycle, unit),
        correction="有支部重新考核或者补充考核，重新汇总。",
    )


def facts(cycle: Cycle, unit: Unit) -> AssessmentOpinion:
    cases = list(concluded(cycle, unit))
    mine = {"cycle": cycle, "unit": unit}
    first, last = _period(cases)
    return {
        **making.paper([settings_queries.organ_organisation(unit)], [settings_queries.leading_group(unit)]),
        "year": cycle.year,
        "unit": unit.name,
        "signer": "",
        "team": _team(cycle, unit),
        "opened_on": first.isoformat(),
        "concluded_on": last.isoformat(),
        "total": Branch.objects.filter(active_on(clock.today()), unit=unit).count(),
        "disqualified": Candidacy.objects.filter(state=State.DISQUALIFIED, **mine).count(),
        "unfinished": len(overdue(cycle, unit)),
        "branches": [_branch(case) for case in cases],
    }


def _team(cycle: Cycle, unit: Unit) -> list[str]:
    """The leader first."""
    team = AssessmentTeam.objects.filter(cycle=cycle, unit=unit).select_related("leader").first()
    if team is None:
        return []
    others = team.members.filter(left_on=None).exclude(user=team.leader_id).order_by("pk")
    return [team.leader.name, *others.values_list("user__name", flat=True)]


def _period(cases: Sequence[Candidacy]) -> tuple[date, date]:
    """From the first visit to the last conclusion."""
    ids = [case.pk for case in cases]
    last = Transition.objects.filter(candidacy__in=ids, action=Action.CONCLUDE).aggregate(at=Max("at"))["at"]
    ended = clock.day_of(last) if last else clock.today()
    began = SiteVisit.objects.filter(candidacy__in=ids).aggregate(on=Min("visited_on"))["on"]
    return began or ended, ended


def _branch(case: Candidacy) -> BranchOpinion:
    return {
        "branch": case.branch.full_name,
        "conclusion": case.opinion.get_advice_display(),
        "opinion": said(case.opinion),
    }

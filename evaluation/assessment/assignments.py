"""Step 2 as people see it: the branches an assessor has to visit, the units an organ officer has to assess."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Prefetch, Q

from branches import access
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.assessment.queries import AFTER_THE_OPINION, RUNNING, open_to
from evaluation.deadlines import last_day_expression
from evaluation.models import AssessmentTeam, Candidacy, Cycle, ScoreSheet
from evaluation.vocabulary import State, Step


@dataclass(frozen=True)
class Visit:
    """One card of an assessor's list: a branch and how far the own sheet is."""

    case: Candidacy
    sheet: ScoreSheet | None
    total: int

    @property
    def scored(self) -> int:
        return getattr(self.sheet, "scored", 0)

    @property
    def is_due(self) -> bool:
        return self.case.state == State.APPLIED and not (self.sheet and self.sheet.submitted_at)


def visits_of(user: User) -> list[Visit]:
    """The branches of the person's teams that have applied: what is owed first, then by name."""
    marked = Q(scores__points__isnull=False) | ~Q(scores__grade="")
    own = ScoreSheet.objects.filter(assessor=user).annotate(scored=Count("scores", filter=marked))
    found = (
        open_to(user, Perm.SCORE)
        .exclude(state__in=[State.DRAFT, State.NOT_APPLIED, State.NOT_ANSWERED])
        .annotate(total=Count("cycle__criteria", distinct=True))
        .prefetch_related(Prefetch("sheets", queryset=own, to_attr="own_sheets"), "visits")
        .order_by("branch__short_name", "pk")
    )
    cards = [Visit(case, next(iter(case.own_sheets), None), case.total) for case in found]
    return sorted(cards, key=lambda card: (not card.is_due, card.case.state != State.APPLIED))


@dataclass(frozen=True)
class Assignment:
    """A unit whose branches the person's organ organisation assesses, with its team, if formed."""

    cycle: Cycle
    unit: Unit
    team: AssessmentTeam | None
    waiting: int
    concluded: int
    until: date | None
    """The nearest last day of those that wait."""
    own: bool
    """Whether the person's own branch waits: somebody else has to conclude it (D17)."""


def assignments_of(user: User) -> list[Assignment]:
    """For the organ officer: each unit in each running year, and how many cases wait for an opinion."""
    units: Mapping[int, Unit] = access.held(user, Perm.ASSESS)
    if not units:
        return []
    rows = (
        Candidacy.objects.filter(unit__in=list(units), cycle__state__in=RUNNING)
        .order_by("-cycle__year", "unit")
        .values("cycle", "unit")
        .annotate(
            waiting=Count("pk", filter=Q(state=State.APPLIED)),
            concluded=Count("pk", filter=Q(state__in=AFTER_THE_OPINION)),
            until=Min(last_day_expression(Step.ASSESSMENT, Candidacy), filter=Q(state=State.APPLIED)),
            own=Count("pk", filter=Q(state=State.APPLIED, branch=user.branch_id)),
        )
    )
    cycles = Cycle.objects.in_bulk([row["cycle"] for row in rows])
    teams = {
        (team.cycle_id, team.unit_id): team
        for team in AssessmentTeam.objects.filter(cycle__in=cycles, unit__in=list(units)).select_related("leader")
    }
    return [
        Assignment(
            cycles[row["cycle"]],
            units[row["unit"]],
            teams.get((row["cycle"], row["unit"])),
            row["waiting"],
            row["concluded"],
            row["until"],
            bool(row["own"]),
        )
        for row in rows
    ]

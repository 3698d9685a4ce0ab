"""Step 2 as one case sees it: who takes part, what is done, what is missing (方案 四（二）).

Whoever belongs to the branch, or keeps away from the case, finds nothing here (D17).
"""

from dataclasses import dataclass
from functools import cached_property

from django.db.models import Count, Q, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404

from branches import access
from branches.models import User
from branches.permissions import Perm
from evaluation.cases import access as case_access
from evaluation.cases import recusals
from evaluation.cases.bodies import assessors_of
from evaluation.cases.moving import observe_one
from evaluation.cases.observe import Observed
from evaluation.models import (
    AssessmentTeam,
    Candidacy,
    Consultation,
    Opinion,
    Recusal,
    ScoreSheet,
    SiteVisit,
    TeamMember,
)
from evaluation.procedure.lives import find
from evaluation.procedure.missing import Missing
from evaluation.vocabulary import Action, CycleState, State

WORKERS = (Perm.ASSESS, Perm.SCORE)
# Whoever acts on a case in steps 2 to 4; each may declare to keep away from it (D38).
ACTING = (*WORKERS, Perm.RECOMMEND, Perm.EVALUATE)
READERS = (*WORKERS, Perm.VIEW_UNIT, Perm.VIEW_CITY)
RUNNING = (CycleState.OPEN, CycleState.RECOMMENDING)
BEFORE_THE_OPINION = frozenset({State.DRAFT, State.NOT_APPLIED, State.NOT_ANSWERED, State.APPLIED})
# Here the self-assessment may hold words that were never handed in: nobody else's to read.
WITHOUT_MATERIAL = frozenset({State.DRAFT, State.NOT_APPLIED, State.NOT_ANSWERED, State.WITHDRAWN, State.DISQUALIFIED})
AFTER_THE_OPINION = frozenset(
    {State.ASSESSED, State.FORWARDED, State.RECOMMENDED, State.PROPOSED, State.NAMED, State.NOT_NAMED}
)


def open_to(user: User, *perms: Perm) -> QuerySet[Candidacy]:
    """The cases of these permissions that are neither of the own branch nor kept away from (D17)."""
    return case_access.candidacies(user, *perms).exclude(recusals.kept_from(user))


def case_or_404(user: User, pk: int, *perms: Perm) -> Candidacy:
    """Fetch and authorise at once; by default for everybody who may read the result."""
    rows = case_access.as_they_are(user, *(perms or READERS)).exclude(recusals.kept_from(user))
    return case_access.one_or_404(user, rows.filter(pk=pk))


@dataclass(frozen=True)
class Part:
    """What a person may do with one case at this step."""

    organises: bool = False
    assesses: bool = False
    leads: bool = False

    @property
    def works(self) -> bool:
        return self.organises or self.assesses


def material_or_404(user: User, pk: int, *perms: Perm) -> Candidacy:
    """As `case_or_404`, for pages that show what the branch handed in."""
    case = case_or_404(user, pk, *perms)
    if case.state in WITHOUT_MATERIAL:
        raise Http404
    return case


def recusable(case: Candidacy, officer: User) -> QuerySet[User]:
    """For whom an officer may declare to keep away: himself, and the team's members who do not yet (D17)."""
    members = assessors_of(case).order_by().values("pk")
    return User.objects.filter(Q(pk__in=members) | Q(pk=officer.pk)).order_by("name")


def may_recuse(case: Candidacy, user: User) -> bool:
    """Whether the person acts on the case in steps 2 to 4, and does not keep away from it yet (D38)."""
    return any(case_access.holds(user, perm, case) for perm in ACTING) and not recusals.recused(user, case)


def part_of(user: User, case: Candidacy, team: AssessmentTeam | None = None) -> Part:
    """Rights of today, minus the own branch and what the person keeps away from (D17)."""
    if recusals.recused(user, case):
        return Part()
    team = team or team_of(case)
    assesses = team is not None and access.may(user, Perm.SCORE, team)
    leads = assesses and team is not None and team.leader_id == user.pk
    return Part(access.may(user, Perm.ASSESS, case.unit), assesses, leads)


def team_of(case: Candidacy) -> AssessmentTeam | None:
    return AssessmentTeam.objects.filter(cycle=case.cycle_id, unit=case.unit_id).select_related("leader").first()


def opinion_of(case: Candidacy) -> Opinion | None:
    return Opinion.objects.filter(candidacy=case).select_related("by").first()


def visit_or_404(case: Candidacy, pk: int) -> SiteVisit:
    return get_object_or_404(case.visits.prefetch_related("visitors"), pk=pk)


def visitors_of(visit: SiteVisit) -> list[User]:
    return list(visit.visitors.all())


def consultation_or_404(case: Candidacy, pk: int) -> Consultation:
    return get_object_or_404(case.consultations, pk=pk)


@dataclass(frozen=True)
class Member:
    """One member of the team as this case sees him."""

    user: User
    is_leader: bool
    keeps_away: str
    sheet: ScoreSheet | None

    @property
    def scored(self) -> int:
        """Criteria marked so far."""
        return getattr(self.sheet, "scored", 0)

    @property
    def has_submitted(self) -> bool:
        return bool(self.sheet and self.sheet.submitted_at)


@dataclass(frozen=True)
class Progress:
    """All that is known of one case at this step, for one viewer."""

    case: Candidacy
    viewer: User
    part: Part
    seen: Observed
    team: AssessmentTeam | None

    @cached_property
    def members(self) -> list[Member]:
        return members_of(self.case, self.team) if self.team else []

    @property
    def active(self) -> list[Member]:
        """Those who do not keep away."""
        return [one for one in self.members if not one.keeps_away]

    @property
    def mine(self) -> Member | None:
        return next((one for one in self.members if one.user.pk == self.viewer.pk), None)

    @property
    def owing(self) -> list[Member]:
        return [one for one in self.active if not one.has_submitted]

    @cached_property
    def visits(self) -> list[SiteVisit]:
        return list(self.case.visits.prefetch_related("visitors"))

    @cached_property
    def consultations(self) -> list[Consultation]:
        return list(self.case.consultations.all())

    @cached_property
    def opinion(self) -> Opinion | None:
        return opinion_of(self.case)

    @property
    def is_open(self) -> bool:
        """Whether this step may be worked on now."""
        return self.case.state == State.APPLIED and self.case.cycle.is_running

    @property
    def has_material(self) -> bool:
        return self.case.state not in WITHOUT_MATERIAL

    @property
    def has_opinion(self) -> bool:
        return self.seen.known.has_opinion

    @property
    def verified(self) -> int:
        """Conditions that the organ organisation has answered, of `conditions`."""
        return self.conditions - self.seen.known.unverified

    @property
    def conditions(self) -> int:
        return int(self.seen.case.conditions)  # type: ignore[attr-defined]

    @property
    def criteria(self) -> int:
        return int(self.seen.case.criteria)  # type: ignore[attr-defined]

    @cached_property
    def missing(self) -> Missing:
        """What the opinion still waits for before it can be handed in: the rules of the procedure itself."""
        return self.seen.missing(find(Action.CONCLUDE, State.APPLIED)[0], self.viewer)

    @property
    def sees_sheets(self) -> bool:
        """A member after handing in the own sheet; the organiser when nobody owes one any more (D17)."""
        if not self.has_material:
            return False
        if self.part.assesses:
            return bool(self.mine and self.mine.has_submitted)
        return self.part.organises and bool(self.active) and not self.owing


def progress(case: Candidacy, viewer: User) -> Progress:
    seen = observe_one(case)
    team = team_of(case)
    return Progress(case, viewer, part_of(viewer, case, team), seen, team)


def members_of(case: Candidacy, team: AssessmentTeam) -> list[Member]:
    """The team's members of today; each with the own sheet and the reason to keep away from this case, if any."""
    marked = Q(scores__points__isnull=False) | ~Q(scores__grade="")
    sheets = {
        sheet.assessor_id: sheet
        for sheet in ScoreSheet.objects.filter(candidacy=case).annotate(scored=Count("scores", filter=marked))
    }
    away = dict(Recusal.objects.filter(candidacy=case).values_list("user", "reason"))
    return [
        Member(
            row.user,
            row.user_id == team.leader_id,
            away.get(row.user_id, "") or ("本支部党员" if row.user.branch_id == case.branch_id else ""),
            sheets.get(row.user_id),
        )
        for row in TeamMember.objects.filter(team=team, left_on=None).select_related("user")
    ]

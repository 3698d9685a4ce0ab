"""The reads behind the worklist: for each duty, the things that wait for this person. One query each, or none."""

from collections import defaultdict
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from branches import access, clock
from branches.models import Appointment, Branch, Unit, User
from branches.permissions import Perm, Role
from evaluation.models import (
    AssessmentTeam,
    Candidacy,
    Cycle,
    Decision,
    DecisionVersion,
    Extension,
    Hold,
    MunicipalEvaluation,
    RecommendationList,
    Recusal,
    ScoreSheet,
    Verification,
)
from evaluation.procedure import HOLDS_SEAT, NEXT, find, refusals
from evaluation.queries.cases import over
from evaluation.queries.facts import Observed, observe, with_places
from evaluation.vocabulary import Action, Answer, Body, CycleState, DecisionKind, DecisionState, ListState, State, Step

RUNNING = (CycleState.OPEN, CycleState.RECOMMENDING)
BODIES = {Role.WORK_COMMITTEE: Body.WORK_COMMITTEE, Role.ORGANISATION_DEPARTMENT: Body.ORGANISATION_DEPARTMENT}


def body_of(user: User) -> Body | None:
    """The municipal body that `user` speaks for today; nobody speaks for both (D19)."""
    return next((BODIES[role] for role in access.roles(user) if role in BODIES), None)


def _running(**conditions: Any) -> QuerySet[Candidacy]:
    return Candidacy.objects.filter(cycle__state__in=RUNNING, **conditions)


def due(seen: Observed) -> date | None:
    """The last day of what the case waits for."""
    return seen.window(find(NEXT[State(seen.case.state)], seen.case.state)[0])[1]


def step_due(cycle: Cycle, unit: Unit, step: Step) -> date:
    """The year's date of a step, or the unit's extension of it."""
    extended = Extension.objects.filter(cycle=cycle, unit=unit, step=step).values_list("due", flat=True).first()
    dates = {Step.SELF_ASSESSMENT: cycle.self_assessment_due, Step.ASSESSMENT: cycle.assessment_due}
    return extended or dates.get(step, cycle.recommendation_due)


def drafts(user: User) -> list[Observed]:
    """Self-assessments still to be handed in by the branches this person answers for."""
    if not access.may(user, Perm.APPLY):
        return []
    return observe(_running(state=State.DRAFT).filter(over(user, Perm.APPLY)))


def unscored(user: User) -> list[Candidacy]:
    """Applied branches of this assessor's teams without his submitted sheet; not his own, none he keeps away from."""
    if not access.may(user, Perm.SCORE):
        return []
    mine = {"candidacy": OuterRef("pk")}
    rows = (
        _running(state=State.APPLIED)
        .filter(over(user, Perm.SCORE))
        .exclude(Exists(Recusal.objects.filter(user=user, **mine)))
        .exclude(Exists(ScoreSheet.objects.filter(assessor=user, submitted_at__isnull=False, **mine)))
    )
    return list(rows.select_related("cycle", "branch__unit"))


def without_team(user: User) -> list[tuple[Cycle, Unit, int]]:
    """Units of this officer with applied branches and no team: (cycle, unit, how many wait)."""
    if not access.may(user, Perm.ASSESS):
        return []
    teams = AssessmentTeam.objects.filter(cycle=OuterRef("cycle"), unit=OuterRef("unit"))
    waiting = _running(state=State.APPLIED).filter(over(user, Perm.ASSESS)).exclude(Exists(teams))
    found: dict[tuple[int, int], tuple[Cycle, Unit, int]] = {}
    for case in waiting.select_related("cycle", "unit"):
        cycle, unit, count = found.get((case.cycle_id, case.unit_id), (case.cycle, case.unit, 0))
        found[case.cycle_id, case.unit_id] = (cycle, unit, count + 1)
    return list(found.values())


def unconcluded(user: User) -> list[tuple[Observed, list[str]]]:
    """Applied branches with a team that this officer has to conclude, with what is still missing."""
    if not access.may(user, Perm.ASSESS):
        return []
    now = clock.now()
    rows = observe(_running(state=State.APPLIED).filter(over(user, Perm.ASSESS)).exclude(branch=user.branch_id))
    move = find(Action.CONCLUDE, State.APPLIED)[0]
    return [(seen, list(refusals(move, seen.facts(move, user, now)))) for seen in rows if seen.known.has_team]


def open_lists(user: User) -> list[Any]:
    """Open lists of the units this leading group recommends for, with `taken`; a branch put forward is the answer."""
    units = access.held(user, Perm.RECOMMEND)
    if not units:
        return []
    rows = RecommendationList.objects.filter(
        unit__in=list(units), state=ListState.OPEN, cycle__state=CycleState.RECOMMENDING
    )
    sent = Candidacy.objects.filter(
        cycle=OuterRef("cycle"), unit=OuterRef("unit"), state__in=[State.FORWARDED, *sorted(HOLDS_SEAT)]
    )
    return list(with_places(rows.exclude(Q(pool__isnull=False) & Exists(sent))).select_related("cycle", "unit", "pool"))


def cycles_to_run(user: User) -> list[Cycle]:
    if not access.may(user, Perm.RUN_CYCLE):
        return []
    return list(Cycle.objects.filter(state__in=[CycleState.DRAFT, CycleState.OPEN]))


def base_is_over(cycle: Cycle) -> bool:
    """Recommendation may be opened from the day after the base date (D2)."""
    return clock.today() > cycle.base_on


def open_pools(user: User) -> list[Any]:
    """Open pools with `taken` and how many are `waiting` to be picked."""
    if not access.may(user, Perm.PICK_FROM_POOL):
        return []
    pools = RecommendationList.objects.filter(unit=None, state=ListState.OPEN, cycle__state=CycleState.RECOMMENDING)
    sent = Candidacy.objects.filter(cycle=OuterRef("cycle"), state=State.FORWARDED).order_by().values("cycle")
    waiting = Coalesce(Subquery(sent.annotate(n=Count("pk")).values("n")), 0)
    return list(with_places(pools).annotate(waiting=waiting).select_related("cycle"))


def findings_to_settle(user: User) -> list[tuple[Candidacy, str]]:
    """Findings that wait for a confirmation or a second person, and holds that wait for this body."""
    body = body_of(user)
    if body is None:
        return []
    found: dict[int, tuple[Candidacy, str]] = {}
    if body == Body.WORK_COMMITTEE:
        rows = Verification.objects.filter(is_current=True, candidacy__cycle__state__in=RUNNING, answer=Answer.YES)
        for row in rows.filter(confirmed_at=None, disqualification__needs_basis=True, corrected_at=None).select_related(
            "candidacy__branch__unit"
        ):
            found[row.candidacy_id] = (row.candidacy, "确认不得参评情形")
        asked = rows.filter(correction_asked_at__isnull=False, corrected_at=None).exclude(correction_asked_by=user)
        for row in asked.select_related("candidacy__branch__unit"):
            found[row.candidacy_id] = (row.candidacy, "确认更正核验结论")
    lifted = {Body.WORK_COMMITTEE: "lifted_by_committee", Body.ORGANISATION_DEPARTMENT: "lifted_by_department"}[body]
    holds = Hold.objects.filter(lifted_at=None, candidacy__cycle__state__in=RUNNING, **{lifted: None})
    for hold in holds.select_related("candidacy__branch__unit"):
        found.setdefault(hold.candidacy_id, (hold.candidacy, "研究是否解除暂缓"))
    return list(found.values())


def unevaluated(user: User) -> list[tuple[Cycle, int]]:
    """Per running year: candidates on submitted lists without the verdict of this person's body."""
    body = body_of(user)
    if body is None or not access.may(user, Perm.EVALUATE):
        return []
    mine = MunicipalEvaluation.objects.filter(candidacy=OuterRef("pk"), body=body)
    rows = _running(state=State.RECOMMENDED, seat__list__state=ListState.SUBMITTED).exclude(Exists(mine))
    counts: dict[int, int] = defaultdict(int)
    for cycle in rows.values_list("cycle", flat=True):
        counts[cycle] += 1
    return [(cycle, counts[cycle.pk]) for cycle in Cycle.objects.filter(pk__in=counts)]


def decisions_to_make(user: User) -> list[tuple[Cycle, str, str]]:
    """What 市直工委 does next with verdicts and lists: (cycle, what, hint)."""
    if not access.may(user, Perm.NAME):
        return []
    found: list[tuple[Cycle, str, str]] = []
    cycles = Cycle.objects.filter(state=CycleState.RECOMMENDING).annotate(
        proposed=Count("candidacies", filter=Q(candidacies__state=State.PROPOSED)),
        frozen=Exists(
            Decision.objects.filter(cycle=OuterRef("pk"), kind=DecisionKind.NAMING, state=DecisionState.FROZEN)
        ),
    )
    for cycle in cycles:
        agreed = _agreed(cycle)
        if agreed:
            found.append((cycle, "列入拟命名或不予命名", f"{agreed}个候选支部双方意见一致"))
        if cycle.frozen:
            found.append((cycle, "发布命名决定", "名单已冻结，双方签署后即可发布"))
        elif cycle.proposed:
            found.append((cycle, "冻结拟命名名单", f"拟命名{cycle.proposed}个支部"))
    return found


def _agreed(cycle: Cycle) -> int:
    """Recommended candidates on which both bodies have said the same."""
    verdicts: dict[int, set[str]] = defaultdict(set)
    counted: dict[int, int] = defaultdict(int)
    rows = MunicipalEvaluation.objects.filter(
        candidacy__cycle=cycle, candidacy__state=State.RECOMMENDED, candidacy__seat__list__state=ListState.SUBMITTED
    )
    for case, verdict in rows.values_list("candidacy", "verdict"):
        verdicts[case].add(verdict)
        counted[case] += 1
    return sum(1 for case, given in verdicts.items() if counted[case] == len(Body) and len(given) == 1)


def unsigned(user: User) -> list[tuple[DecisionVersion, list[str]]]:
    """Frozen versions that this person's body has not signed: (version, bodies that have)."""
    body = body_of(user)
    if body is None or not access.may(user, Perm.SIGN):
        return []
    found = []
    at_any_time = Q(kind=DecisionKind.REVOCATION)
    decisions = Decision.objects.filter(at_any_time | Q(cycle__state__in=RUNNING), state=DecisionState.FROZEN)
    for decision in decisions.prefetch_related("versions__signatures").select_related("cycle"):
        version = list(decision.versions.all())[-1]
        version.decision = decision
        signed = [one.body for one in version.signatures.all() if one.withdrawn_at is None]
        if body not in signed:
            found.append((version, signed))
    return found


def register_is_empty(user: User) -> bool:
    return access.may(user, Perm.MANAGE_REGISTER) and not Branch.objects.exists()


def branches_without_secretary(user: User) -> int:
    """Active branches without a secretary in post; asked only for whoever appoints."""
    if not access.may(user, Perm.APPOINT):
        return 0
    day = clock.today()
    held = Appointment.objects.filter(branch=OuterRef("pk"), role=Role.SECRETARY.value).exclude(ends_on__lt=day)
    return Branch.objects.filter(dissolved_on=None).exclude(Exists(held)).count()

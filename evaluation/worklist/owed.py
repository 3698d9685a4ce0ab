"""The reads behind the worklist: for each duty, the things that wait for these people. One query each, or none.

Duties that thousands may have are read for any number of people at once: the home page asks for one of them, the
reminders for a thousand. Those of the two municipal bodies and the administrators are read for one person.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce

from branches import access, clock
from branches.models import Appointment, Branch, Unit, User
from branches.permissions import Perm, Role
from evaluation.cases.bodies import RUNNING, _running, body_of, holders
from evaluation.cases.observe import Observed, annotated, observe, with_places
from evaluation.deadlines import YearDate
from evaluation.models import (
    AssessmentTeam,
    Candidacy,
    Cycle,
    Decision,
    DecisionVersion,
    Hold,
    MunicipalEvaluation,
    RecommendationList,
    Recusal,
    ScoreSheet,
    Verification,
)
from evaluation.procedure.lives import HOLDS_SEAT, find, refusals
from evaluation.rules.facts import Facts
from evaluation.vocabulary import Action, Answer, Body, CycleState, DecisionKind, DecisionState, ListState, State


def drafts(people: Sequence[User]) -> Iterator[tuple[User, Observed]]:
    """Self-assessments still to be handed in, each with whoever answers for the branch."""
    places = holders(people, Perm.APPLY)
    if not places:
        return
    counts = (
        "criteria",
        "rated",
        "conditions",
        "declared",
        "facts_confirmed_at",
        "resolved_with",
        "self_assessment_until",
    )
    rows = annotated(_running(state=State.DRAFT, branch__in=list(places)), *counts)
    for case in rows.select_related("cycle", "branch__unit"):
        for user in places[case.branch_id]:
            yield user, Observed(case, None, Facts())


def unscored(people: Sequence[User]) -> Iterator[tuple[User, Candidacy, date]]:
    """Applied branches without the submitted sheet of a member of their team, and by when; not the member's own branch,
    none he keeps away from."""
    teams = holders(people, Perm.SCORE)
    if not teams:
        return
    mine = {"candidacy": OuterRef("pk"), "user": OuterRef("member")}
    sheets = ScoreSheet.objects.filter(
        candidacy=OuterRef("pk"), assessor=OuterRef("member"), submitted_at__isnull=False
    )
    rows = (
        annotated(_running(state=State.APPLIED), "assessment_until")
        .filter(unit__teams__in=list(teams), unit__teams__cycle=F("cycle"))
        .annotate(
            team=F("unit__teams"), member=F("unit__teams__members__user"), left=F("unit__teams__members__left_on")
        )
        .filter(Q(left=None) | Q(left__gt=clock.today()), member__in=[user.pk for user in people])
        .exclude(Exists(Recusal.objects.filter(**mine)))
        .exclude(Exists(sheets))
    )
    for case in rows.select_related("cycle", "branch__unit"):
        for user in teams[case.team]:
            if user.pk == case.member and user.branch_id != case.branch_id:
                yield user, case, case.assessment_until


def without_team(people: Sequence[User]) -> Iterator[tuple[User, Cycle, Unit, date, int]]:
    """Units with applied branches and no team: whose it is, the year, the unit, by when, how many wait."""
    places = holders(people, Perm.ASSESS)
    if not places:
        return
    teams = AssessmentTeam.objects.filter(cycle=OuterRef("cycle"), unit=OuterRef("unit"))
    waiting = _running(state=State.APPLIED, unit__in=list(places)).exclude(Exists(teams))
    found: dict[tuple[int, int], list[Any]] = defaultdict(list)
    for case in annotated(waiting, "assessment_until").select_related("cycle", "unit"):
        found[case.cycle_id, case.unit_id].append(case)
    for cases in found.values():
        cycle, unit = cases[0].cycle, cases[0].unit
        for user in places[unit.pk]:
            yield user, cycle, unit, min(case.assessment_until for case in cases), len(cases)


def unconcluded(people: Sequence[User]) -> Iterator[tuple[User, Observed, list[str]]]:
    """Applied branches with a team that an officer has to conclude, with what is still missing; not his own branch."""
    places = holders(people, Perm.ASSESS)
    if not places:
        return
    now, move = clock.now(), find(Action.CONCLUDE, State.APPLIED)[0]
    for seen in observe(_running(state=State.APPLIED, unit__in=list(places))):
        for user in places[seen.case.unit_id]:
            if seen.known.has_team and user.branch_id != seen.case.branch_id:
                yield user, seen, list(refusals(move, seen.facts(move, user, now)))


def open_lists(people: Sequence[User]) -> Iterator[tuple[User, Any]]:
    """Open lists with `taken` and `last_day`, and who recommends; a branch put forward is the answer."""
    places = holders(people, Perm.RECOMMEND)
    if not places:
        return
    rows: QuerySet[Any] = RecommendationList.objects.filter(
        unit__in=list(places), state=ListState.OPEN, cycle__state=CycleState.RECOMMENDING
    )
    sent = Candidacy.objects.filter(
        cycle=OuterRef("cycle"), unit=OuterRef("unit"), state__in=[State.FORWARDED, *sorted(HOLDS_SEAT)]
    )
    waiting = with_places(rows.exclude(Q(pool__isnull=False) & Exists(sent)))
    for one in waiting.select_related("cycle", "unit", "pool"):
        for user in places[one.unit_id]:
            yield user, one


def cycles_to_run(user: User) -> list[Cycle]:
    if not access.may(user, Perm.RUN_CYCLE):
        return []
    return list(Cycle.objects.filter(state__in=[CycleState.DRAFT, CycleState.OPEN]))


def base_is_over(cycle: Cycle) -> bool:
    """Recommendation may be opened from the day after the base date (D2)."""
    return clock.today() > YearDate.BASE.of(cycle)


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

"""Who may act on each thing that waits or will wait, and where that is nobody (D40).

Nobody may act where every holder of a post is kept away by something, and what keeps away stands in nine tables and in
the date: that is worked out case by case, in a handful of queries, by a worker for the whole city (`steps.look`) and at
once for single units. What is given out tells place, post and number: never which case it is, nor why nobody may act
(own branch, recusal, four eyes or an empty post).
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from branches import queries as branches_queries
from branches.models import Branch, ProposalList, ProposedPost, Unit, User
from branches.permissions import Role
from evaluation.cases import recusals
from evaluation.cases import reinspections as reinspection_cases
from evaluation.cases.bodies import running, short_of_assessors
from evaluation.cases.columns import annotated
from evaluation.cases.knowledge import FROM_ABOVE, as_known
from evaluation.cases.observe import typists
from evaluation.models import RecommendationList, Reinspection, Vacancy
from evaluation.procedure.lives import ENDS, REINSPECTION_OPEN
from evaluation.vocabulary import CycleState, State

BODIES = (Role.WORK_COMMITTEE, Role.ORGANISATION_DEPARTMENT)
# Who acts on a case, one after the other; from its state on everybody who is still to come.
IN_TURN = (Role.SECRETARY, Role.ORGAN_OFFICER, Role.LEADING_GROUP, *BODIES)
# Of a case: who has done what before, and who keeps away.
PEOPLE = ("applied_by", "rated_by", "declared_by", "written_by", "concluded_by", "picked_by", "keep_away")
_FROM = {State.DRAFT: 0, State.APPLIED: 1, State.ASSESSED: 2}


@dataclass(frozen=True)
class Turn:
    """One act that waits or will wait: in which post, where, and who of its holders may make it."""

    role: Role | None
    place: int
    able: frozenset[int]
    is_next: bool


class Staff:
    """Who holds which post today, with the own branch; one query."""

    def __init__(self, places: Q) -> None:
        self.own_branch: dict[int, int | None] = {}
        self._held: dict[tuple[Role, int], set[int]] = defaultdict(set)
        posts = branches_queries.in_force().filter(places, role__in=[role.value for role in IN_TURN])
        posts = posts.filter(user__is_active=True).order_by()
        for user, own, role, unit, branch in posts.values_list("user", "user__branch", "role", "unit", "branch"):
            self.own_branch[user] = own
            self._held[Role(role), branch or unit].add(user)

    def over(self, role: Role, *places: int | None) -> set[int]:
        found: set[int] = set()
        for place in places:
            found |= self._held.get((role, place), set()) if place else set()
        return found

    def without(self, people: set[int], branch: int) -> set[int]:
        """Those of them who do not belong to that branch (D17)."""
        return {pk for pk in people if self.own_branch[pk] != branch}


def turns(units: Collection[int] | None = None) -> Iterator[Turn]:
    """Everything of the running years that waits or will wait for somebody, in these units or in all."""
    cases, again, short = _cases(), _reinspections(), short_of_assessors(running())
    places = Q()
    if units is not None:
        cases, again, short = (rows.filter(unit__in=units) for rows in (cases, again, short))
        acting = Unit.objects.filter(pk__in=units).values_list("assessing_unit", "recommending_unit")
        over = {*units, *(pk for pair in acting for pk in pair if pk)}
        places = Q(unit__in=over) | Q(branch__unit__in=units) | Q(unit__kind=Unit.Kind.CITY)
    found, reinspected = list(cases), list(again)
    if not found and not reinspected:
        return
    staff, city = Staff(places), branches_queries.city().pk
    for case in found:
        yield from _of_case(case, staff, city)
    for unit in short.values_list("unit", flat=True) if found else ():
        yield Turn(None, unit, frozenset(), is_next=False)
    for one in reinspected:
        yield from _of_reinspection(one, staff, city)


def vacancies(units: Collection[int] | None = None) -> list[Vacancy]:
    """One for each place and post, by unit and in the order of the procedure, as they are now: none of them is stored."""
    counted = Counter((turn.role, turn.place) for turn in turns(units) if not turn.able)
    of_branches = [place for role, place in counted if role is Role.SECRETARY]
    of_units = [place for role, place in counted if role is not Role.SECRETARY]
    branches = Branch.objects.select_related("unit").in_bulk(of_branches) if of_branches else {}
    among = Unit.objects.in_bulk(of_units) if of_units else {}
    found = []
    for (role, place), waiting in counted.items():
        branch = branches[place] if role is Role.SECRETARY else None
        unit = branch.unit if branch else among[place]
        found.append(Vacancy(role=role.value if role else "", unit=unit, branch=branch, waiting=waiting))
    return sorted(found, key=lambda one: (one.role in BODIES, one.unit.pk, turn_of(one), one.place.pk))


def known() -> QuerySet[Any]:
    """What the worker found last, in the same order, with whether somebody has been put forward since (`is_proposed`)."""
    posts = ProposedPost.objects.filter(list__outcome=ProposalList.Outcome.OPEN, starts_on__isnull=False)
    of_branch = posts.filter(role=OuterRef("role"), branch=OuterRef("branch"))
    of_unit = posts.filter(role=OuterRef("role"), unit=OuterRef("unit"))
    rows = Vacancy.objects.select_related("unit", "branch__unit")
    found: QuerySet[Any] = rows.annotate(is_proposed=Exists(of_branch) | Q(branch=None) & Exists(of_unit))
    return found


def turn_of(vacancy: Vacancy) -> int:
    """Where it stands in the order of the procedure."""
    return IN_TURN.index(Role(vacancy.role)) if vacancy.role else len(IN_TURN)


def only_by(person: User) -> int:
    """How many things wait now whose next move nobody but `person` could make."""
    return sum(1 for turn in turns(_units_of(person)) if turn.is_next and turn.able == {person.pk})


def left_by(person: User) -> list[Vacancy]:
    """What the posts of `person`, ended or not, left to nobody."""
    places = {(post.role, post.place) for post in person.appointments.select_related("unit", "branch__unit")}
    return [one for one in vacancies(_units_of(person)) if (one.role, one.place) in places]


def _units_of(person: User) -> set[int] | None:
    """In which units he acts or acted; None for all, where he speaks for a body."""
    posts = list(person.appointments.values_list("role", "unit", "branch__unit"))
    if any(role in BODIES for role, _, _ in posts):
        return None
    own = {unit or of_branch for _, unit, of_branch in posts}
    acting = Unit.objects.filter(Q(assessing_unit__in=own) | Q(recommending_unit__in=own))
    return own | set(acting.values_list("pk", flat=True)) if own else own


def _cases() -> Any:
    rows = annotated(running().exclude(state__in=sorted(ENDS)), *PEOPLE)
    of_pool = RecommendationList.objects.filter(cycle=OuterRef("cycle"), unit=OuterRef("unit"), pool__isnull=False)
    bodies = {"assessing": F("unit__assessing_unit"), "recommending": F("unit__recommending_unit")}
    known = as_known(rows.annotate(is_of_pool=Exists(of_pool), **bodies), FROM_ABOVE)
    return known.values_list("shown", "branch_id", "unit_id", *bodies, "is_of_pool", *PEOPLE, named=True)


def _reinspections() -> Any:
    rows = Reinspection.objects.filter(
        state__in=sorted(REINSPECTION_OPEN), cycle__state__in=(CycleState.OPEN, CycleState.RECOMMENDING)
    )
    where = {"branch": F("honour__branch"), "unit": F("honour__branch__unit")}
    rows = rows.annotate(**where, assessing=F("honour__branch__unit__assessing_unit"))
    known = reinspection_cases.annotated(rows, "keep_away", "suggested_by")
    return known.values_list(*where, "assessing", "report_id", "keep_away", "suggested_by", named=True)


def _of_case(case: Any, staff: Staff, city: int) -> Iterator[Turn]:
    """Four eyes look ahead: who is the only one to make a step cannot be the one to make the next (D18)."""
    recused = recusals.numbers(case.keep_away)
    still = IN_TURN[_FROM.get(State(case.shown), 3) :]
    secretaries = staff.over(Role.SECRETARY, case.branch_id)
    officers = _free(staff.over(Role.ORGAN_OFFICER, case.unit_id, case.assessing), staff, case, recused)
    officers -= {case.applied_by, *typists(case)} if case.applied_by else _alone(secretaries)
    clerks = _free(staff.over(Role.LEADING_GROUP, case.unit_id, case.recommending), staff, case, recused)
    clerks -= {case.concluded_by} if case.concluded_by else _alone(officers)
    able = {
        Role.SECRETARY: (case.branch_id, secretaries),
        Role.ORGAN_OFFICER: (case.unit_id, officers),
        Role.LEADING_GROUP: (case.unit_id, clerks),
    }
    for role in still:
        if role in able:
            place, people = able[role]
            yield Turn(role, place, frozenset(people), is_next=role is still[0])
    free = {role: _free(staff.over(role, city), staff, case, recused) for role in BODIES}
    there = _there(free, staff, city)
    if case.is_of_pool:
        _of_pool(free, State(case.shown), case.picked_by)
    for role in there:
        yield Turn(role, city, frozenset(free[role]), is_next=len(still) == len(BODIES))


def _of_pool(free: dict[Role, set[int]], state: State, picked_by: int | None) -> None:
    """Who picks from the pool gives no verdict: the body that picks needs two people, or another than who picked (D18)."""
    if state == State.RECOMMENDED:
        for people in free.values():
            people.discard(picked_by or 0)
    elif state != State.PROPOSED and (picking := next((role for role in BODIES if free[role]), None)):
        free[picking] -= _alone(free[picking])


def _of_reinspection(one: Any, staff: Staff, city: int) -> Iterator[Turn]:
    keep_away = recusals.numbers(one.keep_away)
    if one.report_id is None:
        officers = staff.over(Role.ORGAN_OFFICER, one.unit, one.assessing)
        able = frozenset(staff.without(officers, one.branch) - keep_away)
        yield Turn(Role.ORGAN_OFFICER, one.unit, able, is_next=True)
    free = {role: staff.without(staff.over(role, city), one.branch) - keep_away for role in BODIES}
    for role in _there(free, staff, city):
        yield Turn(role, city, frozenset(free[role] - {one.suggested_by}), is_next=one.report_id is not None)


def _there(free: dict[Role, set[int]], staff: Staff, city: int) -> list[Role]:
    """Whose turn it is: a body all of whose people stand back leaves it to the other (D19), an empty one to nobody."""
    away = [role for role in BODIES if staff.over(role, city) and not free[role]]
    return [role for role in BODIES if role not in away or not any(free.values())]


def _free(people: set[int], staff: Staff, case: Any, recused: frozenset[int]) -> set[int]:
    return staff.without(people, case.branch_id) - recused


def _alone(people: set[int]) -> set[int]:
    return people if len(people) == 1 else set()

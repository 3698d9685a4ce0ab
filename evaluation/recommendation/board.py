"""The board of one unit at step 3: who can be picked, who is, who cannot and why (方案 四（三）)."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from branches import access
from branches.models import Unit, User
from branches.permissions import Perm
from branches.register.queries import unit_on
from evaluation.assessment.verification.queries import Veto
from evaluation.cases.moving import columns_of
from evaluation.cases.observe import Observed, seats
from evaluation.cases.observing import observe_for
from evaluation.cases.telling import told, with_known_moves
from evaluation.deadlines import YearDate
from evaluation.models import Candidacy, Cycle, Deliberation, Honour, ListVersion, Opinion, RatioAdjustment
from evaluation.models.honour import HELD
from evaluation.procedure.lives import HOLDS_SEAT, CaseMove, find
from evaluation.recommendation import queries as recommendation_queries
from evaluation.recommendation.comparison import Candidate, passed_over, tie_sentence, ties
from evaluation.rules import general as general_rules
from evaluation.rules import recommendation as recommendation_rules
from evaluation.rules.facts import Facts, Seats
from evaluation.vocabulary import Action, State

# What holds for the whole list is said once at its head, not on every line.
OF_THE_LIST = frozenset(
    {
        general_rules.cycle_open,
        recommendation_rules.list_open,
        general_rules.in_time,
        recommendation_rules.deliberated,
        recommendation_rules.seat_free,
    }
)
ON_THE_WAY = frozenset({State.DRAFT, State.APPLIED})


@dataclass(frozen=True)
class Line:
    """One case on the board, as the person who looks may see it."""

    case: Any
    state: State
    is_picked: bool
    veto: Veto
    earlier: tuple[Honour, ...]
    reasons: tuple[str, ...]
    passes: tuple[Candidate, ...] = ()
    is_provisional: bool = False
    opinion: Opinion | None = None

    @property
    def candidate(self) -> Candidate:
        rank = self.case.rank or 0
        return Candidate(
            self.case.pk, self.case.branch.short_name, self.case.assessed_score, rank if self.is_picked else None
        )


@dataclass(frozen=True)
class Board:
    cycle: Cycle
    unit: Unit
    the_list: Any
    places: Seats
    due: date
    is_own: bool
    waits: list[str]
    picked: list[Line]
    ready: list[Line]
    on_the_way: list[Line]
    out: list[Line]
    honoured: list[Honour]
    deliberations: list[Deliberation]
    versions: list[ListVersion]
    adjustments: list[RatioAdjustment]

    @property
    def is_open(self) -> bool:
        return self.places.is_open and self.cycle.is_running

    @property
    def is_pool_unit(self) -> bool:
        return bool(self.the_list and self.the_list.pool_id)

    @property
    def shows_picks(self) -> bool:
        """Until the list is handed in, only the unit itself knows whom it picked, and how many (D34, D52)."""
        return self.is_own or not self.is_open

    @property
    def is_full(self) -> bool:
        return self.places.taken >= self.places.cap

    @property
    def lines(self) -> list[Line]:
        """Everything on the board, in its order."""
        return [*self.picked, *self.ready, *self.on_the_way, *self.out]

    @property
    def candidates(self) -> list[Line]:
        """Whoever can be spoken of at the meeting: the picks in their order, then the others."""
        return [*self.picked, *self.ready]

    @property
    def forwarded(self) -> Line | None:
        return next((line for line in self.picked if self.is_pool_unit), None)

    @property
    def ties(self) -> list[str]:
        standing = [line.candidate for line in [*self.picked, *self.ready] if line.veto.label != "有"]
        return [tie_sentence(group) for group in ties(standing, self.places.cap)]

    @property
    def returned(self) -> ListVersion | None:
        """The version that came back, while the list is open again because of it."""
        last = self.versions[0] if self.versions else None
        return last if last and last.returned_at and self.is_open else None


def board(cycle: Cycle, unit: Unit, user: User) -> Board:
    the_list = recommendation_queries.own_list(cycle, unit)
    is_own = access.may(user, Perm.VIEW_UNIT, unit)
    here = unit.branches.order_by().values_list("pk", flat=True)
    once_here = here.union(unit.former_branches.order_by().values_list("branch", flat=True))
    of_them = Honour.objects.filter(branch__in=list(once_here))
    placed = of_them.annotate(counts_in=unit_on(YearDate.BASE.of(cycle), "branch"))
    honours = list(placed.filter(counts_in=unit.pk).select_related("branch"))
    opinions = {one.candidacy_id: one for one in Opinion.objects.filter(candidacy__cycle=cycle, candidacy__unit=unit)}
    rows = [_line(one, user, honours, opinions.get(one.case.pk)) for one in _cases(cycle, unit, user)]
    return Board(
        cycle=cycle,
        unit=unit,
        the_list=the_list,
        is_own=is_own,
        honoured=[honour for honour in honours if honour.state in HELD and honour.year < cycle.year],
        **_in_columns(rows),
        **(_of_list(the_list) if the_list else _of_no_list(cycle)),
    )


def _in_columns(rows: list[Line]) -> dict[str, Any]:
    """Each line once: picked in the recommended order, ready by score, on the way, out of question."""
    picked = sorted((row for row in rows if row.is_picked), key=lambda row: (row.case.rank or 0, row.case.pk))
    ready = [row for row in rows if row.state == State.ASSESSED]
    return {
        "picked": _explained(picked, ready),
        "ready": sorted(ready, key=lambda row: (-(row.case.assessed_score or 0), row.case.pk)),
        "on_the_way": [row for row in rows if row.state in ON_THE_WAY],
        "out": [row for row in rows if not row.is_picked and row.state not in ON_THE_WAY | {State.ASSESSED}],
    }


def _of_list(the_list: Any) -> dict[str, Any]:
    return {
        "places": seats(the_list, the_list.taken),
        "due": the_list.last_day,
        "waits": recommendation_queries.waits_for(the_list),
        "deliberations": list(recommendation_queries.deliberations(the_list)),
        "versions": list(recommendation_queries.versions(the_list)),
        "adjustments": list(recommendation_queries.adjustments(the_list)),
    }


def _of_no_list(cycle: Cycle) -> dict[str, Any]:
    due = YearDate.RECOMMENDATION.of(cycle)
    nothing: dict[str, Any] = {"deliberations": [], "versions": [], "adjustments": []}
    return {"places": Seats(), "due": due, "waits": [_without_list(cycle)], **nothing}


def swaps(cycle: Cycle, unit: Unit) -> list[Candidacy]:
    """The unit's picks in their order, to choose which one gives way."""
    rows = Candidacy.objects.filter(cycle=cycle, unit=unit, state=State.RECOMMENDED, seat__list__unit=unit)
    return list(rows.select_related("cycle", "branch", "unit").order_by("rank", "pk"))


def _without_list(cycle: Cycle) -> str:
    facts = Facts(recommendation_is_open=cycle.recommendation_opened_at is not None)
    return recommendation_rules.recommendation_open(facts) or "开启推荐时本单位没有在册的党支部，本年度没有推荐名单。"


def _cases(cycle: Cycle, unit: Unit, user: User) -> list[Observed]:
    """Each as `user` may know it."""
    here = Candidacy.objects.filter(cycle=cycle, unit=unit).order_by("branch")
    seen = observe_for(_shown(), here.values_list("pk", flat=True), with_lists=True)
    with_known_moves(told([one.case for one in seen], user), user)
    return seen


@cache
def _shown() -> frozenset[str]:
    """What a line says of its case: the veto, and why it cannot be picked or put forward."""
    return Veto.COLUMNS | columns_of((_move(is_pool_unit=True), _move(is_pool_unit=False)))


def _line(seen: Observed, user: User, honours: Iterable[Honour], opinion: Opinion | None) -> Line:
    case: Any = seen.case
    state = State(case.state)
    on_own_list = case.seat_id is not None and seen.own is not None and case.seat.list_id == seen.own.pk
    put_forward = state == State.FORWARDED or (state in HOLDS_SEAT and not on_own_list)
    return Line(
        case=case,
        state=state,
        is_picked=on_own_list or put_forward,
        veto=Veto.of(case),
        earlier=tuple(honour for honour in honours if honour.branch_id == case.branch_id),
        reasons=tuple(_why_not(seen, user)) if state == State.ASSESSED else (),
        is_provisional=on_own_list and seen.known.own.is_open,
        opinion=opinion,
    )


def _why_not(seen: Observed, user: User) -> Iterable[str]:
    """What keeps this one case from being picked (or put forward), beyond what holds for the whole list."""
    move = _move(is_pool_unit=seen.known.is_pool_unit)
    return seen.why_not(move._replace(rules=tuple(rule for rule in move.rules if rule not in OF_THE_LIST)), user)


def _move(*, is_pool_unit: bool) -> CaseMove:
    action = Action.FORWARD if is_pool_unit else Action.RECOMMEND
    return next(row for row in find(action, State.ASSESSED) if row.perm is Perm.RECOMMEND)


def _explained(picked: list[Line], ready: list[Line]) -> list[Line]:
    """The picks, each with those of higher score that it goes before."""
    eligible = [line.candidate for line in ready if line.veto.label != "有"]
    ordered = [
        Candidate(one.pk, one.name, one.score, place) for place, one in enumerate((row.candidate for row in picked), 1)
    ]
    passed = passed_over([*ordered, *eligible])
    return [_with_passes(line, passed.get(line.case.pk, [])) for line in picked]


def _with_passes(line: Line, passes: list[Candidate]) -> Line:
    return replace(line, passes=tuple(passes))

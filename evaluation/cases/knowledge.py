"""What a person may know of a case: the table of `procedure.secrecy` as conditions on its moves (D34, D52)."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any

from django.db.models import Case, CharField, Count, DateTimeField, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from branches import access
from branches.asking.compiled import Compiled, Given
from branches.asking.probed import probed
from branches.models import User
from branches.permissions import Perm
from evaluation.models import Candidacy, Decision, PublicNotice, RecommendationList, Transition
from evaluation.procedure.secrecy import GOES_BEYOND, MAY_BE_SECRET, SECRETS, Circle, Secret, Told
from evaluation.vocabulary import Action, DecisionKind, DecisionState, ListState, State, Word


@dataclass(frozen=True)
class View:
    """From where somebody looks: at the cases of some units from within, and from above or from below at all others."""

    is_above: bool
    units: frozenset[int] | None = frozenset()
    """None: of all, where the query is about a case of one of them."""


FROM_ABOVE = View(is_above=True)
"""市直工委 and 市委组织部 know alike; the auditor learns with them."""


def view_of(user: User) -> View:
    is_above = access.may(user, Perm.VIEW_CITY) or access.may(user, Perm.READ_AUDIT)
    return View(is_above, frozenset(access.held(user, Perm.VIEW_UNIT)))


def withheld(view: View) -> Q:
    """A condition on moves: those that may not be known from there yet."""
    condition = Q(pk__in=[])
    for secret in SECRETS:
        if not _is_within(secret, view):
            knows = _TELLING[secret.told](view.is_above)
            if Circle.UNIT in secret.circles and view.units:
                knows |= Q(candidacy__unit__in=sorted(view.units))
            condition |= _moves(secret) & ~knows
    return condition


def _is_within(secret: Secret, view: View) -> bool:
    """Whether the move is known from there at once, whatever unit it is of."""
    return (view.is_above and Circle.CITY in secret.circles) or (view.units is None and Circle.UNIT in secret.circles)


def known_moves(view: View) -> QuerySet[Transition]:
    """Every move of every case that may be known from there; who may see the case is another question."""
    return Transition.objects.exclude(withheld(view))


def in_order(view: View) -> QuerySet[Any]:
    """As `known_moves`, each beginning where the one before it that is known ended."""
    earlier = known_moves(view).filter(candidacy=OuterRef("candidacy"), number__lt=OuterRef("number"))
    before = Coalesce(Subquery(earlier.order_by("-number").values("after")[:1]), F("before"))
    moves: QuerySet[Any] = known_moves(view)
    found: QuerySet[Any] = moves.annotate(shown_before=before)
    return found


def as_known(rows: QuerySet[Any], view: View) -> QuerySet[Any]:
    """The cases with state and time of the last move that may be known in the place of the true ones."""
    last_is_secret, (state, since) = last_is_withheld(view), last_told(view)
    shown = {
        "shown_since": Case(When(last_is_secret, then=since), default=F("since"), output_field=DateTimeField()),
        "shown": Case(When(last_is_secret, then=state), default=F("state"), output_field=CharField()),
    }
    found: QuerySet[Any] = rows.annotate(**shown)
    return found


def last_told(view: View) -> tuple[Coalesce, Coalesce]:
    """State and time of the last move of a case that may be known, as columns."""
    mine = Transition.objects.filter(candidacy=OuterRef("pk"))
    told = mine.exclude(withheld(view)).order_by("-number")
    state = Coalesce(Subquery(told.values("after")[:1]), Subquery(mine.order_by("number").values("before")[:1]))
    return state, Coalesce(Subquery(told.values("at")[:1]), F("since"))


def by_state(rows: QuerySet[Candidacy], view: View) -> dict[str, int]:
    """How many cases there are in each state as they are known: all by their own state, then the few that hide one moved."""
    counted = Counter(dict(rows.order_by().values_list("state").annotate(n=Count("pk"))))
    hiding: QuerySet[Any] = rows.filter(last_is_withheld(view)).order_by()
    hiding = hiding.annotate(shown=last_told(view)[0])
    for state, shown, number in hiding.values_list("state", "shown").annotate(n=Count("pk")):
        counted[state] -= number
        counted[shown] += number
    return {state: number for state, number in counted.items() if number}


def shown_in(states: Iterable[str]) -> Q:
    """A condition on cases as they are known: those in one of these states.

    Withheld moves lead from such states to such states: a case in any other is shown as it is.
    """
    in_the_open, perhaps = set(states) - MAY_BE_SECRET, set(states) & MAY_BE_SECRET
    found = Q(state__in=sorted(in_the_open))
    return found | Q(state__in=sorted(MAY_BE_SECRET), shown__in=sorted(perhaps)) if perhaps else found


@dataclass(frozen=True)
class Known:
    """A thing as the actor may know it: what he may do follows from it, whatever is still withheld from him (D52)."""

    name: str
    state: Word
    version: int


def known(case: Candidacy, by: User) -> Known:
    """As `one_as_known` says it, of a case as it really is."""
    told = _told(case, by)
    return Known("该支部", State(told.state), told.version)


@dataclass(frozen=True)
class _Told:
    """State, time of the last move and number of moves of one case, as somebody may know them."""

    state: str
    since: datetime
    version: int


def _told(case: Candidacy, by: User) -> _Told:
    """What `as_known` annotates, and how many moves are known, read off the moves that the case had made when it was fetched."""
    view = _view_of_one(case, by)
    moves = moves_in_short().read(case=case.pk)[: case.version]
    if not any(_stays_within(move, view) for move in moves):
        return _Told(case.state, case.since, len(moves))
    moves = moves_as_told(view).read(case=case.pk)[: case.version]
    told = [move for move in moves if not move["is_withheld"]]
    if len(told) == len(moves) or not moves[-1]["is_withheld"]:
        return _Told(case.state, case.since, len(told))
    if not told:
        return _Told(moves[0]["before"], case.since, 0)
    return _Told(told[-1]["after"], told[-1]["at"], len(told))


def _view_of_one(case: Candidacy, by: User) -> View:
    """One of the four ways to look at one case."""
    view = view_of(by)
    is_within = view.units is not None and case.unit_id in view.units
    return View(view.is_above, None if is_within else frozenset())


def _stays_within(move: Mapping[str, Any], view: View) -> bool:
    """Whether the move stays, until something tells it, within circles to which whoever looks does not belong."""
    return any(
        move["action"] in secret.actions and {move["before"], move["after"]} <= secret.between
        for secret in SECRETS
        if not _is_within(secret, view)
    )


@cache
def moves_in_short() -> Compiled:
    moves = Transition.objects.filter(candidacy=Given("case")).order_by("number")
    return Compiled(moves, "action", "before", "after")


@cache
def moves_as_told(view: View) -> Compiled:
    is_withheld = Case(When(withheld(view), then=True), default=False)
    moves = Transition.objects.filter(candidacy=Given("case")).annotate(is_withheld=is_withheld)
    return Compiled(moves.order_by("number"), "before", "after", "at", "is_withheld")


def masked(case: Candidacy, user: User) -> Candidacy:
    """The case as it was just fetched, with everything about it as `user` may know it (decision 102)."""
    told = _told(case, user)
    case.shown, case.shown_since, case.shown_version = told.state, told.since, told.version
    return case


def one_as_known(case: Candidacy, user: User) -> Candidacy:
    """The case, reread, with everything about it as `user` may know it."""
    rows = Candidacy.objects.select_related("cycle", "branch__unit", "unit", "seat__list")
    return masked(rows.get(pk=case.pk), user)


def last_is_withheld(view: View) -> Q:
    """A condition on cases: the move that brought them where they stand may not be known."""
    perhaps = frozenset[State]().union(*(one.between for one in SECRETS if not _is_within(one, view)))
    last = Transition.objects.filter(withheld(view), candidacy=OuterRef("pk"), number=OuterRef("version"))
    return Q(state__in=sorted(perhaps)) & probed(last)


def _moves(secret: Secret) -> Q:
    return Q(action__in=sorted(secret.actions), before__in=sorted(secret.between), after__in=sorted(secret.between))


def _list_handed_in(is_above: bool) -> Q:
    lists = RecommendationList.objects.filter(cycle=OuterRef("cycle"), state=ListState.SUBMITTED)
    return _still_stands(_of_its_case(lists.filter(unit=OuterRef("unit"))), is_above)


def _pool_done(is_above: bool) -> Q:
    pools = RecommendationList.objects.filter(cycle=OuterRef("cycle"), state=ListState.SUBMITTED, unit=None)
    return _still_stands(_of_its_case(pools), is_above)


def _still_stands(released: Q, is_above: bool) -> Q:
    """A pick is told with its list; one taken back before that only upward; one that led further remains told."""
    others = Transition.objects.filter(candidacy=OuterRef("candidacy"))
    later, earlier = others.filter(number__gt=OuterRef("number")), others.filter(number__lt=OuterRef("number"))
    went_beyond = Q(action=Action.RECOMMEND) & Q(Exists(later.filter(action__in=sorted(GOES_BEYOND))))
    if is_above:
        return released | went_beyond
    stands = Q(action=Action.RECOMMEND) & ~Q(Exists(later.filter(action__in=[Action.UNRECOMMEND, Action.TAKE_BACK])))
    taken_back = Q(action=Action.UNRECOMMEND) & Q(Exists(earlier.filter(action__in=sorted(GOES_BEYOND))))
    return (released & (stands | taken_back)) | went_beyond


def _public_notice(is_above: bool) -> Q:
    return Q(Exists(PublicNotice.objects.filter(candidacies=OuterRef("candidacy"))))


def _decision(is_above: bool) -> Q:
    proclaimed = Decision.objects.filter(kind=DecisionKind.NAMING, state=DecisionState.PROCLAIMED)
    return _of_its_case(proclaimed.filter(cycle=OuterRef("cycle"), proclaimed_at__gte=OuterRef(OuterRef("at"))))


def _of_its_case(rows: QuerySet[Any]) -> Q:
    """A condition on moves: there is one of `rows`, which refer to the case. The case is looked up where the question
    comes up at all, and not joined to every move."""
    return probed(Candidacy.objects.filter(probed(rows), pk=OuterRef("candidacy")))


_TELLING: Mapping[Told, Callable[[bool], Q]] = {
    Told.LIST_HANDED_IN: _list_handed_in,
    Told.POOL_DONE: _pool_done,
    Told.PUBLIC_NOTICE: _public_notice,
    Told.DECISION: _decision,
    Told.NEVER: lambda is_above: Q(pk__in=[]),
}

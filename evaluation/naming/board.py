"""What the naming pages show: rows with both verdicts, the dossier of one candidate, who is not in a notice yet."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

from django.db.models import Case, Q, QuerySet, Value, When
from django.http import QueryDict

from branches import clock
from branches.models import User
from branches.pages.paging import Paged
from branches.permissions import MUNICIPAL
from branches.search.rows import matching
from evaluation.cases import bodies as case_bodies
from evaluation.cases import recusals
from evaluation.cases.moving import observe_one
from evaluation.cases.observe import Observed
from evaluation.cases.observing import observe_for
from evaluation.models import Candidacy, Cycle, MunicipalEvaluation, NamingCandidate, PublicNotice
from evaluation.naming import queries as naming_queries
from evaluation.naming.candidates import Candidates
from evaluation.vocabulary import Body, State
from evaluation.workdays import workdays


@dataclass(frozen=True)
class BoardRow:
    """One candidate on the board."""

    seen: Observed
    committee: str
    department: str
    body_away: str = ""

    @property
    def case(self) -> Candidacy:
        return self.seen.case

    @property
    def is_from_pool(self) -> bool:
        return self.case.seat is not None and self.case.seat.list.is_pool

    @property
    def differs(self) -> bool:
        return naming_queries.in_consultation((self.committee, self.department))

    @property
    def remarks(self) -> list[str]:
        """What stands in the way, in a word or two each; never the facts of a veto."""
        known = self.seen.known
        found = [
            word
            for flag, word in (
                (known.findings, "不得参评"),
                (known.pending, "待核实"),
                (known.holds, "暂缓"),
                (known.objection, "有异议"),
            )
            if flag
        ]
        if self.body_away:
            found.append(f"{Body(self.body_away).label}回避")
        return found + (["意见不一致"] if self.differs else [])


SHOWN = frozenset({"findings", "pending", "open_holds", "objection"})
"""The facts of a line; which body keeps away is known of the few cases where one does."""


def rows(candidates: Candidates, page: Iterable[NamingCandidate]) -> list[BoardRow]:
    """One query for any number of candidates, in the same order."""
    shown = list(page)
    found = []
    for one, seen in zip(shown, observe_for(SHOWN, [one.pk for one in shown]), strict=True):
        body_away, word = candidates.alone.get(one.pk, ("", ""))
        words = (word, word) if body_away else (one.committee, one.department)
        found.append(BoardRow(seen, *words, body_away))
    return found


TABS = {
    "": ("全部", "all"),
    "open": ("待评定", "open"),
    "differs": ("意见不一致", "differing"),
    "remarks": ("需留意", "remarked"),
    "proposed": ("拟命名", "proposed"),
    "named": ("已命名", "named"),
    "declined": ("不予命名", "declined"),
}
"""By the word in the address: the tab, and which candidates it has."""


class Board(Paged):
    """The candidates of one tab, those on which the bodies differ before the others while they can be counted (D19)."""

    def __init__(self, candidates: Candidates, asked: QueryDict) -> None:
        self.candidates, self.asked = candidates, asked
        self.everything = candidates.all
        self.only = asked.get("only", "")

    @cached_property
    def matching(self) -> QuerySet[Any]:
        _, kind = TABS.get(self.only, TABS[""])
        rows = matching(self.candidates.of(kind), self.words, ["branch__search_text"])
        disputed = Case(When(self.candidates.differs, then=Value(True)), default=Value(False))
        return rows.annotate(is_disputed=disputed)

    @property
    def order_now(self) -> list[str]:
        return list(Candidates.ORDER) if self.is_long else ["-is_disputed", *Candidates.ORDER]

    @cached_property
    def rows(self) -> list[BoardRow]:
        return rows(self.candidates, self.page)

    @property
    def tabs(self) -> list[dict[str, Any]]:
        many = self.candidates.so_many
        return [
            {
                "label": label,
                "url": f"?only={key}" if key else "?",
                "current": key == self.only,
                "count": many[kind].count,
                "is_more": many[kind].is_more,
            }
            for key, (label, kind) in TABS.items()
        ]


def not_yet_in_public_notice(cycle: Cycle) -> QuerySet[Candidacy]:
    """Proposed branches that still have to be in a public notice."""
    if not cycle.notice_days:
        return Candidacy.objects.none()
    rows_ = Candidacy.objects.filter(cycle=cycle, state=State.PROPOSED, notices=None)
    return rows_.select_related("branch", "unit").order_by("unit", "rank")


class Published(NamedTuple):
    """A public notice, and the day from which its working days are counted: publication is the day before."""

    notice: PublicNotice
    first_day: date


def public_notices(cycle: Cycle) -> list[Published]:
    rows_ = cycle.notices.prefetch_related("candidacies__branch", "candidacies__unit")
    return [Published(one, workdays.first_counted_day(one.opens_on)) for one in rows_]


def municipal_people() -> QuerySet[User]:
    """People with a municipal post in force, for the panel."""
    day = clock.today()
    posts = Q(appointments__role__in=[role.value for role in MUNICIPAL], appointments__starts_on__lte=day)
    current = Q(appointments__ends_on=None) | Q(appointments__ends_on__gte=day)
    people = User.objects.filter(posts & current, is_active=True)
    return people.select_related("branch__unit").distinct().order_by("appointments__role", "name")


def verdicts_of(case: Candidacy) -> dict[str, MunicipalEvaluation]:
    return {one.body: one for one in case.evaluations.select_related("by")}


def next_to_evaluate(case: Candidacy, user: User) -> int | None:
    """The next candidate of the year without the verdict of this person's body."""
    body = case_bodies.body_of(user)
    if body is None:
        return None
    waiting = Candidates(case.cycle).lacking(body).exclude(recusals.kept_from(user))
    return waiting.order_by(*Candidates.ORDER).values_list("pk", flat=True).first()


def dossier(case: Candidacy) -> dict[str, Any]:
    """What the earlier steps brought, for whoever evaluates: numbers and words, no facts of vetoes."""
    seen = observe_one(case)
    return {
        "known": seen.known,
        "opinion": getattr(case, "opinion", None),
        "visits": case.visits.count(),
        "consultations": case.consultations.count(),
        "deliberation": seen.own.deliberations.first() if seen.own and seen.known.own.is_submitted else None,
        "arithmetic": seen.known.pool.arithmetic if seen.known.holds_pool_seat else seen.known.own.arithmetic,
    }


def blocked(cycle: Cycle) -> list[Observed]:
    """Agreed to be named, but something is still missing before they can be proposed."""
    agreed = Candidates(cycle).to_be_named.values_list("pk", flat=True)
    seen = observe_for(frozenset({"conditions", "city_verified", "findings"}), agreed)
    return [one for one in seen if one.known.unverified_by_city or one.known.findings]

"""What the naming pages show: rows with both verdicts, the dossier of one candidate, who is not in a notice yet."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet

from branches import clock
from branches.models import User
from branches.permissions import MUNICIPAL
from evaluation.cases import bodies as case_bodies
from evaluation.cases.observe import Observed, observe, observe_one
from evaluation.models import Candidacy, Cycle, MunicipalEvaluation, PublicNotice
from evaluation.naming import queries as naming_queries
from evaluation.vocabulary import Body, ListState, State, Verdict


@dataclass(frozen=True)
class BoardRow:
    """One candidate on the board."""

    seen: Observed
    committee: str
    department: str

    @property
    def case(self) -> Candidacy:
        return self.seen.case

    def given_by(self, body: Body | None) -> str:
        """One body's verdict; "" while it has given none."""
        return self.committee if body == Body.WORK_COMMITTEE else self.department

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
        if known.body_away:
            found.append(f"{Body(known.body_away).label}回避")
        return found + (["意见不一致"] if self.differs else [])


def rows(cycle: Cycle) -> list[BoardRow]:
    """Two queries for any number of candidates."""
    beyond = Q(state__in=[State.PROPOSED, State.NAMED, State.NOT_NAMED])
    waiting = Q(state=State.RECOMMENDED, seat__list__state=ListState.SUBMITTED)
    seen = observe(Candidacy.objects.filter(waiting | beyond, cycle=cycle))
    seen.sort(key=lambda one: (one.case.unit_id, one.case.rank or 0, one.case.branch_id))
    return [BoardRow(one, *one.known.verdicts) for one in seen]


FILTERS: dict[str, tuple[str, Callable[[BoardRow], bool]]] = {
    "": ("全部", lambda row: True),
    "open": ("待评定", lambda row: row.case.state == State.RECOMMENDED and not (row.committee and row.department)),
    "differs": ("意见不一致", lambda row: row.differs),
    "remarks": ("需留意", lambda row: bool(row.remarks)),
    "proposed": ("拟命名", lambda row: row.case.state == State.PROPOSED),
    "named": ("已命名", lambda row: row.case.state == State.NAMED),
    "declined": ("不予命名", lambda row: row.case.state == State.NOT_NAMED),
}


def filters(all_rows: list[BoardRow], only: str) -> list[dict[str, Any]]:
    """The tabs above the table, each with its count."""
    return [
        {
            "label": label,
            "url": f"?only={key}" if key else "?",
            "current": key == only,
            "count": sum(map(test, all_rows)),
        }
        for key, (label, test) in FILTERS.items()
    ]


def matching(all_rows: list[BoardRow], only: str, q: str) -> list[BoardRow]:
    """Rows of one tab; candidates on which the bodies differ come first (D19)."""
    test = FILTERS.get(only, FILTERS[""])[1]
    chosen = [
        row
        for row in all_rows
        if test(row) and q in f"{row.case.unit.name}{row.case.branch.full_name}{row.case.branch.short_name}"
    ]
    return sorted(chosen, key=lambda row: not row.differs)


def not_yet_in_public_notice(cycle: Cycle) -> QuerySet[Candidacy]:
    """Proposed branches that still have to be in a public notice."""
    if not cycle.notice_days:
        return Candidacy.objects.none()
    rows_ = Candidacy.objects.filter(cycle=cycle, state=State.PROPOSED, notices=None)
    return rows_.select_related("branch", "unit").order_by("unit", "rank")


def public_notices(cycle: Cycle) -> QuerySet[PublicNotice]:
    return cycle.notices.prefetch_related("candidacies__branch", "candidacies__unit")


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
    return next(
        (
            row.case.pk
            for row in rows(case.cycle)
            if row.case.state == State.RECOMMENDED and not row.given_by(body) and not row.seen.is_kept_from(user)
        ),
        None,
    )


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


def blocked(cycle: Cycle) -> list[BoardRow]:
    """Agreed to be named, but something is still missing before they can be proposed."""
    agreed = (Verdict.NAME, Verdict.NAME)
    return [
        row
        for row in rows(cycle)
        if row.case.state == State.RECOMMENDED
        and (row.committee, row.department) == agreed
        and (row.seen.known.unverified_by_city or row.seen.known.findings)
    ]

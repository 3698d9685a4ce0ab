"""What the naming pages show: rows with both verdicts, the next act, the dossier of one candidate."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from branches import access, clock
from branches.models import User
from branches.permissions import MUNICIPAL, Perm
from evaluation.cases import bodies as case_bodies
from evaluation.cases.observe import Observed, observe, observe_one
from evaluation.decision import signing
from evaluation.models import (
    Candidacy,
    Cycle,
    Decision,
    DecisionVersion,
    MunicipalEvaluation,
    PublicNotice,
)
from evaluation.naming import queries as naming_queries
from evaluation.vocabulary import Body, DecisionKind, DecisionState, ListState, State, Verdict


@dataclass(frozen=True)
class BoardRow:
    """One candidate on the board."""

    seen: Observed
    committee: str
    department: str

    @property
    def case(self) -> Candidacy:
        return self.seen.case

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


def progress(cycle: Cycle, all_rows: list[BoardRow]) -> list[dict[str, str]]:
    """① 评定 ② 公示 ③ 冻结 ④ 签署 ⑤ 发布, as a stepper."""
    states = {row.case.state for row in all_rows}
    version = signing.frozen_version(cycle, DecisionKind.NAMING)
    done = bool(proclaimed(cycle)) and State.PROPOSED not in states and version is None
    marks = [
        ("双方评定", bool(all_rows) and all(row.case.state != State.RECOMMENDED for row in all_rows)),
        ("公示", not cycle.notice_days or (State.PROPOSED in states and not not_yet_noticed(cycle).exists()) or done),
        ("冻结名单", version is not None or done),
        ("双方签署", done or (version is not None and signing.standing(version).is_cosigned)),
        ("发布决定", done),
    ]
    current = next((index for index, (_, is_done) in enumerate(marks) if not is_done), len(marks))
    return [
        {"label": label, "tone": "done" if is_done else "doing" if index == current else "todo"}
        for index, (label, is_done) in enumerate(marks)
    ]


def proclaimed(cycle: Cycle) -> QuerySet[Decision]:
    rows_ = Decision.objects.filter(cycle=cycle, kind=DecisionKind.NAMING, state=DecisionState.PROCLAIMED)
    return rows_.annotate(branches=Count("honours"))


def not_yet_noticed(cycle: Cycle) -> QuerySet[Candidacy]:
    """Proposed branches that still have to be in a public notice."""
    if not cycle.notice_days:
        return Candidacy.objects.none()
    rows_ = Candidacy.objects.filter(cycle=cycle, state=State.PROPOSED, notices=None)
    return rows_.select_related("branch", "unit").order_by("unit", "rank")


def notices(cycle: Cycle) -> QuerySet[PublicNotice]:
    return cycle.notices.prefetch_related("candidacies__branch", "candidacies__unit")


@dataclass(frozen=True)
class NextStep:
    """The one act that moves step 4 on, for this person; without a URL it is somebody else's."""

    sentence: str
    button: str = ""
    url_name: str = ""
    arg: int = 0


def next_step(cycle: Cycle, all_rows: list[BoardRow], user: User) -> NextStep | None:
    """What comes next at step 4, in the words of the person's own body."""
    runs, year = access.may(user, Perm.NAME), cycle.year
    body = case_bodies.body_of(user)
    mine = [row for row in all_rows if row.case.state == State.RECOMMENDED and not _given(row, body)]
    if not naming_queries.panel(cycle).exists():
        return NextStep(
            "还没有组成考核评定组。", *(("组成考核评定组", "evaluation:naming_panel", year) if runs else ())
        )
    version = signing.frozen_version(cycle, DecisionKind.NAMING)
    if version and runs and signing.standing(version).is_cosigned:
        return _after_freezing(version, body, runs=runs)
    if mine:
        return NextStep(
            f"还有{len(mine)}个候选支部等待本方意见。", "开始评定", "evaluation:naming_evaluate", mine[0].case.pk
        )
    agreed = [
        row
        for row in all_rows
        if row.case.state == State.RECOMMENDED and row.committee and row.committee == row.department
    ]
    if agreed and runs:
        return NextStep(f"{len(agreed)}个候选支部双方意见一致。", "统一生效", "evaluation:naming_settle", year)
    if waiting := not_yet_noticed(cycle).count():
        return NextStep(
            f"{waiting}个拟命名支部还没有公示。",
            *(("开始公示", "evaluation:naming_publish_notice", year) if runs else ()),
        )
    if version:
        return _after_freezing(version, body, runs=runs)
    if any(row.case.state == State.PROPOSED for row in all_rows):
        return NextStep(
            "拟命名名单可以冻结，交双方签署。", *(("冻结名单", "evaluation:naming_freeze", year) if runs else ())
        )
    return None


def _after_freezing(version: DecisionVersion, body: Body | None, *, runs: bool) -> NextStep:
    standing = signing.standing(version)
    if not standing.is_current:
        words = f"名单在第{version.number}版冻结后有变化，须重新冻结。"
        return NextStep(words, *(("重新冻结", "evaluation:naming_freeze", version.decision.cycle.year) if runs else ()))
    if body not in standing.signatures:
        return NextStep(
            f"第{version.number}版名单等待本方签署。", "查看名单后签署", "evaluation:naming_sign", version.pk
        )
    if standing.is_cosigned:
        return NextStep(
            "双方已签署，可以发布。",
            *(("发布命名决定", "evaluation:naming_proclaim", version.decision_id) if runs else ()),
        )
    return NextStep(f"第{version.number}版名单本方已签，等待另一方签署。", "查看", "evaluation:naming_sign", version.pk)


def _given(row: BoardRow, body: Body | None) -> str:
    return row.committee if body == Body.WORK_COMMITTEE else row.department


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
        (row.case.pk for row in rows(case.cycle) if row.case.state == State.RECOMMENDED and not _given(row, body)), None
    )


def dossier(case: Candidacy) -> dict[str, Any]:
    """What the earlier steps brought, for whoever evaluates: numbers and words, no facts of vetoes."""
    seen = observe_one(case)
    return {
        "known": seen.known,
        "opinion": getattr(case, "opinion", None),
        "visits": case.visits.count(),
        "consultations": case.consultations.count(),
        "deliberation": seen.own.deliberations.first() if seen.own else None,
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

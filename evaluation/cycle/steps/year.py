"""The year as 市直工委 runs it: prepare, open, open recommendation, close. Cases end through `advance` only."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from branches import access, audit, clock, in_words
from branches.models import Branch, User
from branches.permissions import Perm
from evaluation import deadlines, standards
from evaluation.advance import Refused, advance, close_all
from evaluation.cycle import outlook as cycle_outlook
from evaluation.cycle import queries as cycle_queries
from evaluation.deadlines import YearDate
from evaluation.models import (
    Candidacy,
    Criterion,
    Cycle,
    Decision,
    Disqualification,
    Honour,
    RecommendationList,
    Reinspection,
    Seat,
)
from evaluation.models.honour import HELD
from evaluation.procedure.lives import REINSPECTION_OPEN
from evaluation.shift import shift
from evaluation.vocabulary import CycleState, DecisionKind, DecisionState, ReinspectionAction, SmallUnitMode


@transaction.atomic
def create_cycle(year: int, *, by: User, **changes: Any) -> Cycle:
    """A year in preparation with the usual dates, as far as `changes` (fields of Cycle) do not say otherwise."""
    access.require(by, Perm.RUN_CYCLE)
    cycle = _checked(Cycle(year=year, **{**deadlines.usual(year), **changes, "state": CycleState.DRAFT}))
    cycle.save(force_insert=True)
    audit.record("建立评定年度", cycle, by=by, year=year)
    return cycle


@transaction.atomic
def edit_cycle(cycle: Cycle, *, by: User, **changes: Any) -> Cycle:
    """Change a year that is still in preparation. A changed small-unit mode must be confirmed anew (D3)."""
    access.require(by, Perm.RUN_CYCLE)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if cycle.state != CycleState.DRAFT:
        raise Refused(f"{cycle}已启动，设置不能再改。延期、调整比例请到相应页面办理。")
    before = {name: getattr(cycle, name) for name in changes}
    if changes.get("small_unit_mode", cycle.small_unit_mode) != cycle.small_unit_mode:
        changes["is_mode_confirmed"] = False
    for name, value in changes.items():
        setattr(cycle, name, value)
    _checked(cycle).save()
    differing = {name: str(changes[name]) for name in before if before[name] != changes[name]}
    audit.record("修改年度设置", cycle, by=by, **differing)
    return cycle


@transaction.atomic
def confirm_small_units(cycle: Cycle, *, by: User, mode: str, basis: str = "") -> Cycle:
    """市直工委 says how units without a place take part; obligatory before recommendation opens (D3)."""
    access.require(by, Perm.RUN_CYCLE)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if cycle.state not in (CycleState.DRAFT, CycleState.OPEN):
        raise Refused("推荐环节已经开启，名额为0的单位如何办理不能再改。")
    cycle.small_unit_mode, cycle.is_mode_confirmed = mode, True
    cycle.min_one_basis = basis.strip() if mode == SmallUnitMode.MIN_ONE else ""
    _checked(cycle).save()
    audit.record("确认名额为0的单位如何办理", cycle, by=by, mode=mode, basis=cycle.min_one_basis)
    return cycle


@transaction.atomic
def open_cycle(cycle: Cycle, *, by: User) -> Cycle:
    """Start the year: copy the standard; a case for every active branch without a title, a re-inspection for every title.

    方案 四: 复查与推荐、复核与评定同步进行 (P4.5, P4.6, P4.8, D28).
    """
    access.require(by, Perm.RUN_CYCLE)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if reasons := not_openable(cycle):
        raise Refused(*reasons)
    branches = list(cycle_queries.candidates(cycle))
    shift(cycle, CycleState.OPEN, by=by, opened_at=clock.now())
    copy_standard(cycle)
    _begin(cycle, branches)
    begin_reinspections(cycle, by=by)
    return cycle


def not_openable(cycle: Cycle) -> list[str]:
    """Why the year cannot start now: the page says it, the act refuses with it (D35)."""
    reasons = []
    if other := Cycle.objects.filter(state__in=cycle_queries.RUNNING).exclude(pk=cycle.pk).first():
        reasons.append(f"{other}还没有结束。请先结束它，再启动{cycle}。")
    if not cycle_queries.candidates(cycle).exists():
        reasons.append("名册中没有可以参评的党支部。请先导入名册。")
    reasons += [
        f"{one.honour}双方复核同意撤销，撤销决定还没有发布。请先办理，再启动{cycle}。"
        for one in cycle_queries.half_revoked(cycle)
    ]
    return reasons


@transaction.atomic
def add_candidacy(cycle: Cycle, branch: Branch, *, by: User) -> Candidacy:
    """A branch founded or registered after the year opened takes part as well; added by the organ officer."""
    access.require(by, Perm.ASSESS, branch.unit)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if not cycle.is_running:
        raise Refused("本年度没有在进行，不能增加参评支部。")
    if not cycle_queries.candidates(cycle).filter(pk=branch.pk).exists():
        raise Refused(
            f"{branch}不能增加：它已在参评名单中，或者已有称号、称号撤销后还没到可以参评的年度、已撤销、所在单位不参加。"
        )
    _begin(cycle, [branch])
    audit.record("增加参评支部", branch, by=by, year=cycle.year)
    return Candidacy.objects.get(cycle=cycle, branch=branch)


@transaction.atomic
def open_recommendation(cycle: Cycle, *, by: User) -> Cycle:
    """One act freezes base, branch list, ratio, places and pool of every unit (D2, D3)."""
    access.require(by, Perm.RUN_CYCLE)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if reasons := not_yet(cycle):
        raise Refused(*reasons)
    shift(cycle, CycleState.RECOMMENDING, by=by, recommendation_opened_at=clock.now())
    outlook = cycle_outlook.outlook(cycle)
    pool = _pool_list(cycle, outlook)
    names = _names(cycle)
    lists = RecommendationList.objects.bulk_create(
        [
            RecommendationList(
                cycle=cycle,
                unit=row.unit,
                pool=pool if row.in_pool else None,
                base=row.base,
                ratio_bp=int(row.ratio * 10_000),
                cap=row.cap,
                is_min_one=row.is_min_one,
                branches=names.get(row.unit.pk, []),
            )
            for row in outlook.units
        ],
        batch_size=500,
    )
    Seat.objects.bulk_create(
        [Seat(list=one, number=number) for one in [pool, *lists] if one for number in range(1, one.cap + 1)],
        batch_size=500,
    )
    return cycle


def not_yet(cycle: Cycle) -> list[str]:
    """Why recommendation cannot open now: the page says it, the act refuses with it (D2, D3)."""
    if cycle.state != CycleState.OPEN:
        return [f"{cycle}现在是“{cycle.get_state_display()}”，不能开启推荐。"]
    reasons = []
    if clock.today() <= (base := YearDate.BASE.of(cycle)):
        reasons.append(f"名额以{in_words.plain_day(base)}在册支部数为基数，须在这一天之后开启。")
    if not cycle.is_mode_confirmed:
        reasons.append("还没有确认名额为0的单位如何办理。")
    return reasons


@transaction.atomic
def close_cycle(cycle: Cycle, *, by: User, reason: str) -> int:
    """End the year and with it every case that is still open, all or nothing (D35). Returns how many cases ended."""
    access.require(by, Perm.RUN_CYCLE)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if not reason.strip():
        raise Refused("请写明结束年度的理由。")
    if reasons := not_closable(cycle):
        raise Refused(*reasons)
    ended = close_all(cycle, by=by, note=reason)
    shift(cycle, CycleState.CLOSED, by=by, note=reason, closed_at=clock.now(), closing_reason=reason.strip())
    return ended


def not_closable(cycle: Cycle) -> list[str]:
    """Why the year cannot end now: a list that waits for signatures is published or taken back first."""
    frozen = Decision.objects.filter(cycle=cycle, kind=DecisionKind.NAMING, state=DecisionState.FROZEN)
    return [f"{one}已冻结待会签。请先发布，或者解除冻结，再结束年度。" for one in frozen]


def _checked(cycle: Cycle) -> Cycle:
    """The model's own constraints, as sentences."""
    try:
        cycle.full_clean()
    except ValidationError as error:
        raise Refused(*error.messages) from error
    if YearDate.BASE.of(cycle) >= YearDate.RECOMMENDATION.of(cycle):
        raise Refused("基数日期须早于推荐截止日期，否则推荐无法开启。")
    return cycle


def copy_standard(cycle: Cycle) -> None:
    """The criteria and conditions of the year, its own from now on (D28)."""
    copied = standards.load(cycle.standard)
    Criterion.objects.bulk_create(
        Criterion(cycle=cycle, number=one.number, strength=one.strength, title=one.title, text=one.text)
        for one in copied.criteria
    )
    Disqualification.objects.bulk_create(
        Disqualification(
            cycle=cycle,
            number=one.number,
            title=one.title,
            text=one.text,
            within_year=one.within_year,
            needs_basis=one.needs_basis,
        )
        for one in copied.conditions
    )


def _begin(cycle: Cycle, branches: Iterable[Branch]) -> None:
    """A case is born as a draft; every later state comes through `advance`."""
    now = clock.now()
    Candidacy.objects.bulk_create(
        [Candidacy(cycle=cycle, branch=branch, unit_id=branch.unit_id, since=now) for branch in branches],
        batch_size=500,
    )


def begin_reinspections(cycle: Cycle, *, by: User) -> int:
    """One for every held title of the year that opens; an earlier one that is still open goes over into it (D19)."""
    still_open = Reinspection.objects.filter(is_special=False, state__in=sorted(REINSPECTION_OPEN))
    earlier = {one.honour_id: one for one in still_open.exclude(cycle=cycle)}
    for one in earlier.values():
        advance(one, ReinspectionAction.END, by=by, note=f"并入{cycle}复查")
    held = list(Honour.objects.filter(state__in=HELD))
    Reinspection.objects.bulk_create(
        [
            Reinspection(cycle=cycle, honour=honour, since=clock.now(), carries_over=earlier.get(honour.pk))
            for honour in held
        ],
        batch_size=500,
    )
    return len(held)


def _pool_list(cycle: Cycle, outlook: cycle_outlook.Outlook) -> RecommendationList | None:
    if not outlook.allotment.pool_units:
        return None
    return RecommendationList.objects.create(
        cycle=cycle,
        base=outlook.allotment.pool_base,
        ratio_bp=int(outlook.pool_ratio * 10_000),
        cap=outlook.allotment.pool_cap,
    )


def _names(cycle: Cycle) -> dict[int, list[list[Any]]]:
    """The branches behind each base, as [id, full name], by unit."""
    found: dict[int, list[list[Any]]] = {}
    for unit, pk, name in cycle_outlook.base_branches(cycle).order_by("pk").values_list("unit", "pk", "full_name"):
        found.setdefault(unit, []).append([pk, name])
    return found

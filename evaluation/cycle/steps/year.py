"""The year as 市直工委 runs it: prepare, open, open recommendation, close. Cases end through `advance` only."""

from collections.abc import Mapping
from copy import copy
from datetime import date
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction

from branches import access, audit, clock, in_words
from branches.models import Branch, Unit, User
from branches.permissions import Perm
from branches.register import steps as register_steps
from evaluation import deadlines
from evaluation.advance import Refused
from evaluation.cycle import outlook as cycle_outlook
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.steps import in_bulk
from evaluation.cycle.steps import waiting as waiting_steps
from evaluation.cycle.steps.in_bulk import close_all
from evaluation.deadlines import YearDate
from evaluation.models import Candidacy, Cycle, Decision, RecommendationList, Seat, YearChange
from evaluation.rules import limits
from evaluation.shift import shift
from evaluation.vocabulary import CycleState, DecisionKind, DecisionState, SmallUnitMode


@transaction.atomic
def create_cycle(year: int, *, by: User, confirmed_by: User | None = None, **changes: Any) -> Cycle:
    """A year in preparation: the settings of the last one and the usual dates, as far as `changes` do not say otherwise."""
    waiting_steps.require(by, confirmed_by)
    given = {**cycle_queries.settings_before(year), **deadlines.usual(year), **changes, "state": CycleState.DRAFT}
    cycle = _checked(Cycle(year=year, **given))
    if confirmed_by is None and beyond_plan(Cycle(year=year, **deadlines.usual(year)), given):
        raise Refused("超出方案规定的设置须由另一人确认。请先建立年度，再修改设置。")
    cycle.save(force_insert=True)
    audit.record("建立评定年度", cycle, by=by, year=year)
    return cycle


@transaction.atomic
def edit_cycle(
    cycle: Cycle, *, by: User, reason: str = "", document: str = "", confirmed_by: User | None = None, **changes: Any
) -> Cycle | YearChange:
    """Change a year that is still in preparation. A changed small-unit mode must be confirmed anew (D3).

    What goes beyond the plan waits for a second person and is returned, the rest is saved at once (D36).
    """
    waiting_steps.require(by, confirmed_by)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if cycle.state != CycleState.DRAFT:
        raise Refused(f"{cycle}已启动，设置不能再改。延期、调整比例请到相应页面办理。")
    beyond = {} if confirmed_by else beyond_plan(cycle, changes)
    _checked(_with(cycle, changes))
    changes = {name: value for name, value in changes.items() if name not in beyond}
    before = {name: getattr(cycle, name) for name in changes}
    if changes.get("small_unit_mode", cycle.small_unit_mode) != cycle.small_unit_mode:
        changes["is_mode_confirmed"] = False
    saved = _checked(_with(cycle, changes))
    saved.save()
    differing = {name: str(changes[name]) for name in before if before[name] != changes[name]}
    audit.record("修改年度设置", saved, by=confirmed_by or by, **differing)
    if not beyond:
        return saved
    wanted = {name: value.isoformat() if isinstance(value, date) else value for name, value in beyond.items()}
    return waiting_steps.propose(saved, YearChange.Kind.SETTINGS, wanted, by=by, reason=reason, document=document)


def beyond_plan(cycle: Cycle, changes: Mapping[str, Any]) -> dict[str, Any]:
    """What of `changes` (fields of Cycle) goes beyond the plan and further than the year went already (D36).

    A late recommendation takes all dates that change along: they only hold together.
    """
    changed = {name: value for name, value in changes.items() if getattr(cycle, name) != value}
    beyond = []
    if limits.of_ratio(Decimal(changed.get("ratio_bp", 0)) / 10_000):
        beyond.append("ratio_bp")
    if changed.get("small_unit_mode") == SmallUnitMode.MIN_ONE:
        beyond += ["small_unit_mode", "min_one_basis"]
    late = YearDate.RECOMMENDATION.column
    if {late, "year"} & changed.keys() and limits.of_recommendation(
        changes.get("year", cycle.year), changes.get(late, YearDate.RECOMMENDATION.of(cycle))
    ):
        beyond += ["year", *deadlines.COLUMNS]
    return {name: changed[name] for name in beyond if name in changed}


@transaction.atomic
def confirm_small_units(
    cycle: Cycle, *, by: User, mode: str, basis: str = "", reason: str = "", confirmed_by: User | None = None
) -> Cycle | YearChange:
    """市直工委 says how units without a place take part; obligatory before recommendation opens (D3).

    A place for each goes beyond the plan: it waits for a second person, unless the year has it already (D36).
    """
    waiting_steps.require(by, confirmed_by)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if cycle.state not in (CycleState.DRAFT, CycleState.OPEN):
        raise Refused("推荐环节已经开启，名额为0的单位如何办理不能再改。")
    wanted = {"mode": mode, "basis": basis.strip() if mode == SmallUnitMode.MIN_ONE else ""}
    settled = {"small_unit_mode": mode, "is_mode_confirmed": True, "min_one_basis": wanted["basis"]}
    changed = _checked(_with(cycle, settled))
    if confirmed_by is None and beyond_plan(cycle, {"small_unit_mode": mode}):
        kind = YearChange.Kind.SMALL_UNITS
        return waiting_steps.propose(cycle, kind, wanted, by=by, reason=reason, document=wanted["basis"])
    changed.save()
    audit.record("确认名额为0的单位如何办理", changed, by=confirmed_by or by, **wanted)
    return changed


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
    in_bulk.copy_standard(cycle)
    in_bulk.begin_cases(cycle, branches)
    in_bulk.begin_reinspections(cycle, by=by)
    return cycle


def not_openable(cycle: Cycle) -> list[str]:
    """Why the year cannot start now: the page says it, the act refuses with it (D35)."""
    reasons = []
    if other := Cycle.objects.filter(state__in=cycle_queries.RUNNING).exclude(pk=cycle.pk).first():
        reasons.append(f"{other}还没有结束。请先结束它，再启动{cycle}。")
    if clock.today() >= (due := YearDate.SELF_ASSESSMENT.of(cycle)):
        reasons.append(
            f"{YearDate.SELF_ASSESSMENT.label}{in_words.plain_day(due)}已到，须在这一天之前启动。请先修改日程。"
        )
    if cycle.changes.filter(outcome=YearChange.Outcome.OPEN).exists():
        reasons.append("还有设置变更正等另一人确认。请先确认，或者撤回。")
    if not cycle_queries.candidates(cycle).exists():
        reasons.append("名册中没有可以参评的党支部。请先导入名册。")
    reasons += [
        f"{one.honour}双方复核同意撤销，撤销决定还没有发布。请先办理，再启动{cycle}。"
        for one in cycle_queries.half_revoked(cycle)
    ]
    return reasons


@transaction.atomic
def add_candidacy(cycle: Cycle, branch: Branch, *, by: User) -> Candidacy:
    """A branch founded by the base date, or registered after the year opened, is added by the organ officer.

    Not once its unit has handed in (D39).
    """
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    found = cycle_queries.candidates(cycle).filter(pk=branch.pk).first()
    access.require(by, Perm.ASSESS, Unit(pk=found.counts_in) if found else branch.unit)
    if not cycle.is_running:
        raise Refused("本年度没有在进行，不能增加参评支部。")
    if found is None:
        raise Refused(
            f"{branch}不能增加：它已在参评名单中，或者已有称号、称号撤销后还没到可以参评的年度、已撤销、是临时党支部、基数日期以后成立、所在单位不参加。"
        )
    if cycle_queries.handed_in(cycle, [Unit(pk=found.counts_in)]):
        raise Refused("本单位已报送推荐名单或者推送联合推荐，不能再增加参评支部。请先收回推送，或者请求退回名单。")
    in_bulk.begin_cases(cycle, [found], added_on=clock.today())
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
def close_cycle(cycle: Cycle, *, by: User, reason: str, confirmed_by: User | None = None) -> int | YearChange:
    """End the year and with it every case that is still open, all or nothing (D35). Returns how many cases ended.

    Before its naming day, or with branches left to be named, it waits for a second person.
    """
    waiting_steps.require(by, confirmed_by)
    cycle = Cycle.objects.select_for_update(no_key=True).get(pk=cycle.pk)
    if not reason.strip():
        raise Refused("请写明结束年度的理由。")
    if reasons := not_closable(cycle):
        raise Refused(*reasons)
    if confirmed_by is None and cycle_queries.why_second_to_close(cycle):
        return waiting_steps.propose(cycle, YearChange.Kind.CLOSING, {}, by=by, reason=reason)
    actor = confirmed_by or by
    ended = close_all(cycle, by=actor, note=reason)
    shift(cycle, CycleState.CLOSED, by=actor, note=reason, closed_at=clock.now(), closing_reason=reason.strip())
    waiting_steps.withdraw_all(cycle, by=actor)
    register_steps.retire_merged_units(by=actor, perm=Perm.RUN_CYCLE)
    return ended


def not_closable(cycle: Cycle) -> list[str]:
    """Why the year cannot end now: a list that waits for signatures is published or taken back first."""
    frozen = Decision.objects.filter(cycle=cycle, kind=DecisionKind.NAMING, state=DecisionState.FROZEN)
    return [f"{one}已冻结待会签。请先发布，或者解除冻结，再结束年度。" for one in frozen]


def _with(cycle: Cycle, changes: Mapping[str, Any]) -> Cycle:
    """A copy of the year with other values."""
    changed = copy(cycle)
    for name, value in changes.items():
        setattr(changed, name, value)
    return changed


def _checked(cycle: Cycle) -> Cycle:
    """The model's own constraints, as sentences."""
    try:
        cycle.full_clean()
    except ValidationError as error:
        raise Refused(*error.messages) from error
    if YearDate.BASE.of(cycle) >= YearDate.RECOMMENDATION.of(cycle):
        raise Refused("基数日期须早于推荐截止日期，否则推荐无法开启。")
    return cycle


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
    for unit, pk, name in cycle_outlook.base_branches(cycle).order_by("pk").values_list("unit_then", "pk", "full_name"):
        found.setdefault(unit, []).append([pk, name])
    return found

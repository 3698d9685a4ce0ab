"""支部变更: reported by the unit or the keeper of the register, confirmed by 市直工委 with all that follows (D25, D41)."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from branches import access, audit, clock
from branches.models import Branch, Unit, User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from branches.register import steps as register_steps
from branches.register.steps import NotRecorded
from evaluation.advance import Refused, advance
from evaluation.cases.access import open_cases
from evaluation.cycle import queries as cycle_queries
from evaluation.deadlines import ends, last_day_expression
from evaluation.models import Candidacy, Cycle, Honour, Succession
from evaluation.models.succession import MOVING
from evaluation.reinspection.steps import begin as begin_steps
from evaluation.shift import shift
from evaluation.succession import queries as succession_queries
from evaluation.succession.consequences import Option, Outlook, outlook
from evaluation.succession.moving import Journey
from evaluation.succession.obstacles import obstacles
from evaluation.succession.queries import Change, Names
from evaluation.vocabulary import Action, State, Step, SuccessionKind, SuccessionState

_RIGHT = Perm.CONFIRM_SUCCESSION


@transaction.atomic
def report(
    unit: Unit,
    kind: str,
    *,
    by: User,
    effective_on: date,
    basis: str,
    before: Sequence[Branch] = (),
    staying: Sequence[Branch] = (),
    names: Names = (),
    into: Unit | None = None,
    remark: str = "",
) -> Succession:
    """Report a change; nothing happens to a branch before it is confirmed. Raises Refused with every reason.

    With a unit that merges, all its branches go over; the one that it merges `into` need not agree (D41).
    """
    if not access.may(by, Perm.MANAGE_REGISTER):
        access.require(by, Perm.REPORT_SUCCESSION, unit)
    if kind == SuccessionKind.UNITE:
        before = succession_queries.standing(unit)
    if kind in MOVING:
        staying = before
    reasons = obstacles(Change(kind, unit, before, staying, names, effective_on, into))
    if waiting := succession_queries.pending(unit, before):
        reasons.append(
            f"其中有党支部已申报变更（{waiting.get_kind_display()}），等待{WORK_COMMITTEE}办理，不能重复申报。"
        )
    if not basis.strip():
        reasons.append("请填写依据（批复文号）。")
    if reasons:
        raise Refused(*reasons)
    one = Succession.objects.create(
        kind=kind,
        unit=unit,
        into=into,
        effective_on=effective_on,
        basis=basis.strip(),
        old_names=[[one.full_name, one.short_name] for one in sorted(before, key=lambda branch: branch.pk)],
        new_names=[list(name) for name in names],
        remark=remark.strip(),
        by=by,
        at=clock.now(),
    )
    one.predecessors.set(before)
    one.successors.set(staying)
    audit.record("申报支部变更", one, by=by, succession=one.pk, branches=[branch.pk for branch in before])
    return one


@transaction.atomic
def refuse(one: Succession, *, by: User, note: str) -> None:
    """Give a report back with a reason. It stays on record; the unit reports anew."""
    access.require(by, _RIGHT)
    if not note.strip():
        raise Refused("请写明退回理由。")
    note = note.strip()
    shift(one, SuccessionState.REFUSED, by=by, note=note, decided_by=by, decided_at=clock.now(), decision_note=note)


def why_not_confirm(one: Succession, by: User) -> list[str]:
    """What speaks against confirming it now; empty if nothing does."""
    reasons = obstacles(Change.of(one))
    if one.by_id == by.pk:
        reasons.append("这项变更由您申报，须由另一人确认。")
    return reasons


@transaction.atomic
def confirm(
    one: Succession,
    *,
    by: User,
    choice: str = "",
    short_names: Mapping[int, str] | None = None,
    first: int | None = None,
) -> None:
    """Make the change with all that follows, or nothing of it.

    `choice`: the option that says who carries the title. Where branches move, `short_names` has another one by id for
    each that clashes, and `first` is the id of the one first branch of the new unit, 0 for none of those asked about.
    """
    access.require(by, _RIGHT)
    one = Succession.objects.select_for_update(of=("self",)).select_related("unit", "into__successor").get(pk=one.pk)
    shift(one, SuccessionState.CONFIRMED, by=by, decided_by=by, decided_at=clock.now())
    _lock(one)
    if reasons := why_not_confirm(one, by):
        raise Refused(*reasons)
    seen = outlook(one)
    chosen = seen.option(choice)
    if seen.options and chosen is None:
        raise Refused("请选择称号由谁承接。")
    answered = _answer(seen.journey, short_names or {}, first) if seen.journey else []
    try:
        with transaction.atomic():
            carrier = _carry_out(one, seen, chosen, by)
    except NotRecorded as refused:
        raise Refused(str(refused)) from refused
    except IntegrityError as clash:
        raise Refused("名称刚刚被别的党支部使用，没有办理。请退回，由单位核对名称后重新申报。") from clash
    said = [*seen.sentences, *answered, *(f"{sentence}。" for sentence in (chosen.sentences if chosen else ()))]
    Succession.objects.filter(pk=one.pk).update(consequences=said, carrier=carrier)


def _lock(one: Succession) -> None:
    """The year before the branches: whether cases go along depends on whether recommendation has opened."""
    list(Cycle.objects.select_for_update(no_key=True).filter(state__in=cycle_queries.RUNNING).values_list("pk"))
    branches = Branch.objects.select_for_update().filter(unit__in=[one.unit_id, one.into_id or one.unit_id])
    list(branches.order_by("pk").values_list("pk"))


def _answer(journey: Journey, short_names: Mapping[int, str], first: int | None) -> list[str]:
    """Give the branches what was said of them, in memory; what was said, as sentences. Raises Refused."""
    taken = set(journey.into.branches.filter(dissolved_on=None).values_list("short_name", flat=True))
    taken |= {branch.short_name for branch in journey.change.before if branch not in journey.clashes}
    reasons, said = [], []
    for branch in journey.clashes:
        name = short_names.get(branch.pk, "").strip()
        if not name:
            reasons.append(f"请填写“{branch}”转入后的简称。")
        elif name in taken:
            reasons.append(f"转入后已有简称为“{name}”的党支部，请改用能区分的简称。")
        else:
            said.append(f"“{branch.full_name}”转入后简称“{name}”，原简称“{branch.short_name}”记为曾用名。")
            branch.short_name = name
            taken.add(name)
    known = {branch.pk: branch for branch in journey.firsts}
    if known and first not in (0, *known):
        reasons.append(f"请选择哪一个是{journey.into}的第一支部。")
    if reasons:
        raise Refused(*reasons)
    if known:
        said.append(f"{journey.into}的第一支部：{known[first].full_name if first else '暂不标记'}。")
        for branch in known.values():
            branch.is_first_branch = branch.pk == first
    return said


def _carry_out(one: Succession, seen: Outlook, chosen: Option | None, by: User) -> Branch | None:
    change = seen.change
    note = f"支部变更（{one.get_kind_display()}），{one.basis}"
    for case in seen.cases:
        advance(case, Action.CEASE, by=by, note=note)
    if seen.journey:
        _move(seen.journey, by)
        return None
    carried = chosen.title if chosen else None
    if change.kind != SuccessionKind.RENAME:
        for title in seen.titles:
            if title != carried:
                begin_steps.lapse(title, on=max(change.effective_on, title.named_on), why=note[:200], by=by)
    for branch in change.ceasing:
        register_steps.dissolve_branch(branch, on=change.effective_on, by=by, perm=_RIGHT)
    born = [_found(change, name, by) for name in change.born]
    one.successors.add(*born)
    if change.kind == SuccessionKind.RENAME:
        _rename(change, by)
    if change.kind == SuccessionKind.MERGE:
        _gather(change, [*change.staying, *born][0], by)
    if chosen is None or carried is None:
        return None
    place = chosen.place or born[chosen.birth]
    _carry(carried, place, note, by)
    return place


def _move(journey: Journey, by: User) -> None:
    """The branches with their names and the mark of the first one; their cases, where they go along; who acts."""
    change, into = journey.change, journey.into
    for branch in journey.firsts:
        if branch.unit_id == into.pk and not branch.is_first_branch:  # before another one gets the mark
            register_steps.save_branch(branch, by=by, perm=_RIGHT)
    for branch, name in zip(change.before, change.names, strict=False):
        branch.full_name, branch.short_name = name
    for branch in change.before:
        register_steps.move_branch(branch, into, on=change.effective_on, by=by, perm=_RIGHT)
    _take_along(journey, by)
    if journey.is_merger:
        register_steps.merge_unit(change.unit, into, by=by, perm=_RIGHT)
        if journey.cycle is None:
            register_steps.retire_merged_units(by=by, perm=_RIGHT)


def _take_along(journey: Journey, by: User) -> None:
    """The new unit goes on with the cases; nobody has less time for it than he had before."""
    pks = [case.pk for case in journey.going]
    before = _last_days(pks)
    Candidacy.objects.filter(pk__in=pks).update(unit=journey.into)
    for (pk, column), day in _last_days(pks).items():
        if day < before[pk, column]:
            Candidacy.objects.filter(pk=pk).update(**{column: before[pk, column]})
    for case in journey.going:
        audit.record("参评随支部转入", case, by=by, case=case.pk, former=case.unit_id, unit=journey.into.pk)


def _last_days(cases: Sequence[int]) -> dict[tuple[int, str], date]:
    """Until when each case may be worked on at the step where it stands, by the column of its own date."""
    found: dict[tuple[int, str], date] = {}
    for step, state in ((Step.SELF_ASSESSMENT, State.DRAFT), (Step.ASSESSMENT, State.APPLIED)):
        rows = Candidacy.objects.filter(pk__in=cases, state=state)
        days = rows.values_list("pk", last_day_expression(step, Candidacy))
        found |= {(pk, ends(step).column): day for pk, day in days}
    return found


def _found(change: Change, name: Sequence[str], by: User) -> Branch:
    branch = Branch(
        unit=change.unit, full_name=name[0], short_name=name[1], established_on=change.effective_on, full_members=0
    )
    return register_steps.save_branch(branch, by=by, perm=_RIGHT)


def _rename(change: Change, by: User) -> None:
    branch = change.before[0]
    branch.full_name, branch.short_name = change.names[0]
    last_day = change.effective_on - timedelta(days=1)
    register_steps.rename_branch(branch, used_until=last_day, by=by, perm=_RIGHT)


def _gather(change: Change, into: Branch, by: User) -> None:
    """The merged branch has the members of all, and the mark of the first branch if one of them bore it."""
    for branch in change.ceasing:
        register_steps.move_people(branch, into, by=by, perm=_RIGHT)
    into.full_members = sum(branch.full_members for branch in change.before)
    into.probationary_members = sum(branch.probationary_members for branch in change.before)
    into.is_first_branch = any(branch.is_first_branch for branch in change.before)
    register_steps.save_branch(into, by=by, perm=_RIGHT)


def _carry(title: Honour, place: Branch, note: str, by: User) -> None:
    """The title keeps its identity and its decision; only its branch is another. Its bearer takes part in no round."""
    for case in open_cases(place):
        advance(case, Action.CEASE, by=by, note=f"承接{title.year}年度称号，不重复参加评定：{note}")
    if title.branch_id != place.pk:
        Honour.objects.filter(pk=title.pk).update(branch=place)
        audit.record("称号承接", title, by=by, honour=title.pk, former=title.branch_id, branch=place.pk, note=note)

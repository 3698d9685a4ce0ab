"""支部变更: reported by the unit or the keeper of the register, confirmed by 市直工委 with all that follows (D25)."""

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import IntegrityError, transaction

from branches import access, audit, clock
from branches.models import Branch, Unit, User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from branches.register import steps as register_steps
from branches.register.steps import NotRecorded
from evaluation.advance import Refused, advance
from evaluation.cases.branches import open_cases
from evaluation.models import Honour, Succession
from evaluation.reinspection.steps import begin as begin_steps
from evaluation.shift import shift
from evaluation.succession import queries as succession_queries
from evaluation.succession.consequences import Option, Outlook, outlook
from evaluation.succession.queries import Change, Names
from evaluation.vocabulary import Action, SuccessionKind, SuccessionState

_RIGHT = Perm.CONFIRM_SUCCESSION


@transaction.atomic
def report(
    unit: Unit,
    kind: str,
    *,
    by: User,
    before: Sequence[Branch],
    effective_on: date,
    basis: str,
    staying: Sequence[Branch] = (),
    names: Names = (),
    remark: str = "",
) -> Succession:
    """Report a change; nothing happens to a branch before it is confirmed. Raises Refused with every reason."""
    if not access.may(by, Perm.MANAGE_REGISTER):
        access.require(by, Perm.REPORT_SUCCESSION, unit)
    reasons = succession_queries.objections_to(Change(kind, unit, before, staying, names, effective_on))
    if waiting := succession_queries.pending(before):
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
    reasons = succession_queries.objections_to(Change.of(one))
    if one.by_id == by.pk:
        reasons.append("这项变更由您申报，须由另一人确认。")
    return reasons


@transaction.atomic
def confirm(one: Succession, *, by: User, choice: str = "") -> None:
    """Make the change with all that follows, or nothing of it. `choice`: the option that says who carries the title."""
    access.require(by, _RIGHT)
    one = Succession.objects.select_for_update(of=("self",)).select_related("unit").get(pk=one.pk)
    shift(one, SuccessionState.CONFIRMED, by=by, decided_by=by, decided_at=clock.now())
    list(Branch.objects.select_for_update().filter(unit=one.unit).order_by("pk").values_list("pk"))
    if reasons := why_not_confirm(one, by):
        raise Refused(*reasons)
    seen = outlook(one)
    chosen = seen.option(choice)
    if seen.options and chosen is None:
        raise Refused("请选择称号由谁承接。")
    try:
        with transaction.atomic():
            carrier = _carry_out(one, seen, chosen, by)
    except NotRecorded as refused:
        raise Refused(str(refused)) from refused
    except IntegrityError as clash:
        raise Refused("名称刚刚被别的党支部使用，没有办理。请退回，由单位核对名称后重新申报。") from clash
    said = [*seen.sentences, *(f"{sentence}。" for sentence in (chosen.sentences if chosen else ()))]
    Succession.objects.filter(pk=one.pk).update(consequences=said, carrier=carrier)


def _carry_out(one: Succession, seen: Outlook, chosen: Option | None, by: User) -> Branch | None:
    change = seen.change
    note = f"支部变更（{one.get_kind_display()}），{one.basis}"
    for case in seen.cases:
        advance(case, Action.CEASE, by=by, note=note)
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

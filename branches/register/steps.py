"""Writes units and branches. The only place that does, besides the import; both keep names searchable and former names."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from branches import access, audit, clock
from branches.changes import steps as change_steps
from branches.labels import label_of
from branches.models import Appointment, Branch, FormerName, FormerUnit, ProposedChange, Unit, User
from branches.names import CITY
from branches.permissions import Perm
from branches.queries import active_on
from branches.refusals import Refusal
from branches.register import queries as register_queries
from branches.search.text import searchable
from branches.spreadsheet.cells import spelling

_BODIES = (ProposedChange.Kind.ASSESSING_UNIT, ProposedChange.Kind.RECOMMENDING_UNIT)


class NotRecorded(Refusal):
    """The register refuses."""


def index_unit(unit: Unit) -> None:
    """Renew what the unit is found by."""
    unit.search_text = searchable(unit.name, unit.short_name)


def call_units(called: Mapping[str, str], units: Mapping[str, Unit]) -> None:
    """Write what an import says of the short names of units, both by the spelling of their names."""
    changed = [units[name] for name, short in called.items() if units[name].short_name != short]
    for unit in changed:
        unit.short_name = called[spelling(unit.name)]
        index_unit(unit)
    Unit.objects.bulk_update(changed, ["short_name", "search_text"], batch_size=500)


def index_branch(branch: Branch) -> None:
    index_branches([branch])


def index_branches(branches: Sequence[Branch]) -> None:
    """Renew what the branches are found by: unit and short name, secretary, full name, former names and units."""
    kept = [branch.pk for branch in branches if branch.pk]
    former: dict[int, list[str]] = {}
    for name in FormerName.objects.filter(branch__in=kept):
        former.setdefault(name.branch_id, []).extend((name.full_name, name.short_name))
    for unit in FormerUnit.objects.filter(branch__in=kept).select_related("unit"):
        former.setdefault(unit.branch_id, []).append(unit.unit.name)
    for branch in branches:
        branch.search_text = searchable(
            f"{branch.unit.name}{branch.short_name}",
            branch.secretary_name,
            also=[branch.full_name, *former.get(branch.pk, ())],
        )


def ensure_city() -> Unit:
    """The one unit of kind CITY, over which municipal posts are held; made when it is not there yet."""
    city = Unit.objects.filter(kind=Unit.Kind.CITY).first()
    if city is None:
        city = Unit(kind=Unit.Kind.CITY, name=CITY)
        index_unit(city)
        city.save(force_insert=True)
    return city


@transaction.atomic
def save_unit(unit: Unit, *, by: User) -> Unit:
    """Add or change a unit. Another unit's bodies act for it only once the security administrator has agreed (D18)."""
    access.require(by, Perm.MANAGE_REGISTER)
    before = Unit.objects.select_related("assessing_unit", "recommending_unit").filter(pk=unit.pk).first()
    bodies = {kind: getattr(unit, kind) for kind in _BODIES}
    for kind in _BODIES:
        setattr(unit, kind, getattr(before, kind) if before else None)
    index_unit(unit)
    unit.save()
    if before is None:
        audit.record("新增单位", unit, by=by, unit=unit.pk)
    elif changed := audit.differences(before, unit):
        audit.record("修改单位", unit, by=by, unit=unit.pk, changed=changed)
        if before.name != unit.name:
            _index_branches_of(unit)
    change_steps.propose_bodies(unit, bodies, by=by)
    return unit


@transaction.atomic
def set_unit_active(unit: Unit, is_active: bool, *, by: User) -> None:
    """Take a unit out of use, once it has no branch left, or into use again."""
    access.require(by, Perm.MANAGE_REGISTER)
    if not is_active and (left := unit.branches.filter(active_on(clock.today())).count()):
        raise NotRecorded(
            f"该单位还有{left}个党支部，不能停用。并入别的单位的，申报单位合并；只转走支部的，逐个申报隶属变更。"
        )
    if not is_active and unit.successor:
        raise NotRecorded(f"该单位已并入{unit.successor}，没有办完的由{unit.successor}代为办理，年度结束时自动停用。")
    if is_active and unit.successor:
        raise NotRecorded(f"该单位已并入{unit.successor}，不能恢复使用。")
    Unit.objects.filter(pk=unit.pk).update(is_active=is_active)
    audit.record("恢复单位" if is_active else "停用单位", unit, by=by, unit=unit.pk)


@transaction.atomic
def save_branch(
    branch: Branch, *, by: User, joint_units: Iterable[Unit] | None = None, perm: Perm = Perm.MANAGE_REGISTER
) -> Branch:
    """Add a branch, or change anything but its name. `perm`: with which right, here and below (D25).

    `joint_units`: the other units of a joint branch (D57); None leaves them as they are.
    """
    access.require(by, perm)
    before = Branch.objects.filter(pk=branch.pk).first()
    index_branch(branch)
    branch.save()
    changed = _set_joint_units(branch, joint_units)
    if before is None:
        audit.record("新增党支部", branch, by=by, branch=branch.pk)
    else:
        changed |= audit.differences(before, branch)
        audit.record("修改党支部", branch, by=by, branch=branch.pk, changed=changed)
    return branch


def _set_joint_units(branch: Branch, units: Iterable[Unit] | None) -> dict[str, list[str]]:
    """What changed of them, as for the audit."""
    if units is None:
        return {}
    before = register_queries.joint_units(branch)
    branch.joint_units.set(units)
    after = register_queries.joint_units(branch)
    return {} if before == after else {label_of(Branch, "joint_units"): [before, after]}


@transaction.atomic
def rename_branch(branch: Branch, *, used_until: date | None, by: User, perm: Perm = Perm.MANAGE_REGISTER) -> Branch:
    """Record a new name; the old one was borne until `used_until` (D25). None: it was never right, only mistyped."""
    access.require(by, perm)
    before = Branch.objects.get(pk=branch.pk)
    if used_until is not None:
        FormerName.objects.create(
            branch=branch, full_name=before.full_name, short_name=before.short_name, used_until=used_until
        )
    index_branch(branch)
    branch.save(update_fields=["full_name", "short_name", "search_text"])
    verb = "更正党支部名称" if used_until is None else "党支部改名"
    audit.record(verb, branch, by=by, branch=branch.pk, changed=audit.differences(before, branch))
    return branch


@transaction.atomic
def dissolve_branch(branch: Branch, *, on: date, by: User, perm: Perm = Perm.MANAGE_REGISTER) -> None:
    """Record that a branch ceased to exist; the posts over it end with it. It is never deleted (D28)."""
    access.require(by, perm)
    if on < branch.established_on:
        raise NotRecorded("撤销日期不能早于成立日期。")
    if on > clock.today():
        raise NotRecorded("撤销日期不能晚于今天，请到那一天再办理。")
    Branch.objects.filter(pk=branch.pk).update(dissolved_on=on)
    audit.record("撤销党支部", branch, by=by, branch=branch.pk, dissolved_on=str(on))
    for post in Appointment.objects.filter(Q(ends_on=None) | Q(ends_on__gt=on), branch=branch).select_related("user"):
        access.end(post, on=max(on, post.starts_on), by=by)


@transaction.atomic
def move_people(before: Branch, after: Branch, *, by: User, perm: Perm = Perm.MANAGE_REGISTER) -> None:
    """Everybody of a merged branch belongs to the one it went into: recusal follows (D17)."""
    access.require(by, perm)
    moved = list(before.people.order_by("pk").values_list("pk", flat=True))
    if moved:
        User.objects.filter(pk__in=moved).update(branch=after)
        audit.record("党员转入", after, by=by, branch=after.pk, former=before.pk, people=moved)


@transaction.atomic
def move_branch(branch: Branch, into: Unit, *, on: date, by: User, perm: Perm) -> None:
    """Record that a branch belongs to `into` from `on` on, under the names it has by then; its people follow (D41).

    Where `into` was one of the others of a joint branch, the unit that it leaves takes that place (D57).
    """
    access.require(by, perm)
    before = Branch.objects.select_related("unit").get(pk=branch.pk)
    FormerUnit.objects.create(branch=branch, unit=before.unit, left_on=on)
    if (before.full_name, before.short_name) != (branch.full_name, branch.short_name):
        FormerName.objects.create(
            branch=branch,
            full_name=before.full_name,
            short_name=before.short_name,
            used_until=on - timedelta(days=1),
        )
    branch.unit = into
    index_branch(branch)
    branch.save(update_fields=["unit", "full_name", "short_name", "is_first_branch", "search_text"])
    if branch.joint_units.filter(pk=into.pk).exists():
        branch.joint_units.remove(into)
        branch.joint_units.add(before.unit)
    User.objects.filter(branch=branch, unit=before.unit).update(unit=into)
    changed = audit.differences(before, branch) | {"单位": [before.unit.name, into.name]}
    audit.record("隶属变更", branch, by=by, branch=branch.pk, changed=changed, effective_on=str(on))


@transaction.atomic
def merge_unit(unit: Unit, into: Unit, *, by: User, perm: Perm) -> None:
    """Record into which unit it merged: the bodies that act for that one act for it and for whom it acted (D18, D41)."""
    access.require(by, perm)
    concerned = {unit.pk, into.pk}
    for column in ("assessing_unit", "recommending_unit"):
        if getattr(into, f"{column}_id") == unit.pk:
            setattr(into, column, None)
        acting = getattr(into, column) or into
        concerned |= {acting.pk, getattr(unit, f"{column}_id") or unit.pk}
        Unit.objects.filter(**{column: unit}).update(**{column: acting})
        Unit.objects.filter(pk=acting.pk, **{column: acting}).update(**{column: None})
        setattr(unit, column, acting)
    Unit.objects.filter(successor=unit).update(successor=into)
    unit.successor = into
    unit.save(update_fields=["successor", "assessing_unit", "recommending_unit"])
    for branch in unit.joint_branches.all():
        branch.joint_units.remove(unit)
        if branch.unit_id != into.pk:
            branch.joint_units.add(into)
    User.objects.filter(unit=unit).update(unit=into)
    audit.record("单位合并", unit, by=by, unit=unit.pk, into=into.pk)
    change_steps.regrant_bodies(concerned)


@transaction.atomic
def retire_merged_units(*, by: User, perm: Perm) -> None:
    """Take the units out of use that merged into others, once no year runs in which they still act (D41)."""
    access.require(by, perm)
    for unit in Unit.objects.filter(successor__isnull=False, is_active=True):
        Unit.objects.filter(pk=unit.pk).update(is_active=False)
        audit.record("停用单位", unit, by=by, unit=unit.pk, into=unit.successor_id)


@transaction.atomic
def restore_branch(branch: Branch, *, by: User) -> None:
    """Take back a dissolution that was recorded by mistake. Posts that ended with it stay ended."""
    access.require(by, Perm.MANAGE_REGISTER)
    branch.dissolved_on = None
    try:
        branch.validate_constraints()
    except ValidationError as clash:
        raise NotRecorded(clash.messages[0]) from clash
    branch.save(update_fields=["dissolved_on"])
    audit.record("更正党支部撤销", branch, by=by, branch=branch.pk)


def _index_branches_of(unit: Unit) -> None:
    branches = list(unit.branches.all())
    for branch in branches:
        branch.unit = unit
    index_branches(branches)
    Branch.objects.bulk_update(branches, ["search_text"], batch_size=500)

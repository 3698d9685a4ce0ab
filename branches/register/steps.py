"""Writes units and branches. The only place that does, besides the import; both keep names searchable and former names."""

from datetime import date

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q

from branches import access, audit, clock
from branches.models import Appointment, Branch, FormerName, Unit, User
from branches.names import CITY
from branches.permissions import Perm, Role
from branches.queries import active_on
from branches.refusals import Refusal
from branches.register.pinyin import searchable

_ACTING = (Role.ORGAN_OFFICER.value, Role.LEADING_GROUP.value)


class NotRecorded(Refusal):
    """The register refuses."""


def index_unit(unit: Unit) -> None:
    """Renew what the unit is found by."""
    unit.search_text = searchable(unit.name)


def index_branch(branch: Branch) -> None:
    """Renew what the branch is found by: its unit with its short name, and its secretary."""
    branch.search_text = searchable(f"{branch.unit.name}{branch.short_name}", branch.secretary_name)


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
    """Add or change a unit. Posts follow when another unit's bodies act for it (D18)."""
    access.require(by, Perm.MANAGE_REGISTER)
    before = Unit.objects.filter(pk=unit.pk).first()
    index_unit(unit)
    unit.save()
    if before is None:
        audit.record("新增单位", unit, by=by, unit=unit.pk)
        return unit
    if before.name != unit.name:
        _index_branches_of(unit)
    acting = {before.assessing_unit_id, before.recommending_unit_id, unit.assessing_unit_id, unit.recommending_unit_id}
    _regrant_bodies(acting - {None})
    audit.record("修改单位", unit, by=by, unit=unit.pk, changed=_changed(before, unit))
    return unit


@transaction.atomic
def set_unit_active(unit: Unit, is_active: bool, *, by: User) -> None:
    """Take a unit out of use, once it has no branch left, or into use again."""
    access.require(by, Perm.MANAGE_REGISTER)
    if not is_active and (left := unit.branches.filter(active_on(clock.today())).count()):
        raise NotRecorded(f"该单位还有{left}个党支部，不能停用。请先撤销或转出这些党支部。")
    Unit.objects.filter(pk=unit.pk).update(is_active=is_active)
    audit.record("恢复单位" if is_active else "停用单位", unit, by=by, unit=unit.pk)


@transaction.atomic
def save_branch(branch: Branch, *, by: User, perm: Perm = Perm.MANAGE_REGISTER) -> Branch:
    """Add a branch, or change anything but its name. `perm`: with which right, here and below (D25)."""
    access.require(by, perm)
    before = Branch.objects.filter(pk=branch.pk).first()
    index_branch(branch)
    branch.save()
    if before is None:
        audit.record("新增党支部", branch, by=by, branch=branch.pk)
    else:
        audit.record("修改党支部", branch, by=by, branch=branch.pk, changed=_changed(before, branch))
    return branch


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
    audit.record(verb, branch, by=by, branch=branch.pk, changed=_changed(before, branch))
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
        index_branch(branch)
    Branch.objects.bulk_update(branches, ["search_text"], batch_size=500)


def _regrant_bodies(units: set[int | None]) -> None:
    if units:
        holders = Appointment.objects.filter(unit__in=units, role__in=_ACTING)
        access.regrant_posts(set(holders.values_list("user_id", flat=True)))


def _changed(before: Unit | Branch, after: Unit | Branch) -> dict[str, list[str]]:
    """Old and new value of every field that changed, by its label."""
    return {
        str(field.verbose_name): [str(old if old is not None else ""), str(new if new is not None else "")]
        for field in before._meta.concrete_fields
        if field.name != "search_text"
        and (old := getattr(before, field.attname)) != (new := getattr(after, field.attname))
    }

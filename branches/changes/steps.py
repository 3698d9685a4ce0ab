"""Proposes, confirms, returns and withdraws changes; the only code that gives the three fields another value by itself.

Two people for each (三员分立). What nobody's case depends on yet, the branch of a person without a post, is set at once.
A unit's bodies wait from its birth on: whoever adds the unit also adds the branches whose cases they would get.
Mergers of branches and of units, which two people make as well, bring other values with them (`register.steps`).
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from branches import access, audit, clock
from branches.changes import queries as changes_queries
from branches.models import Appointment, Branch, ProposedChange, Unit, User
from branches.permissions import Perm, Role
from branches.refusals import Conflict, Refusal

_ACTING = (Role.ORGAN_OFFICER.value, Role.LEADING_GROUP.value)
_VERBS = {
    ProposedChange.Outcome.CONFIRMED: "确认更改",
    ProposedChange.Outcome.RETURNED: "退回更改",
    ProposedChange.Outcome.WITHDRAWN: "撤回更改",
}
_BATCH = 500


class NotChanged(Refusal):
    """A change is refused."""


@transaction.atomic
def propose_bodies(unit: Unit, bodies: Mapping[ProposedChange.Kind, Unit | None], *, by: User) -> list[ProposedChange]:
    """Propose who assesses and recommends for a unit (D18); what acts already is passed over."""
    access.require(by, Perm.MANAGE_REGISTER)
    now = Unit.objects.select_for_update().get(pk=unit.pk)
    rows = []
    for kind, other in bodies.items():
        if other is not None:
            _check_acting(now, other)
        if getattr(now, f"{kind}_id") != _number(other):
            rows.append(ProposedChange(kind=kind, unit=now, old_unit=getattr(now, kind), new_unit=other))
    return _propose(rows, by=by)


@transaction.atomic
def propose_branches(wanted: Mapping[User, Branch | None], *, by: User) -> list[ProposedChange]:
    """Record to which branches people belong (D17); returns what waits.

    Set at once for whoever holds nothing. The queries are the same for one person and for thousands.
    """
    access.require(by, Perm.MANAGE_REGISTER)
    new = {person.pk: branch for person, branch in wanted.items()}
    people = User.objects.select_for_update().filter(pk__in=new).order_by("pk")
    moved = [person for person in people if person.branch_id != _number(new[person.pk])]
    if not moved:
        return []
    places = _places(moved, new)
    held = changes_queries.entrusted(moved)
    _record_at_once([person for person in moved if person.pk not in held], new, places, by=by)
    rows = [
        ProposedChange(
            kind=ProposedChange.Kind.OWN_BRANCH,
            user=person,
            old_branch=places.get(person.branch_id or 0),
            new_branch=new[person.pk],
        )
        for person in moved
        if person.pk in held
    ]
    return _propose(rows, by=by)


@transaction.atomic
def confirm(chosen: Sequence[int], *, by: User) -> list[ProposedChange]:
    """Bring changes into force, all of them or none, each if what it was made from still stands."""
    access.require(by, Perm.APPOINT)
    rows = _locked(chosen)
    if any(change.by_id == by.pk for change in rows):
        raise NotChanged("您提请的更改不能由您自己确认，请由另一位安全管理员办理。")
    if any(change.user_id == by.pk for change in rows):
        raise NotChanged("您本人的所在党支部请由另一位安全管理员确认。")
    if stale := [str(change) for change in rows if not _stands(change)]:
        raise Conflict(f"提请之后情况有变：{'、'.join(stale)}。请退回，由系统管理员重新提请。")
    now = clock.now()
    for change in rows:
        model = Unit if change.unit_id else User
        model._default_manager.filter(pk=change.subject.pk).update(**{change.kind: change.new})
        _decide(change, ProposedChange.Outcome.CONFIRMED, by=by, at=now)
    regrant_bodies({one for change in rows for one in (change.old_unit_id, change.new_unit_id) if one})
    return rows


@transaction.atomic
def send_back(chosen: Sequence[int], *, reason: str, by: User) -> list[ProposedChange]:
    """Return changes to the system administrator; what acts goes on acting."""
    access.require(by, Perm.APPOINT)
    if not reason:
        raise NotChanged("请写明退回原因。")
    rows, now = _locked(chosen), clock.now()
    for change in rows:
        _decide(change, ProposedChange.Outcome.RETURNED, by=by, at=now, reason=reason)
    return rows


@transaction.atomic
def withdraw(change: ProposedChange, *, by: User) -> None:
    """Take back what a system administrator proposed; any of them may."""
    access.require(by, Perm.MANAGE_REGISTER)
    _decide(_locked([change.pk])[0], ProposedChange.Outcome.WITHDRAWN, by=by, at=clock.now())


def regrant_bodies(units: set[int]) -> None:
    """Renew the rights of everybody who acts in the bodies of these units."""
    if units:
        holders = Appointment.objects.filter(unit__in=units, role__in=_ACTING)
        access.regrant_posts(set(holders.values_list("user_id", flat=True)))


def _places(moved: Sequence[User], new: Mapping[int, Branch | None]) -> dict[int, Branch]:
    """The branches that people leave and enter, as they are now, by number."""
    entered = {branch.pk for person in moved if (branch := new[person.pk])}
    left = {person.branch_id for person in moved if person.branch_id}
    places = Branch.objects.select_related("unit").in_bulk(entered | left)
    if gone := [str(places[pk]) for pk in sorted(entered) if places[pk].dissolved_on]:
        raise NotChanged(f"“{gone[0]}”已撤销，请另选党支部。")
    return places


def _record_at_once(
    people: Sequence[User], new: Mapping[int, Branch | None], places: Mapping[int, Branch], *, by: User
) -> None:
    for person in people:
        changed = {
            ProposedChange.Kind.OWN_BRANCH.label: [
                str(places.get(person.branch_id or 0, "")),
                str(new[person.pk] or ""),
            ]
        }
        person.branch = new[person.pk]
        audit.record("登记所在党支部", person, by=by, user=person.pk, changed=changed)
    User.objects.bulk_update(people, ["branch"], batch_size=_BATCH)


def _propose(rows: Sequence[ProposedChange], *, by: User) -> list[ProposedChange]:
    """What waits already with the same value stays, with another it is replaced. The subjects are locked."""
    units = [change.unit_id for change in rows if change.unit_id]
    people = [change.user_id for change in rows if change.user_id]
    waiting = changes_queries.waiting()
    open_ones = {_what(one): one for one in [*waiting.filter(unit__in=units), *waiting.filter(user__in=people)]}
    now, found, new = clock.now(), [], []
    for change in rows:
        earlier = open_ones.get(_what(change))
        if earlier and (earlier.old, earlier.new) == (change.old, change.new):
            found.append(earlier)
            continue
        if earlier:
            _decide(earlier, ProposedChange.Outcome.WITHDRAWN, by=by, at=now)
        change.by, change.at = by, now
        new.append(change)
    for change in ProposedChange.objects.bulk_create(new, batch_size=_BATCH):
        _record("提请更改", change, by=by)
    return found + new


def _locked(chosen: Sequence[int]) -> list[ProposedChange]:
    """The open ones of these numbers with their subjects; Conflict where one is no longer open.

    The subjects are locked first, as when something is proposed.
    """
    if not chosen:
        raise NotChanged("请勾选要办理的更改。")
    wanted = ProposedChange.objects.filter(pk__in=chosen)
    list(Unit.objects.select_for_update().filter(pk__in=wanted.values("unit")).order_by("pk"))
    list(User.objects.select_for_update().filter(pk__in=wanted.values("user")).order_by("pk"))
    list(ProposedChange.objects.select_for_update().filter(pk__in=chosen).order_by("pk"))
    rows = list(changes_queries.waiting().filter(pk__in=chosen))
    if len(rows) != len(set(chosen)):
        raise Conflict("有的更改刚刚已被办理或撤回。请按下面的最新情况再办理。")
    return rows


def _stands(change: ProposedChange) -> bool:
    """Whether the old value still acts and the new one can."""
    if getattr(change.subject, f"{change.kind}_id") != _number(change.old):
        return False
    if change.new_branch:
        return change.new_branch.dissolved_on is None
    return change.new_unit is None or change.new_unit.is_active


def _check_acting(unit: Unit, other: Unit) -> None:
    if other.pk == unit.pk or other.kind == Unit.Kind.CITY or not other.is_active or other.successor_id:
        raise NotChanged(f"“{other}”不能代“{unit}”办理，请另选一个在用的单位。")


def _decide(
    change: ProposedChange, outcome: ProposedChange.Outcome, *, by: User, at: datetime, reason: str = ""
) -> None:
    change.outcome, change.decided_by, change.decided_at, change.reason = outcome, by, at, reason
    change.save(update_fields=["outcome", "decided_by", "decided_at", "reason"])
    _record(_VERBS[outcome], change, by=by)


def _record(verb: str, change: ProposedChange, *, by: User) -> None:
    changed = {change.get_kind_display(): [str(change.old or ""), str(change.new or "")]}
    kind = "unit" if change.unit_id else "user"
    audit.record(verb, change, by=by, change=change.pk, **{kind: change.subject.pk}, changed=changed)


def _number(place: Unit | Branch | None) -> int | None:
    return place.pk if place else None


def _what(change: ProposedChange) -> tuple[str, int | None, int | None]:
    return change.kind, change.unit_id, change.user_id

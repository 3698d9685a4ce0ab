"""The values that hold, what is missing, and who changed what; and what documents call an organ (D46)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Max
from django.http import Http404

from branches import access
from branches.models import Setting, Unit, User
from branches.names import ORGANISATION_DEPARTMENT, ORGANISATION_DEPARTMENT_FULL, WORK_COMMITTEE, WORK_COMMITTEE_FULL
from branches.permissions import Perm

Name = Setting.Name

NEEDED = (
    Name.PHONE,
    Name.ADDRESS,
    Name.ORGANISATION_DEPARTMENT_NAME,
    Name.ORGANISATION_DEPARTMENT_CODE,
    Name.WORK_COMMITTEE_NAME,
    Name.WORK_COMMITTEE_CODE,
)
"""All of them stand in a public notice, which waits for them."""
OF_THE_SITE = (*NEEDED, Name.ORGANISATION_DEPARTMENT_PHONE, Name.LEAD_BODY, Name.DRAFTING)
ORGANISATION_DEPARTMENT_LEADS, WORK_COMMITTEE_LEADS = "organisation_department", "work_committee"
ON, OFF = "on", "off"
DEFAULTS = {Name.LEAD_BODY: ORGANISATION_DEPARTMENT_LEADS, Name.DRAFTING: OFF}
"""What holds until somebody says otherwise."""
CHOICES = {
    Name.LEAD_BODY: {
        ORGANISATION_DEPARTMENT_LEADS: ORGANISATION_DEPARTMENT,
        WORK_COMMITTEE_LEADS: WORK_COMMITTEE,
    },
    Name.DRAFTING: {ON: "启用", OFF: "不启用"},
}
"""By setting that is chosen, not typed: its values and their words."""
OF_A_UNIT = (
    Name.ORGAN_ORGANISATION_NAME,
    Name.ORGAN_ORGANISATION_CODE,
    Name.LEADING_GROUP_NAME,
    Name.LEADING_GROUP_CODE,
)
_CODES = {
    Name.ORGANISATION_DEPARTMENT_NAME: Name.ORGANISATION_DEPARTMENT_CODE,
    Name.WORK_COMMITTEE_NAME: Name.WORK_COMMITTEE_CODE,
    Name.ORGAN_ORGANISATION_NAME: Name.ORGAN_ORGANISATION_CODE,
    Name.LEADING_GROUP_NAME: Name.LEADING_GROUP_CODE,
}
CODES = frozenset(_CODES.values())


def names(unit: Unit | None) -> Sequence[Name]:
    """What is set of a unit, or of the site (None)."""
    return OF_THE_SITE if unit is None else OF_A_UNIT


def values(unit: Unit | None = None) -> dict[Name, str]:
    """What was set last, by name. One that was never set is missing; one that was left empty on purpose is ""."""
    rows = Setting.objects.filter(unit=unit).order_by("id").values_list("name", "value")
    return {Name(name): value for name, value in rows}


def gaps() -> list[str]:
    """The labels of what the site still lacks for its documents."""
    held = values()
    return [str(name.label) for name in NEEDED if not held.get(name)]


def last_change(unit: Unit | None) -> int:
    """The number of the newest change, 0 before the first: what a form has seen."""
    newest: int | None = Setting.objects.filter(unit=unit).aggregate(newest=Max("pk"))["newest"]
    return newest or 0


@dataclass(frozen=True)
class Change:
    """One line of the history; nobody (None) where the site was moved to this page."""

    label: str
    before: str
    after: str
    by: User | None
    at: datetime


def history(unit: Unit | None) -> list[Change]:
    """Every change, the newest first."""
    held: dict[str, str] = {}
    changes = []
    for row in Setting.objects.filter(unit=unit).select_related("by").order_by("id"):
        before = held.get(row.name, DEFAULTS.get(Name(row.name), ""))
        changes.append(
            Change(row.get_name_display(), worded(row.name, before), worded(row.name, row.value), row.by, row.at)
        )
        held[row.name] = row.value
    return changes[::-1]


def worded(name: str, value: str) -> str:
    """A value as people read it."""
    return CHOICES.get(Name(name), {}).get(value, value)


def unit_or_404(user: User, pk: int) -> Unit:
    """A unit whose officer `user` is."""
    unit: Unit | None = access.held(user, Perm.ASSESS).get(pk)
    if unit is None:
        raise Http404
    return unit


def phone() -> str:
    return values().get(Name.PHONE, "")


def department_phone() -> str:
    """Of 市委组织部."""
    return values().get(Name.ORGANISATION_DEPARTMENT_PHONE, "")


def address() -> str:
    return values().get(Name.ADDRESS, "")


def work_committee() -> str:
    """市直工委, as documents sign with it."""
    return values().get(Name.WORK_COMMITTEE_NAME) or WORK_COMMITTEE_FULL


def organisation_department() -> str:
    """市委组织部, as documents sign with it."""
    return values().get(Name.ORGANISATION_DEPARTMENT_NAME) or ORGANISATION_DEPARTMENT_FULL


def both_bodies() -> list[str]:
    """The two municipal bodies in the order in which they sign a joint document: the one that leads is first."""
    held = values()
    bodies = [
        held.get(Name.ORGANISATION_DEPARTMENT_NAME) or ORGANISATION_DEPARTMENT_FULL,
        held.get(Name.WORK_COMMITTEE_NAME) or WORK_COMMITTEE_FULL,
    ]
    return bodies[::-1] if held.get(Name.LEAD_BODY) == WORK_COMMITTEE_LEADS else bodies


def leads() -> str:
    """Which of the two bodies numbers joint documents and prints them, by its value."""
    return values().get(Name.LEAD_BODY) or DEFAULTS[Name.LEAD_BODY]


def drafts() -> bool:
    """Whether the texts of joint documents are drafted, checked and signed here."""
    return values().get(Name.DRAFTING) == ON


def organ_organisation(unit: Unit) -> str:
    """The body that acts for `unit` at step 2, as documents call it; without a full name: as the register does."""
    return values(unit.assessing_unit or unit).get(Name.ORGAN_ORGANISATION_NAME) or unit.organ_organisation


def leading_group(unit: Unit) -> str:
    """The body that acts for `unit` at step 3, likewise."""
    return values(unit.recommending_unit or unit).get(Name.LEADING_GROUP_NAME) or unit.leading_group


def code_of(organ: str) -> str:
    """机关代字 of an organ, by any full name that it ever signed with; "" for one without."""
    signed = {
        (unit, _CODES[Name(name)])
        for unit, name in Setting.objects.filter(name__in=_CODES, value=organ).values_list("unit", "name")
    }
    codes = _codes_held()
    return next((row.value for owner, row in codes.items() if owner in signed or _without_setting(row) == organ), "")


def holder_of(code: str, unit: Unit | None, name: Name) -> str:
    """Which other organ numbers its documents with this 机关代字; "" if none does."""
    others = _codes_held()
    others.pop((unit.pk if unit else None, name), None)
    return next((f"{row.unit or ''}{row.get_name_display()}" for row in others.values() if row.value == code), "")


def _codes_held() -> dict[tuple[int | None, Name], Setting]:
    """Every 机关代字 in use, by the unit (None for a municipal body) and its name."""
    rows = Setting.objects.filter(name__in=CODES).select_related("unit__assessing_unit", "unit__recommending_unit")
    newest = {(row.unit_id, Name(row.name)): row for row in rows.order_by("id")}
    return {owner: row for owner, row in newest.items() if row.value}


def _without_setting(row: Setting) -> str:
    """What documents call the owner of a 机关代字 that has set no full name."""
    if row.unit is None:
        is_committee = row.name == Name.WORK_COMMITTEE_CODE
        return WORK_COMMITTEE_FULL if is_committee else ORGANISATION_DEPARTMENT_FULL
    is_organ = row.name == Name.ORGAN_ORGANISATION_CODE
    return row.unit.organ_organisation if is_organ else row.unit.leading_group

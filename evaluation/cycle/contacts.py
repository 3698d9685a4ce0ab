"""Whom to ask: the people in post who can answer this person, with their telephones."""

from dataclasses import dataclass

from django.db.models import Q

from branches import access, clock
from branches.models import Appointment, User
from branches.permissions import Role


@dataclass(frozen=True)
class Contact:
    body: str
    name: str
    phone: str


def contacts(user: User) -> list[Contact]:
    """The organ officers of the person's units, then 市直工委."""
    day = clock.today()
    acting = set()
    for post in access.posts(user):
        unit = post.branch.unit if post.branch else post.unit
        if unit is not None:
            acting.add(unit.assessing_unit_id or unit.pk)
    rows = (
        Appointment.objects.filter(
            Q(role=Role.ORGAN_OFFICER.value, unit__in=acting) | Q(role=Role.WORK_COMMITTEE.value), starts_on__lte=day
        )
        .exclude(ends_on__lt=day)
        .select_related("user", "unit")
        .order_by("unit__kind", "unit", "user__name")
    )
    found = [Contact(_body(post), post.user.name, post.user.phone) for post in rows]
    return sorted(dict.fromkeys(found), key=lambda contact: contact.body == Role.WORK_COMMITTEE.label)


def _body(post: Appointment) -> str:
    if post.role == Role.WORK_COMMITTEE.value or post.unit is None:
        return Role.WORK_COMMITTEE.label
    return post.unit.organ_organisation_name or f"{post.unit.name}{post.unit.get_organ_body_display()}"

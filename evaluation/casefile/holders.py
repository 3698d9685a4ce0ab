"""球在谁手里: who holds a case now, and whom to ring."""

from branches import access, clock
from branches.models import Appointment, Unit, User
from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE
from branches.permissions import GRANTS, Perm, Role
from evaluation.cases import recusals
from evaluation.models import Candidacy
from evaluation.procedure.lives import HOLDS_SEAT, NEXT, find
from evaluation.vocabulary import Body, State


def holder(case: Candidacy) -> str:
    """The body in whose hands the case is, as far as the person who asks may know; "" at an end."""
    role = _role(case)
    if role is None:
        return ""
    if role is Role.SECRETARY:
        return (
            f"{case.branch.short_name}（书记{case.branch.secretary_name}）"
            if case.branch.secretary_name
            else str(case.branch)
        )
    if role is Role.ORGAN_OFFICER:
        return case.unit.organ_organisation
    if role is Role.LEADING_GROUP:
        return case.unit.leading_group
    return f"{WORK_COMMITTEE}、{ORGANISATION_DEPARTMENT}"


def body_away(case: Candidacy, user: User) -> str:
    """The municipal body that is away, for whoever sees the city, once the case has come to the two bodies (D19)."""
    is_there = case.standing in (State.FORWARDED, *HOLDS_SEAT)
    return recusals.body_away(case) if is_there and access.may(user, Perm.VIEW_CITY) else ""


def contacts(case: Candidacy) -> list[User]:
    """The people in post who can move the case on, with their telephones."""
    role = _role(case)
    if role is None:
        return []
    day = clock.today()
    rows = Appointment.objects.filter(role=role.value, starts_on__lte=day).exclude(ends_on__lt=day)
    if role is Role.SECRETARY:
        rows = rows.filter(branch=case.branch_id)
    elif role is Role.ORGAN_OFFICER:
        rows = rows.filter(unit=case.unit.assessing_unit_id or case.unit_id)
    elif role is Role.LEADING_GROUP:
        rows = rows.filter(unit=case.unit.recommending_unit_id or case.unit_id)
    else:
        is_away = recusals.body_away(case) == Body.WORK_COMMITTEE
        acts = Role.ORGANISATION_DEPARTMENT if is_away else role
        rows = Appointment.objects.filter(role=acts.value, unit__kind=Unit.Kind.CITY, starts_on__lte=day)
        rows = rows.exclude(ends_on__lt=day)
    return [row.user for row in rows.select_related("user").order_by("user__name")[:3]]


def _role(case: Candidacy) -> Role | None:
    action = NEXT.get(State(case.standing))
    if action is None:
        return None
    perm: Perm = find(action, case.standing)[0].perm
    return next(role for role in Role if perm in GRANTS[role])

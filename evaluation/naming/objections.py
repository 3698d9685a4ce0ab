"""Objections, read: by the two municipal bodies alone, who settle them (D22)."""

from django.db.models import F, Q, QuerySet
from django.http import Http404

from branches import access, clock
from branches.models import Appointment, User
from branches.permissions import MUNICIPAL, Perm, Role
from evaluation.cases import recusals
from evaluation.models import Candidacy, Cycle, Objection, PublicNotice
from evaluation.vocabulary import ObjectionState, State


def public_notice_of(case: Candidacy) -> PublicNotice | None:
    """The last public notice that showed the case."""
    return PublicNotice.objects.filter(candidacies=case).order_by("-closes_on", "-id").first()


def of_year(cycle: Cycle) -> QuerySet[Objection]:
    return Objection.objects.filter(candidacy__cycle=cycle).select_related(
        "candidacy__branch__unit", "candidacy__unit", "by"
    )


def objection_or_404(pk: int) -> Objection:
    """For the two bodies only; the URL asks for the right to evaluate."""
    rows = Objection.objects.select_related("candidacy__branch__unit", "candidacy__cycle", "notice", "by", "decided_by")
    one = rows.filter(pk=pk).first()
    if one is None:
        raise Http404
    return one


def is_still_proposed(one: Objection) -> bool:
    """Whether the branch stands among the proposed at this moment."""
    return Candidacy.objects.filter(pk=one.candidacy_id, state=State.PROPOSED).exists()


def to_settle(user: User) -> list[Objection]:
    """Open ones that this person may settle, and for 市直工委 upheld ones whose branch is still proposed."""
    if not access.may(user, Perm.EVALUATE):
        return []
    mine = Q(state=ObjectionState.OPEN) & ~Q(by=user)
    if access.may(user, Perm.NAME):
        mine |= Q(state=ObjectionState.UPHELD, candidacy__state=State.PROPOSED, decided_at__gte=F("candidacy__since"))
    rows = Objection.objects.filter(mine).exclude(candidacy__in=Candidacy.objects.filter(recusals.kept_from(user)))
    return list(rows.select_related("candidacy__branch__unit", "notice"))


def telephones() -> list[tuple[str, list[str]]]:
    """Where an objection is taken: both bodies with the telephones of those in post today, without names."""
    day = clock.today()
    posts = Appointment.objects.filter(role__in=[role.value for role in MUNICIPAL], starts_on__lte=day)
    rows = posts.exclude(ends_on__lt=day).exclude(user__phone="").order_by("user").values_list("role", "user__phone")
    found: dict[str, list[str]] = {Role.WORK_COMMITTEE: [], Role.ORGANISATION_DEPARTMENT: []}
    for role, phone in rows:
        if phone not in found[role]:
            found[role].append(phone)
    return [(Role(role).label, phones) for role, phones in found.items()]

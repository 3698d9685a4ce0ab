"""Objections, read: by the two municipal bodies alone, who settle them (D22)."""

from django.db.models import F, Q, QuerySet
from django.http import Http404

from branches import access, clock
from branches.models import Appointment, User
from branches.permissions import Perm
from branches.settings import queries as settings_queries
from evaluation.cases import recusals
from evaluation.models import Candidacy, Cycle, Notice, Objection, PublicNotice
from evaluation.vocabulary import Body, ObjectionState, State


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


def where_to(cycle: Cycle) -> dict[str, str]:
    """The telephones at which objections are taken: as the last 公示 printed them, else what is known of today.

    Where the site has none for a body, those of its people in post, without their names.
    """
    last = Notice.objects.filter(kind=Notice.Kind.PUBLIC_NOTICE, cycle=cycle).order_by("-pk").first()
    printed = last.data if last else {}
    committee, department = Body.WORK_COMMITTEE, Body.ORGANISATION_DEPARTMENT
    return {
        department: printed.get("department_telephone")
        or settings_queries.department_phone()
        or _of_people(department),
        committee: printed.get("telephone") or settings_queries.phone() or _of_people(committee),
    }


def _of_people(body: Body) -> str:
    day = clock.today()
    posts = Appointment.objects.filter(role=body.value, starts_on__lte=day).exclude(ends_on__lt=day)
    phones = posts.exclude(user__phone="").order_by("user").values_list("user__phone", flat=True)
    return "、".join(dict.fromkeys(phones))

"""Who can belong to an assessment team, and why not (D17)."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.http import Http404

from branches import access, clock
from branches.models import Unit, User
from branches.permissions import ADMINISTRATORS, Perm
from evaluation.models import AssessmentTeam, Candidacy, Cycle

FOUND_AT_MOST = 20


@dataclass(frozen=True)
class Choosable:
    """A person who may be put on the team, or the sentence that says why not."""

    user: User
    is_member: bool
    is_leader: bool
    obstacle: str
    own_branch: str


def cycle_and_unit_or_404(user: User, year: int, unit: int) -> tuple[Cycle, Unit]:
    """The year and a unit whose branches the person's organ organisation assesses."""
    place = access.held(user, Perm.ASSESS).get(unit)
    cycle = Cycle.objects.filter(year=year).first()
    if place is None or cycle is None:
        raise Http404
    return cycle, place


def team(cycle: Cycle, unit: Unit) -> AssessmentTeam | None:
    return AssessmentTeam.objects.filter(cycle=cycle, unit=unit).select_related("leader").first()


def obstacle(user: User) -> str:
    """Why this person cannot assess; "" if nothing stands in the way."""
    if not user.is_active:
        return f"{user.name}的账号已停用。"
    if access.roles(user) & ADMINISTRATORS:
        return f"{user.name}是系统、安全或审计管理员，不能参加考核组。"
    if user.branch_id is None:
        return f"{user.name}没有登记所在党支部，无法判断回避，请先联系系统管理员补登。"
    return ""


def choosable(unit: Unit, of: AssessmentTeam | None, words: str = "") -> list[Choosable]:
    """Members first, then the unit's own people, then whoever a search by name finds."""
    members = set(of.members.filter(left_on=None).values_list("user", flat=True)) if of else set()
    people = list(_people(unit, members, words.strip()))
    access.read_posts(people)
    people.sort(key=lambda user: (user.pk not in members, user.name, user.pk))
    return [
        Choosable(
            user,
            user.pk in members,
            bool(of and of.leader_id == user.pk),
            obstacle(user),
            str(user.branch or ""),
        )
        for user in people
    ]


def _people(unit: Unit, members: set[int], words: str) -> QuerySet[User]:
    day = clock.today()
    units = [unit.pk, *([unit.assessing_unit_id] if unit.assessing_unit_id else [])]
    in_post = Q(appointments__ends_on=None) | Q(appointments__ends_on__gte=day)
    wanted = (
        Q(pk__in=members)
        | Q(branch__unit__in=units)
        | (Q(appointments__unit__in=units) & in_post)
        | (Q(appointments__branch__unit__in=units) & in_post)
    )
    if words:
        found = User.objects.filter(Q(name__icontains=words) | Q(username=words), is_active=True)
        wanted |= Q(pk__in=list(found.values_list("pk", flat=True)[:FOUND_AT_MOST]))
    active = Q(is_active=True) | Q(pk__in=members)
    return User.objects.filter(wanted & active).select_related("branch__unit").distinct()


def without_assessor(of: AssessmentTeam) -> list[Candidacy]:
    """Cases of the unit for which every member keeps away: somebody else has to be put on the team."""
    members = dict(of.members.filter(left_on=None).values_list("user", "user__branch"))
    rows = Candidacy.objects.filter(cycle=of.cycle_id, unit=of.unit_id).select_related("branch__unit")
    return [
        case
        for case in rows.prefetch_related("recusals")
        if not set(members)
        - {user for user, branch in members.items() if branch == case.branch_id}
        - {recusal.user_id for recusal in case.recusals.all()}
    ]

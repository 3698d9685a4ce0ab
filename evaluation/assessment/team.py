"""Who can belong to an assessment team, and why not; whom it lacks, and who has left it (D17, D45)."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.http import Http404

from branches import access, clock
from branches.models import Unit, User
from branches.models.granted import Wanted
from branches.permissions import ADMINISTRATORS, TEAM_GRANTS, Perm
from evaluation.cases.bodies import RUNNING, short_of_assessors
from evaluation.cases.columns import annotated
from evaluation.models import AssessmentTeam, Candidacy, Cycle, ScoreSheet, TeamMember

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


def acting_members() -> QuerySet[TeamMember]:
    """Those who belong to a team of a year that runs: what they may do is projected."""
    return TeamMember.objects.filter(left_on=None, team__cycle__state__in=RUNNING)


def of_members(rows: QuerySet[TeamMember]) -> Wanted:
    """What these members may do over their teams."""
    return {(user, perm.codename, team) for user, team in rows.values_list("user", "team") for perm in TEAM_GRANTS}


def short_of_members(of: AssessmentTeam) -> list[Candidacy]:
    """Cases of the unit for which too few members may score: somebody else has to be put on the team (D45)."""
    rows = short_of_assessors(Candidacy.objects.filter(cycle=of.cycle_id, unit=of.unit_id))
    return list(rows.select_related("branch__unit").order_by("branch"))


@dataclass(frozen=True)
class Former:
    """A member who left, and whether what he scored counts; `is_settled` once his marks may have been seen (D45)."""

    member: TeamMember
    sheets: int
    is_settled: bool


def former_members(of: AssessmentTeam) -> list[Former]:
    """Those who scored and left, each once; whoever came back is a member like the others."""
    sheets: dict[int, list[bool]] = defaultdict(list)
    for assessor, is_seen in _sheets(of).annotate(is_seen=_beside()).values_list("assessor", "is_seen"):
        sheets[assessor].append(is_seen)
    present = set(of.members.filter(left_on=None).values_list("user", flat=True))
    last = {row.user_id: row for row in of.members.filter(left_on__isnull=False).select_related("user").order_by("pk")}
    return [
        Former(row, len(sheets[user]), row.marks_seen or any(sheets[user]))
        for user, row in last.items()
        if user not in present and sheets[user]
    ]


def have_been_read(of: AssessmentTeam, members: Collection[int]) -> set[int]:
    """Those of `members` a mark of whom others may have read: beside their own, or nobody owing a sheet any more (D17)."""
    complete = annotated(Candidacy.objects.filter(cycle=of.cycle_id, unit=of.unit_id), "owing_sheets")
    complete = complete.filter(owing_sheets=0)
    read = _sheets(of).filter(_beside() | Q(candidacy__in=complete.values("pk")), assessor__in=members)
    return set(read.values_list("assessor", flat=True))


def _sheets(of: AssessmentTeam) -> QuerySet[ScoreSheet]:
    mine = {"candidacy__cycle": of.cycle_id, "candidacy__unit": of.unit_id}
    return ScoreSheet.objects.filter(submitted_at__isnull=False, **mine)


def _beside() -> Exists:
    """Whether somebody else has handed in a sheet of the same case: he reads all of them."""
    others = ScoreSheet.objects.filter(candidacy=OuterRef("candidacy"), submitted_at__isnull=False)
    return Exists(others.exclude(assessor=OuterRef("assessor")))


def former_or_404(of: AssessmentTeam | None, pk: int) -> Former:
    found = next((one for one in former_members(of) if one.member.pk == pk), None) if of else None
    if found is None:
        raise Http404
    return found

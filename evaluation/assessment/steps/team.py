"""The assessment team: forming it, changing it, and keeping members away from their own branches (方案 四（二）, D17)."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db import transaction
from django.db.models import QuerySet

from branches import access, audit, clock
from branches.models import Unit, User
from branches.permissions import Perm
from evaluation.advance import Refused
from evaluation.assessment.team import acting_members, former_members, have_been_read, obstacle, of_members
from evaluation.models import AssessmentTeam, Candidacy, Cycle, Recusal, TeamMember


@transaction.atomic
def form_team(cycle: Cycle, unit: Unit, *, leader: User, members: Collection[User], by: User) -> AssessmentTeam:
    """Form the unit's team for the year, or change it to this leader and these members.

    Every member keeps away from the own branch at once; who leaves loses the rights at once. Sheets handed in stay, and
    count unless `count` says otherwise. Nobody is refused for being too few: pages and tasks name what is short (D45).
    """
    access.require(by, Perm.ASSESS, unit)
    if not cycle.is_running:
        raise Refused("本年度评定没有在进行，不能组建考核组。")
    if leader not in members:
        raise Refused("组长须是考核组成员，请同时勾选。")
    if reasons := [reason for user in members if (reason := obstacle(user))]:
        raise Refused(*reasons)
    team, is_new = AssessmentTeam.objects.select_for_update().get_or_create(
        cycle=cycle, unit=unit, defaults={"leader": leader, "formed_by": by, "formed_at": clock.now()}
    )
    AssessmentTeam.objects.filter(pk=team.pk).update(leader=leader)
    team.leader = leader
    present = set(TeamMember.objects.filter(team=team, left_on=None).values_list("user", flat=True))
    wanted = {user.pk for user in members}
    leaving = TeamMember.objects.filter(team=team, left_on=None, user__in=present - wanted)
    leaving.filter(user__in=have_been_read(team, present - wanted)).update(marks_seen=True)
    leaving.update(left_on=clock.today())
    TeamMember.objects.filter(team=team, user__in=wanted - present).update(counts=True)
    TeamMember.objects.bulk_create(
        TeamMember(team=team, user=user, joined_on=clock.today()) for user in members if user.pk not in present
    )
    _keep_from_own_branches(TeamMember.objects.filter(team=team, left_on=None))
    audit.record(
        "组建考核组" if is_new else "调整考核组",
        team,
        by=by,
        leader=leader.pk,
        joined=sorted(wanted - present),
        left=sorted(present - wanted),
    )
    regrant_teams(present | wanted)
    for user in members:
        access.forget(user)
    return team


@transaction.atomic
def say_whether_counts(team: AssessmentTeam, former: TeamMember, *, by: User, counts: bool) -> None:
    """Whether the sheets of a member who left count, for all branches alike, as long as nobody else has read them (D45)."""
    access.require(by, Perm.ASSESS, team.unit)
    if not team.cycle.is_running:
        raise Refused("本年度评定没有在进行，不能再改。")
    AssessmentTeam.objects.select_for_update().get(pk=team.pk)
    left = next((one for one in former_members(team) if one.member.pk == former.pk), None)
    if left is None:
        raise Refused(f"{former.user.name}仍是考核组成员，或者没有提交过评分。")
    if left.is_settled:
        raise Refused(f"其他人已经可以看到{former.user.name}的评分，是否计入不能再改。")
    TeamMember.objects.filter(pk=former.pk).update(counts=counts)
    audit.record("离开考核组的成员评分是否计入", team, by=by, user=former.user_id, counts=counts)


@transaction.atomic
def regrant_teams(users: Iterable[int] | None = None) -> tuple[int, int]:
    """Project team membership in running years into rights, of these people or of all; (added, removed)."""
    chosen = None if users is None else list(users)
    rows = acting_members() if chosen is None else acting_members().filter(user__in=chosen)
    changed = access.project(AssessmentTeam, of_members(rows), chosen)
    _keep_from_own_branches(rows)
    return changed


def _keep_from_own_branches(rows: QuerySet[TeamMember]) -> None:
    """A row for each member whose own branch is assessed by this very team."""
    by_branch: dict[tuple[int, int, int | None], list[TeamMember]] = defaultdict(list)
    for member in rows.exclude(user__branch=None).select_related("team", "user"):
        by_branch[member.team.cycle_id, member.team.unit_id, member.user.branch_id].append(member)
    own = Candidacy.objects.filter(
        cycle__in={cycle for cycle, _, _ in by_branch}, branch__in={branch for _, _, branch in by_branch}
    )
    Recusal.objects.bulk_create(
        (
            Recusal(
                candidacy=case,
                user=member.user,
                reason="本支部党员",
                is_automatic=True,
                by_id=member.team.formed_by_id,
                at=clock.now(),
            )
            for case in own
            for member in by_branch.get((case.cycle_id, case.unit_id, case.branch_id), [])
        ),
        ignore_conflicts=True,
    )

"""What officers and assessors owe in step 2: a team, scores, the opinion (方案 四（二）)."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse

from branches import clock
from branches.models import User
from branches.permissions import Perm
from evaluation.assessment import issue as assessment_issue
from evaluation.cases import bodies as case_bodies
from evaluation.cases.bodies import holders, is_short_of_assessors, running
from evaluation.cases.columns import annotated
from evaluation.cases.moving import columns_of
from evaluation.cases.observe import Observed
from evaluation.cases.observing import observe_for
from evaluation.models import Recusal, ScoreSheet, SiteVisit
from evaluation.procedure.lives import find
from evaluation.procedure.missing import Missing
from evaluation.vocabulary import Action, State
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about

Scopes = Mapping[int, Sequence[User]]
"""The officers of each unit."""

# What the rules of the opinion look at, without what its record covers, and whether there is anybody to score.
OF_THE_OPINION = columns_of(find(Action.CONCLUDE, State.APPLIED)) - {"head"} | {"has_team"}


def score(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """One for each applied branch that a member of the team has not scored."""
    for user, case in _unscored(people):
        url = reverse("evaluation:assessment_overview", args=[case.pk])
        hint = "今天实地查看" if case.is_today else ""
        yield (
            user,
            Task(Duty.SCORE, about(case.pk), "评分", "去评分", url, str(case.branch), case.assessment_until, hint),
        )


def assess(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """What officers owe for the branches that have applied, looked at once: teams, and the opinion of each of them."""
    scopes = holders(people, Perm.ASSESS)
    if not scopes:
        return
    applied = running(state=State.APPLIED, unit__in=list(scopes)).values_list("pk", flat=True)
    seen = observe_for(OF_THE_OPINION, applied)
    yield from _staff_teams(seen, scopes)
    yield from _conclude(seen, scopes)


def _staff_teams(applied: Sequence[Observed], scopes: Scopes) -> Iterator[tuple[User, Task]]:
    """For each unit: to form its team, or to add to one in which too few may score some of its branches (D45)."""
    found: dict[tuple[int, int, bool], list[Any]] = defaultdict(list)
    for seen in applied:
        if not seen.known.has_team or is_short_of_assessors(seen):
            found[seen.case.cycle_id, seen.case.unit_id, seen.known.has_team].append(seen.case)
    for (_, place, has_team), cases in found.items():
        task = (_complete_team if has_team else _form_team)(cases)
        for user in scopes[place]:
            yield user, task


def _form_team(cases: Sequence[Any]) -> Task:
    cycle, unit = cases[0].cycle, cases[0].unit
    return Task(
        Duty.FORM_TEAM,
        about(cycle.year, unit.pk),
        title="成立考核组",
        button="成立考核组",
        url=reverse("evaluation:assessment_team", args=[cycle.year, unit.pk]),
        subject=unit.name,
        due=min(case.assessment_until for case in cases),
        hint=f"{len(cases)}个支部已申请，等待考核",
    )


def _complete_team(cases: Sequence[Any]) -> Task:
    cycle, unit = cases[0].cycle, cases[0].unit
    return Task(
        Duty.COMPLETE_TEAM,
        about(cycle.year, unit.pk),
        title="增加考核组成员",
        button="增加成员",
        url=reverse("evaluation:assessment_team", args=[cycle.year, unit.pk]),
        subject=unit.name,
        due=min(case.assessment_until for case in cases),
        hint=f"{len(cases)}个支部可以评分的成员不足{cycle.sheets_needed}人",
    )


def _conclude(applied: Sequence[Observed], scopes: Scopes) -> Iterator[tuple[User, Task]]:
    """One for each that has a team, with how many things are still missing and the first of them; none for whom a rule
    keeps away from it (D17, D18, D38)."""
    now, move = clock.now(), find(Action.CONCLUDE, State.APPLIED)[0]
    for seen in applied:
        for user in scopes[seen.case.unit_id]:
            if seen.known.has_team and case_bodies.may_be_asked(seen, move, user):
                yield user, _opinion_on(seen, seen.missing(move, user, now))


def _opinion_on(seen: Observed, waits: Missing) -> Task:
    return Task(
        Duty.CONCLUDE,
        about(seen.case.pk),
        title="组织考核" if waits.in_short else "提交考核意见",
        button="办理",
        url=reverse("evaluation:assessment_overview", args=[seen.case.pk]),
        subject=str(seen.case.branch),
        due=case_bodies.due(seen, seen.case.state),
        hint=waits.in_short or "材料已齐，可以提交",
    )


def draw_up(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """For the officers of a unit in which everybody is assessed: the opinions become one paper."""
    scopes = holders(people, Perm.ASSESS)
    if not scopes:
        return
    for one in assessment_issue.waiting(list(scopes)):
        task = Task(
            Duty.DRAW_UP_OPINION,
            about(one.year, one.unit),
            title="汇总考核意见",
            button="汇总成文",
            url=reverse("evaluation:assessment_draw_up", args=[one.year, one.unit]),
            subject=one.unit_name,
            hint=f"考核已全部办完，{one.number}个支部的考核意见还没有汇总",
        )
        yield from ((user, task) for user in scopes[one.unit])


def _unscored(people: Sequence[User]) -> Iterator[tuple[User, Any]]:
    """Without the submitted sheet of a member, by when, and whether he is there today; not the member's own branch, none
    he keeps away from."""
    teams = holders(people, Perm.SCORE)
    if not teams:
        return
    mine = {"candidacy": OuterRef("pk"), "user": OuterRef("member")}
    sheets = ScoreSheet.objects.filter(
        candidacy=OuterRef("pk"), assessor=OuterRef("member"), submitted_at__isnull=False
    )
    today = SiteVisit.objects.filter(visited_on=clock.today())
    rows = (
        annotated(running(state=State.APPLIED), "assessment_until")
        .filter(unit__teams__in=list(teams), unit__teams__cycle=F("cycle"))
        .annotate(
            team=F("unit__teams"), member=F("unit__teams__members__user"), left=F("unit__teams__members__left_on")
        )
        .annotate(is_today=Exists(today.filter(candidacy=OuterRef("pk"), visitors=OuterRef("member"))))
        .filter(Q(left=None) | Q(left__gt=clock.today()), member__in=[user.pk for user in people])
        .exclude(Exists(Recusal.objects.filter(**mine)))
        .exclude(Exists(sheets))
    )
    for case in rows.select_related("cycle", "branch__unit"):
        for user in teams[case.team]:
            if user.pk == case.member and user.branch_id != case.branch_id:
                yield user, case

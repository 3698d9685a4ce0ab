"""The assessment team of a unit: form it, change it, say whether the sheets of who left it count."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from evaluation.assessment import team as assessment_team
from evaluation.assessment.forms import CountForm, TeamForm
from evaluation.assessment.steps import team as team_steps


@require_http_methods(["GET", "POST"])
def team(request: PersonRequest, year: int, unit: int) -> HttpResponse:
    """One table of people: tick the members, mark the leader. A search brings in people of other units."""
    cycle, place = assessment_team.cycle_and_unit_or_404(request.user, year, unit)
    known = assessment_team.team(cycle, place)
    words = request.GET.get("q", "")[:30]
    people = assessment_team.choosable(place, known, words)
    initial = {
        "members": [one.user.pk for one in people if one.is_member],
        "leader": known.leader_id if known else None,
    }
    form = TeamForm(request.POST or None, people=people, initial=initial)

    def do(data: dict[str, Any]) -> Done:
        team_steps.form_team(cycle, place, leader=data["leader"], members=data["members"], by=request.user)
        return Done("考核组已保存。", "evaluation:assessment_team", year, unit)

    def context() -> dict[str, Any]:
        return {
            "cycle": cycle,
            "unit": place,
            "team": known,
            "people": people,
            "words": words,
            "short": assessment_team.short_of_members(known) if known else [],
            "former": assessment_team.former_members(known) if known else [],
        }

    return act(request, form, do, template="evaluation/assessment/team.html", context=context)


@require_http_methods(["GET", "POST"])
def count(request: PersonRequest, year: int, unit: int, member: int) -> HttpResponse:
    """计入 or 不计入, for a member who left, before anybody else has read what he scored."""
    cycle, place = assessment_team.cycle_and_unit_or_404(request.user, year, unit)
    known = assessment_team.team(cycle, place)
    former = assessment_team.former_or_404(known, member)
    form = CountForm(request.POST or None, initial={"counts": "yes" if former.member.counts else "no"})

    def do(data: dict[str, Any]) -> Done:
        counts = data["counts"] == "yes"
        team_steps.say_whether_counts(former.member.team, former.member, by=request.user, counts=counts)
        said = f"{former.member.user.name}的评分{'计入' if counts else '不计入'}各支部的考核。"
        return Done(said, "evaluation:assessment_team", year, unit)

    context = {"cycle": cycle, "unit": place, "former": former}
    return act(request, form, do, template="evaluation/assessment/count.html", context=lambda: context)

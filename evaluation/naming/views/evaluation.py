"""Step 4 集中命名表彰: the panel, the verdicts, the proposals, the public notice."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from branches import access, clock
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from branches.settings import queries as settings_queries
from branches.templatetags.furniture import day
from evaluation.cases import bodies as case_bodies
from evaluation.cases import recusals
from evaluation.cases.access import candidacy_or_404
from evaluation.cycle import queries as cycle_queries
from evaluation.documents import queries as documents_queries
from evaluation.guidance import daily_work
from evaluation.models import Cycle
from evaluation.naming import board as naming_board
from evaluation.naming import objections
from evaluation.naming import queries as naming_queries
from evaluation.naming.forms import PanelForm, PublicNoticeForm, VerdictForm
from evaluation.naming.steps import evaluation as evaluation_steps
from evaluation.vocabulary import Body
from evaluation.workdays import workdays


@require_http_methods(["GET", "POST"])
def panel(request: PersonRequest, year: int) -> HttpResponse:
    cycle = cycle_queries.cycle_or_404(request.user, year)
    form = PanelForm(request.POST or None, people=naming_board.municipal_people(), initial=_seated(cycle))

    def do(data: dict[str, Any]) -> Done:
        members = [(user, case_bodies.body_of(user) or "") for user in data["members"]]
        evaluation_steps.set_panel(cycle, members, by=request.user, leader=data["leader"])
        return Done(f"考核评定组已确定，共{len(members)}人。", "evaluation:naming_board", year)

    return act(request, form, do, template="evaluation/naming/panel.html", context=lambda: {"cycle": cycle})


def _seated(cycle: Cycle) -> dict[str, Any]:
    seated = naming_queries.panel(cycle)
    leader = next((one.user_id for one in seated if one.is_leader), None)
    return {"members": [one.user_id for one in seated], "leader": leader}


@require_http_methods(["GET", "POST"])
def evaluate(request: PersonRequest, pk: int) -> HttpResponse:
    """One body's verdict on one candidate, next to everything the earlier steps brought."""
    case = candidacy_or_404(request.user, pk, Perm.EVALUATE)
    body = case_bodies.body_of(request.user)
    given = naming_board.verdicts_of(case)
    mine = given.get(body) if body else None
    initial = {"verdict": mine.verdict, "reason": mine.reason} if mine else {}
    form = VerdictForm(request.POST or None, initial=initial)

    def do(data: dict[str, Any]) -> Done:
        evaluation_steps.evaluate(case, by=request.user, **data)
        following = naming_board.next_to_evaluate(case, request.user) if "next" in request.POST else None
        to = ("evaluation:naming_evaluate", following) if following else ("evaluation:naming_board", case.cycle.year)
        return Done(f"{case.branch}：评定意见已记录。", *to)

    def context() -> dict[str, Any]:
        return {
            "case": case,
            "body": body,
            "why_not": evaluation_steps.why_not_evaluate(case, request.user),
            "dossier": naming_board.dossier(case),
            "daily": daily_work.of(case),
            "verdicts": [(one.label, given.get(one)) for one in Body],
        }

    return act(request, form, do, template="evaluation/naming/evaluate.html", context=context)


@require_http_methods(["GET", "POST"])
def settle(request: PersonRequest, year: int) -> HttpResponse:
    """统一生效: propose and decline whatever both bodies agree on, after a preview."""
    cycle = cycle_queries.cycle_or_404(request.user, year)

    def do(_: dict[str, Any]) -> Done:
        done = evaluation_steps.settle(cycle, by=request.user)
        said = f"已列入拟命名{len(done.proposing)}个，不予命名{len(done.declining)}个。"
        said += recusals.named(case.branch.short_name for case in done.left_out)
        return Done(said, "evaluation:naming_board", year)

    def context() -> dict[str, Any]:
        return {
            "cycle": cycle,
            "settling": evaluation_steps.settleable(cycle, request.user),
            "blocked": naming_board.blocked(cycle),
        }

    return act(request, None, do, template="evaluation/naming/settle.html", context=context)


@require_http_methods(["GET", "POST"])
def publish_notice(request: PersonRequest, year: int) -> HttpResponse:
    cycle = cycle_queries.cycle_or_404(request.user, year)
    is_drafted = settings_queries.drafts()
    form = None if is_drafted else PublicNoticeForm(request.POST or None, initial=objections.where_to(cycle))

    def do(data: dict[str, Any]) -> Done:
        published = evaluation_steps.publish_notice(cycle, by=request.user, telephones=data)
        return Done(f"公示已开始，{day(published.closes_on)}截止。", "evaluation:naming_notice", year)

    def context() -> dict[str, Any]:
        return {
            "cycle": cycle,
            "waiting": naming_board.not_yet_in_public_notice(cycle),
            "gaps": settings_queries.gaps(),
            "may_set": access.may(request.user, Perm.RUN_CYCLE),
            "first": workdays.first_counted_day(clock.today()),
            "closing": workdays.working_days_after(clock.today(), cycle.notice_days) if cycle.notice_days else None,
            "not_certain": workdays.NOT_CERTAIN,
            "is_drafted": is_drafted,
            "obstacles": naming_queries.of_text(cycle),
        }

    return act(request, form, do, template="evaluation/naming/publish_notice.html", context=context)


@require_safe
def notice(request: PersonRequest, year: int) -> HttpResponse:
    """The public notice as everybody signed in reads it: units and branches, no scores, no persons (D22)."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    published, today = naming_board.public_notices(cycle), clock.today()
    last_day = max((one.notice.closes_on for one in published), default=None)
    context = {
        "cycle": cycle,
        "notices": published,
        "documents": documents_queries.of_public_notices(request.user, cycle),
        "today": today,
        "last_day": last_day,
        "is_open": last_day is not None and last_day >= today,
        "telephones": objections.where_to(cycle).items(),
        "may_record": access.may(request.user, Perm.EVALUATE),
    }
    return render(request, "evaluation/naming/notice.html", context)

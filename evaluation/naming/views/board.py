"""Step 4 集中命名表彰: the panel, the verdicts, the proposals, the public notice."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches import access, clock
from branches.names import ORGANISATION_DEPARTMENT_FULL
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from branches.templatetags.furniture import day
from evaluation.advance import Refused
from evaluation.cases import bodies as case_bodies
from evaluation.cases.access import candidacy_or_404
from evaluation.cycle import queries as cycle_queries
from evaluation.decision import signing
from evaluation.documents import queries as documents_queries
from evaluation.documents import series as document_series
from evaluation.documents.forms import NumberForm
from evaluation.models import Notice
from evaluation.naming import board as naming_board
from evaluation.naming import objections
from evaluation.naming import queries as naming_queries
from evaluation.naming.forms import PanelForm, VerdictForm
from evaluation.naming.steps import evaluation as evaluation_steps
from evaluation.vocabulary import Action, Body, DecisionKind
from evaluation.workdays import workdays


@require_safe
def now(request: PersonRequest) -> HttpResponse:
    """The board of the running year, for the navigation."""
    cycle = cycle_queries.current(request.user)
    if cycle is None:
        messages.info(request, "还没有评定年度。")
        return redirect("evaluation:worklist")
    return redirect("evaluation:naming_board", cycle.year)


@require_safe
def board(request: PersonRequest, year: int) -> HttpResponse:
    """Every candidate with both verdicts; what comes next, as one button."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    rows = naming_board.rows(cycle)
    only = request.GET.get("only", "")
    q = request.GET.get("q", "").strip()
    context = {
        "cycle": cycle,
        "rows": naming_board.matching(rows, only, q),
        "filters": naming_board.filters(rows, only),
        "q": q,
        "progress": naming_board.progress(cycle, rows),
        "decision": signing.pending_decision(cycle, DecisionKind.NAMING),
        "version": signing.frozen_version(cycle, DecisionKind.NAMING),
        "proclaimed": naming_board.proclaimed(cycle),
        "panel": naming_queries.panel(cycle),
        "body": case_bodies.body_of(request.user),
        "next": naming_board.next_step(cycle, rows, request.user),
        "today": clock.today(),
    }
    return render(request, "evaluation/naming/board.html", context)


@require_http_methods(["GET", "POST"])
def panel(request: PersonRequest, year: int) -> HttpResponse:
    cycle = cycle_queries.cycle_or_404(request.user, year)
    people = naming_board.municipal_people()
    seated = naming_queries.panel(cycle)
    initial = {
        "members": [one.user_id for one in seated],
        "leader": next((one.user_id for one in seated if one.is_leader), None),
    }
    form = PanelForm(request.POST or None, people=people, initial=initial)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        members = [(user, case_bodies.body_of(user) or "") for user in form.cleaned_data["members"]]
        try:
            evaluation_steps.set_panel(cycle, members, by=request.user, leader=form.cleaned_data["leader"])
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"考核评定组已确定，共{len(members)}人。")
            return redirect("evaluation:naming_board", year)
    status = 422 if request.method == "POST" else 200
    return render(
        request, "evaluation/naming/panel.html", {"cycle": cycle, "form": form, "reasons": reasons}, status=status
    )


@require_http_methods(["GET", "POST"])
def evaluate(request: PersonRequest, pk: int) -> HttpResponse:
    """One body's verdict on one candidate, next to everything the earlier steps brought."""
    case = candidacy_or_404(request.user, pk, Perm.EVALUATE)
    body = case_bodies.body_of(request.user)
    given = naming_board.verdicts_of(case)
    mine = given.get(body) if body else None
    initial = {"verdict": mine.verdict, "reason": mine.reason} if mine else {}
    form = VerdictForm(request.POST or None, initial=initial)
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            evaluation_steps.evaluate(case, by=request.user, **form.cleaned_data)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"{case.branch}：评定意见已记录。")
            following = naming_board.next_to_evaluate(case, request.user)
            target = (
                reverse("evaluation:naming_evaluate", args=[following]) if following and "next" in request.POST else ""
            )
            return redirect(target or reverse("evaluation:naming_board", args=[case.cycle.year]))
    context = {
        "case": case,
        "body": body,
        "form": form,
        "reasons": reasons,
        "why_not": evaluation_steps.why_not_evaluate(case, request.user),
        "dossier": naming_board.dossier(case),
        "verdicts": [(one.label, given.get(one)) for one in Body],
    }
    return render(request, "evaluation/naming/evaluate.html", context, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
def settle(request: PersonRequest, year: int) -> HttpResponse:
    """统一生效: propose and decline whatever both bodies agree on, after a preview."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    moves = evaluation_steps.settleable(cycle)
    reasons: list[str] = []
    if request.method == "POST":
        try:
            proposed, declined = evaluation_steps.settle(cycle, by=request.user)
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"已列入拟命名{proposed}个，不予命名{declined}个。")
            return redirect("evaluation:naming_board", year)
    context = {
        "cycle": cycle,
        "proposing": [case for case, action, _ in moves if action == Action.PROPOSE],
        "declining": [(case, note) for case, action, note in moves if action == Action.DECLINE],
        "blocked": naming_board.blocked(cycle),
        "reasons": reasons,
    }
    return render(request, "evaluation/naming/settle.html", context, status=422 if reasons else 200)


@require_http_methods(["GET", "POST"])
def publish_notice(request: PersonRequest, year: int) -> HttpResponse:
    cycle = cycle_queries.cycle_or_404(request.user, year)
    form = NumberForm(
        request.POST or None, proposed=document_series.proposed(Notice.Kind.PUBLIC_NOTICE, ORGANISATION_DEPARTMENT_FULL)
    )
    reasons: list[str] = []
    if request.method == "POST" and form.is_valid():
        try:
            published = evaluation_steps.publish_notice(cycle, by=request.user, number=form.cleaned_data["number"])
        except Refused as refused:
            reasons = refused.reasons
        else:
            messages.success(request, f"公示已开始，{day(published.closes_on)}截止。")
            return redirect("evaluation:naming_notice", year)
    context = {
        "cycle": cycle,
        "waiting": naming_board.not_yet_noticed(cycle),
        "closing": workdays.working_days_after(clock.today(), cycle.notice_days) if cycle.notice_days else None,
        "not_certain": workdays.NOT_CERTAIN,
        "form": form,
        "reasons": reasons,
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "evaluation/naming/publish_notice.html", context, status=status)


@require_safe
def notice(request: PersonRequest, year: int) -> HttpResponse:
    """The public notice as everybody signed in reads it: units and branches, no scores, no persons (D22)."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    published, today = list(naming_board.notices(cycle)), clock.today()
    last_day = max((one.closes_on for one in published), default=None)
    context = {
        "cycle": cycle,
        "notices": published,
        "documents": documents_queries.of_public_notices(request.user, cycle),
        "today": today,
        "last_day": last_day,
        "is_open": last_day is not None and last_day >= today,
        "telephones": objections.telephones(),
        "may_record": access.may(request.user, Perm.EVALUATE),
    }
    return render(request, "evaluation/naming/notice.html", context)

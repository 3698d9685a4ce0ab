"""One view for every move: GET asks and says what follows, POST makes the move or says why not."""

from collections.abc import Callable, Collection, Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from branches.pages.acting import Done, attempt
from branches.pages.request import PersonRequest, wanted_path
from evaluation.advance import advance
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.casefile.forms import (
    ForwardForm,
    MoveForm,
    NoteForm,
    ReasonForm,
    ReinstateForm,
    RequestedForm,
    SendBackForm,
)
from evaluation.casefile.views import consequences
from evaluation.cases import access as case_access
from evaluation.cases import moves as case_moves
from evaluation.cases.access import holds
from evaluation.models import Candidacy
from evaluation.procedure.lives import PROCEDURE, CaseMove
from evaluation.recommendation.steps import forwarding as forwarding_steps
from evaluation.recommendation.steps import list as list_steps
from evaluation.rules import general as general_rules
from evaluation.rules import recommendation as recommendation_rules
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.self_assessment import way_back
from evaluation.vocabulary import Action

# Moves that write more than a state: what the form gives goes to the step, and the step calls `advance`.
PERFORMERS: Mapping[Action, Callable[..., Any]] = {
    Action.APPLY: self_assessment_steps.apply,
    Action.SEND_BACK: assessment_steps.send_back,
    Action.CONCLUDE: assessment_steps.conclude,
    Action.FORWARD: forwarding_steps.forward,
    Action.TAKE_BACK: forwarding_steps.take_back,
    Action.RECOMMEND: list_steps.recommend,
}
# What is given with a move, by the rule that asks for it; the first one decides.
FORMS: Mapping[Callable[..., str], type[MoveForm]] = {
    general_rules.dated_in_order: ReinstateForm,
    recommendation_rules.requested: RequestedForm,
    general_rules.reasoned: ReasonForm,
}
DANGEROUS = frozenset({Action.WITHDRAW, Action.DECLINE})


@require_http_methods(["GET", "POST"])
def move(request: PersonRequest, pk: int, action: Action) -> HttpResponse:
    case = case_access.candidacy_or_404(request.user, pk)
    mine = [row for row in PROCEDURE if row.action == action and holds(request.user, row.perm, case)]
    if not mine:
        raise Http404
    form = _form(request, case, action, mine)

    def do(given: dict[str, Any]) -> Done:
        del given["next"]
        _perform(request, case, action, given)
        said = f"{case.branch.short_name}：已{action.label.removeprefix('已')}。{consequences.AFTER.get(action, '')}"
        if target := wanted_path(request):
            return Done(said, target)
        return Done(said, "evaluation:case", case.pk)

    return attempt(request, form, do, lambda reasons: _page(request, case, action, form, reasons))


def _perform(request: PersonRequest, case: Candidacy, action: Action, given: dict[str, Any]) -> None:
    try:
        if performer := PERFORMERS.get(action):
            performer(case, by=request.user, **given)
        else:
            advance(case, action, by=request.user, **given)
    except PermissionDenied as denied:
        raise Http404 from denied


def _form(request: PersonRequest, case: Candidacy, action: Action, rows: list[CaseMove]) -> MoveForm:
    data = request.POST if request.method == "POST" else None
    initial = {"version": case.version, "next": wanted_path(request)}
    if action == Action.SEND_BACK:
        if asked := way_back.request_of(case):
            initial["note"] = f"支部请求退回修改：{asked.reason}"
        return SendBackForm(data, initial=initial, items=case_moves.returnable(case))
    if action == Action.FORWARD:
        return ForwardForm(data, initial=initial, case=case)
    here = [row for row in rows if row.before == case.state] or rows  # the case went on meanwhile: keep what was typed
    return _kind_of_form(action, {rule for row in here for rule in row.rules})(data, initial=initial)


def _kind_of_form(action: Action, rules: Collection[Callable[..., str]]) -> type[MoveForm]:
    plain = NoteForm if action in consequences.MAY_CARRY_A_NOTE else MoveForm
    return next((form for rule, form in FORMS.items() if rule in rules), plain)


def _page(request: PersonRequest, case: Candidacy, action: Action, form: MoveForm, reasons: list[str]) -> HttpResponse:
    mine = next((one for one in case_moves.open_moves(case, request.user) if one.action == action), None)
    waiting = mine.reasons if mine else None
    context = {
        "case": case,
        "action": action,
        "form": form,
        "reasons": reasons,
        "waiting": [] if reasons else waiting,
        "is_possible": waiting == [],
        "latest": mine.latest if mine and "due" in form.fields else None,
        "consequence": consequences.BEFORE.get(action, ""),
        "undo": consequences.UNDO.get(action, ""),
        "is_dangerous": action in DANGEROUS,
        "cancel_url": wanted_path(request) or reverse("evaluation:case", args=[case.pk]),
    }
    return render(request, "evaluation/casefile/move.html", context)

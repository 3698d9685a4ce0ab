"""One 复查: its page, the unit's form, the finding behind a special one."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from branches import access, clock
from branches.names import WORK_COMMITTEE
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.advance import advance
from evaluation.assessment.forms import ReasonForm
from evaluation.cases import bodies as case_bodies
from evaluation.cases import reinspections as reinspection_cases
from evaluation.cycle import queries as cycle_queries
from evaluation.honours import queries as honours_queries
from evaluation.models import LaterFinding, Reinspection
from evaluation.reinspection import changes, reviews
from evaluation.reinspection import queries as reinspection_queries
from evaluation.reinspection.forms import LaterFindingForm, ReinspectionForm
from evaluation.reinspection.steps import special as special_steps
from evaluation.reinspection.steps import unit as unit_steps
from evaluation.vocabulary import Body, ReinspectionAction, ReinspectionState

VERIFIERS = (Perm.VERIFY, Perm.VERIFY_CITY)


@require_safe
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """Where it stands, what changed, what was answered and said, and what I can do about it."""
    one = reinspection_queries.reinspection_or_404(request.user, pk)
    seen = reinspection_cases.seen(pk)
    context = {"moves": reinspection_queries.open_moves(seen, request.user), **frame(request, one, seen)}
    return render(request, "evaluation/reinspection/reinspection.html", context)


def frame(request: PersonRequest, one: Reinspection, seen: reinspection_cases.Seen) -> dict[str, Any]:
    """What every page about one re-inspection shows of it. What a unit has not reported stays its own (D34)."""
    sees_all = one.standing == one.state
    is_reviewer = access.may(request.user, Perm.REVIEW)
    is_open = one.state not in (ReinspectionState.KEPT, ReinspectionState.REVOKED, ReinspectionState.VOID)
    given = reviews.given(one) if is_reviewer or not is_open else {}
    finding = reinspection_queries.finding_of(one)
    return {
        "one": one,
        "seen": seen,
        "honour": one.honour,
        "changes": changes.of(one),
        "answers": reinspection_queries.answers_of(one) if sees_all else (),
        "sees_all": sees_all,
        "earlier": one.carries_over,
        "earlier_reviews": _earlier_reviews(one) if is_reviewer else (),
        "reviews": [(body.label, given.get(body)) for body in Body] if is_reviewer or given else (),
        "finding": finding,
        "records": [
            {"title": row.get_action_display(), "who": row.by.name, "when": row.at, "note": row.note, "tone": "done"}
            for row in reinspection_queries.timeline(one, request.user)
        ],
        "verifies": reinspection_queries.verifies(request.user, one.honour),
        "has_facts": sees_all and reinspection_queries.has_facts(one),
        "is_committee": case_bodies.body_of(request.user) == Body.WORK_COMMITTEE,
        "is_open": is_open,
        "today": clock.today(),
    }


def _earlier_reviews(one: Reinspection) -> Sequence[Any]:
    return list(reviews.given(one.carries_over).values()) if one.carries_over else ()


@require_http_methods(["GET", "POST"])
def fill(request: PersonRequest, pk: int) -> HttpResponse:
    """The unit's one form: six conditions, changes, suggestion. Without a suggestion it is kept as it is."""
    one = reinspection_queries.reinspection_or_404(request.user, pk, Perm.REINSPECT)
    seen = reinspection_cases.seen(pk)
    finding = reinspection_queries.finding_of(one)
    form = ReinspectionForm(
        request.POST or None,
        conditions=reinspection_queries.answers_of(one),
        fixed=finding.disqualification.number if finding else None,
        initial={"changes": one.changes, "reason": one.reason},
    )

    def do(data: dict[str, Any]) -> Done:
        return Done(_save(request, one, form), "evaluation:reinspection", pk)

    def context() -> dict[str, Any]:
        closed = reinspection_queries.not_fillable(seen, request.user)
        return {"closed": closed, **frame(request, one, seen)}

    return act(request, form, do, template="evaluation/reinspection/fill.html", context=context)


def _save(request: PersonRequest, one: Reinspection, form: ReinspectionForm) -> str:
    given = {"changes": form.cleaned_data["changes"], "reason": form.cleaned_data["reason"], "by": request.user}
    suggestion = form.cleaned_data["suggestion"]
    if not suggestion:
        unit_steps.save(one, form.given, **given)
        return "已保存。选定复查建议后才能报送。"
    unit_steps.suggest(one, suggestion, form.given, **given)
    return f"{one.honour.branch.short_name}：{ReinspectionAction(suggestion).label}。报送之前可以重新复查。"


@require_http_methods(["GET", "POST"])
def reconsider(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the suggestion back before it is reported."""
    one = reinspection_queries.reinspection_or_404(request.user, pk, Perm.REINSPECT)
    return asked(
        request,
        one,
        lambda _: advance(one, ReinspectionAction.RECONSIDER, by=request.user),
        title=f"重新复查{one.honour.branch.short_name}？",
        consequence="已有的作答和理由保留，可以修改后重新提出建议。",
        button="重新复查",
        done="可以重新作答了。",
        target=reverse("evaluation:reinspection_fill", args=[pk]),
    )


@never_cache
@require_safe
def facts(request: PersonRequest, pk: int) -> HttpResponse:
    """The facts; opening this page is put on record."""
    one = _for_verifiers(request, pk)
    found = unit_steps.look(one, by=request.user)
    return render(request, "evaluation/reinspection/facts.html", {"one": one, **found})


@require_http_methods(["GET", "POST"])
def special(request: PersonRequest, pk: int) -> HttpResponse:
    """A veto found after the naming: record it, hold the title up, ask for a special re-inspection (D14)."""
    honour = honours_queries.honour_or_404(pk)
    if not reinspection_queries.verifies(request.user, honour):
        raise Http404
    conditions = cycle_queries.conditions_now()
    form = LaterFindingForm(request.POST or None, conditions=conditions)

    def do(data: dict[str, Any]) -> Done:
        one = special_steps.find(honour, by=request.user, **data)
        return Done("已登记。称号暂缓，专项复查已经开始。", "evaluation:reinspection", one.pk)

    context = {
        "honour": honour,
        "closed": special_steps.why_not(honour, request.user) if request.method == "GET" else [],
        "days": special_steps.WORKING_DAYS,
    }
    return act(request, form, do, template="evaluation/reinspection/special.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def ask_correction(request: PersonRequest, pk: int) -> HttpResponse:
    """The first of two people: the finding is wrong."""
    one, finding = _finding(request, pk)
    return asked(
        request,
        one,
        lambda form: special_steps.ask_correction(finding, by=request.user, reason=form.cleaned_data["reason"]),
        form=ReasonForm(request.POST or None),
        title=f"提出更正：{finding.disqualification}",
        consequence=f"提出后由{WORK_COMMITTEE}的另一人办理。更正以前，原结论继续有效，称号仍然暂缓。",
        button="提出更正",
        done=f"已提出更正，等待{WORK_COMMITTEE}的另一人办理。",
    )


@require_http_methods(["GET", "POST"])
def correct(request: PersonRequest, pk: int) -> HttpResponse:
    """The second person, of 市直工委, agrees that it is wrong."""
    one, finding = _finding_for_committee(request, pk)
    return asked(
        request,
        one,
        lambda _: special_steps.correct(finding, by=request.user),
        title=f"更正核实结论：{finding.disqualification}？",
        consequence="更正后专项复查不再办理，称号恢复有效。",
        undo="更正理由见“查看事实”。",
        button="同意更正",
        done="已更正，称号恢复有效。",
    )


@require_http_methods(["GET", "POST"])
def uphold(request: PersonRequest, pk: int) -> HttpResponse:
    """The second person does not agree."""
    one, finding = _finding_for_committee(request, pk)
    return asked(
        request,
        one,
        lambda _: special_steps.uphold(finding, by=request.user),
        title=f"不更正核实结论：{finding.disqualification}？",
        consequence="原结论继续有效，专项复查照常办理。",
        undo="以后可以重新提出更正。",
        button="不予更正",
        done="已记录：不予更正。",
    )


def asked(
    request: PersonRequest,
    one: Reinspection,
    step: Callable[[Any], object],
    *,
    done: str,
    form: Any = None,
    target: str = "",
    **words: Any,
) -> HttpResponse:
    """GET asks and says what follows; POST acts or says why not."""
    page = reverse("evaluation:reinspection", args=[one.pk])

    def do(data: dict[str, Any]) -> Done:
        step(form)
        return Done(done, target or page)

    context = {"one": one, "cancel_url": page, **words}
    return act(request, form, do, template="evaluation/reinspection/ask.html", context=lambda: context)


def _for_verifiers(request: PersonRequest, pk: int) -> Reinspection:
    one = reinspection_queries.reinspection_or_404(request.user, pk, *VERIFIERS)
    if not reinspection_queries.verifies(request.user, one.honour):
        raise Http404
    return one


def _finding(request: PersonRequest, pk: int) -> tuple[Reinspection, LaterFinding]:
    one = _for_verifiers(request, pk)
    finding = reinspection_queries.finding_of(one)
    if finding is None:
        raise Http404
    return one, finding


def _finding_for_committee(request: PersonRequest, pk: int) -> tuple[Reinspection, LaterFinding]:
    if case_bodies.body_of(request.user) != Body.WORK_COMMITTEE:
        raise Http404
    return _finding(request, pk)

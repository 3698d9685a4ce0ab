"""One 复查: its page, the unit's form, the finding behind a special one."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches import access, clock
from branches.names import WORK_COMMITTEE
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.advance import advance
from evaluation.assessment.forms import ReasonForm
from evaluation.assessment.verification.steps import matters as matters_steps
from evaluation.cases import recusals
from evaluation.cases import reinspections as reinspection_cases
from evaluation.cycle import queries as cycle_queries
from evaluation.honours import queries as honours_queries
from evaluation.models import LaterFinding, Reinspection
from evaluation.reinspection import changes, reviews
from evaluation.reinspection import grounds as reinspection_grounds
from evaluation.reinspection import queries as reinspection_queries
from evaluation.reinspection.forms import LaterFindingForm, ReconsiderForm, ReinspectionForm
from evaluation.reinspection.steps import special as special_steps
from evaluation.reinspection.steps import unit as unit_steps
from evaluation.vocabulary import Body, ReinspectionAction, ReinspectionState

VERIFIERS = (Perm.VERIFY, Perm.VERIFY_CITY)


@require_safe
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """Where it stands, what changed, what was answered and said, and what I can do about it."""
    one = reinspection_queries.reinspection_or_404(request.user, pk)
    seen = reinspection_cases.seen_by(request.user, pk)
    away = seen.known.body_away if access.may(request.user, Perm.REVIEW) else ""
    context = {
        "moves": reinspection_queries.open_moves(seen, request.user),
        "body_away": Body(away).label if away else "",
        "may_recuse": reinspection_queries.may_recuse(seen, request.user),
        **frame(request, one, seen),
    }
    return render(request, "evaluation/reinspection/reinspection.html", context)


def frame(request: PersonRequest, one: Reinspection, seen: reinspection_cases.Seen) -> dict[str, Any]:
    """What every page about one re-inspection shows of it. What a unit has not reported stays its own (D34)."""
    sees_all = not reinspection_cases.is_private(one)
    is_reviewer = access.may(request.user, Perm.REVIEW)
    is_open = one.state not in (ReinspectionState.KEPT, ReinspectionState.REVOKED, ReinspectionState.VOID)
    given = reviews.given(one) if is_reviewer or not is_open else {}
    finding = reinspection_queries.finding_of(one)
    return {
        "one": one,
        "seen": seen,
        "honour": one.honour,
        "changes": changes.of(one),
        **(_written(one) if sees_all else {}),
        "sees_all": sees_all,
        "earlier": one.carries_over,
        "earlier_reviews": _earlier_reviews(one) if is_reviewer else (),
        "reviews": [_review(one, body, given.get(body)) for body in Body] if is_reviewer or given else (),
        "finding": finding,
        "records": [
            {"title": row.get_action_display(), "who": row.by.name, "when": row.at, "note": row.note, "tone": "done"}
            for row in reinspection_queries.timeline(one, request.user)
        ],
        "verifies": reinspection_queries.verifies_in(request.user, one),
        "has_facts": sees_all and reinspection_queries.has_facts(one),
        "is_committee": recusals.for_committee(request.user, one),
        "is_open": is_open,
        "today": clock.today(),
    }


def _written(one: Reinspection) -> dict[str, Any]:
    """What the unit entered: the conditions, deviations from the standard, what its suggestion rests on."""
    return {
        "answers": reinspection_queries.answers_of(one),
        "deviations": reinspection_grounds.entered(one),
        "grounds": reinspection_grounds.of(one),
    }


def _review(one: Reinspection, body: Body, given: Any) -> tuple[str, Any, Sequence[Any]]:
    return body.label, given, reinspection_grounds.of(one, body) if given else ()


def _earlier_reviews(one: Reinspection) -> Sequence[Any]:
    return list(reviews.given(one.carries_over).values()) if one.carries_over else ()


@require_http_methods(["GET", "POST"])
def fill(request: PersonRequest, pk: int) -> HttpResponse:
    """The unit's one form: six conditions, changes, suggestion. Without a suggestion it is kept as it is."""
    one = reinspection_queries.reinspection_or_404(request.user, pk, Perm.REINSPECT)
    seen = reinspection_cases.seen_by(request.user, pk)
    finding = reinspection_queries.finding_of(one)
    form = ReinspectionForm(
        request.POST or None,
        conditions=reinspection_queries.answers_of(one),
        criteria=reinspection_grounds.deviations(one),
        grounds=reinspection_grounds.choices(one.cycle),
        fixed=finding.disqualification.number if finding else None,
        initial=version(request, one)
        | {
            "changes": one.changes,
            "reason": one.reason,
            "grounds": reinspection_grounds.codes(reinspection_grounds.of(one)),
        },
    )

    def do(data: dict[str, Any]) -> Done:
        return Done(_save(request, one, form), "evaluation:reinspection", pk)

    def context() -> dict[str, Any]:
        closed = reinspection_queries.not_fillable(seen, request.user)
        return {"closed": closed, **frame(request, one, seen)}

    return act(request, form, do, template="evaluation/reinspection/fill.html", context=context)


def _save(request: PersonRequest, one: Reinspection, form: ReinspectionForm) -> str:
    given = {"changes": form.cleaned_data["changes"], "reason": form.cleaned_data["reason"], "by": request.user}
    given |= {"deviations": form.deviations, "grounds": form.cleaned_data["grounds"]}
    suggestion = form.cleaned_data["suggestion"]
    if not suggestion:
        unit_steps.save(one, form.given, **given)
        return "已保存。选定复查建议后才能报送。"
    unit_steps.suggest(one, suggestion, form.given, version=form.cleaned_data["version"], **given)
    return f"{one.honour.branch.short_name}：{ReinspectionAction(suggestion).label}。报送之前可以重新复查。"


@require_http_methods(["GET", "POST"])
def reconsider(request: PersonRequest, pk: int) -> HttpResponse:
    """Take the suggestion back before it is reported."""
    one = reinspection_queries.reinspection_or_404(request.user, pk, Perm.REINSPECT)
    return asked(
        request,
        one,
        lambda form: advance(one, ReinspectionAction.RECONSIDER, by=request.user, **form.cleaned_data),
        form=ReconsiderForm(request.POST if request.method == "POST" else None, initial=version(request, one)),
        title=f"重新复查{one.honour.branch.short_name}？",
        consequence="已有的作答和理由保留，可以修改后重新提出建议。",
        button="重新复查",
        done="可以重新作答了。",
        target=reverse("evaluation:reinspection_fill", args=[pk]),
    )


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
    matter = matters_steps.for_honour(honour, request.GET.get("matter", ""), by=request.user)
    known = {name: getattr(matter, name) for name in ("facts", "basis", "decided_on")} if matter else {}
    initial = known | ({"condition": matter.disqualification_id} if matter else {})
    form = LaterFindingForm(request.POST or None, conditions=conditions, initial=initial)

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


def version(request: PersonRequest, one: Reinspection) -> dict[str, int]:
    """What a form of a move carries: how many moves of it the person may know of."""
    return {"version": reinspection_cases.known(one, request.user).version}


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
    if not reinspection_queries.verifies_in(request.user, one):
        raise Http404
    return one


def _finding(request: PersonRequest, pk: int) -> tuple[Reinspection, LaterFinding]:
    one = _for_verifiers(request, pk)
    finding = reinspection_queries.finding_of(one)
    if finding is None:
        raise Http404
    return one, finding


def _finding_for_committee(request: PersonRequest, pk: int) -> tuple[Reinspection, LaterFinding]:
    one, finding = _finding(request, pk)
    if not recusals.for_committee(request.user, one):
        raise Http404
    return one, finding

"""工作安排: what came down for whoever reads it; for whoever stands above, how far it has come."""

from typing import Any

from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import access
from branches.incoming import numbers
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.guidance import arrangement as year_arrangement
from evaluation.guidance import queries as guidance_queries
from evaluation.guidance.forms import ArrangementForm, CorrectionForm, RemarkForm
from evaluation.guidance.steps import arrangement as arrangement_steps
from evaluation.guidance.views.frame import frame
from evaluation.models import Arrangement, ArrangementVersion
from evaluation.pages.files import attachment


@require_safe
def now(request: PersonRequest) -> HttpResponse:
    """The newest year that this person sees."""
    cycle = guidance_queries.latest(request.user)
    if cycle is None:
        return render(request, "evaluation/cycle/none.html", {"may_add": access.may(request.user, Perm.RUN_CYCLE)})
    return redirect("evaluation:arrangement", cycle.year)


@require_safe
def arrangement(request: PersonRequest, year: int) -> HttpResponse:
    """One page for all: the text, the own branches, the own units, the whole city, as far as the person holds them."""
    user, cycle = request.user, guidance_queries.cycle_or_404(request.user, year)
    context = frame(request, cycle, "arrangement")
    found = year_arrangement.of_year(cycle)
    if found is not None and year_arrangement.is_open_to(user, found):
        context |= _shown(found) | _down_to(found, request)
    return render(request, "evaluation/guidance/arrangement.html", context)


def _shown(found: Arrangement) -> dict[str, Any]:
    current, *earlier = year_arrangement.versions(found)
    return {"arrangement": found, "current": current, "earlier": earlier}


def _down_to(found: Arrangement, request: PersonRequest) -> dict[str, Any]:
    """Nothing of a working copy, which nobody has."""
    if found.published_at is None:
        return {}
    user = request.user
    readings = year_arrangement.own_readings(found, user)
    context: dict[str, Any] = {
        "readings": readings,
        "may_read": access.held(user, Perm.APPLY),
        "remarks": year_arrangement.remarks(found, {one.unit_id for one in readings}),
        "lines": year_arrangement.own_lines(found, user),
        "may_pass_on": access.held(user, Perm.ASSESS),
    }
    if access.may(user, Perm.VIEW_CITY):
        whole = year_arrangement.by_unit(found)
        context["whole"] = whole
        context["branches"] = sum(len(line.readings) for line in whole)
        context["unread"] = sum(len(line.unread) for line in whole)
        context["not_passed_on"] = [line for line in whole if line.passed_on is None]
    return context


@require_http_methods(["GET", "POST"])
def write(request: PersonRequest, year: int) -> HttpResponse:
    """The working copy of the year's one arrangement. Once it is published, it is corrected instead."""
    cycle = guidance_queries.cycle_or_404(request.user, year)
    found = year_arrangement.of_year(cycle)
    if found is not None and found.published_at is not None and request.method != "POST":
        return redirect("evaluation:arrangement_correct", year)
    known = year_arrangement.in_force(found) if found else None
    form = _form(ArrangementForm, request, known)

    def do(data: dict[str, Any]) -> Done:
        arrangement_steps.write(cycle, by=request.user, **_given(data))
        return Done("工作安排已保存，还没有发布。", "evaluation:arrangement", year)

    context = frame(request, cycle, "arrangement") | {"known": known}
    return _act(request, form, do, "evaluation/guidance/write.html", context)


@require_http_methods(["GET", "POST"])
def publish(request: PersonRequest, year: int) -> HttpResponse:
    """The text as it will be read and to how many it goes; then publishing it."""
    cycle = guidance_queries.cycle_or_404(request.user, year)
    found = year_arrangement.of_year(cycle)
    if found is None:
        return redirect("evaluation:arrangement_write", year)
    if found.published_at is not None and request.method != "POST":
        return redirect("evaluation:arrangement", year)

    def do(_: dict[str, Any]) -> Done:
        seen = numbers.number(request.POST.get("seen"))
        count = arrangement_steps.publish(found, by=request.user, seen=seen)
        return Done(f"工作安排已发布，下发后{count}个支部可以看到。", "evaluation:arrangement", year)

    def context() -> dict[str, Any]:
        shown = _shown(found)
        goes_to = guidance_queries.branches_today(cycle)
        sizes = {"units": len({unit for _, unit in goes_to}), "branches": len(goes_to)}
        stamp = {"seen": arrangement_steps.stamp(shown["current"])}
        return frame(request, cycle, "arrangement") | shown | sizes | stamp

    return act(request, None, do, template="evaluation/guidance/publish.html", context=context)


@require_http_methods(["GET", "POST"])
def correct(request: PersonRequest, year: int) -> HttpResponse:
    """A next version; what branches have read stays on record."""
    cycle = guidance_queries.cycle_or_404(request.user, year)
    found = year_arrangement.published_or_404(cycle)
    known = year_arrangement.in_force(found)
    form = _form(CorrectionForm, request, known)

    def do(data: dict[str, Any]) -> Done:
        arrangement_steps.correct(found, by=request.user, reason=data["reason"], **_given(data))
        return Done("更正已发布，各支部会看到更正说明。", "evaluation:arrangement", year)

    context = frame(request, cycle, "arrangement") | {"known": known, "is_correction": True}
    return _act(request, form, do, "evaluation/guidance/write.html", context)


def _form(kind: type[ArrangementForm], request: PersonRequest, known: ArrangementVersion | None) -> ArrangementForm:
    attached = year_arrangement.attached(known)
    if request.method == "POST":
        return kind(request.POST, request.FILES, attached=attached)
    kept = [one.pk for one in attached]
    words = {"title": known.title, "text": known.text} if known else {}
    return kind(attached=attached, initial={**words, "kept": kept, "seen": arrangement_steps.stamp(known)})


def _given(data: dict[str, Any]) -> dict[str, Any]:
    return {
        "title": data["title"],
        "text": data["text"],
        "files": data["upload"],
        "kept": data.get("kept", []),
        "seen": data["seen"],
    }


def _act(
    request: PersonRequest, form: ArrangementForm, do: Any, template: str, context: dict[str, Any]
) -> HttpResponse:
    def shown() -> dict[str, Any]:
        form.carry(arrangement_steps.stamp(context["known"]))
        return context

    return act(request, form, do, template=template, context=shown)


@require_http_methods(["GET", "POST"])
def pass_on(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """The unit's officer reads it, adds what his branches should know, and gives it on."""
    unit = guidance_queries.unit_or_404(request.user, pk, Perm.ASSESS)
    cycle = guidance_queries.cycle_or_404(request.user, year)
    found = year_arrangement.published_or_404(cycle)

    def do(data: dict[str, Any]) -> Done:
        arrangement_steps.pass_on(found, unit, by=request.user, remark=data["remark"])
        return Done(f"工作安排已下发到{unit}各支部。", "evaluation:arrangement", year)

    def context() -> dict[str, Any]:
        lines = year_arrangement.by_unit(found, [unit.pk])
        line = lines[0] if lines else None
        return frame(request, cycle, "arrangement") | _shown(found) | {"unit": unit, "line": line}

    template = "evaluation/guidance/pass_on.html"
    return act(request, RemarkForm(request.POST or None), do, template=template, context=context)


@require_http_methods(["GET", "POST"])
def pass_on_all(request: PersonRequest, year: int) -> HttpResponse:
    """市直工委 gives it to the branches whose officer has not."""
    cycle = guidance_queries.cycle_or_404(request.user, year)
    found = year_arrangement.published_or_404(cycle)

    def do(_: dict[str, Any]) -> Done:
        count = arrangement_steps.pass_on_all(found, by=request.user)
        return Done(f"已直接下发到{count}个单位的支部。", "evaluation:arrangement", year)

    def context() -> dict[str, Any]:
        waiting = [line for line in year_arrangement.by_unit(found) if line.passed_on is None]
        return frame(request, cycle, "arrangement") | {"waiting": waiting}

    return act(request, None, do, template="evaluation/guidance/pass_on_all.html", context=context)


@require_POST
def read(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """已阅: one press."""
    branch = guidance_queries.branch_or_404(request.user, pk)
    cycle = guidance_queries.cycle_or_404(request.user, year)
    found = year_arrangement.published_or_404(cycle)

    def do(_: dict[str, Any]) -> Done:
        number = numbers.number(request.POST.get("number")) or 0
        arrangement_steps.read(found, branch, by=request.user, number=number)
        return Done(f"{branch}已阅。", "evaluation:arrangement", year)

    def context() -> dict[str, Any]:
        return frame(request, cycle, "arrangement") | _shown(found) | _down_to(found, request)

    return act(request, None, do, template="evaluation/guidance/arrangement.html", context=context)


@require_safe
def file(request: PersonRequest, pk: int) -> FileResponse:
    return attachment(year_arrangement.file_or_404(request.user, pk))

"""The other parts of a self-assessment: basic facts, the six declarations, the resolution of the branch meeting."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from branches.pages.request import PersonRequest
from evaluation.models import Candidacy
from evaluation.self_assessment import queries as self_assessment_queries
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.self_assessment.forms import BasicsForm, DeclarationsForm, FactsForm, ResolutionForm
from evaluation.self_assessment.views import autosave
from evaluation.self_assessment.views.autosave import Outcome, Save, Saved
from evaluation.vocabulary import Answer


@require_http_methods(["GET", "POST"])
def basics(request: PersonRequest, pk: int) -> HttpResponse:
    case, elsewhere = autosave.case_to_fill(request, pk)
    if elsewhere:
        return elsewhere
    outcome = Outcome()
    if request.method == "POST":
        form = BasicsForm(request.POST)
        outcome = autosave.save(form, _basics(request, case, form))
        if outcome.is_good:
            messages.success(request, "支部基本情况已确认。")
            return redirect("evaluation:self_assessment_tasks", pk)
    working = self_assessment_queries.draft(case).working
    if request.method == "GET":
        form = BasicsForm(initial=BasicsForm.shown(working))
    unlike = self_assessment_queries.unlike_register(working) if working.basics_version else []
    context = {"form": form, "unlike": unlike, "asked": _asked(case, "facts")}
    return autosave.page(request, "evaluation/self_assessment/basics.html", case, outcome, context)


@require_POST
def basics_draft(request: PersonRequest, pk: int) -> HttpResponse:
    case, _ = autosave.case_to_fill(request, pk)
    form = BasicsForm(request.POST)
    return autosave.answer(form, _basics(request, case, form))


@require_http_methods(["GET", "POST"])
def resolution(request: PersonRequest, pk: int) -> HttpResponse:
    case, elsewhere = autosave.case_to_fill(request, pk)
    if elsewhere:
        return elsewhere
    outcome = Outcome()
    if request.method == "POST":
        form = ResolutionForm(request.POST)
        outcome = autosave.save(form, _resolution(request, case, form))
        if outcome.is_good:
            messages.success(request, "支部大会决议已保存。")
            return redirect("evaluation:self_assessment_tasks", pk)
    else:
        form = ResolutionForm(initial=ResolutionForm.shown(self_assessment_queries.draft(case).working))
    context = {"form": form, "asked": _asked(case, "resolution")}
    return autosave.page(request, "evaluation/self_assessment/resolution.html", case, outcome, context)


@require_POST
def resolution_draft(request: PersonRequest, pk: int) -> HttpResponse:
    case, _ = autosave.case_to_fill(request, pk)
    form = ResolutionForm(request.POST)
    return autosave.answer(form, _resolution(request, case, form))


@require_http_methods(["GET", "POST"])
def declarations(request: PersonRequest, pk: int) -> HttpResponse:
    """Whoever answers 有 or 待核实 is taken to the page that says what follows and asks for the facts."""
    case, elsewhere = autosave.case_to_fill(request, pk)
    if elsewhere:
        return elsewhere
    draft = self_assessment_queries.draft(case)
    conditions = [one.disqualification for one in draft.conditions]
    outcome = Outcome()
    if request.method == "POST":
        form = DeclarationsForm(request.POST, conditions=conditions)
        outcome = autosave.save(form, _declare(request, case, form))
        if outcome.is_good:
            messages.success(request, "不得参评情形申报已保存。")
            asks = any(answer != Answer.NO for answer in form.answers().values())
            return redirect(f"evaluation:self_assessment_{'facts' if asks else 'tasks'}", pk)
    else:
        given = {f"d{one.disqualification.number}": one.answer for one in draft.conditions}
        form = DeclarationsForm(
            initial=given | {"base_version": draft.working.declarations_version}, conditions=conditions
        )
    returned = self_assessment_queries.returned(case)
    asked = [
        (str(one), returned.items[f"d{one.number}"])
        for one in conditions
        if returned and f"d{one.number}" in returned.items
    ]
    context = {"form": form, "asked": asked, "year": case.cycle.year}
    return autosave.page(request, "evaluation/self_assessment/declarations.html", case, outcome, context)


@require_POST
def declarations_draft(request: PersonRequest, pk: int) -> HttpResponse:
    case, _ = autosave.case_to_fill(request, pk)
    form = DeclarationsForm(request.POST, conditions=case.cycle.disqualifications.all())
    return autosave.answer(form, _declare(request, case, form))


@require_http_methods(["GET", "POST"])
def facts(request: PersonRequest, pk: int) -> HttpResponse:
    """What follows from 有 and 待核实, and the facts behind them."""
    case, elsewhere = autosave.case_to_fill(request, pk)
    if elsewhere:
        return elsewhere
    draft = self_assessment_queries.draft(case)
    raised = [one for one in draft.conditions if one.answer not in (None, Answer.NO)]
    if not raised and request.method == "GET":
        return redirect("evaluation:self_assessment_declarations", pk)
    outcome = Outcome()
    if request.method == "POST":
        form = FactsForm(request.POST, conditions=raised)
        outcome = autosave.save(form, _explain(request, case, form))
        if outcome.is_good:
            messages.success(request, "情况说明已保存。")
            return redirect("evaluation:self_assessment_tasks", pk)
    else:
        written = {f"d{one.disqualification.number}": one.declaration.facts for one in raised if one.declaration}
        form = FactsForm(initial=written | {"base_version": draft.working.declarations_version}, conditions=raised)
    context = {
        "form": form,
        "has_yes": any(one.answer == Answer.YES for one in raised),
        "has_pending": any(one.answer == Answer.PENDING for one in raised),
        "not_apply": reverse("evaluation:move", args=[pk, "not-apply"]),
    }
    return autosave.page(request, "evaluation/self_assessment/facts.html", case, outcome, context)


@require_POST
def facts_draft(request: PersonRequest, pk: int) -> HttpResponse:
    case, _ = autosave.case_to_fill(request, pk)
    raised = [one for one in self_assessment_queries.draft(case).conditions if one.answer not in (None, Answer.NO)]
    form = FactsForm(request.POST, conditions=raised)
    return autosave.answer(form, _explain(request, case, form))


def _basics(request: PersonRequest, case: Candidacy, form: BasicsForm) -> Save:
    def save(*, saved: bool) -> Saved:
        row = self_assessment_steps.save_basics(case, form.usable(), by=request.user, seen=form.seen, saved=saved)
        return Saved(row.basics_version, row.at)

    return save


def _resolution(request: PersonRequest, case: Candidacy, form: ResolutionForm) -> Save:
    def save(*, saved: bool) -> Saved:
        row = self_assessment_steps.save_resolution(case, form.usable(), by=request.user, seen=form.seen, saved=saved)
        return Saved(row.resolution_version, row.at)

    return save


def _declare(request: PersonRequest, case: Candidacy, form: DeclarationsForm) -> Save:
    def save(*, saved: bool) -> Saved:
        row = self_assessment_steps.declare(case, form.answers(), by=request.user, seen=form.seen, saved=saved)
        return Saved(row.declarations_version, row.at)

    return save


def _explain(request: PersonRequest, case: Candidacy, form: FactsForm) -> Save:
    def save(*, saved: bool) -> Saved:
        row = self_assessment_steps.explain(case, form.facts(), by=request.user, seen=form.seen, saved=saved)
        return Saved(row.declarations_version, row.at)

    return save


def _asked(case: Candidacy, key: str) -> str:
    """What the send-back asks to be put right here."""
    returned = self_assessment_queries.returned(case)
    return returned.items.get(key, "") if returned else ""

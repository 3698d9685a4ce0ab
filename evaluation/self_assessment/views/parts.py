"""The other parts of a self-assessment: basic facts, the six declarations, the resolution of the branch meeting."""

from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from branches.pages.acting import Done
from branches.pages.request import PersonRequest
from evaluation.models import Candidacy
from evaluation.pages import autosave
from evaluation.pages.autosave import Outcome, Save, Saved
from evaluation.self_assessment import queries as self_assessment_queries
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.self_assessment.doubts import doubts_of
from evaluation.self_assessment.forms import BasicsForm, DeclarationsForm, FactsForm, ResolutionForm
from evaluation.self_assessment.views import filling
from evaluation.vocabulary import Answer


@require_http_methods(["GET", "POST"])
def basics(request: PersonRequest, pk: int) -> HttpResponse:
    case, elsewhere = filling.case_to_fill(request, pk)
    if elsewhere:
        return elsewhere
    form = BasicsForm(_sent(request), initial=BasicsForm.shown(self_assessment_queries.working_copy(case).working))

    def show(outcome: Outcome) -> HttpResponse:
        working = self_assessment_queries.working_copy(case).working
        unlike = self_assessment_queries.unlike_register(working) if working.basics_version else []
        context = {
            "form": form,
            "unlike": unlike,
            "asked": self_assessment_queries.asked(case, "facts"),
            "doubts": doubts_of(case, working).all,
        }
        return filling.page(request, "evaluation/self_assessment/basics.html", case, outcome, context)

    done = Done("支部基本情况已确认。", "evaluation:self_assessment_tasks", pk)
    return autosave.keep(request, form, _basics(request, case, form), lambda: done, show)


@require_POST
def keep_basics(request: PersonRequest, pk: int) -> HttpResponse:
    case, _ = filling.case_to_fill(request, pk)
    return autosave.answer(request, _basics(request, case, BasicsForm(request.POST)))


@require_http_methods(["GET", "POST"])
def resolution(request: PersonRequest, pk: int) -> HttpResponse:
    case, elsewhere = filling.case_to_fill(request, pk)
    if elsewhere:
        return elsewhere
    working = self_assessment_queries.working_copy(case).working
    form = ResolutionForm(_sent(request), initial=ResolutionForm.shown(working), full_members=working.full_members)

    def show(outcome: Outcome) -> HttpResponse:
        context = {"form": form, "asked": self_assessment_queries.asked(case, "resolution")}
        return filling.page(request, "evaluation/self_assessment/resolution.html", case, outcome, context)

    done = Done("支部大会决议已保存。", "evaluation:self_assessment_tasks", pk)
    return autosave.keep(request, form, _resolution(request, case, form), lambda: done, show)


@require_POST
def keep_resolution(request: PersonRequest, pk: int) -> HttpResponse:
    case, _ = filling.case_to_fill(request, pk)
    return autosave.answer(request, _resolution(request, case, ResolutionForm(request.POST)))


@require_http_methods(["GET", "POST"])
def declarations(request: PersonRequest, pk: int) -> HttpResponse:
    """Whoever answers 有 or 待核实 is taken to the page that says what follows and asks for the facts."""
    case, elsewhere = filling.case_to_fill(request, pk)
    if elsewhere:
        return elsewhere
    draft = self_assessment_queries.working_copy(case)
    conditions = [one.disqualification for one in draft.conditions]
    given = {f"d{one.disqualification.number}": one.answer for one in draft.conditions}
    initial = given | {"base_version": draft.working.declarations_version}
    form = DeclarationsForm(_sent(request), initial=initial, conditions=conditions)

    def done() -> Done:
        asks = any(answer != Answer.NO for answer in form.answers().values())
        return Done(
            "不得参评情形申报已保存。",
            "evaluation:self_assessment_facts" if asks else "evaluation:self_assessment_tasks",
            pk,
        )

    def show(outcome: Outcome) -> HttpResponse:
        words = {str(one): self_assessment_queries.asked(case, f"d{one.number}") for one in conditions}
        context = {
            "form": form,
            "asked": [(title, reason) for title, reason in words.items() if reason],
            "year": case.cycle.year,
        }
        return filling.page(request, "evaluation/self_assessment/declarations.html", case, outcome, context)

    return autosave.keep(request, form, _declare(request, case, form), done, show)


@require_POST
def keep_declarations(request: PersonRequest, pk: int) -> HttpResponse:
    case, _ = filling.case_to_fill(request, pk)
    form = DeclarationsForm(request.POST, conditions=self_assessment_queries.disqualifications(case))
    return autosave.answer(request, _declare(request, case, form))


@require_http_methods(["GET", "POST"])
def facts(request: PersonRequest, pk: int) -> HttpResponse:
    """What follows from 有 and 待核实, and the facts behind them."""
    case, elsewhere = filling.case_to_fill(request, pk)
    if elsewhere:
        return elsewhere
    draft = self_assessment_queries.working_copy(case)
    if not draft.raised and request.method == "GET":
        return redirect("evaluation:self_assessment_declarations", pk)
    written = {f"d{one.disqualification.number}": one.facts for one in draft.raised}
    initial = written | {"base_version": draft.working.declarations_version}
    form = FactsForm(_sent(request), initial=initial, conditions=draft.raised)

    def show(outcome: Outcome) -> HttpResponse:
        context = {
            "form": form,
            "has_yes": any(one.answer == Answer.YES for one in draft.raised),
            "has_pending": any(one.answer == Answer.PENDING for one in draft.raised),
            "not_apply": reverse("evaluation:move", args=[pk, "not-apply"]),
        }
        return filling.page(request, "evaluation/self_assessment/facts.html", case, outcome, context)

    done = Done("情况说明已保存。", "evaluation:self_assessment_tasks", pk)
    return autosave.keep(request, form, _explain(request, case, form), lambda: done, show)


@require_POST
def keep_facts(request: PersonRequest, pk: int) -> HttpResponse:
    case, _ = filling.case_to_fill(request, pk)
    form = FactsForm(request.POST, conditions=self_assessment_queries.working_copy(case).raised)
    return autosave.answer(request, _explain(request, case, form))


def _sent(request: PersonRequest) -> QueryDict | None:
    return request.POST if request.method == "POST" else None


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

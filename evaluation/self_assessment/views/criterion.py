"""One criterion on one page: its mark and statement, last year's words, its evidence. Every button keeps the text."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from branches.incoming import numbers
from branches.pages.acting import Done, attempt
from branches.pages.request import PersonRequest, wants_json
from evaluation.advance import Refused
from evaluation.models import Candidacy, Criterion
from evaluation.pages import autosave
from evaluation.pages.autosave import Outcome
from evaluation.pages.files import receive, received
from evaluation.self_assessment import last_year
from evaluation.self_assessment import queries as self_assessment_queries
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.self_assessment.doubts import doubts_of
from evaluation.self_assessment.evidence import queries as evidence_queries
from evaluation.self_assessment.evidence import steps as evidence_steps
from evaluation.self_assessment.evidence.forms import FilesForm
from evaluation.self_assessment.evidence.views import as_received
from evaluation.self_assessment.forms import RatingForm
from evaluation.self_assessment.standard import obstacles
from evaluation.self_assessment.views import filling

ELECTIONS = 6
"""The criterion about elections and the set-up of the branch: what is doubtful of either stands beside it (D51)."""


@require_http_methods(["GET", "POST"])
def criterion(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    case, elsewhere = filling.case_to_fill(request, pk)
    one = self_assessment_queries.criterion_or_404(case, number)
    if elsewhere:
        return elsewhere
    form = _sent(request, case)

    def done() -> Done:
        return Done(f"第{number}项已保存。", *_onward(case, number, to_list=request.POST.get("then") == "list"))

    def show(outcome: Outcome) -> HttpResponse:
        return _page(request, case, one, outcome, form if form.is_bound else None)

    return autosave.keep(request, form, filling.rating_step(request, case, one, form), done, show)


@require_POST
def keep_criterion(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    case, _ = filling.case_to_fill(request, pk)
    one = self_assessment_queries.criterion_or_404(case, number)
    form = _sent(request, case)
    return autosave.answer(request, filling.rating_step(request, case, one, form))


@require_POST
def copy(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """Last year's words go below what is on the screen."""
    return keep_and(
        request,
        pk,
        number,
        lambda case, one: self_assessment_steps.copy_last_year(case, one, by=request.user),
        "#id_statement",
    )


@require_POST
def attach(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """Cite what was picked from the library, and what was uploaded just now."""
    if wants_json(request):
        return _take(request, pk, number)
    files = (
        FilesForm(files=request.FILES).fields["upload"].clean(request.FILES.getlist("upload")) if request.FILES else []
    )
    picked = numbers.numbers(request.POST.getlist("pick"))

    def act(case: Candidacy, one: Criterion) -> None:
        if not files and not picked:
            raise Refused("请先选择文件，或从材料库中勾选，再点“添加”。")
        evidence_steps.attach(case, one, files=files, picked=picked, by=request.user)

    return keep_and(request, pk, number, act, "#evidence")


@require_POST
def detach(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    which = numbers.number(request.POST.get("remove"))

    def act(case: Candidacy, one: Criterion) -> None:
        if which is not None:
            evidence_steps.detach(case, one, which, by=request.user)

    return keep_and(request, pk, number, act, "#evidence")


def keep_and(
    request: PersonRequest, pk: int, number: int, act: Any, anchor: str = "", page: str = "self_assessment_criterion"
) -> HttpResponse:
    """Keep the typed text as a draft, then do what the button says, and come back to the same place or go on."""
    case, _ = filling.case_to_fill(request, pk)
    one = self_assessment_queries.criterion_or_404(case, number)
    form = _sent(request, case)
    step = filling.rating_step(request, case, one, form)
    outcome = autosave.save(request, form, lambda saved: step(saved=False))
    if outcome.theirs or outcome.reasons:
        return _page(request, case, one, outcome, form)

    def do(_: dict[str, Any]) -> Done:
        act(case, one)
        return Done("", reverse(f"evaluation:{page}", args=[pk, number]) + anchor)

    return attempt(request, None, do, lambda reasons: _page(request, case, one, Outcome(reasons=reasons)))


def _take(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """A script sends a file alone: the typed text has a way of its own."""
    case, _ = filling.case_to_fill(request, pk)
    one = self_assessment_queries.criterion_or_404(case, number)
    form = FilesForm(request.POST, request.FILES)

    def do(data: dict[str, Any]) -> Done | HttpResponse:
        kept = evidence_steps.attach(case, one, files=data["upload"], by=request.user)
        return received(request, Done(""), as_received(kept[-1]))

    return receive(request, form, do, lambda reasons: _page(request, case, one, Outcome(reasons=reasons)))


def _onward(case: Candidacy, number: int, *, to_list: bool) -> tuple[Any, ...]:
    """To the next criterion, after the last one to what comes next on the form."""
    if to_list:
        return "evaluation:self_assessment_tasks", case.pk
    following = next((n for n in self_assessment_queries.numbers(case) if n > number), None)
    if following is None:
        return "evaluation:self_assessment_declarations", case.pk
    return "evaluation:self_assessment_criterion", case.pk, following


def _sent(request: PersonRequest, case: Candidacy) -> RatingForm:
    return RatingForm(request.POST if request.method == "POST" else None, template=case.cycle.score_template)


def _shown(case: Candidacy, item: self_assessment_queries.Item) -> RatingForm:
    return RatingForm(initial=RatingForm.shown(item.rating), template=case.cycle.score_template)


def _taken_over(item: self_assessment_queries.Item, year: int, text: str) -> str:
    """That nobody has looked yet at what came from an earlier year, in words."""
    is_same = bool(text) and item.rating.statement == text and not item.rating.is_complete
    return last_year.note(item.rating.candidacy, year) if is_same else ""


def _obstacles(case: Candidacy, item: self_assessment_queries.Item) -> list[str]:
    """What this rating has to do with: told here, before the branch has filled in everything (D37)."""
    concerned = item.is_unmet or item.is_left_out
    return obstacles(self_assessment_queries.working_copy(case)) if concerned else []


def _page(
    request: PersonRequest, case: Candidacy, one: Criterion, outcome: Outcome, form: RatingForm | None = None
) -> HttpResponse:
    item = self_assessment_queries.item(case, one)
    year, text = last_year.last_year(case, one)
    cited = {evidence.pk for evidence in item.evidence}
    numbers = self_assessment_queries.numbers(case)
    context = {
        "criterion": one,
        "form": form or _shown(case, item),
        "item": item,
        "cited": evidence_queries.cited(item),
        "room": self_assessment_queries.FILES_PER_CRITERION - len(cited),
        "library": [evidence for evidence in evidence_queries.library(case.branch) if evidence.pk not in cited],
        "files": FilesForm(
            shows="#cited",
            to=reverse("evaluation:self_assessment_attach", args=[case.pk, one.number]),
            use_required_attribute=False,
        ),
        "asked": self_assessment_queries.asked(case, f"c{one.number}"),
        "obstacles": _obstacles(case, item),
        "doubts": doubts_of(case).structure if one.number == ELECTIONS else [],
        "taken_over": _taken_over(item, year, text),
        "last_year": year,
        "last_text": text,
        "total": len(numbers),
        "following": next((n for n in numbers if n > one.number), None),
        "previous": next((n for n in reversed(numbers) if n < one.number), None),
    }
    return filling.page(request, "evaluation/self_assessment/criterion.html", case, outcome, context)

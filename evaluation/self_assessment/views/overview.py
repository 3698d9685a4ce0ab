"""Step 1 as a whole: the task list, checking before applying, the receipt, paper, reading what was applied with, and asking for it back."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import clock
from branches.pages.acting import Done, act, attempt
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.cases import moves as case_moves
from evaluation.cases.access import candidacy_or_404, holds
from evaluation.deadlines import until
from evaluation.models import Candidacy, Submission
from evaluation.rules.reference_score import reference_score
from evaluation.self_assessment import document as self_assessment_document
from evaluation.self_assessment import queries as self_assessment_queries
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.self_assessment import way_back
from evaluation.self_assessment.forms import ReturnRequestForm
from evaluation.self_assessment.views import rows, task_list
from evaluation.vocabulary import Action, Grade, ScoreTemplate, State, Step


@require_safe
def tasks(request: PersonRequest, pk: int) -> HttpResponse:
    """For who fills it in, where every session resumes; for others, what the branch applied with."""
    case = candidacy_or_404(request.user, pk)
    if case.state != State.DRAFT or not self_assessment_queries.may_fill(request.user, case):
        return _read(request, case)
    return _tasks(request, case, [])


@require_POST
def take_over(request: PersonRequest, pk: int) -> HttpResponse:
    """Last year's answers go into every criterion that is still empty."""
    case = candidacy_or_404(request.user, pk)

    def do(_: dict[str, Any]) -> Done:
        taken = self_assessment_steps.take_over_last_year(case, by=request.user)
        said = f"已带入{taken}项，请逐项核对，核对后保存的才算完成。" if taken else "没有空着的项，什么都没有改。"
        return Done(said, "evaluation:self_assessment_tasks", pk)

    return attempt(request, None, do, lambda reasons: _tasks(request, case, reasons))


def _tasks(request: PersonRequest, case: Candidacy, reasons: list[str]) -> HttpResponse:
    draft = self_assessment_queries.working_copy(case)
    returned = self_assessment_queries.returned(case)
    _, due = self_assessment_queries.window(case)
    back = task_list.returned_group(draft, returned) if returned else None
    head = task_list.head(draft, back, due, clock.today())
    context = {
        "case": case,
        "reasons": reasons,
        "draft": draft,
        "head": head,
        "groups": [*([back] if back and back["tasks"] else []), *task_list.groups(draft)],
        "returned": returned,
        "is_own": holds(request.user, Perm.APPLY, case),
    }
    return render(request, "evaluation/self_assessment/tasks.html", context)


@require_safe
def check(request: PersonRequest, pk: int) -> HttpResponse:
    """The last look: everything in words, what is missing with links, and the button."""
    case = candidacy_or_404(request.user, pk)
    if case.state != State.DRAFT or not self_assessment_queries.may_fill(request.user, case):
        return redirect("evaluation:self_assessment_tasks", pk)
    draft = self_assessment_queries.working_copy(case)
    document = self_assessment_document.document(draft)
    seen, due = self_assessment_queries.window(case)
    mine = [one for one in case_moves.moves_of(seen, case.state, request.user) if one.action == Action.APPLY]
    gaps = task_list.gaps(draft)
    context = {
        "case": case,
        "draft": draft,
        "due": due,
        "today": clock.today(),
        "gaps": gaps,
        "waiting": mine[0].reasons if mine else [],
        "score": reference_score(draft.marks, case.cycle.score_template),
        "criteria": rows.criteria(document, case),
        "declarations": rows.declarations(document, case),
        "basics": rows.basics(document, case),
        "resolution": rows.resolution(document, case),
        "unlike": self_assessment_queries.unlike_register(draft.working),
        "is_own": holds(request.user, Perm.APPLY, case),
    }
    return render(request, "evaluation/self_assessment/check.html", context)


@require_safe
def receipt(request: PersonRequest, pk: int) -> HttpResponse:
    """What was handed in, under which number, when, and what happens next."""
    case = candidacy_or_404(request.user, pk)
    submission = self_assessment_queries.latest_version(request.user, case)
    if submission is None or case.state == State.DRAFT:
        return redirect("evaluation:self_assessment_tasks", pk)
    context = {
        "case": case,
        "submission": submission,
        "number": f"{case.cycle.year}-{case.pk:05d}-{submission.number}",
        "assessed_until": until(case, Step.ASSESSMENT),
        "recommended_until": until(case, Step.RECOMMENDATION),
        "help_phone": settings.HELP_PHONE,
        "way_back": way_back.way_back(request.user, case),
    }
    return render(request, "evaluation/self_assessment/receipt.html", context)


@require_safe
def printed(request: PersonRequest, pk: int) -> HttpResponse:
    """The form on paper: with what is written so far, or blank to be filled in by hand (D32)."""
    case = candidacy_or_404(request.user, pk)
    submission = None
    document: self_assessment_document.Document | None = None
    if "blank" not in request.GET:
        submission = self_assessment_queries.latest_version(request.user, case)
        if case.state in (State.DRAFT, State.NOT_APPLIED) and self_assessment_queries.may_fill(request.user, case):
            submission, document = None, self_assessment_document.document(self_assessment_queries.working_copy(case))
        elif submission:
            document = submission.content
        else:
            raise Http404
    is_blank = document is None
    document = document or self_assessment_document.document(self_assessment_queries.blank(case))
    context = {
        "case": case,
        "is_blank": is_blank,
        "submission": submission,
        "basics": rows.basics(document),
        "resolution": rows.resolution(document),
        "strengths": rows.strengths(document),
        "declarations": list(
            zip(document["declarations"], self_assessment_queries.disqualifications(case), strict=True)
        ),
        "choices": _choices(case),
        "printed_at": clock.now(),
    }
    return render(request, "evaluation/self_assessment/printed.html", context)


@require_safe
def version(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """One version that the branch applied with, and what it changed (D27)."""
    case = candidacy_or_404(request.user, pk)
    submission = self_assessment_queries.submission_or_404(request.user, case, number)
    return _read(request, case, submission)


@require_http_methods(["GET", "POST"])
def ask_return(request: PersonRequest, pk: int) -> HttpResponse:
    """GET says what follows, or which way is open instead; POST asks."""
    case = candidacy_or_404(request.user, pk, Perm.APPLY)
    form = ReturnRequestForm(request.POST or None)

    def do(data: dict[str, Any]) -> Done:
        self_assessment_steps.ask_return(case, by=request.user, reason=data["reason"])
        organ = case.unit.organ_organisation
        return Done(
            f"已请{organ}退回修改。退回后，首页会有待办；没有退回的，考核照常进行。", "evaluation:case", case.pk
        )

    def context() -> dict[str, Any]:
        return {"case": case, "way_back": way_back.way_back(request.user, case)}

    return act(request, form, do, template="evaluation/self_assessment/ask_return.html", context=context)


def _read(request: PersonRequest, case: Candidacy, submission: Submission | None = None) -> HttpResponse:
    """In text: what the branch applied with. A draft is shown to nobody but who fills it in."""
    submission = submission or self_assessment_queries.latest_version(request.user, case)
    is_own = holds(request.user, Perm.APPLY, case)
    context: dict[str, Any] = {
        "case": case,
        "submission": submission,
        "is_own": is_own,
        "way_back": way_back.way_back(request.user, case),
        "may_take_paper": case.state == State.DRAFT and holds(request.user, Perm.ASSESS, case),
    }
    if submission:
        content = submission.content
        versions = self_assessment_queries.versions(request.user, case)
        before = next((one for one in versions if one.number == submission.number - 1), None)
        context |= {
            "strengths": rows.strengths(content),
            "declarations": rows.declarations(content),
            "basics": rows.basics(content),
            "resolution": rows.resolution(content),
            "paper": content.get("paper"),
            "versions": versions,
            "before": before,
            "differences": self_assessment_document.differences(before.content, content) if before else [],
            "score": _score(content, case.cycle.score_template),
        }
    return render(request, "evaluation/self_assessment/read.html", context)


def _score(content: self_assessment_document.Document, template: str) -> Any:
    return reference_score([(one["grade"], one["points"]) for one in content["criteria"]], template)


def _choices(case: Candidacy) -> list[str]:
    """The boxes on paper."""
    if case.cycle.score_template == ScoreTemplate.POINTS:
        return [*(f"{n}分" for n in range(5, -1, -1)), Grade.NOT_APPLICABLE.label]
    return [grade.label for grade in Grade]

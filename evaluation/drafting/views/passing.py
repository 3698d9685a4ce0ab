"""核稿 by a second person, and the days on which the leaders signed, recorded from paper."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.forms import CheckForm, ConsentForm
from evaluation.drafting.steps import consent as consent_steps
from evaluation.drafting.steps import text as draft_steps
from evaluation.drafting.views.drafting import next_page, shown, where
from evaluation.models import DocumentText


@require_http_methods(["GET", "POST"])
def check(request: PersonRequest, pk: int) -> HttpResponse:
    """Read the text with its changes, then pass it or return it."""
    text = drafting_queries.text_or_404(pk)
    form = CheckForm(request.POST or None)

    def do(data: dict[str, Any]) -> Done:
        is_passed = data["is_passed"] == "yes"
        draft_steps.check(text, by=request.user, is_passed=is_passed, reason=data["reason"])
        return Done(f"第{text.number}稿{'已核稿通过' if is_passed else '已退回修改'}。", where(text))

    def context() -> dict[str, Any]:
        return {"why_not": draft_steps.why_not_check(text, request.user), **_about(request, text)}

    return act(request, form, do, template="evaluation/drafting/check.html", context=context)


@require_http_methods(["GET", "POST"])
def consent(request: PersonRequest, pk: int) -> HttpResponse:
    """Record that a leader signed, with the day."""
    text = drafting_queries.text_or_404(pk)
    if text.version is None:
        raise Http404
    missing = drafting_queries.standing(text).missing
    form = ConsentForm(*((request.POST, request.FILES) if request.method == "POST" else ()), bodies=missing)

    def do(data: dict[str, Any]) -> Done:
        made = consent_steps.record(text, by=request.user, **data)
        return Done(f"已登记{made.get_body_display()}{made.leader}的签发。", next_page(text))

    return act(request, form, do, template="evaluation/drafting/consent.html", context=lambda: _about(request, text))


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Take a wrong record back."""
    one = drafting_queries.consent_or_404(pk)

    def do(_: dict[str, Any]) -> Done:
        consent_steps.withdraw(one, by=request.user)
        return Done("登记已撤销，请重新登记。", where(one.text))

    return act(
        request, None, do, template="evaluation/drafting/consent.html", context=lambda: _about(request, one.text)
    )


@require_safe
def scan(request: PersonRequest, pk: int) -> FileResponse:
    """The paper that the leader signed."""
    one = drafting_queries.consent_or_404(pk)
    if not one.scan:
        raise Http404
    try:
        opened = one.scan.open("rb")
    except FileNotFoundError as missing:
        raise Http404 from missing
    ending = str(one.scan.name).rpartition(".")[2]
    answer = FileResponse(opened, as_attachment=True, filename=f"签批件（{one.get_body_display()}）.{ending}")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _about(request: PersonRequest, text: DocumentText) -> dict[str, Any]:
    subject = drafting_subjects.of_text(text)
    about = shown(text, subject, request) if subject else {"text": text}
    return {"where": where(text), "subject": subject, **about}

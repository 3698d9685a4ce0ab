"""The corrected text to be signed, and the page on which it is issued."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_http_methods, require_POST

from branches.accounts import proof
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.settings import queries as settings_queries
from evaluation.cases import bodies as case_bodies
from evaluation.drafting import corrections
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.forms import IssueForm, ReturnForm, SignForm
from evaluation.drafting.steps import correction as correction_steps
from evaluation.drafting.views import drafting
from evaluation.models import DocumentText
from evaluation.vocabulary import Body


@require_http_methods(["GET", "POST"])
def sign(request: PersonRequest, pk: int) -> HttpResponse:
    """Read the corrected text with what differs from the issued one, then sign it with one's strongest proof."""
    text = corrections.correction_or_404(pk)
    form = SignForm(request.POST or None, request=request)

    def do(given: dict[str, Any]) -> Done:
        proof.demand(request, given, purpose="signing")
        made = correction_steps.sign(text, by=request.user)
        return Done(f"已代表{made.get_body_display()}签署第{text.number}稿。", "evaluation:drafting_sign", pk)

    return act(request, form, do, template="evaluation/drafting/sign.html", context=lambda: _about(request, text))


@require_POST
def withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    """Take one's own signature back; refused, the text is shown again with the reason."""
    text = corrections.correction_or_404(pk)

    def do(_: dict[str, Any]) -> Done:
        correction_steps.withdraw_signature(text, by=request.user)
        return Done(f"已撤回对第{text.number}稿的签署。", "evaluation:drafting_sign", pk)

    def context() -> dict[str, Any]:
        return {"form": SignForm(request=request), **_about(request, text)}

    return act(request, None, do, template="evaluation/drafting/sign.html", context=context)


@require_http_methods(["GET", "POST"])
def send_back(request: PersonRequest, pk: int) -> HttpResponse:
    """Give the text back instead of signing it, with the reason."""
    text = corrections.correction_or_404(pk)
    form = ReturnForm(request.POST or None)

    def do(given: dict[str, Any]) -> Done:
        correction_steps.send_back(text, by=request.user, reason=given["reason"])
        return Done(f"第{text.number}稿已退回修改。", "evaluation:drafting_sign", pk)

    context = {"text": text, "why_not": correction_steps.why_not_send_back(text)}
    return act(request, form, do, template="evaluation/drafting/send_back.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def issue(request: PersonRequest, pk: int) -> HttpResponse:
    """The last page before the corrected document is out: what it says otherwise, its number, its day."""
    text = corrections.correction_or_404(pk)
    is_dated = settings_queries.drafts() or text.version is None
    form = IssueForm(request.POST or None, proposed=corrections.proposed_number(text), is_dated=is_dated)

    def do(given: dict[str, Any]) -> Done:
        number, day = given.get("number", ""), given.get("dated_on")
        made = correction_steps.issue(text, by=request.user, number=number, dated_on=day, leaders=form.leaders)
        return Done("更正后的公文已制发。原公文保留，并标明已被更正。", "evaluation:notice", made.pk)

    def context() -> dict[str, Any]:
        return {"obstacles": corrections.obstacles(text), **_about(request, text)}

    return act(request, form, do, template="evaluation/drafting/issue.html", context=context)


def _about(request: PersonRequest, text: DocumentText) -> dict[str, Any]:
    subject, body = drafting_subjects.of_text(text), case_bodies.body_of(request.user)
    standing = corrections.signed(text)
    return {
        "subject": subject,
        "where": drafting.where(text),
        "standing": standing,
        "signatures": [(one, standing.signatures.get(one)) for one in Body],
        "mine": standing.signatures.get(body) if body else None,
        "signs_as": settings_queries.work_committee()
        if body == Body.WORK_COMMITTEE
        else settings_queries.organisation_department(),
        "why_not": correction_steps.why_not_sign(text),
        "may_send_back": not correction_steps.why_not_send_back(text),
        **(drafting.shown(text, subject, request) if subject else {"text": text}),
    }

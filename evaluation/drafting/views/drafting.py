"""拟稿: the text of a document with its 样稿, what differs from the standard one, and who has passed it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from branches import access
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from branches.settings import queries as settings_queries
from evaluation.cycle import queries as cycle_queries
from evaluation.drafting import comparison, samples, table
from evaluation.drafting import queries as drafting_queries
from evaluation.drafting import subjects as drafting_subjects
from evaluation.drafting.forms import CorrectionTextForm, TextForm
from evaluation.drafting.standard import standard
from evaluation.drafting.steps import text as draft_steps
from evaluation.drafting.subjects import Subject
from evaluation.models import DocumentText

BOARDS = {
    "naming": ("evaluation:naming_board", "返回集中命名"),
    "public_notice": ("evaluation:naming_board", "返回集中命名"),
    "revocation": ("evaluation:reinspections", "返回复查与复核"),
}
"""Where the work on a document is done."""


def back(subject: Subject) -> tuple[str, str]:
    """Where somebody came from, and its words; of a correction the document that is corrected."""
    if subject.corrects:
        return reverse("evaluation:notice", args=[subject.corrects.pk]), "返回公文"
    name, words = BOARDS[subject.kind]
    return reverse(name, args=[subject.cycle.year]), words


@require_http_methods(["GET", "POST"])
def of_decision(request: PersonRequest, pk: int) -> HttpResponse:
    """命名决定 or 撤销决定: of the list that is frozen."""
    version = drafting_queries.version_or_404(pk)
    return _page(request, drafting_subjects.of_version(version), reverse("evaluation:drafting_decision", args=[pk]))


@require_http_methods(["GET", "POST"])
def of_public_notice(request: PersonRequest, year: int) -> HttpResponse:
    """公示: of the proposed who have not been in one."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    subject = drafting_subjects.of_public_notice(cycle)
    if subject is None:
        raise Http404
    return _page(request, subject, reverse("evaluation:drafting_public_notice", args=[year]))


@require_http_methods(["GET", "POST"])
def of_correction(request: PersonRequest, pk: int) -> HttpResponse:
    """更正 of a joint document that is issued."""
    subject = drafting_subjects.of_correction(drafting_queries.joint_or_404(request.user, pk))
    if subject is None:
        raise Http404
    return _page(request, subject, reverse("evaluation:drafting_correction", args=[pk]))


@require_POST
def give_up(request: PersonRequest, pk: int) -> HttpResponse:
    """The correction that was begun is not made."""
    text = drafting_queries.text_or_404(pk)
    if text.corrects is None:
        raise Http404
    notice = text.corrects

    def do(_: dict[str, Any]) -> Done:
        draft_steps.give_up(text, by=request.user)
        return Done("这次更正不办了，原公文不变。", "evaluation:notice", notice.pk)

    context = {"text": text, "where": where(text)}
    return act(request, None, do, template="evaluation/drafting/given_up.html", context=lambda: context)


@require_safe
def now(request: PersonRequest, pk: int) -> HttpResponse:
    """From any text to the page of its document."""
    return redirect(where(drafting_queries.text_or_404(pk)))


def where(text: DocumentText) -> str:
    """The page on which this text is worked on."""
    if text.corrects_id:
        return reverse("evaluation:drafting_correction", args=[text.corrects_id])
    if text.version:
        return reverse("evaluation:drafting_decision", args=[text.version.decision_id])
    return reverse("evaluation:drafting_public_notice", args=[text.cycle.year])


def next_page(text: DocumentText) -> str:
    """Where the document goes on once a consent is recorded: to the next consent, after the last where it is issued."""
    if drafting_queries.standing(text).missing:
        return where(text)
    if text.corrects_id:
        return reverse("evaluation:drafting_issue", args=[text.pk])
    return reverse(BOARDS[text.kind][0], args=[text.cycle.year])


def _page(request: PersonRequest, subject: Subject, url: str) -> HttpResponse:
    text = drafting_queries.newest(subject)
    usual, drafts = standard(subject), settings_queries.drafts()
    given, number = (text.facts, text.number) if text else (usual, 0)
    kind = CorrectionTextForm if subject.corrects else TextForm
    form = kind(*([request.POST] if request.method == "POST" else []), text=given, seen=number, standard=usual)

    def do(data: dict[str, Any]) -> Done:
        made = draft_steps.save(subject, form.text, by=request.user, seen=data["version"])
        samples.make_at_once(made)
        return Done(f"第{made.number}稿已保存，等待{'核稿' if drafts else '双方签署'}。", url)

    def context() -> dict[str, Any]:
        return {
            "subject": subject,
            "url": url,
            "back": back(subject),
            "may_draft": access.may(request.user, Perm.NAME) and (drafts or subject.corrects is not None),
            "is_drafted": drafts,
            "doubts": comparison.doubts(given, subject.total),
            **shown(text, subject, request),
        }

    return act(request, form, do, template="evaluation/drafting/text.html", context=context)


def shown(text: DocumentText | None, subject: Subject, request: PersonRequest) -> dict[str, Any]:
    """What every page about a text shows of it: its sample, its changes, who signs when."""
    if text is None:
        return {"text": None}
    may_write, drafts = access.may(request.user, Perm.NAME), settings_queries.drafts()
    standing = drafting_queries.standing(text)
    return {
        "text": text,
        "pages": range(1, samples.first_seen(text) + 1),
        "changes": comparison.changes(standard(subject), text.facts),
        "fits": drafting_queries.fits(text, subject),
        "passing": standing,
        "rows": list(table.rows(standing)),
        "is_consented": drafts,
        "is_given_up": drafting_queries.is_given_up(text),
        "may_check": may_write and drafts and not draft_steps.why_not_check(text, request.user),
        "may_record": may_write and drafts and bool(subject.signers),
    }

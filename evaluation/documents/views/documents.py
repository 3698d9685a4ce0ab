"""Official documents: the list, one document as text and as a file, its correction."""

from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.db.models import QuerySet
from django.http import FileResponse, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import ChoiceFilter, ModelChoiceFilter

from branches.jobs import queries as jobs_queries
from branches.labels import label_of
from branches.pages.acting import Done, act
from branches.pages.filters import NumberFilter
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from evaluation.cycle import queries as cycle_queries
from evaluation.documents import queries as documents_queries
from evaluation.documents import queue, renditions
from evaluation.documents import series as document_series
from evaluation.documents import steps as documents_steps
from evaluation.documents.forms import CorrectionForm, FirstNumberForm
from evaluation.models import Cycle, Notice, Rendition
from evaluation.models.notice import Typesetting
from evaluation.typesetting import typeset
from evaluation.typesetting.award import Award
from evaluation.typesetting.brief import Brief
from evaluation.typesetting.form import Form
from evaluation.typesetting.letter import Letter


def _years(request: PersonRequest) -> QuerySet[Cycle]:
    return cycle_queries.visible(request.user)


def _numbered(notice: Notice) -> str:
    if hasattr(notice, "corrected_by") and notice.kind in document_series.FORMS:
        return "已有新的一稿"
    if hasattr(notice, "corrected_by"):
        is_numbered = documents_queries.is_first_edition(notice.corrected_by)
        return "工作打印件" if is_numbered else f"{notice.number}（已更正）"
    return notice.number + ("（已作废）" if hasattr(notice, "voiding") else "")


def _file(notice: Any) -> str:
    """The sealed copy where there is one."""
    return reverse("evaluation:issued_sealed" if notice.is_sealed else "evaluation:notice_pdf", args=[notice.pk])


class Documents(Listing):
    """Every document the person may see, newest first."""

    title = "公文"
    search = (
        "number",
        "unit__search_text",
        "candidacy__branch__search_text",
    )
    filters = {
        "cycle": ModelChoiceFilter(label="年度", queryset=_years, to_field_name="year"),
        "kind": ChoiceFilter(label="种类", choices=Notice.Kind.choices),
        "state": ChoiceFilter(
            label="排版",
            method=documents_queries.by_file,
            choices=[(one.value, one.label) for one in (Typesetting.DONE, Typesetting.WAITING, Typesetting.FAILED)],
        ),
        "current": ChoiceFilter(
            label="版本", method=documents_queries.by_version, choices=[("1", "不含已更正、已作废的")]
        ),
        "unit": NumberFilter(label="单位编号"),
        "decision": NumberFilter(label="决定编号"),
        "candidacy": NumberFilter(label="参评编号"),
    }
    from_links = ("unit", "decision", "candidacy")
    columns = (
        Column(
            label_of(Notice, "kind"),
            "get_kind_display",
            sort="kind",
            url=lambda row: reverse("evaluation:notice", args=[row.pk]),
        ),
        Column(label_of(Notice, "number"), _numbered, sort="number"),
        Column(label_of(Notice, "dated_on"), "dated_on", sort="dated_on"),
        Column("关于", documents_queries.about),
        Column("排版", "typesetting", status=True),
        Column("文件", lambda row: "正本" if row.is_sealed else "打开", url=_file, exported=False),
    )
    order = long_order = ("-pk",)
    nothing = "还没有您可以查看的公文。申请、考核、推荐、公示、命名等办理完成后，公文会出现在这里。"


TEMPLATES = {
    Form: "evaluation/documents/form.html",
    Award: "evaluation/documents/award.html",
    Brief: "evaluation/documents/brief.html",
    Letter: "evaluation/documents/letter.html",
}
"""How a page shows the text of a document."""


@require_safe
def listing(request: PersonRequest) -> HttpResponse:
    found = Documents(request, documents_queries.listed(request.user))
    return found.response("evaluation/documents/list.html", {"prints": jobs_queries.own(request.user, queue.PRINT)[:5]})


@require_safe
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """The document in text, with its file, its fingerprint and what it corrects."""
    notice = documents_queries.document_or_404(request.user, pk)
    document = typeset.compose(notice.kind, notice.printable)
    context = {
        "notice": notice,
        "about": documents_queries.about(notice),
        "document": document,
        "template": next(name for kind, name in TEMPLATES.items() if isinstance(document, kind)),
        "rare": typeset.rare(notice.kind, notice.printable),
        "later": documents_queries.current(notice) if hasattr(notice, "corrected_by") else None,
        "voiding": getattr(notice, "voiding", None),
        "sealed": documents_queries.sealed(notice),
        "issues": documents_queries.issues(request.user, notice),
        "may_correct": documents_queries.may_correct(request.user, notice),
        "may_number": documents_queries.may_number(request.user, notice),
        "leaders": documents_queries.leaders(request.user, notice),
        "is_form": notice.kind in document_series.FORMS,
        "is_first_edition": documents_queries.is_first_edition(notice),
        "has_first_edition": hasattr(notice, "corrected_by")
        and documents_queries.is_first_edition(notice.corrected_by),
        "is_waiting": notice.typesetting in (Typesetting.WAITING, Typesetting.RUNNING)
        and not renditions.is_short(notice),
    }
    return render(request, "evaluation/documents/notice.html", context)


@require_safe
def pdf(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The file under its Chinese name. A short document that no worker has come to is typeset now."""
    notice = documents_queries.document_or_404(request.user, pk)
    if not notice.file and renditions.is_short(notice):
        notice = queue.at_once(notice)
    if not notice.file:
        messages.info(request, "文件还在排版，排好后即可打开。")
        return redirect("evaluation:notice", pk)
    try:
        return pdf_response(notice.file.open("rb"), documents_queries.file_name(notice))
    except FileNotFoundError:
        messages.error(request, "文件没有找到，公文内容仍在。请联系系统管理员。")
        return redirect("evaluation:notice", pk)


WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
def word(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The same contents to be finished in a word processor."""
    return _rendition(request, pk, Rendition.Form.WORD, WORD, ".docx")


@require_safe
def archive(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The same pages as PDF/A for the archive."""
    return _rendition(request, pk, Rendition.Form.ARCHIVE, "application/pdf", "-PDFA.pdf")


def _rendition(request: PersonRequest, pk: int, form: str, content_type: str, ending: str) -> HttpResponseBase:
    """The file as it is kept; one that nobody has asked for yet leads to the job that makes it, unless it is short."""
    notice = documents_queries.document_or_404(request.user, pk)
    kept = renditions.kept(notice, form)
    if kept is None:
        job = renditions.asked_for(notice, form, by=request.user)
        kept = renditions.kept(notice, form)
        if kept is None:
            return redirect("branches:job", job.pk)
    try:
        answer = FileResponse(kept.file.open("rb"), content_type=content_type)
    except FileNotFoundError:
        messages.error(request, "文件没有找到，公文内容仍在。请联系系统管理员。")
        return redirect("evaluation:notice", pk)
    name = quote(documents_queries.file_name(notice))
    answer["Content-Disposition"] = (
        f"attachment; filename=\"document{ending[ending.index('.') :]}\"; filename*=UTF-8''{name}{ending}"
    )
    return answer


def pdf_response(file: Any, name: str) -> FileResponse:
    """A PDF to be shown in the browser and saved under its Chinese name (RFC 5987)."""
    answer = FileResponse(file, content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename=\"document.pdf\"; filename*=UTF-8''{quote(name)}.pdf"
    return answer


@require_http_methods(["GET", "POST"])
def give_number(request: PersonRequest, pk: int) -> HttpResponse:
    """The number that the office has registered, and who signed: a working print becomes a document."""
    notice = documents_queries.numberable_or_404(request.user, pk)
    proposed = document_series.proposed(notice.kind, notice.data["issuers"][0])
    form = FirstNumberForm(request.POST or None, notice=notice, proposed=proposed)

    def do(given: dict[str, Any]) -> Done:
        made = documents_steps.give_number(notice, by=request.user, **given)
        return Done(f"已编号{made.number}，可以打印正式文稿。", "evaluation:notice", made.pk)

    context = {"notice": notice, "about": documents_queries.about(notice)}
    return act(request, form, do, template="evaluation/documents/number.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def correct(request: PersonRequest, pk: int) -> HttpResponse:
    """What is wrong, what it shall be, and why; the old document stays and says by which it was corrected."""
    notice = documents_queries.correctable_or_404(request.user, pk)
    if documents_queries.is_corrected_by_text(notice):
        return redirect("evaluation:drafting_correction", pk)
    issuer = (notice.data.get("issuers") or [""])[0]
    form = CorrectionForm(request.POST or None, notice=notice, proposed=document_series.proposed(notice.kind, issuer))

    def do(given: dict[str, Any]) -> Done:
        made = documents_steps.correct(
            notice,
            by=request.user,
            reason=given["reason"],
            values=form.values,
            wrong=given["wrong"],
            right=given["right"],
            number=given.get("new_number", ""),
        )
        return Done("更正后的公文已制发。原公文保留，并标明已被更正。", "evaluation:notice", made.pk)

    context = {"notice": notice, "about": documents_queries.about(notice)}
    return act(request, form, do, template="evaluation/documents/correct.html", context=lambda: context)

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
from evaluation.documents import queue
from evaluation.documents import series as document_series
from evaluation.documents import steps as documents_steps
from evaluation.documents.forms import CorrectionForm
from evaluation.models import Cycle, Notice
from evaluation.models.notice import Typesetting
from evaluation.typesetting import docx, typeset
from evaluation.typesetting.award import Award
from evaluation.typesetting.form import Form


def _years(request: PersonRequest) -> QuerySet[Cycle]:
    return cycle_queries.visible(request.user)


def _numbered(notice: Notice) -> str:
    if hasattr(notice, "corrected_by"):
        return f"{notice.number}（已更正）"
    return notice.number + ("（已作废）" if hasattr(notice, "voiding") else "")


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
        Column(
            "文件", lambda row: "打开", url=lambda row: reverse("evaluation:notice_pdf", args=[row.pk]), exported=False
        ),
    )
    order = long_order = ("-pk",)
    nothing = "还没有您可以查看的公文。申请、考核、推荐、公示、命名等办理完成后，公文会出现在这里。"


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
        "shape": "form" if isinstance(document, Form) else "award" if isinstance(document, Award) else "letter",
        "rare": typeset.rare(notice.kind, notice.printable),
        "later": getattr(notice, "corrected_by", None),
        "voiding": getattr(notice, "voiding", None),
        "may_correct": documents_queries.may_correct(request.user, notice),
        "is_waiting": notice.is_long and notice.typesetting in (Typesetting.WAITING, Typesetting.RUNNING),
    }
    return render(request, "evaluation/documents/notice.html", context)


@require_safe
def pdf(request: PersonRequest, pk: int) -> HttpResponseBase:
    """The file under its Chinese name. A short document that no worker has come to is typeset now."""
    notice = documents_queries.document_or_404(request.user, pk)
    if not notice.is_long:
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
def word(request: PersonRequest, pk: int) -> HttpResponse:
    """The same contents to be finished in a word processor. Only the PDF is kept and covered by a digest."""
    notice = documents_queries.document_or_404(request.user, pk)
    answer = HttpResponse(docx.render(notice.kind, notice.printable), content_type=WORD)
    name = quote(documents_queries.file_name(notice))
    answer["Content-Disposition"] = f"attachment; filename=\"document.docx\"; filename*=UTF-8''{name}.docx"
    return answer


@require_safe
def archive(request: PersonRequest, pk: int) -> HttpResponse:
    """The same pages as PDF/A for the archive, made when asked for. Only the plain PDF is kept."""
    notice = documents_queries.document_or_404(request.user, pk)
    content = typeset.render(notice.kind, notice.printable, archive=True)
    answer = HttpResponse(content, content_type="application/pdf")
    name = quote(documents_queries.file_name(notice))
    answer["Content-Disposition"] = f"attachment; filename=\"document.pdf\"; filename*=UTF-8''{name}-PDFA.pdf"
    return answer


def pdf_response(file: Any, name: str) -> FileResponse:
    """A PDF to be shown in the browser and saved under its Chinese name (RFC 5987)."""
    answer = FileResponse(file, content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename=\"document.pdf\"; filename*=UTF-8''{quote(name)}.pdf"
    return answer


@require_http_methods(["GET", "POST"])
def correct(request: PersonRequest, pk: int) -> HttpResponse:
    """What is wrong, what it shall be, and why; the old document stays and says by which it was corrected."""
    notice = documents_queries.correctable_or_404(request.user, pk)
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

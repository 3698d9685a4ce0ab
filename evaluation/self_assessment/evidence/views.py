"""A branch's library of evidence, the files themselves, and the scan from which an officer fills in."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches import in_words
from branches.labels import label_of
from branches.pages.acting import Done, act, attempt
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.permissions import Perm
from branches.templatetags.furniture import filesize
from evaluation.advance import Refused
from evaluation.cases.access import candidacy_or_404
from evaluation.models import Evidence
from evaluation.pages.downloading import attachment
from evaluation.self_assessment.evidence import queries as evidence_queries
from evaluation.self_assessment.evidence import steps as evidence_steps
from evaluation.self_assessment.evidence.forms import FilesForm, PaperForm, ReferenceForm
from evaluation.vocabulary import State


def kind(row: Evidence) -> str:
    """PDF · 86KB, or the number and date of a document that was only named."""
    if row.file:
        return f"{_ending(row).upper()} · {filesize(row.size)}"
    return " ".join(filter(None, [row.document_number, in_words.plain_day(row.dated_on) if row.dated_on else ""]))


def uses(row: Any) -> str:
    """Which criteria cite it, newest year first."""
    years: dict[int, list[str]] = {}
    for rating in evidence_queries.uses(row):
        years.setdefault(rating.candidacy.cycle.year, []).append(str(rating.criterion.number))
    return "；".join(f"{year}年度第{'、'.join(numbers)}项" for year, numbers in years.items())


class Library(Listing):
    title = "材料库"
    search = ("title", "document_number")
    order = ("-id",)
    columns = (
        Column(
            label_of(Evidence, "title"),
            "title",
            sort="title",
            template="evaluation/self_assessment/library_title.html",
            export="title",
        ),
        Column("文件", kind),
        Column("用于", uses),
        Column("上传时间", "at", sort="at"),
        Column("上传人", "by.name"),
        Column("操作", template="evaluation/self_assessment/library_remove.html", exported=False),
    )
    nothing = "材料库还是空的。材料可以不传；上传一次，各项、各年度都能引用。"


@require_http_methods(["GET", "POST"])
def library(request: PersonRequest, pk: int) -> HttpResponse:
    """What is in the library; several files can be added at once, each judged by itself."""
    branch = evidence_queries.branch_or_404(request.user, pk)
    form = FilesForm(request.POST, request.FILES) if request.method == "POST" else FilesForm()

    def do(data: dict[str, Any]) -> Done:
        kept, reasons = evidence_steps.add_files(branch, data["upload"], by=request.user)
        if kept and reasons:
            messages.success(request, _told(kept))
        if reasons:
            raise Refused(*reasons)
        return Done(_told(kept), "evaluation:evidence_library", pk)

    def show(reasons: list[str]) -> HttpResponse:
        context = {"branch": branch, "form": FilesForm() if reasons else form, "reasons": reasons}
        listing = Library(request, evidence_queries.library(branch))
        return listing.response("evaluation/self_assessment/library.html", context)

    return attempt(request, form, do, show)


@require_http_methods(["GET", "POST"])
def reference(request: PersonRequest, pk: int) -> HttpResponse:
    """Name a document instead of uploading it."""
    branch = evidence_queries.branch_or_404(request.user, pk)
    form = ReferenceForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> Done:
        row = evidence_steps.add_reference(branch, **data, by=request.user)
        return Done(f"已登记“{row.title}”。", "evaluation:evidence_library", pk)

    template = "evaluation/self_assessment/reference.html"
    return act(request, form, do, template=template, context=lambda: {"branch": branch})


@require_http_methods(["GET", "POST"])
def remove(request: PersonRequest, pk: int, evidence: int) -> HttpResponse:
    """Out of the library: first which criteria lose it."""
    branch = evidence_queries.branch_or_404(request.user, pk)
    row = evidence_queries.in_library_or_404(branch, evidence)

    def do(_: dict[str, Any]) -> Done:
        evidence_steps.remove(row, by=request.user)
        return Done(f"“{row.title}”已移出材料库。", "evaluation:evidence_library", pk)

    def context() -> dict[str, Any]:
        return {"branch": branch, "row": row, "uses": uses(row), "is_kept": evidence_queries.is_kept(row)}

    return act(request, None, do, template="evaluation/self_assessment/remove.html", context=context)


@require_safe
def file(request: PersonRequest, pk: int) -> FileResponse:
    return attachment(evidence_queries.readable_or_404(request.user, pk))


@require_http_methods(["GET", "POST"])
def paper(request: PersonRequest, pk: int) -> HttpResponse:
    """The organ officer uploads the branch's stamped paper and may then fill in for it (D30)."""
    case = candidacy_or_404(request.user, pk, Perm.ASSESS)
    if case.state != State.DRAFT:
        return redirect("evaluation:self_assessment_tasks", pk)
    form = PaperForm(request.POST, request.FILES) if request.method == "POST" else PaperForm()

    def do(data: dict[str, Any]) -> Done:
        evidence_steps.attach_paper(case, data["file"], by=request.user)
        return Done("扫描件已上传，请对照纸质材料代录。", "evaluation:self_assessment_tasks", pk)

    context = {"case": case, "blank_url": reverse("evaluation:self_assessment_print", args=[pk])}
    return act(request, form, do, template="evaluation/self_assessment/paper.html", context=lambda: context)


def _told(kept: int) -> str:
    return f"已上传{kept}个文件。" if kept else ""


def _ending(row: Evidence) -> str:
    return str(row.file.name).rpartition(".")[2]

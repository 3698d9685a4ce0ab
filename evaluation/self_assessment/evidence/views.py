"""A branch's library of evidence, the files themselves, and the scan from which an officer fills in."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches import in_words
from branches.labels import label_of
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest, wants_json
from branches.pages.tables import Column, Listing
from branches.permissions import Perm
from branches.templatetags.furniture import filesize
from evaluation.advance import Refused
from evaluation.cases.access import candidacy_or_404
from evaluation.models import Evidence
from evaluation.pages.files import Received, attachment, receive, received
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
    form = FilesForm(*_sent(request), shows="#library")

    def do(data: dict[str, Any]) -> Done | HttpResponse:
        kept, reasons = evidence_steps.add_files(branch, data["upload"], by=request.user)
        if kept and reasons and not wants_json(request):
            messages.success(request, _told(kept))
        if reasons:
            raise Refused(*reasons)
        return received(request, Done(_told(kept), "evaluation:evidence_library", pk), as_received(kept[-1]))

    def show(reasons: list[str]) -> HttpResponse:
        shown = FilesForm(shows="#library") if reasons else form
        context = {"branch": branch, "form": shown, "reasons": reasons}
        listing = Library(request, evidence_queries.library(branch))
        return listing.response("evaluation/self_assessment/library.html", context)

    return receive(request, form, do, show)


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
    form = PaperForm(*_sent(request), on=reverse("evaluation:self_assessment_tasks", args=[pk]))

    def do(data: dict[str, Any]) -> Done | HttpResponse:
        kept = evidence_steps.attach_paper(case, data["file"], by=request.user)
        done = Done("扫描件已上传，请对照纸质材料代录。", "evaluation:self_assessment_tasks", pk)
        return received(request, done, as_received(kept))

    def show(reasons: list[str]) -> HttpResponse:
        blank_url = reverse("evaluation:self_assessment_print", args=[pk])
        context = {"case": case, "blank_url": blank_url, "form": form, "reasons": reasons}
        return render(request, "evaluation/self_assessment/paper.html", context)

    return receive(request, form, do, show)


def as_received(row: Evidence) -> Received:
    return Received(row.pk, row.title, kind(row), reverse("evaluation:evidence_file", args=[row.pk]))


def _sent(request: PersonRequest) -> tuple[Any, ...]:
    return (request.POST, request.FILES) if request.method == "POST" else ()


def _told(kept: list[Evidence]) -> str:
    return f"已上传{len(kept)}个文件。" if kept else ""


def _ending(row: Evidence) -> str:
    return str(row.file.name).rpartition(".")[2]

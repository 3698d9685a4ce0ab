"""The sealed copy of a document, its comparison, its distribution and receipts, and the archive's package."""

from typing import Any, NamedTuple

from django.db.models.fields.files import FieldFile
from django.http import FileResponse, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods, require_safe

from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from evaluation.documents import queries as documents_queries
from evaluation.issued import comparing
from evaluation.issued import queries as issued_queries
from evaluation.issued import steps as issued_steps
from evaluation.issued.forms import CopyForm, DistributionForm
from evaluation.models import IssuedCopy, Notice
from evaluation.pages.files import attachment


class Named(NamedTuple):
    """A kept file under the name that people shall find it by."""

    title: str
    file: FieldFile
    content_type: str


@require_safe
def show(request: PersonRequest, pk: int) -> HttpResponse:
    """What came back and who has it: the confirmed copy for every reader, the rest for whoever issued the document."""
    notice = documents_queries.document_or_404(request.user, pk)
    sealed = documents_queries.sealed(notice)
    context = {
        "notice": notice,
        "about": documents_queries.about(notice),
        "sealed": sealed,
        "said": comparing.outcome(sealed) if sealed else None,
    }
    if documents_queries.issues(request.user, notice):
        context |= {"issues": True, **_of_issuer(notice, sealed)}
    return render(request, "evaluation/issued/issued.html", context)


def _of_issuer(notice: Notice, sealed: IssuedCopy | None) -> dict[str, Any]:
    """Every copy, and who has the document."""
    copies = list(issued_queries.copies(notice))
    given = list(issued_queries.distributions(notice))
    return {
        "last": copies[0] if copies else None,
        "last_said": comparing.outcome(copies[0]) if copies else None,
        "earlier": [one for one in copies[1:] if one != sealed],
        "is_distributed": issued_queries.is_distributed(notice),
        "given": given,
        "is_open": issued_queries.is_offered(notice),
        "copies": issued_queries.copies_of(notice),
        "received": sum(one.received_at is not None for one in given),
        "silent": [one for one in given if one.received_at is None],
    }


@require_safe
def sealed(request: PersonRequest, pk: int) -> FileResponse:
    """The confirmed copy, byte for byte as it came back."""
    copy = issued_queries.sealed_or_404(request.user, pk)
    return attachment(Named(f"{documents_queries.file_name(copy.notice)}（正本）", copy.file, copy.content_type))


@require_safe
def copy_file(request: PersonRequest, pk: int) -> FileResponse:
    """Any copy, for the body that issued the document."""
    return attachment(issued_queries.copy_or_404(request.user, pk))


@require_http_methods(["GET", "POST"])
def put_back(request: PersonRequest, pk: int) -> HttpResponse:
    notice = issued_queries.issuable_or_404(request.user, pk)
    last = issued_queries.latest(notice)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = CopyForm(*posted, last=last)

    def do(data: dict[str, Any]) -> Done:
        issued_steps.put_back(notice, data.pop("file"), by=request.user, **data)
        return Done("正本已上传，请本机关另一位经办人确认。确认前只有本机关能看到。", "evaluation:issued", pk)

    context = {"notice": notice, "last": last, "about": documents_queries.about(notice)}
    return act(request, form, do, template="evaluation/issued/put_back.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def confirm(request: PersonRequest, pk: int) -> HttpResponse:
    copy = issued_queries.copy_or_404(request.user, pk)

    def do(data: dict[str, Any]) -> Done:
        issued_steps.confirm(copy, by=request.user)
        return Done("正本已确认，查看公文的人先看到的是它。", "evaluation:issued", copy.notice_id)

    context = {"copy": copy, "notice": copy.notice, "said": comparing.outcome(copy), "is_own": _is_own(request, copy)}
    return act(request, None, do, template="evaluation/issued/confirm.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def distribute(request: PersonRequest, pk: int) -> HttpResponse:
    notice = issued_queries.issuable_or_404(request.user, pk)
    form = DistributionForm(request.POST or None, offered=issued_queries.offered(notice))

    def do(data: dict[str, Any]) -> Done:
        count = issued_steps.distribute(notice, list(data["units"]), copies=data["copies"], by=request.user)
        over = issued_queries.copies_of(notice).over
        complaint = f"份数比印发的多{over}份，请核对。" if over else ""
        return Done(f"已分发{count}个单位，各单位经办人的待办里有“签收”。{complaint}", "evaluation:issued", pk)

    context = {
        "notice": notice,
        "about": documents_queries.about(notice),
        "copies": issued_queries.copies_of(notice),
    }
    return act(request, form, do, template="evaluation/issued/distribute.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def receive(request: PersonRequest, pk: int) -> HttpResponse:
    row = issued_queries.receipt_or_404(request.user, pk)

    def do(data: dict[str, Any]) -> Done:
        issued_steps.receive(row, by=request.user)
        return Done("已签收。", "evaluation:notice", row.notice_id)

    context = {"row": row, "sealed": documents_queries.sealed(row.notice)}
    return act(request, None, do, template="evaluation/issued/receive.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def pack(request: PersonRequest, pk: int) -> HttpResponse:
    notice = issued_queries.issuable_or_404(request.user, pk)

    def do(data: dict[str, Any]) -> Done:
        job = issued_steps.pack(notice, by=request.user)
        return Done("", "branches:job", job.pk)

    context = {"notice": notice, "about": documents_queries.about(notice)}
    return act(request, None, do, template="evaluation/issued/pack.html", context=lambda: context)


def _is_own(request: PersonRequest, copy: IssuedCopy) -> bool:
    return copy.by_id == request.user.pk

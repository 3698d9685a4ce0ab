"""Pages of one's own jobs: how far one is, stopping it, what came of it."""

import mimetypes
from pathlib import PurePath
from typing import Any
from urllib.parse import quote

from django.contrib import messages
from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches.jobs import exports, looking
from branches.jobs import queries as jobs_queries
from branches.jobs import steps as jobs_steps
from branches.labels import label_of
from branches.models import Job, JobState
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing

_WAITS = (JobState.WAITING, JobState.RUNNING)


class Jobs(Listing):
    """One's own, newest first."""

    title = "后台任务"
    search = ("title",)
    columns = (
        Column(label_of(Job, "title"), "title", url=lambda row: reverse("branches:job", args=[row.pk])),
        Column("进度", lambda row: f"{row.done}／{row.total}", numeric=True),
        Column("状态", "progress", status=True),
        Column(label_of(Job, "at"), "at"),
    )
    order = long_order = ("-pk",)
    nothing = "还没有后台任务。合并打印、导入、导出在这里办理，办好的文件在这里取。"


@require_safe
def job_list(request: PersonRequest) -> HttpResponse:
    return Jobs(request, jobs_queries.own(request.user)).response()


@require_safe
def job(request: PersonRequest, pk: int) -> HttpResponse:
    """How much of how much. One may leave and come back; where a script runs, the page renews itself."""
    found = jobs_queries.job_or_404(request.user, pk)
    waits = found.progress in _WAITS
    context = {
        "job": found,
        "waits": waits,
        "percent": found.done * 100 // found.total,
        "way": None if waits else looking.way(found),
        "suffix": PurePath(found.file.name or "").suffix.removeprefix(".").upper(),
    }
    return render(request, "branches/jobs/job.html", context)


@require_http_methods(["GET", "POST"])
def job_cancel(request: PersonRequest, pk: int) -> HttpResponse:
    found = jobs_queries.job_or_404(request.user, pk)

    def do(data: dict[str, Any]) -> Done:
        jobs_steps.cancel(found, by=request.user)
        return Done("已取消。", "branches:job", pk)

    return act(request, None, do, template="branches/jobs/cancel.html", context=lambda: {"job": found})


@require_safe
def job_file(request: PersonRequest, pk: int) -> HttpResponseBase:
    """What came of it, under the job's name: a PDF to be looked at, anything else to be saved."""
    found = jobs_queries.job_or_404(request.user, pk)
    if not found.file:
        raise Http404
    try:
        file = found.file.open("rb")
    except FileNotFoundError:
        messages.error(request, "文件没有找到，请重新办理；仍没有，请联系系统管理员。")
        return redirect("branches:job", pk)
    suffix = PurePath(found.file.name or "").suffix
    exports.record(request, found)
    answer = FileResponse(file, content_type=mimetypes.types_map.get(suffix, "application/octet-stream"))
    place = "inline" if suffix == ".pdf" else "attachment"
    answer["Content-Disposition"] = f"{place}; filename=\"file{suffix}\"; filename*=UTF-8''{quote(found.title)}{suffix}"
    return answer

"""The photographs of one criterion on one's own sheet, and the files themselves."""

from typing import Any

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from branches.pages.acting import Done, attempt
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from branches.templatetags.furniture import filesize
from evaluation.assessment import queries as assessment_queries
from evaluation.assessment import scores
from evaluation.models import Candidacy, Criterion, ScorePhoto
from evaluation.pages.files import Received, picture, receive, received
from evaluation.scoring.photos import queries as photos_queries
from evaluation.scoring.photos import steps as photos_steps
from evaluation.scoring.photos.forms import PhotoForm
from evaluation.self_assessment import queries as self_assessment_queries


@require_http_methods(["GET", "POST"])
def photos(request: PersonRequest, pk: int, number: int) -> HttpResponse:
    """Add one to the own sheet, look at them and take them away."""
    case = assessment_queries.material_or_404(request.user, pk, Perm.SCORE)
    criterion = self_assessment_queries.criterion_or_404(case, number)
    here = reverse("evaluation:assessment_photos", args=[pk, number])
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = PhotoForm(*sent, case=pk, number=number)

    def do(data: dict[str, Any]) -> Done | HttpResponse:
        photo = photos_steps.add(case, criterion, data["photo"], op=data["op"], by=request.user)
        return received(request, Done("照片已上传。", here), _as_received(photo, pk, number))

    return receive(request, form, do, lambda reasons: _page(request, case, criterion, reasons, form))


@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: PersonRequest, pk: int, number: int, photo: int) -> HttpResponseBase:
    """GET is the picture itself; POST takes it off the own sheet."""
    if request.method != "POST":
        return picture(photos_queries.readable_or_404(request.user, pk, number, photo))
    case = assessment_queries.material_or_404(request.user, pk, Perm.SCORE)
    one = photos_queries.own_or_404(case, request.user, number, photo)

    def do(_: dict[str, Any]) -> Done:
        photos_steps.remove(one, by=request.user)
        return Done("照片已删除。", "evaluation:assessment_photos", pk, number)

    return attempt(request, None, do, lambda reasons: _page(request, case, one.criterion, reasons))


def _page(
    request: PersonRequest, case: Candidacy, criterion: Criterion, reasons: list[str], form: PhotoForm | None = None
) -> HttpResponse:
    context = {
        "case": case,
        "criterion": criterion,
        "photos": photos_queries.own(case, request.user).get(criterion.number, []),
        "most": photos_queries.MOST,
        "form": form,
        "reasons": reasons,
        "closed": scores.sealed(case, scores.sheet_of(case, request.user)),
    }
    return render(request, "evaluation/scoring/photos/photos.html", context)


def _as_received(photo: ScorePhoto, pk: int, number: int) -> Received:
    address = reverse("evaluation:assessment_photo", args=[pk, number, photo.pk])
    return Received(photo.pk, "照片", f"照片 · {filesize(photo.size)}", address)

"""The save of a device: one part at a time, as often as it takes until an answer comes through."""

from typing import Any

from django import forms
from django.http import JsonResponse
from django.views.decorators.http import require_POST

from branches import clock
from branches.pages.request import PersonRequest
from evaluation.pages.autosave import is_of_another
from evaluation.scoring import parts
from evaluation.scoring import steps as sheet_steps
from evaluation.scoring.forms import SaveForm, form_of
from evaluation.scoring.steps import Answer

OTHER_DEVICE = "您在另一台设备上"
SOMEBODY_ELSES = "这是另一位同志在本机上写的，只有他本人登录后才能上传。"


@require_POST
def keep(request: PersonRequest, pk: int) -> JsonResponse:
    """200 kept, 409 another device was quicker, 422 not valid, 410 never to be kept any more; a stranger gets a 404."""
    if is_of_another(request):
        return _refused(SOMEBODY_ELSES)
    case = parts.case_or_404(request.user, pk)
    save = SaveForm(request.POST, known=parts.of_case(case))
    if not save.is_valid():
        return _invalid(save)
    part = save.cleaned_data["part"]
    form = form_of(part, case, data=request.POST)
    words, seen = (form.words, form.cleaned_data["base_version"]) if form.is_valid() else (None, 0)
    answer = sheet_steps.keep(case, part, words, by=request.user, op=save.cleaned_data["op"], seen=seen)
    return _told(part, answer) or _invalid(form)


def _told(part: str, answer: Answer) -> JsonResponse | None:
    if answer.refused:
        return _refused(answer.refused)
    if now := answer.theirs:
        conflict = {
            "version": now.version,
            "at": clock.told(now.at or clock.now()),
            "who": OTHER_DEVICE,
            "fields": now.words,
        }
        return JsonResponse({"conflict": conflict}, status=409)
    if saved := answer.saved:
        return JsonResponse({"part": part, "version": saved.version, "saved_at": clock.told(saved.at)})
    return None


def _refused(reason: str) -> JsonResponse:
    return JsonResponse({"refused": reason}, status=410)


def _invalid(form: forms.Form) -> JsonResponse:
    errors: list[Any] = [str(error) for errors in form.errors.values() for error in errors]
    return JsonResponse({"errors": errors}, status=422)

"""提醒预览: who would be reminded of what on a day to come."""

from itertools import islice

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches import clock
from branches.pages.request import PersonRequest
from evaluation.messages.forms import PreviewForm
from evaluation.messages.sending import remind as reminding
from evaluation.workdays import workdays

SHOWN = 300


@require_safe
def preview(request: PersonRequest) -> HttpResponse:
    """As things stand now; nothing is written and nobody is told."""
    day = workdays.working_days_after(clock.today(), 1).day
    form = PreviewForm(request.GET if "on" in request.GET else None, initial={"on": day})
    is_valid = form.is_valid()
    day = form.cleaned_data["on"] if is_valid else day
    planned = list(islice(reminding.preview(day), SHOWN + 1)) if is_valid or not form.is_bound else []
    context = {
        "form": form,
        "on": day,
        "is_day_off": not workdays.is_working_day(day),
        "planned": planned[:SHOWN],
        "has_more": len(planned) > SHOWN,
    }
    return render(request, "evaluation/messages/preview.html", context, status=422 if form.errors else 200)

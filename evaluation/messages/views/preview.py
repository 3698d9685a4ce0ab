"""提醒预览: who would be reminded of what on a day to come."""

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches import clock
from branches import queries as branches_queries
from branches.pages.request import PersonRequest
from evaluation.messages.forms import PreviewForm
from evaluation.messages.sending import remind as reminding
from evaluation.workdays import workdays

LOOKED_AT = 100
"""So many people a page: what each of them owes is asked only for these."""


@require_safe
def preview(request: PersonRequest) -> HttpResponse:
    """As things stand now; nothing is written and nobody is told."""
    day = workdays.working_days_after(clock.today(), 1).day
    units = branches_queries.units(request.user)
    form = PreviewForm(request.GET if "on" in request.GET else None, initial={"on": day}, units=units)
    is_valid = form.is_valid()
    day, unit = (form.cleaned_data["on"], form.cleaned_data["unit"]) if is_valid else (day, None)
    is_day_off = not workdays.is_working_day(day)
    page = Paginator(reminding.everybody(day, unit), LOOKED_AT).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "on": day,
        "is_day_off": is_day_off,
        "listing": {
            "page": page,
            "pages": page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1),
        },
        "planned": [] if form.errors else list(reminding.preview(list(page), day)),
    }
    return render(request, "evaluation/messages/preview.html", context, status=422 if form.errors else 200)

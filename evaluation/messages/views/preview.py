"""提醒预览: who would be reminded of what on a day to come."""

from django.core.paginator import Page
from django.db.models import QuerySet
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.views.decorators.http import require_safe

from branches import clock
from branches import queries as branches_queries
from branches.models import User
from branches.pages.paging import COUNTED_IN_SEARCH, Paged
from branches.pages.request import PersonRequest
from evaluation.messages.forms import PreviewForm
from evaluation.messages.sending import remind as reminding
from evaluation.workdays import workdays


class People(Paged):
    """Who can owe anything on a day, by number; what each of them owes is asked only for those of a page."""

    most = COUNTED_IN_SEARCH  # whether somebody acts at all is looked up one by one
    order_now = ["pk"]

    def __init__(self, everybody: QuerySet[User], asked: QueryDict) -> None:
        self.everything, self.asked = everybody, asked

    @property
    def matching(self) -> QuerySet[User]:
        return self.everything

    @property
    def these(self) -> str:
        """Which of how many a page looks at."""
        page = self.page
        here = f"第{page.start_index()}—{page.end_index()}人" if isinstance(page, Page) else f"这一页的{len(page)}人"
        return f"{here}（共{self.count:,}人{'以上' if self.is_long else ''}）"


@require_safe
def preview(request: PersonRequest) -> HttpResponse:
    """As things stand now; nothing is written and nobody is told."""
    day = workdays.working_days_after(clock.today(), 1).day
    units = branches_queries.units(request.user)
    form = PreviewForm(request.GET if "on" in request.GET else None, initial={"on": day}, units=units)
    is_valid = form.is_valid()
    day, unit = (form.cleaned_data["on"], form.cleaned_data["unit"]) if is_valid else (day, None)
    is_day_off = not workdays.is_working_day(day)
    people = People(reminding.everybody(day, unit), request.GET)
    context = {
        "form": form,
        "on": day,
        "is_day_off": is_day_off,
        "listing": {"page": people.page, "pages": people.pages, "last_row": people.last_row},
        "these": people.these,
        "planned": [] if form.errors else list(reminding.preview(list(people.page), day)),
    }
    return render(request, "evaluation/messages/preview.html", context, status=422 if form.errors else 200)

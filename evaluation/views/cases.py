"""The list of cases and the case file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_filters import ChoiceFilter, MultipleChoiceFilter, NumberFilter

from branches import clock
from branches.lists import Column, Listing
from evaluation.queries import casefile, cases, holders
from evaluation.views import pages
from evaluation.vocabulary import State


class Cases(Listing):
    """Every case the person may see. The states are those he may know."""

    title = "参评支部"
    search = ("branch__full_name", "branch__search_text", "unit__name", "unit__search_text", "branch__secretary_name")
    filters = {
        "cycle": NumberFilter(field_name="cycle__year", label="年度"),
        "state": MultipleChoiceFilter(field_name="shown", label="状态", choices=State.choices),
        "unit": NumberFilter(field_name="unit", label="单位编号"),
        "first": ChoiceFilter(
            field_name="branch__is_first_branch", label="第一支部", choices=[("True", "只看第一支部")]
        ),
    }
    from_links = ("unit",)
    order = ("-cycle__year", "unit", "branch")
    columns = (
        Column(
            "党支部",
            "branch.short_name",
            sort="branch__short_name",
            url=lambda row: reverse("evaluation:case", args=[row.pk]),
        ),
        Column("单位", "unit.name", sort="unit__name"),
        Column("年度", "cycle.year", sort="cycle__year"),
        Column("状态", "standing", status=True),
        Column("在谁手里", holders.holder),
        Column("进入时间", "since", sort="since"),
    )
    nothing = "还没有参评的支部。年度启动后，每个在册支部会出现在这里。"


@require_safe
def case_list(request: HttpRequest) -> HttpResponse:
    return Cases(request, cases.visible(request.user)).response("evaluation/cases/list.html")


@require_safe
def case_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Stepper, who holds it, the moves open to me or why not yet, and every move so far."""
    case = cases.candidacy_or_404(request.user, pk)
    return render(
        request,
        "evaluation/cases/file.html",
        {
            "case": case,
            "stages": casefile.stages(case),
            "holder": holders.holder(case),
            "contacts": holders.contacts(case),
            "moves": casefile.open_moves(case, request.user),
            "timeline": casefile.timeline(case, request.user),
            "pages": pages.of_case(case, request.user),
            "today": clock.today(),
        },
    )

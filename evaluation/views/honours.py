"""The register of titles."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_filters import ChoiceFilter, NumberFilter

from branches.lists import Column, Listing
from branches.middleware import PersonRequest
from evaluation.queries import honours, notices
from evaluation.vocabulary import HonourState


class Honours(Listing):
    """Every title ever given, newest first."""

    title = "四强称号"
    search = ("branch_name", "branch__search_text", "branch__unit__name", "branch__unit__search_text")
    filters = {
        "year": NumberFilter(label="称号年度"),
        "state": ChoiceFilter(label="状态", choices=HonourState.choices),
        "unit": NumberFilter(field_name="branch__unit", label="单位编号"),
    }
    order = ("-year", "branch__unit", "branch")
    columns = (
        Column(
            "党支部",
            "branch.short_name",
            sort="branch__short_name",
            url=lambda row: reverse("evaluation:honour", args=[row.pk]),
        ),
        Column("单位", "branch.unit.name", sort="branch__unit__name"),
        Column("称号年度", "year", sort="year"),
        Column("状态", "standing", status=True),
        Column("命名文号", "decision_number"),
        Column("命名日期", "named_on", sort="named_on"),
    )
    nothing = "还没有被命名的“四强”党支部。"


@require_safe
def honour_list(request: HttpRequest) -> HttpResponse:
    return Honours(request, honours.register()).response("evaluation/honours/list.html")


@require_safe
def honour(request: PersonRequest, pk: int) -> HttpResponse:
    one = honours.honour_or_404(pk)
    context = {"honour": one, "others": honours.of_branch(one.branch).exclude(pk=pk)}
    context["documents"] = notices.of(request.user, honour=one)
    return render(request, "evaluation/honours/honour.html", context)

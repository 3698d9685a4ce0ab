"""经费补助: the list with its totals, recording for a year's new titles, payment."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import ChoiceFilter

from branches.labels import label_of
from branches.pages.acting import Done, act
from branches.pages.filters import YearFilter
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from evaluation.cycle import queries as cycle_queries
from evaluation.honours import queries as honours_queries
from evaluation.honours.forms import GrantForm, PayForm
from evaluation.honours.steps import subsidies as subsidies_steps
from evaluation.models import Honour, Subsidy
from evaluation.pages.tabs import honour_tabs


class Subsidies(Listing):
    title = "经费补助"
    search = ("honour__branch__search_text", "voucher")
    filters = {
        "year": YearFilter(field_name="honour__year", label="称号年度"),
        "open": ChoiceFilter(
            label="拨付",
            choices=[("True", "待拨付"), ("False", "已拨付")],
            method=honours_queries.by_payment,
        ),
    }
    order = ("-honour__year", "honour__branch__unit", "honour__branch")
    long_order = ("-pk",)
    columns = (
        Column(
            "党支部",
            "honour.branch.short_name",
            url=lambda row: reverse("evaluation:honour", args=[row.honour_id]),
        ),
        Column("单位", "honour.branch.unit.name", sort="honour__branch__unit__name"),
        Column(label_of(Honour, "year"), "honour.year", sort="honour__year"),
        Column(
            label_of(Subsidy, "amount"), lambda row: f"{row.amount:,.2f}", export="amount", numeric=True, sort="amount"
        ),
        Column(label_of(Subsidy, "source"), "source"),
        Column(label_of(Subsidy, "paid_on"), "paid_on", sort="paid_on"),
        Column(label_of(Subsidy, "voucher"), "voucher"),
        Column("办理", template="evaluation/honours/subsidies/pay_cell.html", exported=False),
    )
    nothing = "还没有登记经费补助。"


@require_safe
def subsidy_list(request: PersonRequest) -> HttpResponse:
    listing = Subsidies(request, honours_queries.subsidies())
    waiting = [
        (cycle, honours_queries.how_many_lack_a_subsidy(cycle)) for cycle in honours_queries.cycles_with_honours()[:5]
    ]
    context = {
        "tabs": honour_tabs(request.user, "subsidies"),
        "totals": honours_queries.totals(listing.chosen),
        "waiting": [pair for pair in waiting if pair[1]],
    }
    return listing.response("evaluation/honours/subsidies/list.html", context)


@require_http_methods(["GET", "POST"])
def grant(request: PersonRequest, year: int) -> HttpResponse:
    """For the titles newly given in a year; the amount is the year's own. What is confirmed is what was looked at."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    offered = honours_queries.without_subsidy(cycle)
    initial = {"amount": cycle.subsidy_amount, "source": cycle.subsidy_source}
    form = GrantForm(request.POST or None, offered=offered, initial=initial)
    if form.is_bound and form.is_valid() and request.POST.get("confirmed") != form.outcome:
        context = {"cycle": cycle, "offered": offered, "form": form, "is_looked_at": True}
        return render(request, "evaluation/honours/subsidies/grant.html", context)

    def do(data: dict[str, Any]) -> Done:
        count = subsidies_steps.grant(data["honours"], by=request.user, amount=data["amount"], source=data["source"])
        return Done(f"已为{count}个支部登记经费补助，共{form.total:,.2f}元。", "evaluation:subsidies")

    template = "evaluation/honours/subsidies/grant.html"
    return act(request, form, do, template=template, context=lambda: {"cycle": cycle, "offered": offered})


@require_http_methods(["GET", "POST"])
def pay(request: PersonRequest, pk: int) -> HttpResponse:
    subsidy = honours_queries.subsidy_or_404(pk)
    form = PayForm(request.POST or None)

    def do(data: dict[str, Any]) -> Done:
        subsidies_steps.pay(subsidy, by=request.user, **data)
        return Done(f"已登记拨付{subsidy.amount:,.2f}元。", "evaluation:subsidies")

    template = "evaluation/honours/subsidies/pay.html"
    return act(request, form, do, template=template, context=lambda: {"subsidy": subsidy})

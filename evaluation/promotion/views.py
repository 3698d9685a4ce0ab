"""典型带动: the list by year, one activity with its file, recording and correcting."""

from typing import Any

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import ChoiceFilter

from branches import access
from branches.labels import label_of
from branches.pages.acting import Done, act
from branches.pages.filters import NumberFilter, YearFilter
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.permissions import Perm
from evaluation.models import PromotionActivity
from evaluation.pages.files import attachment
from evaluation.promotion import queries as promotion_queries
from evaluation.promotion import steps as promotion_steps
from evaluation.promotion.forms import ActivityForm, CorrectionForm, known


class Activities(Listing):
    title = "典型带动活动"
    search = ("title", "organiser", "reference", "summary")
    filters = {
        "year": YearFilter(field_name="held_on__year", label="年份"),
        "kind": ChoiceFilter(label="种类", choices=PromotionActivity.Kind.choices),
        "branch": NumberFilter(field_name="branches", label="党支部编号"),
    }
    from_links = ("branch",)
    order = ("-held_on",)
    long_order = ("-pk",)
    columns = (
        Column(label_of(PromotionActivity, "held_on"), "held_on", sort="held_on"),
        Column("活动", "title", sort="title", url=lambda row: reverse("evaluation:promotion_show", args=[row.pk])),
        Column(label_of(PromotionActivity, "kind"), "get_kind_display", sort="kind"),
        Column(label_of(PromotionActivity, "organiser"), "organiser"),
        Column("涉及的党支部", "short_names", export="full_names"),
        Column(label_of(PromotionActivity, "reference"), "reference", shown=False),
        Column("附件", lambda row: "有" if row.file else "", shown=False),
        Column(label_of(PromotionActivity, "summary"), "summary", shown=False),
        Column("备注", lambda row: "已作废" if row.is_void else ""),
    )
    nothing = "还没有登记典型带动活动。"


@require_safe
def activity_list(request: PersonRequest) -> HttpResponse:
    context = {"may_manage": access.may(request.user, Perm.MANAGE_HONOURS)}
    listing = Activities(request, promotion_queries.visible(request.user))
    return listing.response("evaluation/promotion/list.html", context)


@require_safe
def activity(request: PersonRequest, pk: int) -> HttpResponse:
    one = promotion_queries.activity_or_404(request.user, pk)
    context = {"activity": one, "may_manage": access.may(request.user, Perm.MANAGE_HONOURS)}
    return render(request, "evaluation/promotion/activity.html", context)


@require_safe
def file(request: PersonRequest, pk: int) -> FileResponse:
    one = promotion_queries.activity_or_404(request.user, pk)
    if not one.file:
        raise Http404
    return attachment(one)


@require_http_methods(["GET", "POST"])
def record(request: PersonRequest) -> HttpResponse:
    named = promotion_queries.branch_name(request.GET.get("branch", ""))
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ActivityForm(*posted, initial={"branches": named})

    def do(data: dict[str, Any]) -> Done:
        made = promotion_steps.record(by=request.user, **data)
        return Done("已登记。", "evaluation:promotion_show", made.pk)

    return act(request, form, do, template="evaluation/promotion/edit.html", context=dict)


@require_http_methods(["GET", "POST"])
def correct(request: PersonRequest, pk: int) -> HttpResponse:
    one = promotion_queries.activity_or_404(request.user, pk)
    form = CorrectionForm(*((request.POST, request.FILES) if request.method == "POST" else ()), initial=known(one))

    def do(data: dict[str, Any]) -> Done:
        promotion_steps.correct(one, by=request.user, **data)
        return Done("已更正。", "evaluation:promotion_show", pk)

    template = "evaluation/promotion/edit.html"
    return act(request, form, do, template=template, context=lambda: {"activity": one})

"""The register of titles, one title with its whole life, and who holds the title on a day."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_filters import CharFilter, ChoiceFilter, ModelChoiceFilter

from branches import access
from branches import queries as branches_queries
from branches.labels import label_of
from branches.names import HONOUR
from branches.pages.filters import DayFilter, YearFilter
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.permissions import Perm
from evaluation.cases import access as case_access
from evaluation.cases import reinspections as reinspection_cases
from evaluation.documents import queries as documents_queries
from evaluation.honours import methods
from evaluation.honours import queries as honours_queries
from evaluation.honours.forms import HoldersForm
from evaluation.models import Honour
from evaluation.models.honour import HELD
from evaluation.pages.tabs import honour_tabs
from evaluation.reinspection import queries as reinspection_queries
from evaluation.vocabulary import HonourState, PlaqueState, ReinspectionState

SEARCH = ("branch__search_text",)
BRANCH = Column(
    "党支部",
    "branch.short_name",
    sort="branch__short_name",
    url=lambda row: reverse("evaluation:honour", args=[row.pk]),
)
UNIT = Column("单位", "branch.unit.name", sort="branch__unit__name")


def _subsidy(row: Any) -> str:
    subsidy = getattr(row, "subsidy", None)
    if subsidy is None or subsidy.paid_on:
        return "已拨付" if subsidy else ""
    return "不再拨付" if row.state == HonourState.REVOKED else "待拨付"


def _nominated(row: Any) -> str:
    return "；".join(f"{one}（{one.put_forward_on}）" for one in row.standing_nominations)


def _inspection(row: Any) -> str:
    return f"{row.inspected}年度{ReinspectionState(row.inspection).label}" if row.inspected else ""


NOMINATED = Column("两优一先推荐", _nominated)


class Honours(Listing):
    """Every title ever given, newest first."""

    title = "四强称号"
    search = SEARCH
    filters = {
        "year": YearFilter(label="称号年度"),
        "state": ChoiceFilter(label="现在的状态", choices=HonourState.choices),
        "plaque": ChoiceFilter(field_name="plaque_state", label="牌匾", choices=PlaqueState.choices),
        "on": DayFilter(label="这一天有效的", method=honours_queries.by_day),
        "unit": ModelChoiceFilter(
            field_name="branch__unit", label="单位", queryset=lambda request: branches_queries.every_unit()
        ),
        "decision": CharFilter(field_name="decision_number", label="文号"),
    }
    from_links = ("decision",)
    order = ("-year", "branch__unit", "branch")
    long_order = ("-pk",)
    columns = (
        BRANCH,
        UNIT,
        Column(label_of(Honour, "year"), "year", sort="year"),
        Column("状态", "standing", status=True),
        Column(label_of(Honour, "decision_number"), "decision_number", shown=False),
        Column(label_of(Honour, "named_on"), "named_on", sort="named_on"),
        Column("牌匾", lambda row: row.plaque and f"{row.plaque}（{PlaqueState(row.plaque_state).label}）"),
        Column("经费补助", _subsidy),
        Column("最近复查", _inspection, sort="inspected"),
        NOMINATED,
        Column(label_of(Honour, "ended_on"), "ended_on", shown=False),
        Column(label_of(Honour, "revocation_number"), "revocation_number", shown=False),
    )
    nothing = f"还没有被命名的{HONOUR}。"


def _as_asked(rows: QuerySet[Any], name: str, value: Any) -> QuerySet[Any]:
    return rows


class Holders(Listing):
    """Whose title was in force on a day: the list behind 两优一先 (方案 五（二）)."""

    title = "有效称号名单"
    search = SEARCH
    # Both are read by HoldersForm, since without them the list is that of today.
    filters = {
        "on": DayFilter(label="截至日期", method=_as_asked),
        "with_held_up": ChoiceFilter(
            label="暂缓的称号", choices=[("True", "包含")], empty_label="不包含", method=_as_asked
        ),
    }
    order = ("branch__unit", "branch")
    long_order = ("pk",)
    columns = (
        UNIT,
        Column("党支部", "branch.full_name", url=lambda row: reverse("evaluation:honour", args=[row.pk])),
        Column(label_of(Honour, "year"), "year", sort="year"),
        Column(label_of(Honour, "decision_number"), "decision_number"),
        Column(label_of(Honour, "named_on"), "named_on"),
        Column("备注", lambda row: "暂缓" if row.state == HonourState.ON_HOLD else ""),
        NOMINATED,
    )
    nothing = "这一天没有有效的称号。"


@require_safe
def honour_list(request: PersonRequest) -> HttpResponse:
    context = {"tabs": honour_tabs(request.user, "honours")}
    return Honours(request, honours_queries.register()).response("evaluation/honours/list.html", context)


@require_safe
def holders(request: PersonRequest) -> HttpResponse:
    form = HoldersForm(request.GET)
    day = form.day()
    with_held_up = bool(form.is_valid() and form.cleaned_data["with_held_up"])
    listing = Holders(request, honours_queries.holders(day, with_held_up=with_held_up))
    listing.title = f"{Holders.title}（截至{day}）"
    context = {
        "tabs": honour_tabs(request.user, "honour_holders"),
        "day": day,
        "with_held_up": with_held_up,
    }
    return listing.response("evaluation/honours/holders.html", context)


@require_safe
def honour(request: PersonRequest, pk: int) -> HttpResponse:
    one = honours_queries.honour_or_404(pk)
    may_manage = access.may(request.user, Perm.MANAGE_HONOURS)
    context = {
        "honour": one,
        "named_in": honours_queries.named_in(one),
        "others": honours_queries.others_of_branch(one),
        "plaques": honours_queries.plaques_of(one),
        "subsidy": getattr(one, "subsidy", None),
        "nominations": one.standing_nominations,
        "reinspections": reinspection_cases.of_honours(request.user, [one]),
        "may_find": one.state in HELD and reinspection_queries.verifies(request.user, one),
        "method": methods.readable(request.user, one),
        "documents": documents_queries.of(request.user, honour=one),
        "is_held": one.state in HELD,
        "may_open_branch": case_access.sees(request.user, one.branch),
        "may_manage": may_manage,
        "may_write": one.state in HELD and access.may(request.user, Perm.WRITE_METHOD, one.branch),
    }
    return render(request, "evaluation/honours/honour.html", context)

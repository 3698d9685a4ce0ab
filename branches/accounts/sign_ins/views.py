"""登录记录 for the audit administrator, and for the keepers of the site the addresses that tried many accounts."""

from django.http import HttpResponse
from django.views.decorators.http import require_GET
from django_filters import ChoiceFilter

from branches.accounts.sign_ins import queries as sign_ins_queries
from branches.labels import label_of
from branches.models import AuditEntry, SignIn
from branches.models.sign_in import Act, Result, Way
from branches.pages.filters import DayFilter
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing


def who(row: SignIn) -> str:
    """A name that fits nobody may be a password: only its fingerprint is there to be shown."""
    return row.user.name if row.user else f"无此账号（{row.stranger}）"


class SignIns(Listing):
    title = "登录记录"
    search = ("user__name", "user__username", "stranger", "address")
    search_label = "姓名、账号或地址"
    filters = {
        "result": ChoiceFilter(label=label_of(SignIn, "result"), choices=Result.choices),
        "act": ChoiceFilter(label=label_of(SignIn, "act"), choices=Act.choices),
        "way": ChoiceFilter(label=label_of(SignIn, "way"), choices=Way.choices),
        "since": DayFilter(label="从", field_name="at", lookup_expr="date__gte"),
        "until": DayFilter(label="到", field_name="at", lookup_expr="date__lte"),
    }
    columns = (
        Column(label_of(SignIn, "at"), "at", sort="at"),
        Column(label_of(SignIn, "user"), who, sort="user__name"),
        Column("账号", lambda row: row.user.username if row.user else ""),
        Column(label_of(SignIn, "act"), "get_act_display"),
        Column(label_of(SignIn, "way"), "get_way_display"),
        Column(label_of(SignIn, "result"), "get_result_display", sort="result"),
        Column(label_of(SignIn, "address"), "address", sort="address"),
        Column(label_of(SignIn, "is_known_device"), lambda row: "是" if row.is_known_device else "否"),
    )
    order = ("-at",)
    long_order = ("-pk",)
    nothing = "还没有登录记录。"


class Alarms(Listing):
    title = "登录异常"
    search = ("subject",)
    search_label = "地址"
    columns = (
        Column(label_of(AuditEntry, "at"), "at", sort="at"),
        Column("来源地址", "subject"),
        Column("试过的账号", lambda row: row.detail.get("people"), numeric=True),
    )
    order = ("-at",)
    long_order = ("-pk",)
    nothing = "没有发现登录异常。"


@require_GET
def sign_ins(request: PersonRequest) -> HttpResponse:
    return SignIns(request, sign_ins_queries.sign_ins()).response("branches/sign_ins/list.html")


@require_GET
def alarms(request: PersonRequest) -> HttpResponse:
    return Alarms(request, sign_ins_queries.alarms()).response("branches/sign_ins/alarms.html")

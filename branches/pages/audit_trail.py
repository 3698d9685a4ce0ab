"""The audit trail of everything that is not a move of a case. What moves did is on `evaluation`'s page beside it."""

from contextlib import suppress
from datetime import date
from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_GET
from django_filters import ChoiceFilter

from branches import queries as branches_queries
from branches.labels import label_of
from branches.models import AuditEntry
from branches.pages.filters import DayFilter
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.permissions import Role
from branches.templatetags.furniture import day

# Keys of `detail` in words. Ids of persons and things stand in the exported file only.
WORDS = {
    "changed": "改动",
    "role": "职务",
    "starts_on": "任职起",
    "ends_on": "任职止",
    "dissolved_on": "撤销日期",
    "rows": "行数",
    "created": "新增",
    "updated": "更新",
    "unchanged": "不变",
    "reason": "理由",
    "due": "期限",
    "document": "依据",
    "year": "年度",
    "note": "说明",
    "filters": "筛选",
    "people": "人数",
}
_ROLES = {role.value: role.label for role in Role}
_DAY_LENGTH = len("2027-01-31")


def described(entry: AuditEntry) -> str:
    """The detail of an entry as a sentence."""
    return "；".join(
        f"{WORDS[key]}：{_said(value)}" for key, value in entry.detail.items() if key in WORDS and value != ""
    )


def _said(value: Any) -> str:
    if isinstance(value, dict):
        pairs = [(label, was) for label, was in value.items() if isinstance(was, list) and len(was) == 2]
        return "，".join(f"{label}由“{_said(old)}”改为“{_said(new)}”" for label, (old, new) in pairs)
    text = _ROLES.get(str(value), str(value))
    with suppress(ValueError):
        return day(date.fromisoformat(text)) if len(text) == _DAY_LENGTH else text
    return text


def _whole(entry: AuditEntry) -> str:
    return "；".join(f"{WORDS.get(key, key)}：{_said(value)}" for key, value in entry.detail.items())


def _verbs() -> list[tuple[str, str]]:
    return [(verb, verb) for verb in branches_queries.audit_verbs()]


class Entries(Listing):
    title = "审计记录"
    search = ("verb", "subject", "by__name", "by__username", "address")
    search_label = "操作、对象、操作人或地址"
    filters = {
        "verb": ChoiceFilter(label="操作", choices=_verbs),
        "since": DayFilter(label="从", field_name="at", lookup_expr="date__gte"),
        "until": DayFilter(label="到", field_name="at", lookup_expr="date__lte"),
    }
    columns = (
        Column(label_of(AuditEntry, "at"), "at", sort="at"),
        Column("操作人", lambda entry: entry.by.name if entry.by else "系统", sort="by__name"),
        Column(label_of(AuditEntry, "verb"), "verb", sort="verb"),
        Column(label_of(AuditEntry, "subject"), "subject"),
        Column(label_of(AuditEntry, "address"), "address"),
        Column("内容", described, export=_whole),
    )
    order = ("-at",)
    long_order = ("-pk",)
    nothing = "还没有审计记录。"


@require_GET
def audit(request: PersonRequest) -> HttpResponse:
    return Entries(request, branches_queries.audit_entries()).response("branches/audit.html")

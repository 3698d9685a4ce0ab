"""One list of the changes that wait, for who proposes and who confirms; and what became of the others."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django_filters import ChoiceFilter

from branches import access
from branches.changes import queries as changes_queries
from branches.changes import steps as change_steps
from branches.changes.forms import DecideForm
from branches.incoming import numbers
from branches.labels import label_of
from branches.models import ProposedChange
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest, pressed
from branches.pages.tables import Column, Listing
from branches.pages.tags import Tag
from branches.permissions import Perm

_TONES = {"confirmed": "done", "returned": "look", "withdrawn": "out"}


class Decided(Listing):
    title = "办理过的更改"
    search = ("unit__name", "user__name", "by__name")
    search_label = "单位、姓名或提请人"
    filters = {
        "kind": ChoiceFilter(label=label_of(ProposedChange, "kind"), choices=ProposedChange.Kind.choices),
    }
    order = ("-decided_at",)
    long_order = ("-pk",)
    columns = (
        Column("单位或人员", "subject"),
        Column(label_of(ProposedChange, "kind"), "get_kind_display", sort="kind"),
        Column("原值", "old"),
        Column("新值", "new"),
        Column(label_of(ProposedChange, "by"), "by"),
        Column(
            label_of(ProposedChange, "outcome"),
            lambda change: Tag(change.get_outcome_display(), _TONES[change.outcome]),
            status=True,
        ),
        Column(label_of(ProposedChange, "decided_by"), "decided_by"),
        Column(label_of(ProposedChange, "decided_at"), "decided_at", sort="decided_at"),
        Column(label_of(ProposedChange, "reason"), "reason"),
    )
    nothing = "还没有办理过的更改。"


@require_http_methods(["GET", "POST"])
def changes(request: PersonRequest) -> HttpResponse:
    """POST confirms the ticked ones, or sends them back where that button was pressed."""
    form = DecideForm(request.POST if request.method == "POST" else None)
    chosen = numbers.numbers(request.POST.getlist("change"))

    def do(data: dict[str, Any]) -> Done:
        if pressed(request, "confirm", "return") == "return":
            count = len(change_steps.send_back(chosen, reason=data["reason"], by=request.user))
            return Done(f"已退回{count}项更改，原来的办理关系不变。", "branches:changes")
        count = len(change_steps.confirm(chosen, by=request.user))
        return Done(f"已确认{count}项更改，现已生效。", "branches:changes")

    def context() -> dict[str, Any]:
        waiting = changes_queries.meanings(changes_queries.waiting())
        return {
            "waiting": waiting,
            "ticked": set(chosen) if request.method == "POST" else {one.change.pk for one in waiting},
            "may_confirm": access.may(request.user, Perm.APPOINT),
            "back_url": reverse("branches:people"),
        }

    return act(request, form, do, template="branches/changes/changes.html", context=context)


@require_GET
def changes_decided(request: PersonRequest) -> HttpResponse:
    return Decided(request, changes_queries.decided()).response("branches/changes/decided.html")


@require_http_methods(["GET", "POST"])
def change_withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    change = changes_queries.change_or_404(pk)

    def do(data: dict[str, Any]) -> Done:
        change_steps.withdraw(change, by=request.user)
        return Done(f"已撤回：{change}。", "branches:changes")

    return act(request, None, do, template="branches/changes/withdraw.html", context=lambda: {"change": change})

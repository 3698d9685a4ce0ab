"""What waits for a second person of 市直工委: the list, and one of them with what it would do by now (D35, D36, D56)."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import ChoiceFilter

from branches.labels import label_of
from branches.names import WORK_COMMITTEE
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest, pressed
from branches.pages.tables import Column, Listing
from branches.pages.tags import Tag
from evaluation.cycle import changes as cycle_changes
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.forms import ChangeForm
from evaluation.cycle.steps import waiting as waiting_steps
from evaluation.cycle.steps.confirming import confirm
from evaluation.models import YearChange
from evaluation.pages.tabs import year_tabs

Outcome = YearChange.Outcome
TONES = {Outcome.OPEN: "todo", Outcome.CONFIRMED: "done", Outcome.REFUSED: "look", Outcome.WITHDRAWN: "out"}


def outcome(change: YearChange) -> Tag:
    return Tag(change.get_outcome_display(), TONES[Outcome(change.outcome)])


class Changes(Listing):
    """Every change of a year that asked for two people, the newest first."""

    title = "年度变更"
    filters = {"outcome": ChoiceFilter(label=label_of(YearChange, "outcome"), choices=Outcome.choices)}
    columns = (
        Column(
            label_of(YearChange, "kind"),
            "get_kind_display",
            url=lambda row: reverse("evaluation:cycle_change", args=[row.cycle.year, row.pk]),
        ),
        Column(label_of(YearChange, "reason"), "reason"),
        Column(label_of(YearChange, "document"), "document"),
        Column(label_of(YearChange, "by"), "by.name"),
        Column(label_of(YearChange, "at"), "at", sort="at"),
        Column(label_of(YearChange, "outcome"), outcome, status=True),
        Column(label_of(YearChange, "decided_by"), "decided_by.name"),
        Column(label_of(YearChange, "decided_at"), "decided_at"),
        Column(label_of(YearChange, "remark"), "remark"),
    )
    order = long_order = ("-id",)
    nothing = "本年度没有须由两人办理的变更。"


@require_safe
def changes(request: PersonRequest, year: int) -> HttpResponse:
    cycle = cycle_queries.cycle_or_404(request.user, year)
    context = {"cycle": cycle, "tabs": year_tabs(cycle, request.user, "cycle_changes")}
    return Changes(request, cycle_changes.all_of(cycle)).response("evaluation/cycle/changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """POST confirms, refuses or withdraws, as the button says that was pressed."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    found = cycle_changes.change_or_404(cycle, pk)

    def do(given: dict[str, Any]) -> Done:
        decision = pressed(request, "confirm", "refuse", "withdraw")
        if decision == "withdraw":
            waiting_steps.withdraw(found, by=request.user)
            return Done("已撤回，原来的规定不变。", "evaluation:cycle_changes", year)
        if decision == "refuse":
            waiting_steps.refuse(found, by=request.user, remark=given["remark"])
            return Done("已记录不同意，原来的规定不变。", "evaluation:cycle_changes", year)
        done = confirm(found, by=request.user, seen=request.POST.get("seen", ""))
        return Done(f"已确认：{done.get_kind_display()}，现已生效。", "evaluation:cycle_changes", done.cycle.year)

    def context() -> dict[str, Any]:
        current = cycle_changes.change_or_404(cycle, pk)
        is_open = current.outcome == Outcome.OPEN
        effect = cycle_changes.effect(current, request.user) if is_open else None
        return {
            "cycle": cycle,
            "change": current,
            "outcome": outcome(current),
            "effect": effect,
            "is_own": current.by_id == request.user.pk,
        }

    return act(request, ChangeForm(request.POST or None), do, template="evaluation/cycle/change.html", context=context)


def proposed(change: YearChange) -> Done:
    """What its proposer is told, and the page where it waits."""
    said = f"已提请，等{WORK_COMMITTEE}另一人确认后生效，此前不变。"
    return Done(said, "evaluation:cycle_change", change.cycle.year, change.pk)

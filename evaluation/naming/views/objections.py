"""Objections to proposed names: the list without names and facts, recording one, looking at one and settling it (D22)."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import ChoiceFilter

from branches import clock
from branches.labels import label_of
from branches.names import WORK_COMMITTEE
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.permissions import Perm
from evaluation.cases import recusals
from evaluation.cases.access import candidacy_or_404
from evaluation.cycle import queries as cycle_queries
from evaluation.models import Objection
from evaluation.naming import objections
from evaluation.naming.forms import ObjectionForm, OutcomeForm
from evaluation.naming.steps import objection as objection_steps
from evaluation.vocabulary import Action, ObjectionState, State


class Objections(Listing):
    """Who objected and why stands on the page of each objection only, and in no export."""

    title = "公示异议"
    search = ("candidacy__branch__search_text",)
    search_label = "党支部或单位"
    filters = {"state": ChoiceFilter(label="状态", choices=ObjectionState.choices)}
    order = long_order = ("-id",)
    columns = (
        Column("党支部", "candidacy.branch.short_name", url=lambda row: reverse("evaluation:objection", args=[row.pk])),
        Column("单位", "candidacy.unit.name", sort="candidacy__unit__name"),
        Column("状态", "standing", status=True),
        Column(label_of(Objection, "received_on"), "received_on", sort="received_on"),
        Column("登记人", "by.name"),
        Column(label_of(Objection, "decided_at"), "decided_at", sort="decided_at"),
    )
    nothing = "没有收到异议。"


@require_safe
def objection_list(request: PersonRequest, year: int) -> HttpResponse:
    cycle = cycle_queries.cycle_or_404(request.user, year)
    return Objections(request, objections.of_year(cycle)).response(
        "evaluation/naming/objections/list.html", {"cycle": cycle}
    )


@require_http_methods(["GET", "POST"])
def record(request: PersonRequest, pk: int) -> HttpResponse:
    case = candidacy_or_404(request.user, pk, Perm.EVALUATE)
    form = ObjectionForm(request.POST or None, initial={"received_on": clock.today()})

    def do(data: dict[str, Any]) -> Done:
        made = objection_steps.record(case, by=request.user, **data)
        said = f"异议已登记。{case.branch}在办结前不列入命名名单，其他支部照常办理。"
        return Done(said, "evaluation:objection", made.pk)

    def context() -> dict[str, Any]:
        why_not = objection_steps.why_not_record(case, request.user)
        return {"case": case, "why_not": why_not, "public": objections.public_notice_of(case)}

    return act(request, form, do, template="evaluation/naming/objections/record.html", context=context)


@require_http_methods(["GET", "POST"])
def objection(request: PersonRequest, pk: int) -> HttpResponse:
    """The objection with its facts, and its settling; opening this page is put on record."""
    one = objections.objection_or_404(pk)
    form = OutcomeForm(request.POST or None)

    def do(data: dict[str, Any]) -> Done:
        objection_steps.decide(one, by=request.user, **data)
        return Done(f"异议已办结：{one.standing.label}。{_what_follows(one)}", "evaluation:objection", pk)

    def context() -> dict[str, Any]:
        objection_steps.look(one, by=request.user)
        return {
            "one": one,
            "case": one.candidacy,
            "why_not": objection_steps.why_not_decide(one, request.user),
            "is_open": one.state == ObjectionState.OPEN,
            "is_still_proposed": one.state == ObjectionState.UPHELD and one.candidacy.state == State.PROPOSED,
            "may_name": recusals.for_committee(request.user, one.candidacy),
            "retract": reverse("evaluation:move", args=[one.candidacy_id, Action.RETRACT]),
        }

    return act(request, form, do, template="evaluation/naming/objections/objection.html", context=context)


def _what_follows(one: Objection) -> str:
    if one.state == ObjectionState.DISMISSED:
        return "该支部照常办理。"
    if objections.is_still_proposed(one):
        return f"该支部须由{WORK_COMMITTEE}撤出拟命名。"
    return "该支部由双方重新评定。"

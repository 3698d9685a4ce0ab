"""支部变更: the list, reporting, what follows, confirming and refusing (D25, D41)."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe
from django_filters import ChoiceFilter

from branches import access, clock
from branches import queries as branches_queries
from branches.incoming import numbers
from branches.labels import label_of
from branches.names import WORK_COMMITTEE
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.permissions import Perm
from evaluation.models import Succession
from evaluation.models.succession import full_label
from evaluation.succession import queries as succession_queries
from evaluation.succession import steps as succession_steps
from evaluation.succession.consequences import outlook
from evaluation.succession.forms import FORMS, ConfirmForm, RefuseForm
from evaluation.vocabulary import SuccessionKind, SuccessionState

KINDS = [
    (SuccessionKind.RENAME, "名称变了，还是原来的支部。称号和历年记录不变。"),
    (SuccessionKind.MERGE, "几个支部并成一个：并入其中一个，或者新建一个。"),
    (SuccessionKind.SPLIT, "一个支部分成几个，原支部保留或不保留。"),
    (SuccessionKind.DISSOLVE, "支部不再存在，没有承接的支部。称号终止，不是撤销称号。"),
    (SuccessionKind.MOVE, "一个支部转到别的单位，名称改或不改。称号、人员和历年记录随支部转。"),
    (SuccessionKind.UNITE, "整个单位并入别的单位，支部全部转入；本年度没有办完的由并入的单位代为办理。"),
]


def _url(one: Succession) -> str:
    return reverse("evaluation:succession", args=[one.pk])


class Successions(Listing):
    title = "支部变更"
    search = (
        "predecessors__full_name",
        "predecessors__search_text",
        "successors__full_name",
        "unit__name",
        "unit__search_text",
        "into__name",
        "into__search_text",
        "basis",
    )
    search_label = "党支部、单位或文号"
    filters = {
        "kind": ChoiceFilter(label="变更", choices=SuccessionKind.choices),
        "state": ChoiceFilter(label="状态", choices=SuccessionState.choices),
    }
    order = long_order = ("-id",)
    columns = (
        Column(label_of(Succession, "kind"), "get_kind_display", sort="kind", url=_url),
        Column("单位", "unit.name", sort="unit__name"),
        Column("原党支部", lambda row: "、".join(names[1] for _, names in row.before)),
        Column("变更后党支部", lambda row: "、".join(succession_queries.names_after(row))),
        Column(label_of(Succession, "effective_on"), "effective_on", sort="effective_on"),
        Column(label_of(Succession, "into"), lambda row: row.into.name if row.into else "", sort="into__name"),
        Column("状态", "standing", status=True),
    )
    nothing = "还没有支部变更。"


@require_safe
def successions(request: PersonRequest) -> HttpResponse:
    return Successions(request, succession_queries.listed(request.user)).response(
        "evaluation/succession/list.html", {"units": succession_queries.units(request.user)[:2]}
    )


@require_safe
def kinds(request: PersonRequest, pk: int) -> HttpResponse:
    """Which kind of change it is, in a sentence each."""
    unit = succession_queries.unit_or_404(request.user, pk)
    branch = numbers.number(request.GET.get("branch"))
    query = f"?branch={branch}" if branch else ""
    offered = [
        (full_label(kind), words, reverse("evaluation:succession_report", args=[pk, kind.value]) + query)
        for kind, words in KINDS
    ]
    return render(request, "evaluation/succession/kinds.html", {"unit": unit, "kinds": offered})


@require_http_methods(["GET", "POST"])
def report(request: PersonRequest, pk: int, kind: str) -> HttpResponse:
    unit = succession_queries.unit_or_404(request.user, pk)
    if kind not in FORMS:
        raise Http404
    branch = numbers.number(request.GET.get("branch"))
    initial: dict[str, Any] = {"branch": branch, "branches": [branch]} if branch else {}
    form = FORMS[kind](
        request.POST or None,
        branches=branches_queries.active_branches(unit),
        receivers=succession_queries.receivers(unit),
        initial=initial | {"effective_on": clock.today()},
    )

    def do(data: dict[str, Any]) -> Done:
        made = succession_steps.report(unit, kind, by=request.user, **form.given())
        said = f"{made.full_kind}已申报，等待{WORK_COMMITTEE}确认。确认之前支部和称号都不变。"
        return Done(said, "evaluation:succession", made.pk)

    context = {"unit": unit, "kind": kind, "what": full_label(kind)}
    return act(request, form, do, template="evaluation/succession/report.html", context=lambda: context)


@require_safe
def show(request: PersonRequest, pk: int) -> HttpResponse:
    one = succession_queries.succession_or_404(request.user, pk)
    is_open = one.state == SuccessionState.REPORTED
    context = {
        "one": one,
        "after": succession_queries.names_after(one),
        "is_open": is_open,
        "may_confirm": is_open and access.may(request.user, Perm.CONFIRM_SUCCESSION),
        "again": _again(request, one),
    }
    return render(request, "evaluation/succession/show.html", context)


@require_http_methods(["GET", "POST"])
def confirm(request: PersonRequest, pk: int) -> HttpResponse:
    """Everything that follows, before it happens; then it happens at once."""
    one = succession_queries.succession_or_404(request.user, pk)
    if one.state != SuccessionState.REPORTED:
        messages.info(request, f"这项变更{one.standing.label}。")
        return redirect("evaluation:succession", pk)
    seen = outlook(one)
    form = ConfirmForm(request.POST if request.method == "POST" else None, outlook=seen)

    def do(data: dict[str, Any]) -> Done:
        succession_steps.confirm(one, by=request.user, **form.given())
        return Done("支部变更已确认，名册、称号和参评已一并办理。", "evaluation:succession", pk)

    def context() -> dict[str, Any]:
        why_not = [] if request.method == "POST" else succession_steps.why_not_confirm(one, request.user)
        return {"one": one, "outlook": seen, "why_not": why_not}

    return act(request, form, do, template="evaluation/succession/confirm.html", context=context)


@require_http_methods(["GET", "POST"])
def refuse(request: PersonRequest, pk: int) -> HttpResponse:
    one = succession_queries.succession_or_404(request.user, pk)
    form = RefuseForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> Done:
        succession_steps.refuse(one, by=request.user, note=data["note"])
        return Done(f"已退回{one.unit}。", "evaluation:succession", pk)

    context = {"one": one, "back_url": _url(one)}
    return act(request, form, do, template="evaluation/succession/refuse.html", context=lambda: context)


def _again(request: PersonRequest, one: Succession) -> str:
    """Where to report a refused change anew."""
    if one.state != SuccessionState.REFUSED or not succession_queries.may_report(request.user, one.unit_id):
        return ""
    return reverse("evaluation:succession_report", args=[one.unit_id, one.kind])

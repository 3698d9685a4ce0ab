"""牌匾: the list with what is to be taken back, and each plaque's way from making to return."""

from collections.abc import Callable
from typing import Any

from django import forms
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
from evaluation.honours import queries as honours_queries
from evaluation.honours.forms import IssueForm, LoseForm, MakePlaquesForm, ReplaceForm, TakeBackForm
from evaluation.honours.steps import plaques as plaques_steps
from evaluation.models import Honour, Plaque
from evaluation.models.honour import HELD
from evaluation.pages.tabs import honour_tabs
from evaluation.vocabulary import PlaqueState

OPEN = "open"


class Plaques(Listing):
    title = "牌匾"
    search = ("number", "honour__branch__search_text")
    filters = {
        "state": ChoiceFilter(label="状态", choices=PlaqueState.choices),
        "year": YearFilter(field_name="honour__year", label="称号年度"),
        "settled": ChoiceFilter(
            label="称号终止后",
            choices=[(OPEN, "待收回")],
            method=honours_queries.by_settlement,
        ),
    }
    order = long_order = ("-number",)
    columns = (
        Column("编号", "number", sort="number", url=lambda row: reverse("evaluation:plaque", args=[row.pk])),
        Column("党支部", "honour.branch.short_name"),
        Column("单位", "honour.branch.unit.name", sort="honour__branch__unit__name"),
        Column(label_of(Honour, "year"), "honour.year", sort="honour__year"),
        Column("称号", "honour.standing", status=True),
        Column("牌匾", "standing", status=True),
        Column(label_of(Plaque, "issued_on"), "issued_on", sort="issued_on"),
        Column(label_of(Plaque, "issued_to"), "issued_to"),
        Column(label_of(Plaque, "returned_on"), "returned_on", sort="returned_on"),
    )
    nothing = "还没有制作牌匾。"
    action = ("制作牌匾", "evaluation:plaques_make")


@require_safe
def plaque_list(request: PersonRequest) -> HttpResponse:
    counts = honours_queries.plaque_counts()
    context = {
        "tabs": honour_tabs(request.user, "plaques"),
        "counts": [(state, counts[state]) for state in PlaqueState if counts[state]],
        "open": counts["open"],
        "lacking": honours_queries.how_many_lack_a_plaque(),
    }
    return Plaques(request, honours_queries.plaques()).response("evaluation/honours/plaques/list.html", context)


@require_http_methods(["GET", "POST"])
def make(request: PersonRequest) -> HttpResponse:
    """For the titles that have none; all of them are chosen beforehand."""
    offered = honours_queries.without_plaque()
    following = plaques_steps.next_number()
    form = MakePlaquesForm(
        request.POST or None, offered=offered, following=following, shown=plaques_steps.numbered(following)
    )

    def do(data: dict[str, Any]) -> Done:
        made = plaques_steps.make(data["honours"], by=request.user, made_on=data["made_on"], first=data["first"])
        numbers = f"{made[0]}{f'—{made[-1]}' if made[1:] else ''}"
        return Done(f"已登记制作{len(made)}块牌匾，编号{numbers}。", "evaluation:plaques")

    template = "evaluation/honours/plaques/make.html"
    return act(request, form, do, template=template, context=lambda: {"offered": offered})


@require_safe
def plaque(request: PersonRequest, pk: int) -> HttpResponse:
    one = honours_queries.plaque_or_404(pk)
    context = {
        "plaque": one,
        "is_held": one.honour.state in HELD,
        "may_replace": one.state == PlaqueState.LOST and not hasattr(one, "replaced_by") and one.honour.state in HELD,
    }
    return render(request, "evaluation/honours/plaques/plaque.html", context)


@require_safe
def receipt(request: PersonRequest, pk: int) -> HttpResponse:
    """The sheet that is signed when a plaque changes hands."""
    return render(request, "evaluation/honours/plaques/receipt.html", {"plaque": honours_queries.plaque_or_404(pk)})


@require_http_methods(["GET", "POST"])
def issue(request: PersonRequest, pk: int) -> HttpResponse:
    one = honours_queries.plaque_or_404(pk)
    form = IssueForm(request.POST or None, initial={"to": one.honour.branch.secretary_name})
    return _do(request, one, form, "issue", "发放牌匾", lambda data: plaques_steps.issue(one, by=request.user, **data))


@require_http_methods(["GET", "POST"])
def take_back(request: PersonRequest, pk: int) -> HttpResponse:
    one = honours_queries.plaque_or_404(pk)
    form = TakeBackForm(request.POST or None)
    return _do(
        request, one, form, "take_back", "登记收回", lambda data: plaques_steps.take_back(one, by=request.user, **data)
    )


@require_http_methods(["GET", "POST"])
def lose(request: PersonRequest, pk: int) -> HttpResponse:
    one = honours_queries.plaque_or_404(pk)
    form = LoseForm(request.POST or None)
    return _do(request, one, form, "lose", "登记遗失", lambda data: plaques_steps.lose(one, by=request.user, **data))


@require_http_methods(["GET", "POST"])
def replace(request: PersonRequest, pk: int) -> HttpResponse:
    one = honours_queries.plaque_or_404(pk)
    form = ReplaceForm(request.POST or None)
    return _do(
        request, one, form, "replace", "补制牌匾", lambda data: plaques_steps.replace(one, by=request.user, **data)
    )


CONSEQUENCES = {
    "issue": "登记后牌匾由领取人保管，可以打印领取单请其签字。",
    "take_back": "登记后这块牌匾办理完毕，不能再发放。",
    "lose": "登记后可以补制一块新编号的牌匾。原牌匾找到的，可以再登记收回。",
    "replace": "新牌匾用新的编号，原编号不再使用。",
}


def _do(
    request: PersonRequest, one: Plaque, form: forms.Form, verb: str, button: str, do: Callable[[Any], Any]
) -> HttpResponse:
    def done(data: dict[str, Any]) -> Done:
        do(data)
        return Done(f"牌匾{one}：{button}已办理。", "evaluation:plaque", one.pk)

    context = {"plaque": one, "button": button, "consequence": CONSEQUENCES[verb]}
    return act(request, form, done, template="evaluation/honours/plaques/act.html", context=lambda: context)

"""Pages between the last pick and the handed-in list: the meeting, the check page, giving back. Units and the pool."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from branches import clock
from branches.names import WORK_COMMITTEE
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from branches.settings import queries as settings_queries
from evaluation.cases.observe import seats
from evaluation.cycle import queries as cycle_queries
from evaluation.documents import series as document_series
from evaluation.models import Candidacy, Notice, RecommendationList
from evaluation.recommendation import pool as pool_queries
from evaluation.recommendation import queries as recommendation_queries
from evaluation.recommendation.comparison import Candidate, passed_over
from evaluation.recommendation.forms import Appraised, DeliberationForm, HandInForm, ReturnForm
from evaluation.recommendation.steps import appraisals as appraisals_steps
from evaluation.recommendation.steps import list as list_steps
from evaluation.recommendation.steps import pool as pool_steps
from evaluation.vocabulary import ListState

SUBMIT = "evaluation/recommendation/submit.html"


@require_http_methods(["GET", "POST"])
def deliberation(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    return _deliberation(request, _own(request, year, pk, Perm.RECOMMEND))


@require_http_methods(["GET", "POST"])
def pool_deliberation(request: PersonRequest, year: int) -> HttpResponse:
    return _deliberation(request, _pool(request, year))


@require_http_methods(["GET", "POST"])
def submit(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    """检查并报送: the order, the reasons that are owed, the meeting; or nobody, said explicitly."""
    the_list = _own(request, year, pk, Perm.RECOMMEND)
    standing = recommendation_queries.candidates(the_list)
    left = recommendation_queries.unconcluded(the_list)
    ask = f"{'、'.join(case.branch.short_name for case in left)}已申请但没有考核完，为什么现在报送" if left else ""
    verb = "推送" if the_list.pool_id else "推荐"
    nobody = f"经党组（党委）会议研究，本单位本年度不{verb}"
    form = _form(request, the_list, standing, remark=ask, nobody=nobody)

    def do(data: dict[str, Any]) -> Done | HttpResponse:
        if "save" in request.POST:
            appraisals_steps.keep(the_list, form.appraisals, by=request.user)
            messages.success(request, "综合考评意见已保存，名单还没有报送。")
            return render(request, SUBMIT, {"form": form, **context()})
        version = list_steps.submit(
            the_list,
            by=request.user,
            seen=form.order,
            reasons=form.reasons,
            appraisals=form.appraisals,
            remark=data.get("remark", ""),
            is_nobody=data.get("is_nobody", False),
            number=data["number"],
        )
        told = f"，共{len(version.rows)}个支部" if version.rows else f"：本年度不{verb}"
        return Done(f"已报送{WORK_COMMITTEE}（第{version.number}次）{told}。", _board(the_list))

    def context() -> dict[str, Any]:
        silent = recommendation_queries.silent(the_list)
        check = _check(request, the_list, recommendation_queries.keeps_open)
        return {"verb": verb, "left": left, "silent": silent, "today": clock.today(), **check}

    return act(request, form, do, template=SUBMIT, context=context)


@require_http_methods(["GET", "POST"])
def finish(request: PersonRequest, year: int) -> HttpResponse:
    """检查并完成选定: the same for the pool."""
    the_pool = _pool(request, year)
    standing = recommendation_queries.candidates(the_pool)
    form = _form(request, the_pool, standing, remark="", nobody="经研究，本年度联合推荐不选定支部")

    def do(data: dict[str, Any]) -> Done:
        version = pool_steps.finish(
            the_pool,
            by=request.user,
            seen=form.order,
            remark=data.get("remark", ""),
            is_nobody=data.get("is_nobody", False),
        )
        return Done(f"联合推荐已完成，选定{len(version.rows)}个支部。", _board(the_pool))

    def context() -> dict[str, Any]:
        still = pool_queries.may_still_forward(the_pool)
        return {"still": still, **_check(request, the_pool, pool_queries.keeps_open)}

    return act(request, form, do, template="evaluation/recommendation/finish.html", context=context)


@require_http_methods(["GET", "POST"])
def give_back(request: PersonRequest, year: int, pk: int) -> HttpResponse:
    return _return(request, _own(request, year, pk, Perm.RUN_CYCLE))


@require_http_methods(["GET", "POST"])
def reopen(request: PersonRequest, year: int) -> HttpResponse:
    return _return(request, _pool(request, year))


def _deliberation(request: PersonRequest, the_list: RecommendationList) -> HttpResponse:
    form = DeliberationForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> Done:
        list_steps.deliberate(the_list, by=request.user, **data)
        return Done("会议审议已记录。", _board(the_list))

    def context() -> dict[str, Any]:
        earlier = list(recommendation_queries.deliberations(the_list))
        return {"the_list": the_list, "earlier": earlier, "back": _board(the_list)}

    return act(request, form, do, template="evaluation/recommendation/deliberation.html", context=context)


def _return(request: PersonRequest, the_list: RecommendationList) -> HttpResponse:
    form = ReturnForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> Done:
        list_steps.return_list(the_list, by=request.user, **data)
        return Done("已重新打开选定。" if the_list.is_pool else f"已退回{the_list.unit}。", _board(the_list))

    latest = recommendation_queries.latest_return(the_list)
    context = {"the_list": the_list, "back": _board(the_list), "latest": latest}
    return act(request, form, do, template="evaluation/recommendation/give_back.html", context=lambda: context)


def _form(request: PersonRequest, the_list: Any, standing: list[Candidate], *, remark: str, nobody: str) -> HandInForm:
    picked = recommendation_queries.picks(standing)
    return HandInForm(
        request.POST if request.method == "POST" else None,
        picked=picked,
        owed={} if the_list.is_pool else passed_over(standing),
        appraised={} if the_list.is_pool else _appraised(the_list),
        is_final="save" not in request.POST,
        known=recommendation_queries.reasons_of(the_list),
        remark=remark,
        nobody="" if picked else nobody,
        number=None
        if the_list.is_pool
        else document_series.proposed(Notice.Kind.RECOMMENDATION, settings_queries.leading_group(the_list.unit)),
    )


def _appraised(the_list: RecommendationList) -> dict[int, Appraised]:
    """By case on the list, in its order: what was written of it, and what the organ of the Party thinks of it."""
    cases = recommendation_queries.seated(the_list)
    known = recommendation_queries.appraisals([case.pk for case in cases])
    return {case.pk: Appraised(known.get(case.pk, ""), _opinion(case)) for case in cases}


def _opinion(case: Candidacy) -> str:
    opinion = getattr(case, "opinion", None)
    return f"{opinion.get_advice_display()}。{opinion.text}" if opinion else ""


def _check(request: PersonRequest, the_list: Any, keeps_open: Callable[[Any], list[str]]) -> dict[str, Any]:
    """The list as it would be handed in; before that, what it still waits for."""
    waits = keeps_open(the_list) if request.method == "GET" else []
    return {
        "the_list": the_list,
        "places": seats(the_list, the_list.taken),
        "picked": recommendation_queries.seated(the_list),
        "meeting": recommendation_queries.last_meeting(the_list),
        "due": the_list.last_day,
        "back": _board(the_list),
        "is_possible": not waits,
        "waits": waits,
        "is_open": the_list.state == ListState.OPEN,
    }


def _own(request: PersonRequest, year: int, pk: int, perm: Perm) -> Any:
    unit = recommendation_queries.unit_or_404(request.user, pk, perm)
    return _found(recommendation_queries.own_list(cycle_queries.cycle_or_404(request.user, year), unit))


def _pool(request: PersonRequest, year: int) -> Any:
    return _found(recommendation_queries.pool_list(cycle_queries.cycle_or_404(request.user, year)))


def _found(the_list: Any) -> Any:
    if the_list is None:
        raise Http404
    return the_list


def _board(the_list: RecommendationList) -> str:
    if the_list.is_pool:
        return reverse("evaluation:pool_board", args=[the_list.cycle.year])
    return reverse("evaluation:recommendation_board", args=[the_list.cycle.year, the_list.unit_id])

"""The list of cases and the case file."""

from collections.abc import Sequence
from typing import Any

from django.db.models import QuerySet
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_filters import ChoiceFilter, ModelChoiceFilter, MultipleChoiceFilter

from branches import clock
from branches.models import Unit
from branches.pages import paging
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from evaluation.assessment import queries as assessment_queries
from evaluation.casefile import heads, holders
from evaluation.casefile import issue as casefile_issue
from evaluation.casefile.feedback import feedback_of, feedback_or_404
from evaluation.casefile.heads import Head
from evaluation.casefile.views import consequences, pages
from evaluation.cases import access as case_access
from evaluation.cases import moves as case_moves
from evaluation.cases.moves import OpenMove
from evaluation.cases.telling import timelines, told
from evaluation.cycle import queries as cycle_queries
from evaluation.deadlines import own_date
from evaluation.documents import queries as documents_queries
from evaluation.models import Candidacy, Cycle
from evaluation.self_assessment import way_back
from evaluation.self_assessment.way_back import WayBack
from evaluation.vocabulary import Action, State


def _units(request: PersonRequest) -> QuerySet[Unit]:
    return case_access.units_of(request.user)


def _years(request: PersonRequest) -> QuerySet[Cycle]:
    return cycle_queries.visible(request.user)


class Cases(Listing):
    """Every case the person may see, of the running year unless another is asked for. The states are those he may know."""

    title = "参评支部"
    search = ("branch__search_text",)
    filters = {
        "cycle": ModelChoiceFilter(label="年度", queryset=_years, to_field_name="year"),
        "unit": ModelChoiceFilter(label="单位", queryset=_units),
        "first": ChoiceFilter(
            field_name="branch__is_first_branch", label="第一支部", choices=[("True", "只看第一支部")]
        ),
        "state": MultipleChoiceFilter(label="状态", choices=State.choices, method=case_access.by_state),
        "begun": ChoiceFilter(
            label="自评", choices=[("True", "填写中"), ("False", "未开始")], method=case_access.by_beginning
        ),
    }
    given = ("cycle",)
    order = ("-cycle__year", "unit", "branch")
    long_order = ("unit_id", "branch_id")
    columns = (
        Column(
            "党支部",
            "branch.short_name",
            sort="branch__short_name",
            url=lambda row: reverse("evaluation:case", args=[row.pk]),
        ),
        Column("单位", "unit.name", sort="unit__name"),
        Column("状态", "standing", status=True),
        Column("现由谁办", holders.holder),
        Column("自何时", lambda row: clock.day_of(row.since), sort="shown_since"),
    )
    nothing = "还没有参评的支部。年度启动后，每个在册支部会出现在这里。"

    is_apart = True
    request: PersonRequest

    def fetched(self, keys: Sequence[int]) -> list[Any]:
        return told(paging.fetched(case_access.readable(self.request.user), keys), self.request.user)


@require_safe
def case_list(request: PersonRequest) -> HttpResponse:
    """Without a year in the URL the running one is meant, and the URL says so."""
    if "cycle" not in request.GET and (current := cycle_queries.current(request.user)):
        return redirect(f"{request.path}?{request.GET.urlencode()}&cycle={current.year}".replace("?&", "?"))
    # To choose or sort by what is known is a matter of the query; what a line shows is asked of the lines of the page.
    asks_states = request.GET.keys() & {"state", "sort"}
    rows = (case_access.visible if asks_states else case_access.readable)(request.user)
    return Cases(request, rows).response("evaluation/casefile/list.html")


@require_safe
def case_file(request: PersonRequest, pk: int) -> HttpResponse:
    """Stepper, who holds it, the moves open to me or why not yet, and every move so far."""
    return page(request, pk)


def page(request: PersonRequest, pk: int, *, reasons: list[str] | None = None) -> HttpResponse:
    """The case file; also the answer to what was refused on it."""
    case = case_access.candidacy_or_404(request.user, pk)
    moves = case_moves.open_moves(case, request.user)
    back = way_back.way_back(request.user, case)
    work, following = pages.work_on(case, request.user), heads.next_of(moves)
    timeline = timelines([case], request.user)[case.pk]
    return render(
        request,
        "evaluation/casefile/file.html",
        {
            "case": case,
            "reasons": reasons,
            "may_make_form": casefile_issue.is_offered(request.user, case),
            "moved": case.branch.unit if case.branch.unit_id != case.unit_id else None,
            "head": _head(case, back, following, work),
            "missing": following.missing if following else None,
            "stages": case_moves.stages(case, timeline, case_moves.last_days([case])[case.pk]),
            "holder": holders.holder(case),
            "contacts": holders.contacts(case),
            "way_back": back,
            "feedback": feedback_of(request.user, case),
            "moves": [one for one in moves if one is not following and one.action not in _elsewhere(back)],
            "asked": None if back else way_back.request_of(case),
            "leaving": next((one for one in moves if one.action == Action.WITHDRAW and not one.reasons), None),
            "leaving_means": consequences.BEFORE[Action.WITHDRAW],
            "may_recuse": assessment_queries.may_recuse(case, request.user),
            "body_away": holders.body_away(case, request.user),
            "timeline": timeline,
            "pages": pages.of_case(case, request.user),
            "work": work,
            "documents": documents_queries.of(request.user, candidacy=case),
            "own_date": own_date(case),
            "today": clock.today(),
        },
    )


@require_safe
def feedback(request: PersonRequest, pk: int) -> HttpResponse:
    """考核反馈 as a page of its own, to be printed by the branch (D43)."""
    case, found = feedback_or_404(request.user, pk)
    return render(request, "evaluation/casefile/feedback.html", {"case": case, "feedback": found})


def _head(case: Candidacy, back: WayBack | None, following: OpenMove | None, work: str) -> Head | None:
    """For whoever carries the case on, or waits for his branch; others read the case itself."""
    if following:
        return heads.of_mover(case, following, clock.today(), work)
    return heads.of_branch(case, None) if back else None


def _elsewhere(back: WayBack | None) -> set[Action]:
    """Leaving stands last on the page; the way back has a place of its own, which names only what is open (D53)."""
    return {Action.WITHDRAW, Action.RECALL} if back else {Action.WITHDRAW}

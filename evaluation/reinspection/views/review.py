"""复核: one body's verdict, many at once, 退回补正."""

from typing import Any

from django.http import HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from branches.incoming import numbers
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.permissions import Perm
from evaluation.cases import bodies as case_bodies
from evaluation.cases import reinspections as reinspection_cases
from evaluation.cycle import queries as cycle_queries
from evaluation.models import Reinspection
from evaluation.reinspection import grounds as reinspection_grounds
from evaluation.reinspection import queries as reinspection_queries
from evaluation.reinspection import reviews
from evaluation.reinspection.forms import ReturnForm, ReviewForm
from evaluation.reinspection.steps import review as review_steps
from evaluation.reinspection.views.one import asked, frame, version
from evaluation.vocabulary import Confirmation, ReinspectionState


@require_http_methods(["GET", "POST"])
def review(request: PersonRequest, pk: int) -> HttpResponse:
    """Everything that is known, then the verdict; agreeing with the unit is one click."""
    one = reinspection_queries.reinspection_or_404(request.user, pk, Perm.REVIEW)
    seen = reinspection_cases.seen_by(request.user, pk)
    body = case_bodies.body_of(request.user)
    mine = reviews.given(one).get(body) if body else None
    agreeing = reviews.as_suggested(seen)
    given: Any = request.POST
    if "agree" in request.POST and agreeing:
        given = agreeing | {"version": request.POST.get("version")}
    known: dict[str, Any] = {"verdict": mine.verdict, "reason": mine.reason} if mine else {}
    known |= {"grounds": reinspection_grounds.codes(reinspection_grounds.of(one, body)) if body else []}
    known |= version(request, one)
    form = ReviewForm(given or None, initial=known, seen=seen, grounds=reinspection_grounds.choices(one.cycle))

    def do(data: dict[str, Any]) -> Done:
        review_steps.review(one, by=request.user, **data)
        return _saved(request, one)

    def context() -> dict[str, Any]:
        return {
            "body": body,
            "mine": mine,
            "why_not": reviews.refusals(seen, request.user),
            "agreeing": Confirmation(agreeing["verdict"]).label if agreeing else "",
            **frame(request, one, seen),
        }

    return act(request, form, do, template="evaluation/reinspection/review.html", context=context)


def _saved(request: PersonRequest, one: Reinspection) -> Done:
    after = reinspection_queries.reinspection_or_404(request.user, one.pk)
    words = "双方都同意保留，继续认定，不重复通报。" if after.state == ReinspectionState.KEPT else "复核意见已记录。"
    said = f"{one.honour.branch.short_name}：{words}"
    following = reviews.next_for(one, request.user) if "next" in request.POST else None
    if following:
        return Done(said, "evaluation:reinspection_review", following)
    return Done(said, "evaluation:reinspections", one.cycle.year)


@require_http_methods(["GET", "POST"])
def agree(request: PersonRequest, year: int) -> HttpResponse:
    """同意保留 for whatever was suggested so without changes, after a preview; what is left out is named."""
    cycle = cycle_queries.cycle_or_404(request.user, year)
    sorted_ = reviews.agreeable(cycle, request.user)

    def do(data: dict[str, Any]) -> Done:
        ticked = set(numbers.numbers(request.POST.getlist("one")))
        count = review_steps.agree_all(cycle, by=request.user, seen=ticked)
        said = f"已对{count}个支部记录“同意保留”。双方都同意的，继续认定，不重复通报。{sorted_.own_named(request.user)}"
        return Done(said, "evaluation:reinspections", year)

    context = {
        "cycle": cycle,
        "body": case_bodies.body_of(request.user),
        "offered": sorted_.offered,
        "left_out": sorted_.left_out,
    }
    return act(request, None, do, template="evaluation/reinspection/agree.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def send_back(request: PersonRequest, pk: int) -> HttpResponse:
    """退回补正 with a reason and a new date."""
    one = reinspection_queries.reinspection_or_404(request.user, pk, Perm.REVIEW)
    return asked(
        request,
        one,
        lambda form: review_steps.send_back(one, by=request.user, **form.cleaned_data),
        form=ReturnForm(request.POST or None, initial=version(request, one)),
        title=f"退回{one.honour.branch.short_name}的复查情况",
        consequence="退回后由单位重新复查、重新报送；双方已有的复核意见作废，须重新复核。",
        button="退回补正",
        done="已退回补正。",
        target=reverse("evaluation:reinspections", args=[one.cycle.year]),
    )

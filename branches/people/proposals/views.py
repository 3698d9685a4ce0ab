"""Pages on which units put posts forward and agree to them. The confirmation has its own page."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from branches import access, clock
from branches.models import ProposalList
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest, pressed
from branches.people.proposals import queries as proposals_queries
from branches.people.proposals import steps as proposal_steps
from branches.people.proposals.forms import AgreeForm, EndForm, ProposalForm
from branches.permissions import Perm, Role


@require_GET
def proposals(request: PersonRequest, pk: int) -> HttpResponse:
    """What was put forward for one unit, and who holds its posts."""
    unit = proposals_queries.unit_or_404(request.user, pk)
    context = {
        "unit": unit,
        "lists": proposals_queries.of_unit(unit)[:50],
        "posts": proposals_queries.posts_of(unit),
        "may_propose": access.may(request.user, Perm.PROPOSE_POST, unit),
    }
    return render(request, "branches/proposals/proposals.html", context)


@require_http_methods(["GET", "POST"])
def proposal_add(request: PersonRequest, pk: int) -> HttpResponse:
    """`?role=` and `?branch=` fill in what is asked for, `?q=` lets 市直工委 find people of other units."""
    unit = proposals_queries.unit_or_404(request.user, pk)
    is_own = access.may(request.user, Perm.PROPOSE_POST, unit)
    words = request.GET.get("q", "").strip()[:60]
    people = proposals_queries.candidates(unit, words, everywhere=not is_own)
    initial = {name: request.GET.get(name) for name in ("role", "branch")}
    form = ProposalForm(request.POST if request.method == "POST" else None, unit=unit, people=people, initial=initial)

    def do(data: dict[str, Any]) -> Done:
        proposal_steps.propose(
            form.who,
            Role(data["role"]),
            form.place,
            starts_on=data["starts_on"],
            instead_of=data["instead_of"],
            by=request.user,
        )
        said = "已提请，请本单位另一人同意。" if is_own else "已指定，等安全管理员确认。"
        return Done(said, "branches:proposals", unit.pk)

    context = {"unit": unit, "words": words, "is_own": is_own}
    return act(request, form, do, template="branches/proposals/add.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def proposal_end(request: PersonRequest, pk: int) -> HttpResponse:
    post = proposals_queries.post_or_404(request.user, pk)
    unit = proposals_queries.unit_of(post)
    form = EndForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})

    def do(data: dict[str, Any]) -> Done:
        proposal_steps.propose_end(post, on=data["on"], by=request.user)
        return Done(f"已提请结束{post.user}的任职。", "branches:proposals", unit.pk)

    context = {"post": post, "back_url": reverse("branches:proposals", args=[unit.pk])}
    return act(request, form, do, template="branches/proposals/end.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def proposal(request: PersonRequest, pk: int) -> HttpResponse:
    """One of a unit's, for the second person: POST agrees, or does not where that button was pressed."""
    one = proposals_queries.one_or_404(request.user, pk)
    form = AgreeForm(request.POST if request.method == "POST" else None)
    unit_pk = one.unit_id or 0

    def do(data: dict[str, Any]) -> Done:
        if pressed(request, "agree", "disagree") == "disagree":
            proposal_steps.send_back(one, reason=data["reason"], by=request.user)
            return Done("已退回提请人。", "branches:proposals", unit_pk)
        proposal_steps.agree(one, by=request.user)
        return Done("已同意，等安全管理员确认。", "branches:proposals", unit_pk)

    def context() -> dict[str, Any]:
        now = proposals_queries.one_or_404(request.user, pk)
        return {
            "one": now,
            "why_not": proposals_queries.why_not_agree(now, request.user),
            "may_withdraw": _may_withdraw(request, now),
        }

    return act(request, form, do, template="branches/proposals/proposal.html", context=context)


@require_http_methods(["GET", "POST"])
def proposal_withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    one = proposals_queries.one_or_404(request.user, pk)

    def do(data: dict[str, Any]) -> Done:
        proposal_steps.withdraw(one, by=request.user)
        return Done("已撤回。", "branches:proposals", one.unit_id or 0)

    return act(request, None, do, template="branches/proposals/withdraw.html", context=lambda: {"one": one})


def _may_withdraw(request: PersonRequest, one: ProposalList) -> bool:
    is_open = one.outcome == ProposalList.Outcome.OPEN
    return is_open and access.may(request.user, Perm.PROPOSE_POST, one.unit)

"""Pages of posts that were put forward: all lists, one list with its doubts first, its posts, and what becomes of it."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django_filters import ChoiceFilter

from branches import access
from branches.labels import label_of
from branches.models import ProposalList, ProposedPost, User
from branches.pages.acting import Done, act, attempt
from branches.pages.filters import NumberFilter
from branches.pages.paging import Kept
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.pages.tags import Tag
from branches.people.confirmation import faults as confirmation_faults
from branches.people.confirmation import queries as confirmation_queries
from branches.people.confirmation import steps as confirmation_steps
from branches.people.confirmation.forms import ReturnForm
from branches.people.confirmation.review import review_of
from branches.permissions import Perm, Role

_TONES = {"open": "todo", "confirmed": "done", "returned": "look", "withdrawn": "out"}


def _outcome(proposal: ProposalList) -> Tag:
    return Tag(proposal.get_outcome_display(), _TONES[proposal.outcome])


class Proposals(Listing):
    title = "任职提请"
    search = ("source", "by__name", "unit__name")
    search_label = "来源、提请人或单位"
    filters = {
        "outcome": ChoiceFilter(label=label_of(ProposalList, "outcome"), choices=ProposalList.Outcome.choices),
    }
    order = long_order = ("-pk",)
    columns = (
        Column(
            label_of(ProposalList, "source"),
            "source",
            url=lambda row: reverse("branches:proposed_list", args=[row.pk]),
        ),
        Column("项数", "count", numeric=True),
        Column(label_of(ProposalList, "unit"), "unit"),
        Column(label_of(ProposalList, "by"), "by"),
        Column(label_of(ProposalList, "at"), "at", sort="at"),
        Column(label_of(ProposalList, "outcome"), _outcome, status=True),
        Column(label_of(ProposalList, "decided_by"), "decided_by"),
        Column(label_of(ProposalList, "reason"), "reason"),
    )
    nothing = "还没有任职提请。系统管理员导入人员任职表，或单位提请后，在这里确认。"


class ProposedPosts(Listing):
    title = "提请的任职"
    search = ("user__name", "user__username", "unit__name", "branch__full_name", "branch__unit__name")
    search_label = "姓名、单位或党支部"
    filters = {
        "role": ChoiceFilter(label="职务", choices=[(role.value, role.label) for role in Role]),
        "unit": NumberFilter(label="单位编号", method=confirmation_queries.by_unit),
    }
    from_links = ("unit",)
    order = ("pk",)
    columns = (
        Column(label_of(User, "name"), "user.name", url=lambda row: reverse("branches:person", args=[row.user_id])),
        Column("账号", "user.username"),
        Column(label_of(User, "branch"), "user.branch"),
        Column(label_of(ProposedPost, "role"), "get_role_display"),
        Column("任职地点", lambda row: row.branch or row.unit),
        Column(label_of(ProposedPost, "starts_on"), "starts_on"),
        Column(label_of(ProposedPost, "ends_on"), "ends_on"),
        Column("接替", lambda row: row.ends.user.name if row.ends and row.starts_on else ""),
    )
    nothing = "没有符合条件的任职。"


@require_GET
def proposed_lists(request: PersonRequest) -> HttpResponse:
    return Proposals(request, confirmation_queries.listed()).response()


@require_GET
def proposed_list(request: PersonRequest, pk: int) -> HttpResponse:
    return _show(request, confirmation_queries.proposal_or_404(pk), [])


@require_http_methods(["GET", "POST"])
def proposed_list_confirm(request: PersonRequest, pk: int) -> HttpResponse:
    """The same page; POST brings the whole list into force."""
    found = confirmation_queries.proposal_or_404(pk)

    def do(data: dict[str, Any]) -> Done:
        count = confirmation_steps.confirm(found, by=request.user)
        return Done(f"已确认{count}项任职，现已生效。", "branches:proposed_list", pk)

    return attempt(request, None, do, lambda reasons: _show(request, confirmation_queries.proposal_or_404(pk), reasons))


@require_GET
def proposed_list_posts(request: PersonRequest, pk: int) -> HttpResponse:
    found = confirmation_queries.proposal_or_404(pk)
    listing = ProposedPosts(request, confirmation_queries.posts_of(found))
    return listing.response("branches/confirmation/posts.html", {"proposal": found})


@require_http_methods(["GET", "POST"])
def proposed_list_return(request: PersonRequest, pk: int) -> HttpResponse:
    found = confirmation_queries.proposal_or_404(pk)
    form = ReturnForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> Done:
        confirmation_steps.send_back(found, reason=data["reason"], by=request.user)
        return Done("已退回，没有任职生效。", "branches:proposed_lists")

    return act(request, form, do, template="branches/confirmation/return.html", context=lambda: {"proposal": found})


@require_http_methods(["GET", "POST"])
def proposed_list_withdraw(request: PersonRequest, pk: int) -> HttpResponse:
    found = confirmation_queries.proposal_or_404(pk)

    def do(data: dict[str, Any]) -> Done:
        confirmation_steps.withdraw(found, by=request.user)
        return Done("已撤回，没有任职生效。", "branches:proposed_lists")

    return act(request, None, do, template="branches/confirmation/withdraw.html", context=lambda: {"proposal": found})


def _show(request: PersonRequest, found: ProposalList, reasons: list[str]) -> HttpResponse:
    posts = list(confirmation_queries.posts_of(found))
    is_open = found.outcome == ProposalList.Outcome.OPEN
    review = review_of(posts)
    may_confirm = is_open and access.may(request.user, Perm.APPOINT)
    context = {
        "proposal": found,
        "outcome": _outcome(found),
        "review": review,
        "listing": Kept(review.units, request.GET),
        "is_open": is_open,
        "may_confirm": may_confirm,
        "may_withdraw": is_open and found.by_id == request.user.pk and access.may(request.user, Perm.MANAGE_REGISTER),
        "faults": confirmation_faults.faults(posts, by=request.user) if may_confirm and not reasons else [],
        "reasons": reasons,
    }
    return render(request, "branches/confirmation/list.html", context)

"""The page of one branch with its names, years and titles; and its end, which concerns them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_safe

from branches import access, clock
from branches import queries as branches_queries
from branches.labels import label_of
from branches.models import Branch
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.pages.tags import in_use
from branches.permissions import Perm
from branches.register import queries as register_queries
from branches.register.forms import DissolveForm
from evaluation.cases import access as case_access
from evaluation.cases import reinspections as reinspection_cases
from evaluation.honours import queries as honours_queries
from evaluation.promotion import queries as promotion_queries
from evaluation.succession import queries as succession_queries
from evaluation.succession.branch.steps import dissolve, restore, why_not_dissolve

Row = dict[str, object]


@require_safe
def branch(request: PersonRequest, pk: int) -> HttpResponse:
    found = case_access.branch_or_404(request.user, pk)
    is_active = found.is_active_on(clock.today())
    context = {
        "branch": found,
        "tag": in_use(is_active, out="已撤销"),
        "is_active": is_active,
        "facts": _facts(found, with_grade=case_access.is_registered_for(request.user, found)),
        "honours": (titles := list(honours_queries.of_branch(found))),
        "reinspections": reinspection_cases.of_honours(request.user, titles),
        "cases": case_access.cases_of(request.user, found),
        "promotions": promotion_queries.of_branch(found),
        "names": succession_queries.former_names(found),
        "posts": branches_queries.posts_of_branch(found),
        "changes": succession_queries.of_branch(found),
        "may_manage": access.may(request.user, Perm.MANAGE_REGISTER),
        "may_add_title": access.may(request.user, Perm.MANAGE_HONOURS),
        "may_report": is_active and succession_queries.may_report(request.user, found.unit_id),
        "sees_unit": branches_queries.sees_unit(request.user, found.unit_id),
    }
    return render(request, "evaluation/succession/branch/branch.html", context)


@require_http_methods(["GET", "POST"])
def branch_dissolve(request: PersonRequest, pk: int) -> HttpResponse:
    found = branches_queries.branch_or_404(request.user, pk)
    form = DissolveForm(request.POST if request.method == "POST" else None, initial={"on": clock.today()})

    def do(data: dict[str, Any]) -> Done:
        dissolve(found, on=data["on"], by=request.user)
        return Done(f"“{found}”已登记撤销。", "evaluation:branch", pk)

    return act(
        request,
        form,
        do,
        template="evaluation/succession/branch/dissolve.html",
        context=lambda: {"branch": found, "why_not": why_not_dissolve(found)},
    )


@require_http_methods(["GET", "POST"])
def branch_restore(request: PersonRequest, pk: int) -> HttpResponse:
    """Correct a dissolution that was recorded by mistake."""
    found = branches_queries.branch_or_404(request.user, pk)
    if found.dissolved_on is None:
        return redirect("evaluation:branch", pk)

    def do(data: dict[str, Any]) -> Done:
        restore(found, by=request.user)
        return Done(f"“{found}”的撤销登记已更正。", "evaluation:branch", pk)

    template = "evaluation/succession/branch/restore.html"
    return act(request, None, do, template=template, context=lambda: {"branch": found})


def _kind(found: Branch) -> list[Row]:
    """Only where it is not what nearly all are (D57)."""
    if found.kind == Branch.Kind.REGULAR:
        return []
    says = "，不参加评定，不计入名额基数" if found.kind == Branch.Kind.TEMPORARY else ""
    rows: list[Row] = [{"label": label_of(Branch, "kind"), "value": f"{found.get_kind_display()}{says}"}]
    if found.joint_with:
        rows.append({"label": label_of(Branch, "joint_units"), "value": found.joint_with})
    return rows


def _facts(found: Branch, *, with_grade: bool) -> list[Row]:
    rows: list[Row] = [
        {"label": "全称", "value": found.full_name},
        *_kind(found),
        {"label": "支部书记", "value": found.secretary_name},
        {"label": "正式党员", "value": f"{found.full_members}人"},
        {"label": "预备党员", "value": f"{found.probationary_members}人"},
        {"label": "成立日期", "day": found.established_on},
        {"label": "最近换届日期", "day": found.last_election_on},
    ]
    if found.kind != Branch.Kind.REGULAR:
        rows.append({"label": label_of(Branch, "kind"), "value": found.get_kind_display()})
    if found.kind == Branch.Kind.JOINT:
        rows.append({"label": label_of(Branch, "joint_units"), "value": register_queries.joint_units(found)})
    if found.telephone:
        rows.append({"label": label_of(Branch, "telephone"), "value": found.telephone})
    if found.dissolved_on:
        rows.append({"label": "撤销日期", "day": found.dissolved_on})
    if with_grade:
        rows.append({"label": "上年度述职评议等次", "value": found.last_review_grade})
    return rows

"""Pages of branches: the list, adding, changing, renaming. The page of one branch, with its titles, is `evaluation`'s."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django_filters import ChoiceFilter, ModelChoiceFilter

from branches import access, clock
from branches import queries as branches_queries
from branches.incoming import numbers
from branches.labels import label_of
from branches.models import Branch
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.pages.tags import in_use
from branches.permissions import Perm
from branches.register import staffing
from branches.register import steps as register_steps
from branches.register.forms import BranchForm, RenameForm

_ACTIVE = [("yes", "在用"), ("no", "已撤销")]


def _url(branch: Branch) -> str:
    return reverse("evaluation:branch", args=[branch.pk])


class Branches(Listing):
    title = "党支部"
    search = ("search_text",)
    search_label = "名称、曾用名、书记或拼音首字母"
    filters = {
        "unit": ModelChoiceFilter(label="单位", queryset=lambda request: branches_queries.units(request.user)),
        "first": ChoiceFilter(
            label="第一支部", field_name="is_first_branch", choices=[("True", "是"), ("False", "否")]
        ),
        "secretary": ChoiceFilter(
            label="书记任职", method=staffing.by_secretary, choices=[("yes", "有"), ("no", "没有")]
        ),
        "active": ChoiceFilter(label="状态", method=branches_queries.by_activity, choices=_ACTIVE),
    }
    order = long_order = ("unit_id",)
    columns = (
        Column("党支部", "short_name", sort="short_name", url=_url, export="full_name"),
        Column("单位", "unit.name", sort="unit__name"),
        Column(label_of(Branch, "secretary_name"), "secretary_name", sort="secretary_name"),
        Column("正式党员", "full_members", sort="full_members", numeric=True),
        Column("预备党员", "probationary_members", sort="probationary_members", numeric=True),
        Column(
            label_of(Branch, "is_first_branch"),
            lambda branch: "第一支部" if branch.is_first_branch else "",
            sort="is_first_branch",
        ),
        Column("状态", lambda branch: in_use(branch.is_active_on(clock.today()), out="已撤销"), status=True),
    )
    nothing = "还没有登记党支部。"


@require_GET
def branches(request: PersonRequest) -> HttpResponse:
    context = {
        "may_manage": access.may(request.user, Perm.MANAGE_REGISTER),
        "sees_successions": branches_queries.sees_successions(request.user),
    }
    return Branches(request, branches_queries.branches(request.user)).response("branches/branches.html", context)


@require_http_methods(["GET", "POST"])
def branch_add(request: PersonRequest) -> HttpResponse:
    """`?unit=` says for which unit."""
    unit = numbers.number(request.GET.get("unit"))
    initial = {"unit": unit, "full_members": None, "probationary_members": None}
    form = BranchForm(request.POST if request.method == "POST" else None, initial=initial)
    if form.is_bound and form.is_valid():
        saved = register_steps.save_branch(form.instance, by=request.user, joint_units=form.cleaned_data["joint_units"])
        messages.success(request, f"“{saved}”已登记。")
        return redirect("evaluation:branch", saved.pk)
    context = {"form": form, "back_url": reverse("branches:branches")}
    return render(request, "branches/branch_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def branch_edit(request: PersonRequest, pk: int) -> HttpResponse:
    branch = branches_queries.branch_or_404(request.user, pk)
    form = BranchForm(request.POST if request.method == "POST" else None, instance=branch)
    if form.is_bound and form.is_valid():
        register_steps.save_branch(form.instance, by=request.user, joint_units=form.cleaned_data["joint_units"])
        messages.success(request, f"“{branch}”已保存。")
        return redirect("evaluation:branch", pk)
    context = {"form": form, "branch": branch, "back_url": _url(branch)}
    return render(request, "branches/branch_edit.html", context, status=422 if form.is_bound else 200)


@require_http_methods(["GET", "POST"])
def branch_rename(request: PersonRequest, pk: int) -> HttpResponse:
    """Correct a mistyped name; a real new name is a 支部变更, which 市直工委 confirms (D25)."""
    branch = branches_queries.branch_or_404(request.user, pk)
    old = str(branch)
    form = RenameForm(request.POST if request.method == "POST" else None, instance=branch)
    if form.is_bound and form.is_valid():
        register_steps.rename_branch(form.instance, used_until=None, by=request.user)
        messages.success(request, f"“{old}”已更正为“{branch}”。")
        return redirect("evaluation:branch", pk)
    context = {"form": form, "branch": branch, "old_name": old, "back_url": _url(branch)}
    return render(request, "branches/branch_rename.html", context, status=422 if form.is_bound else 200)

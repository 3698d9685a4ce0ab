"""Pages of units: the list, one unit with its bodies, branches and people, adding and changing."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django_filters import ChoiceFilter

from branches import access
from branches import queries as branches_queries
from branches.changes import queries as changes_queries
from branches.labels import label_of
from branches.models import Unit
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.pages.tags import in_use
from branches.permissions import Perm
from branches.register import queries as register_queries
from branches.register import staffing
from branches.register import steps as register_steps
from branches.register.forms import UnitForm


class Units(Listing):
    title = "单位"
    search = ("search_text", "organ_organisation_name", "leading_group_name")
    search_label = "单位名称或拼音首字母"
    filters = {
        "kind": ChoiceFilter(label="类别", choices=[choice for choice in Unit.Kind.choices if choice[0] != "city"]),
        "use": ChoiceFilter(label="状态", field_name="is_active", choices=[("True", "在用"), ("False", "已停用")]),
        "lack": ChoiceFilter(label="缺人", method=staffing.by_lack, choices=list(staffing.LACKS.items())),
    }
    order = ("id",)
    columns = (
        Column("单位", "name", sort="name", url=lambda unit: reverse("branches:unit", args=[unit.pk])),
        Column(label_of(Unit, "kind"), "get_kind_display", sort="kind"),
        Column("党支部数", "branch_count", sort="branch_count", numeric=True),
        Column("机关党组织经办人", "officers", sort="officers", numeric=True),
        Column("党组（党委）经办人", "clerks", sort="clerks", numeric=True),
        Column("状态", lambda unit: in_use(unit.is_active, out="已停用"), status=True),
    )
    nothing = "还没有登记单位。可以导入名册，单位会一并建好。"


@require_GET
def units(request: PersonRequest) -> HttpResponse:
    rows = staffing.with_staff(branches_queries.units(request.user))
    listing = Units(request, rows)
    context = {
        "may_manage": access.may(request.user, Perm.MANAGE_REGISTER),
        "sees_successions": branches_queries.sees_successions(request.user),
    }
    return listing.response("branches/units.html", context)


@require_GET
def unit(request: PersonRequest, pk: int) -> HttpResponse:
    found = branches_queries.unit_or_404(request.user, pk)
    context = {
        "unit": found,
        "tag": in_use(found.is_active, out="已停用"),
        "bodies": _bodies(found),
        "changes": changes_queries.waiting_for(found),
        "branches": register_queries.branches_of(found),
        "joint": register_queries.joint_branches(found),
        "posts": branches_queries.posts_of_unit(found),
        "may_manage": access.may(request.user, Perm.MANAGE_REGISTER),
        "may_set": access.may(request.user, Perm.ASSESS, found),
        "sees_people": any(access.may(request.user, perm) for perm in (Perm.MANAGE_REGISTER, Perm.TELL_WORD))
        or access.may(request.user, Perm.PRINT_SLIPS, found),
        "may_report": found.is_active
        and (access.may(request.user, Perm.MANAGE_REGISTER) or access.may(request.user, Perm.REPORT_SUCCESSION, found)),
        "may_propose": access.may(request.user, Perm.PROPOSE_POST, found) or access.may(request.user, Perm.RUN_CYCLE),
        "sees_successions": branches_queries.sees_successions(request.user),
    }
    return render(request, "branches/unit.html", context)


@require_http_methods(["GET", "POST"])
def unit_add(request: PersonRequest) -> HttpResponse:
    return _edit(request, Unit())


@require_http_methods(["GET", "POST"])
def unit_edit(request: PersonRequest, pk: int) -> HttpResponse:
    return _edit(request, branches_queries.unit_or_404(request.user, pk))


@require_http_methods(["GET", "POST"])
def unit_active(request: PersonRequest, pk: int) -> HttpResponse:
    """Take out of use, or into use again."""
    found = branches_queries.unit_or_404(request.user, pk)

    def do(data: dict[str, Any]) -> Done:
        register_steps.set_unit_active(found, not found.is_active, by=request.user)
        return Done(f"“{found}”已{'停用' if found.is_active else '恢复使用'}。", "branches:unit", pk)

    def context() -> dict[str, Any]:
        return {"unit": found, "left": branches_queries.active_branches(found) if found.is_active else []}

    return act(request, None, do, template="branches/unit_active.html", context=context)


def _edit(request: PersonRequest, found: Unit) -> HttpResponse:
    back = reverse("branches:unit", args=[found.pk]) if found.pk else reverse("branches:units")
    name = found.name
    form = UnitForm(request.POST if request.method == "POST" else None, instance=found)

    def do(data: dict[str, Any]) -> Done:
        saved = register_steps.save_unit(form.instance, by=request.user)
        return Done(f"“{saved}”已保存。", "branches:unit", saved.pk)

    context = {"name": name, "back_url": back, "changes": changes_queries.waiting_for(found) if found.pk else []}
    return act(request, form, do, template="branches/unit_edit.html", context=lambda: context)


def _bodies(unit: Unit) -> list[dict[str, Any]]:
    """Which bodies act for the unit at steps 2 and 3 (方案 四（二）、四（三）), and whose they are when not its own."""
    return [
        {"label": "组织考核", "lines": _lines(unit.organ_organisation, unit.assessing_unit, "考核")},
        {"label": "审议推荐", "lines": _lines(unit.leading_group, unit.recommending_unit, "推荐")},
    ]


def _lines(body: str, acting: Unit | None, does: str) -> list[str]:
    return [body, f"由“{acting}”代为{does}"] if acting else [body]

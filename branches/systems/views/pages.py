"""对接系统: every key there is, asking for one, deciding on one, taking one away."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from branches import access
from branches.labels import label_of
from branches.models import SystemKey
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest, pressed
from branches.pages.tables import Column, Listing
from branches.permissions import Data, Perm
from branches.systems import queries as systems_queries
from branches.systems import standing
from branches.systems import steps as systems_steps
from branches.systems.forms import DecideForm, KeyForm


class Keys(Listing):
    title = "对接系统"
    search = ("system", "prefix")
    search_label = "系统名称或密钥开头"
    order = long_order = ("-pk",)
    columns = (
        Column(
            label_of(SystemKey, "system"),
            "system",
            sort="system",
            url=lambda key: reverse("branches:system_key", args=[key.pk]),
        ),
        Column(label_of(SystemKey, "prefix"), "prefix"),
        Column(label_of(SystemKey, "reads"), standing.reads),
        Column("状态", standing.standing, status=True),
        Column("最近使用", standing.last_used, sort="use__last_at"),
        Column(label_of(SystemKey, "expires_on"), "expires_on", sort="expires_on"),
        Column(label_of(SystemKey, "by"), "by"),
    )
    nothing = "还没有对接系统。"


@require_safe
def keys(request: PersonRequest) -> HttpResponse:
    may_ask = access.may(request.user, Perm.MANAGE_REGISTER)
    return Keys(request, systems_queries.every_key()).response("branches/systems/keys.html", {"may_ask": may_ask})


@require_http_methods(["GET", "POST"])
def key_add(request: PersonRequest) -> HttpResponse:
    """The key is the answer to the POST: kept nowhere else."""
    initial = {"system": request.GET.get("system", "")[:40], "expires_on": systems_steps.latest()}
    form = KeyForm(request.POST if request.method == "POST" else None, initial=initial)

    def do(data: dict[str, Any]) -> HttpResponse:
        reads = [Data(value) for value in data["reads"]]
        made = systems_steps.ask(data["system"], data["purpose"], reads, data["expires_on"], by=request.user)
        return render(request, "branches/systems/made.html", {"made": made})

    return act(request, form, do, template="branches/systems/add.html", context=dict)


@require_http_methods(["GET", "POST"])
def key(request: PersonRequest, pk: int) -> HttpResponse:
    """One key: the security administrator decides on it, either administrator takes it away."""
    one = systems_queries.key_or_404(pk)
    form = DecideForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> Done:
        button = pressed(request, "confirm", "return", "revoke")
        if button == "confirm":
            systems_steps.confirm(one, by=request.user)
            return Done("已确认，密钥现在起可用。", "branches:system_keys")
        if button == "return":
            systems_steps.send_back(one, reason=data["reason"], by=request.user)
            return Done("已退回，密钥不会生效。", "branches:system_keys")
        systems_steps.revoke(one, by=request.user)
        return Done("已停用，密钥从现在起打不开任何数据。", "branches:system_keys")

    def context() -> dict[str, Any]:
        now = systems_queries.key_or_404(pk)
        is_open = now.outcome == SystemKey.Outcome.OPEN and not now.revoked_at
        may_decide = is_open and access.may(request.user, Perm.APPOINT)
        return {
            "key": now,
            "tag": standing.standing(now),
            "reads": standing.reads(now),
            "may_decide": may_decide,
            # Whoever can give it back says why.
            "may_revoke": standing.is_revocable(now) and not may_decide,
            "may_ask": access.may(request.user, Perm.MANAGE_REGISTER),
        }

    return act(request, form, do, template="branches/systems/key.html", context=context)

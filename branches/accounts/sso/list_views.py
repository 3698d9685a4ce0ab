"""Pages of the lists that bind many people: put forward by one administrator, confirmed by another."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.views.decorators.http import require_http_methods

from branches import access
from branches.accounts.sso import queries as sso_queries
from branches.accounts.sso import steps as sso_steps
from branches.accounts.sso.lists import BindingListForm
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.permissions import Perm


@require_http_methods(["GET", "POST"])
def binding_lists(request: PersonRequest) -> HttpResponse:
    """All lists; the system administrator pastes another."""
    form = BindingListForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> Done:
        made = sso_steps.put_forward(data["lines"], by=request.user)
        return Done("已提交，由安全管理员确认后生效。", "branches:binding_list", made.pk)

    def context() -> dict[str, Any]:
        may_propose = access.may(request.user, Perm.MANAGE_REGISTER) and bool(settings.OIDC_ISSUER)
        return {"lists": sso_queries.lists(), "may_propose": may_propose}

    return act(request, form, do, template="registration/sso/binding_lists.html", context=context)


@require_http_methods(["GET", "POST"])
def binding_list(request: PersonRequest, pk: int) -> HttpResponse:
    """One list, to read; the security administrator confirms it or gives it back."""
    made = sso_queries.list_or_404(pk)

    def do(_: dict[str, Any]) -> Done:
        if "back" in request.POST:
            sso_steps.give_back(pk, by=request.user)
            return Done("名单已退回。", "branches:binding_lists")
        return Done(f"已绑定{sso_steps.confirm(pk, by=request.user)}人。", "branches:binding_lists")

    def context() -> dict[str, Any]:
        may_decide = made.outcome == made.Outcome.OPEN and access.may(request.user, Perm.APPOINT)
        return {"list": made, "bindings": sso_queries.bindings_of(made), "may_decide": may_decide}

    return act(request, None, do, template="registration/sso/binding_list.html", context=context)

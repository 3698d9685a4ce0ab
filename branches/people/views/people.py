"""Pages of people and their accounts, for the system administrator; the security administrator reads them."""

from typing import Any

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods
from django_filters import ChoiceFilter

from branches import access, clock
from branches import queries as branches_queries
from branches.changes import queries as changes_queries
from branches.changes import steps as change_steps
from branches.labels import label_of
from branches.models import User
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.pages.tags import OPENINGS, opening
from branches.people import steps as people_steps
from branches.people.forms import OwnBranchForm, PersonForm
from branches.people.posts_in_words import in_words
from branches.permissions import Perm, Role


class People(Listing):
    title = "人员"
    search = ("name", "username", "phone", "branch__search_text")
    search_label = "姓名、账号、电话或党支部"
    filters = {
        "role": ChoiceFilter(
            label="现任职务", method=branches_queries.by_role, choices=[(role.value, role.label) for role in Role]
        ),
        "use": ChoiceFilter(label="账号状态", method=branches_queries.by_opening, choices=OPENINGS),
    }
    order = ("name",)
    long_order = ("pk",)
    columns = (
        Column(
            label_of(User, "name"), "name", sort="name", url=lambda person: reverse("branches:person", args=[person.pk])
        ),
        Column("账号", "username", sort="username"),
        Column(label_of(User, "phone"), "phone", whole=True),
        Column(label_of(User, "branch"), "branch"),
        Column("现任职务", lambda person: in_words(person.current_posts)),
        Column("状态", opening, status=True),
    )
    nothing = "还没有人员。"


@require_GET
def people_list(request: PersonRequest) -> HttpResponse:
    context = {"may_manage": access.may(request.user, Perm.MANAGE_REGISTER), "provider": settings.OIDC_LABEL}
    return People(request, branches_queries.people()).response("branches/people.html", context)


@require_GET
def person(request: PersonRequest, pk: int) -> HttpResponse:
    found = branches_queries.person_or_404(pk)
    context = {
        "person": found,
        "tag": opening(found),
        "changes": changes_queries.waiting_for(found),
        "posts": branches_queries.posts_of(found),
        "today": clock.today(),
        "may_manage": access.may(request.user, Perm.MANAGE_REGISTER),
        "may_appoint": access.may(request.user, Perm.APPOINT),
        "may_close": found.opened_at and access.may(request.user, Perm.TELL_WORD),
        "is_self": found.pk == request.user.pk,
    }
    return render(request, "branches/person.html", context)


@require_http_methods(["GET", "POST"])
def person_add(request: PersonRequest) -> HttpResponse:
    """An account without a password; it opens by the two keys."""
    form = PersonForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> Done:
        people_steps.add(form.instance, by=request.user)
        return Done(f"{form.instance}的账号已建立，还没有开通。", "branches:person_branch", form.instance.pk)

    context = {"back_url": reverse("branches:people")}
    return act(request, form, do, template="branches/person_edit.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def person_edit(request: PersonRequest, pk: int) -> HttpResponse:
    found = branches_queries.person_or_404(pk)
    form = PersonForm(request.POST if request.method == "POST" else None, instance=found)

    def do(data: dict[str, Any]) -> Done:
        people_steps.save(form.instance, by=request.user)
        return Done("已保存。", "branches:person", pk)

    context = {"is_known": True, "back_url": reverse("branches:person", args=[pk])}
    return act(request, form, do, template="branches/person_edit.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def person_branch(request: PersonRequest, pk: int) -> HttpResponse:
    """Find the own branch by a word (`?q=`), then choose it."""
    found = branches_queries.person_or_404(pk)
    words = request.GET.get("q", "").strip()[:60]
    places = branches_queries.branches_found(words) if words else [found.branch] if found.branch else []
    form = OwnBranchForm(
        request.POST if request.method == "POST" else None,
        places=places,
        initial={"branch": found.branch_id},
    )

    def do(data: dict[str, Any]) -> Done:
        if change_steps.propose_branches({found: form.chosen}, by=request.user):
            return Done("已提请。由安全管理员确认后生效，此前按原来的党支部回避。", "branches:person", pk)
        return Done(f"{found}的所在党支部已登记。", "branches:person", pk)

    context = {"person": found, "words": words, "places": places}
    return act(request, form, do, template="branches/person_branch.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def person_active(request: PersonRequest, pk: int) -> HttpResponse:
    """Deactivate, which ends all posts; or let in again."""
    found = branches_queries.person_or_404(pk)
    context = {"person": found, "posts": found.current_posts}  # type: ignore[attr-defined]

    def do(data: dict[str, Any]) -> Done:
        return Done(_switch(found, by=request.user), "branches:person", pk)

    return act(request, None, do, template="branches/person_active.html", context=lambda: context)


def _switch(found: User, *, by: User) -> str:
    """What was done, in words."""
    if not found.is_active:
        people_steps.reactivate(found, by=by)
        return f"{found}的账号已恢复。任职须由安全管理员重新办理。"
    ended = people_steps.deactivate(found, by=by)
    return f"{found}的账号已停用，{ended}项任职已结束。" if ended else f"{found}的账号已停用。"

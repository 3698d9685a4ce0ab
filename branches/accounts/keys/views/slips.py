"""Slips for the administrators and officers who print them, words for the security administrator who tells them."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from branches import access
from branches import queries as branches_queries
from branches.accounts.keys import mailing, printing
from branches.accounts.keys import queries as keys_queries
from branches.accounts.keys import steps as keys_steps
from branches.accounts.keys.forms import ChosenForm
from branches.labels import label_of
from branches.models import User
from branches.pages.acting import Done, act, attempt
from branches.pages.request import PersonRequest
from branches.pages.tables import Column, Listing
from branches.pages.tags import opening
from branches.people.posts_in_words import in_words
from branches.permissions import Perm


@require_http_methods(["GET", "POST"])
def slips(request: PersonRequest) -> HttpResponse:
    """Units with people whose accounts are to be opened. The slips are the answer to the POST: kept nowhere else."""
    units = list(keys_queries.printable_units(request.user))
    form = ChosenForm(request.POST if request.method == "POST" else None, rows=units)

    def do(data: dict[str, Any]) -> HttpResponse:
        return _paper(request, keys_steps.print_units(form.picked, by=request.user))

    context = {"units": units, "waiting": [unit for unit in units if unit.to_open]}
    return act(request, form, do, template="registration/keys/slips.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def slip(request: PersonRequest, pk: int) -> HttpResponse:
    """A new slip for one person; the one before it is void."""
    person = keys_queries.person_or_404(request.user, pk)

    def do(data: dict[str, Any]) -> HttpResponse | Done:
        if "mail" in request.POST:
            keys_steps.mail_one(person, by=request.user)
            return Done(f"开通码已发到{person}确认过的邮箱。", "branches:unit_people", person.home)
        return _paper(request, [keys_steps.print_one(person, by=request.user)])

    may_mail = person.email_confirmed_at and mailing.is_possible()
    context = {"person": person, "posts": in_words(person.current_posts), "may_mail": may_mail}
    return act(request, None, do, template="registration/keys/slip.html", context=lambda: context)


@require_http_methods(["GET", "POST"])
def words(request: PersonRequest) -> HttpResponse:
    """Which runs have a word to be told; those chosen are shown in answer to the POST, for once."""
    runs = list(keys_queries.runs())
    form = ChosenForm(request.POST if request.method == "POST" else None, rows=runs)

    def show(reasons: list[str]) -> HttpResponse:
        return render(request, "registration/keys/words.html", {"runs": runs, "form": form, "reasons": reasons})

    def do(data: dict[str, Any]) -> HttpResponse:
        told = keys_steps.tell(form.picked, by=request.user)
        return render(request, "registration/keys/told.html", {"told": told})

    return attempt(request, form, do, show)


class UnitPeople(Listing):
    """Who belongs to a unit, with what it takes to hand out its slips."""

    title = "单位人员"
    search = ("name", "username", "phone")
    search_label = "姓名、账号或电话"
    order = ("pk",)
    columns: Sequence[Column] = (
        Column(label_of(User, "name"), "name"),
        Column("账号", "username"),
        Column("现任职务", lambda person: in_words(person.current_posts)),
        Column("账号状态", opening, status=True),
        Column(label_of(User, "opened_at"), "opened_at"),
    )
    nothing = "这个单位还没有人员。"


class PrintablePeople(UnitPeople):
    """The same for whoever prints their slips."""

    columns = (*UnitPeople.columns, Column("开通条", template="registration/keys/slip_cell.html", exported=False))


@require_GET
def unit_people(request: PersonRequest, pk: int) -> HttpResponse:
    unit, rows = keys_queries.unit_people(request.user, pk)
    may_print = access.may(request.user, Perm.PRINT_SLIPS)
    listing = PrintablePeople if may_print else UnitPeople
    context = {"unit": unit, "may_print": may_print}
    return listing(request, rows).response("registration/keys/unit_people.html", context)


@require_http_methods(["GET", "POST"])
def person_close(request: PersonRequest, pk: int) -> HttpResponse:
    """The owner has rung up: somebody else opened the account. What was done in it stands on the page."""
    person = branches_queries.person_or_404(pk)

    def do(data: dict[str, Any]) -> Done:
        keys_steps.close(person, by=request.user)
        return Done(f"{person}的账号已关闭。请核对下面的操作，再请系统管理员重打开通条。", "branches:person_close", pk)

    def context() -> dict[str, Any]:
        return {"person": person, "acts": keys_queries.acts_since_opening(person)}

    return act(request, None, do, template="registration/keys/person_close.html", context=context)


def _paper(request: PersonRequest, printed: list[keys_steps.Printed]) -> HttpResponse:
    context = {"covers": printing.covers(printed), "host": printing.host(), "back": reverse("branches:slips")}
    return render(request, "registration/keys/paper.html", context)

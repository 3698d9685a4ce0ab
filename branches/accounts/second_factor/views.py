"""Pages of the second factor: asked for at sign-in, set up with the two keys, its list of codes printed once."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from branches import clock
from branches.accounts import entrance
from branches.accounts.keys import presenting
from branches.accounts.second_factor import checking, codes, sealing
from branches.accounts.second_factor import queries as second_factor_queries
from branches.accounts.second_factor import steps as second_factor_steps
from branches.accounts.second_factor.forms import CodeForm, FirstCodeForm
from branches.models import User
from branches.pages.acting import Done, act

_ENROLLING = "second_factor_key"


@never_cache
@sensitive_post_parameters("second_factor")
@require_http_methods(["GET", "POST"])
def second_factor(request: HttpRequest) -> HttpResponse:
    """The second step of signing in; signed in, the same once more before what protects the account is changed."""
    waiting = entrance.waiting(request)
    person = waiting or _signed_in(request)
    if person is None:
        return _too_late(request)
    if not second_factor_queries.is_held(person):
        return redirect("second_factor_enrol")
    form = CodeForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> Done | HttpResponse:
        if waiting:
            checking.to_sign_in(request, waiting, data["second_factor"])
            return entrance.finish(request, waiting)
        checking.to_go_on(request, person, data["second_factor"], purpose="second_factor")
        entrance.prove(request)
        return Done("", entrance.destination(request))

    context = {"person": person, "is_signing_in": bool(waiting), "next": entrance.destination(request)}
    return act(request, form, do, template="registration/second_factor/ask.html", context=lambda: context)


@never_cache
@sensitive_post_parameters("second_factor")
@require_http_methods(["GET", "POST"])
def enrol(request: HttpRequest) -> HttpResponse:
    """A phone by its first code. Only with both keys, or with the second factor that is there."""
    waiting = entrance.waiting(request)
    person = waiting or _signed_in(request) or presenting.proven(request)
    if person is None:
        return _too_late(request)
    if not _may_change(request, person):
        return _proof_first(request, person)
    key = _key(request, person)
    form = FirstCodeForm(request.POST if request.method == "POST" else None)

    def do(data: dict[str, Any]) -> Done | HttpResponse:
        second_factor_steps.enrol(person, key, data["second_factor"])
        del request.session[_ENROLLING]
        messages.success(request, "二次验证已设置。请打印一份备用码，手机不在身边时用。")
        if waiting:
            return entrance.finish(request, waiting, then=reverse("second_factor_codes"))
        if not request.user.is_authenticated:
            return Done("", "login")
        entrance.prove(request)
        return Done("", "second_factor_codes")

    def context() -> dict[str, Any]:
        return {
            "person": person,
            "picture": codes.picture(key, person),
            "spelled": codes.spelled(key),
            "count": codes.LIST_LENGTH,
        }

    return act(request, form, do, template="registration/second_factor/enrol.html", context=context)


@never_cache
@require_http_methods(["GET", "POST"])
def recovery_codes(request: HttpRequest) -> HttpResponse:
    """The list of codes, as a print page in answer to the POST: it is shown once and stored nowhere."""
    waiting = entrance.waiting(request)
    person = waiting or _signed_in(request) or presenting.proven(request)
    if person is None:
        return _too_late(request)
    if not _may_change(request, person):
        return _proof_first(request, person)

    def do(_: dict[str, Any]) -> HttpResponse:
        made = second_factor_steps.print_codes(person, by=person)
        shown = {"person": person, "codes": made, "made_on": clock.today(), "is_signing_in": bool(waiting)}
        return render(request, "registration/second_factor/codes_printed.html", shown)

    def context() -> dict[str, Any]:
        return {
            "left": second_factor_queries.codes_left(person),
            "count": codes.LIST_LENGTH,
            "is_signing_in": bool(waiting),
        }

    return act(request, None, do, template="registration/second_factor/codes.html", context=context)


def _signed_in(request: HttpRequest) -> User | None:
    return request.user if isinstance(request.user, User) else None


def _may_change(request: HttpRequest, person: User) -> bool:
    return presenting.proven(request) == person or (entrance.is_fresh(request) and request.user == person)


def _proof_first(request: HttpRequest, person: User) -> HttpResponse:
    """To the code, for whoever has one and is signed in; to the keys, whoever has none or has lost it."""
    if request.user == person and second_factor_queries.is_held(person):
        return redirect(f"{reverse('second_factor')}?next={request.path}")
    return render(request, "registration/second_factor/keys_first.html", {"person": person})


def _key(request: HttpRequest, person: User) -> bytes:
    """The key of the phone that is being enrolled: the same while the page is shown again, sealed in the session."""
    held = request.session.get(_ENROLLING)
    if not held or held["user"] != person.pk:
        held = {"user": person.pk, "key": sealing.seal(codes.new_key(), person)}
        request.session[_ENROLLING] = held
    return sealing.unseal(held["key"], person)


def _too_late(request: HttpRequest) -> HttpResponse:
    messages.error(request, "登录超过5分钟没有完成，请重新输入账号和密码。")
    return redirect("login")

"""Signing in and out, the own account, the size of the text, help."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches import in_words
from branches.access import posts
from branches.accounts import entrance, passwords, sessions, throttle
from branches.accounts.demo import ACCOUNTS, SECOND_PERSONS
from branches.accounts.forms import ChangePasswordForm, SignInForm
from branches.accounts.keys import mailing
from branches.accounts.second_factor import queries as second_factor_queries
from branches.accounts.sign_ins import queries as sign_ins_queries
from branches.accounts.sso import queries as sso_queries
from branches.models.sign_in import Way
from branches.pages import carried_form
from branches.pages.context import LARGE_TEXT_COOKIE
from branches.pages.request import PersonRequest, wanted_path

_YEAR = 365 * 24 * 60 * 60


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """A form that was sent while signed out comes back after signing in, ready to be sent again."""
    if request.method == "POST":
        return _try_password(request)
    if request.user.is_authenticated:
        return redirect(entrance.destination(request))
    return _sign_in_page(request, SignInForm(request, initial=_demo(request)))


def _try_password(request: HttpRequest) -> HttpResponse:
    name, way = request.POST.get("username", ""), Way.PASSWORD
    if seconds := throttle.wait(request, sessions.PURPOSE, name):
        sessions.paused(request, name, way=way)
        return _sign_in_page(request, SignInForm(request, initial={"username": name}), seconds)
    form = SignInForm(request, data=request.POST)
    if form.is_valid():
        passwords.note_age(request, form.get_user())
        then, kept = entrance.destination(request), request.POST.get("kept", "")
        return entrance.proceed(request, form.get_user(), way=way, then=then, kept=kept)
    if form.non_field_errors():
        sessions.refused(request, name, way=way)
    return _sign_in_page(request, form, throttle.wait(request, sessions.PURPOSE, name))


def _sign_in_page(request: HttpRequest, form: SignInForm, seconds: int = 0) -> HttpResponse:
    """`seconds` is for how long this person has to wait first."""
    kept = request.POST.get("kept") or request.GET.get("kept", "")
    context = {
        "form": form,
        "provider": settings.OIDC_LABEL,
        "wait": in_words.span(seconds) if seconds else "",
        "kept": kept if carried_form.is_held(request.session, kept) else "",
        "next": wanted_path(request),
        "is_password_filled_in": settings.IS_ON_LOOPBACK,
        "demo_accounts": (*ACCOUNTS, *SECOND_PERSONS) if settings.DEMO else (),
    }
    answer = render(request, "registration/login.html", context, status=422 if form.is_bound else 200)
    return _waiting(answer, seconds)


def _waiting(answer: HttpResponse, seconds: int) -> HttpResponse:
    if seconds:
        answer.status_code = HTTPStatus.TOO_MANY_REQUESTS
        answer["Retry-After"] = str(seconds)
    return answer


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    sessions.end(request)
    messages.success(request, "您已退出。")
    return redirect("login")


@require_GET
def more(request: PersonRequest) -> HttpResponse:
    """The whole navigation as a page, for phones."""
    return render(request, "registration/more.html")


@require_GET
def account(request: PersonRequest) -> HttpResponse:
    context = {
        "posts": posts(request.user),
        "is_second_factor_asked": second_factor_queries.is_asked(request.user),
        "has_phone": second_factor_queries.has_phone(request.user),
        "codes_left": second_factor_queries.codes_left(request.user),
        "may_mail": mailing.is_possible(),
        "provider": settings.OIDC_LABEL,
        "binding": sso_queries.binding_of(request.user),
        "sign_ins": sign_ins_queries.own(request.user),
    }
    return render(request, "registration/account.html", context)


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: PersonRequest) -> HttpResponse:
    if request.method == "POST":
        return _try_new_password(request)
    context = {"form": ChangePasswordForm(request.user), "is_due": passwords.is_due(request)}
    return render(request, "registration/password_change.html", context)


def _try_new_password(request: PersonRequest) -> HttpResponse:
    """Whoever sits down at somebody else's screen guesses no faster than at the door."""
    name, template = request.user.username, "registration/password_change.html"
    if seconds := throttle.wait(request, passwords.PURPOSE, name):
        context = {"form": ChangePasswordForm(request.user), "wait": in_words.span(seconds)}
        return _waiting(render(request, template, context), seconds)
    form = ChangePasswordForm(request.user, data=request.POST)
    if form.has_error("old_password", "password_incorrect"):
        throttle.failed(request, passwords.PURPOSE, name)
    if not form.is_valid():
        return render(request, template, {"form": form, "is_due": passwords.is_due(request)}, status=422)
    throttle.passed(request, passwords.PURPOSE, name)
    passwords.change(request.user, form.cleaned_data["new_password1"])
    passwords.settle(request)
    update_session_auth_hash(request, request.user)
    messages.success(request, "密码已修改，下次请用新密码登录。")
    return redirect(wanted_path(request) or "account")


@require_POST
def large_text(request: HttpRequest) -> HttpResponse:
    """Toggle; remembered on the device, since it belongs to the eyes before the screen."""
    answer = redirect(entrance.destination(request))
    if request.COOKIES.get(LARGE_TEXT_COOKIE) == "1":
        answer.delete_cookie(LARGE_TEXT_COOKIE)
    else:
        answer.set_cookie(
            LARGE_TEXT_COOKIE, "1", max_age=_YEAR, httponly=True, samesite="Lax", secure=settings.SECURE_COOKIES
        )
    return answer


@require_GET
def still_here(request: HttpRequest) -> HttpResponse:
    """Asked by a page on which somebody is typing; the request itself prolongs the session.

    Says who is signed in by now: whoever signed in again in another tab goes on with a new token, another person does not.
    """
    return JsonResponse({"person": request.user.pk, "token": get_token(request)})


@require_GET
def signed_in(request: HttpRequest) -> HttpResponse:
    """Where signing in again ends in a tab of its own, while the page that is being filled in waits in another."""
    return render(request, "registration/signed_in.html")


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "registration/help.html")


def _demo(request: HttpRequest) -> dict[str, Any]:
    """In demo mode a click on an account fills the form, with the password only where nobody else can reach it."""
    names = {account.username for account in (*ACCOUNTS, *SECOND_PERSONS)}
    wanted = request.GET.get("as", "")
    if not settings.DEMO or wanted not in names:
        return {}
    return {"username": wanted, "password": settings.DEMO_PASSWORD if settings.IS_ON_LOOPBACK else ""}

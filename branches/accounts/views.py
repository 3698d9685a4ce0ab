"""Signing in and out, the own account, the size of the text, help."""

from typing import Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches.access import posts
from branches.accounts import passwords
from branches.accounts.demo import ACCOUNTS
from branches.accounts.forms import ChangePasswordForm, SignInForm
from branches.pages import carried_form
from branches.pages.context import LARGE_TEXT_COOKIE
from branches.pages.request import PersonRequest

_YEAR = 365 * 24 * 60 * 60


@never_cache
@sensitive_post_parameters("password")
@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest) -> HttpResponse:
    """A form that was sent while signed out comes back after signing in, ready to be sent again."""
    if request.user.is_authenticated and request.method == "GET":
        return redirect(_next(request))
    typed = carried_form.from_token(request.POST.get("kept", ""))
    form = SignInForm(request, data=request.POST if request.method == "POST" else None, initial=_demo(request))
    if form.is_bound and form.is_valid():
        login(request, form.get_user())
        if typed:
            return render(request, "registration/send_again.html", {"kept": typed})
        return redirect(_next(request))
    context = {
        "form": form,
        "kept": typed,
        "next": request.POST.get("next", request.GET.get("next", "")),
        "demo_accounts": ACCOUNTS if settings.DEMO else (),
    }
    return render(request, "registration/login.html", context, status=422 if form.is_bound else 200)


@require_POST
def sign_out(request: HttpRequest) -> HttpResponse:
    logout(request)
    messages.success(request, "您已退出。")
    return redirect("login")


@require_GET
def account(request: PersonRequest) -> HttpResponse:
    return render(request, "registration/account.html", {"posts": posts(request.user)})


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def change_password(request: PersonRequest) -> HttpResponse:
    form = ChangePasswordForm(request.user, data=request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        passwords.change(request.user, form.cleaned_data["new_password1"])
        update_session_auth_hash(request, request.user)
        messages.success(request, "密码已修改，下次请用新密码登录。")
        return redirect("account")
    return render(request, "registration/password_change.html", {"form": form}, status=422 if form.is_bound else 200)


@require_POST
def large_text(request: HttpRequest) -> HttpResponse:
    """Toggle; remembered on the device, since it belongs to the eyes before the screen."""
    answer = redirect(_next(request))
    if request.COOKIES.get(LARGE_TEXT_COOKIE) == "1":
        answer.delete_cookie(LARGE_TEXT_COOKIE)
    else:
        answer.set_cookie(
            LARGE_TEXT_COOKIE, "1", max_age=_YEAR, httponly=True, samesite="Lax", secure=settings.SECURE_COOKIES
        )
    return answer


@require_GET
def still_here(request: HttpRequest) -> HttpResponse:
    """Asked by a page on which somebody is typing; the request itself prolongs the session."""
    return HttpResponse(status=204)


@require_GET
def help_page(request: HttpRequest) -> HttpResponse:
    return render(request, "registration/help.html")


def _next(request: HttpRequest) -> str:
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if is_ours and wanted != reverse("login") else reverse(settings.LOGIN_REDIRECT_URL)


def _demo(request: HttpRequest) -> dict[str, Any]:
    """In demo mode a click on an account fills the form."""
    names = {account.username for account in ACCOUNTS}
    wanted = request.GET.get("as", "")
    return {"username": wanted, "password": settings.DEMO_PASSWORD} if settings.DEMO and wanted in names else {}

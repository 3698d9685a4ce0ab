"""Lets in only people who are signed in, without losing what somebody typed before the session ended."""

from typing import Any

from django.conf import settings
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from branches import origin
from branches.accounts import devices, entrance, passwords, sessions
from branches.accounts.forms import SignInForm
from branches.pages import carried_form
from branches.pages.request import wants_json

_WITH_AN_AGED_PASSWORD = {"password_change", "login", "logout", "help", "still_here"}


class SignedIn(LoginRequiredMiddleware):
    """Scripts get 401 instead of a redirect; a form that was sent gets the login page with its fields kept.

    A session that was begun before its person got a post that needs a second factor ends. Who came in with an aged
    password is led to change it before the next page he opens; a form he sends is taken first.
    """

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        if entrance.is_too_weak(request):
            sessions.end(request)
        sessions.keep_alive(request)
        if here := origin.current():
            here.user = request.user.pk
        match = request.resolver_match
        is_page = request.method == "GET" and not wants_json(request)
        if is_page and match and match.url_name not in _WITH_AN_AGED_PASSWORD and passwords.is_due(request):
            return redirect_to_login(request.get_full_path(), reverse("password_change"), "next")
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseBase:  # type: ignore[override]
        if wants_json(request):
            return JsonResponse({"login": reverse("login")}, status=401)
        if request.method == "POST":
            context = {"form": SignInForm(request), "kept": carried_form.keep(request), "provider": settings.OIDC_LABEL}
            return render(request, "registration/login.html", context, status=401)
        return super().handle_no_permission(request, view_func)

    def process_response(self, request: HttpRequest, response: HttpResponseBase) -> HttpResponseBase:
        devices.keep(request, response)
        if _is_for_somebody(request):
            response["Cache-Control"] = "private, no-store"
        return response


def _is_for_somebody(request: HttpRequest) -> bool:
    """Whether what is answered is behind the sign-in: no browser and no proxy keeps it, be it page, file or JSON.

    A page that is open to everybody is for whoever is signed in, too: it has his navigation. Asks nothing of the database,
    which may be why the answer is an error.
    """
    here, match = origin.current(), request.resolver_match
    is_open = match is not None and not getattr(match.func, "login_required", True)
    return not is_open or (here is not None and here.user is not None)

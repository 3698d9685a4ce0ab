"""Lets in only people who are signed in, without losing what somebody typed before the session ended."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.urls import reverse

from branches.accounts.forms import SignInForm
from branches.pages import carried_form
from branches.pages.request import wants_json

_WHILE_PASSWORD_IS_NEW = {"password_change", "logout", "large_text", "help"}


class SignedIn(LoginRequiredMiddleware):
    """Scripts get 401 instead of a redirect; a form that was sent gets the login page with its fields kept."""

    def process_view(
        self, request: HttpRequest, view_func: Any, view_args: Any, view_kwargs: Any
    ) -> HttpResponseBase | None:
        match = request.resolver_match
        is_new = getattr(request.user, "must_change_password", False)
        if is_new and match and match.url_name not in _WHILE_PASSWORD_IS_NEW:
            return HttpResponseRedirect(reverse("password_change"))
        return super().process_view(request, view_func, view_args, view_kwargs)

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponseBase:  # type: ignore[override]
        if wants_json(request):
            return JsonResponse({"login": reverse("login")}, status=401)
        if request.method == "POST":
            context = {"form": SignInForm(request), "kept": carried_form.from_request(request)}
            return render(request, "registration/login.html", context, status=401)
        return super().handle_no_permission(request, view_func)

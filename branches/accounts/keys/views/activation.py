"""Opening an account with both keys: for the first time, with a forgotten password, after a long sleep."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from branches import in_words
from branches.accounts import entrance, sessions, throttle
from branches.accounts.keys import presenting, tokens
from branches.accounts.keys import queries as keys_queries
from branches.accounts.keys import steps as keys_steps
from branches.accounts.keys.forms import KeysForm, OwnPasswordForm
from branches.models.sign_in import Way
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest

PURPOSE = "activation"
WRONG = "没有通过。请核对账号、开通码和开通口令；条子用过、过期或作废的，请找本单位机关党组织重打。"


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def activate(request: HttpRequest) -> HttpResponse:
    """The first step. Nothing is opened by fetching it, from wherever the link came."""
    form = KeysForm(request.POST if request.method == "POST" else None, initial={"username": request.GET.get("as", "")})
    seconds = 0
    if form.is_bound and form.is_valid():
        name = form.cleaned_data["username"].strip()
        seconds = throttle.wait(request, PURPOSE, name)
        slip = None if seconds else presenting.present(name, form.cleaned_data["code"], form.cleaned_data["word"])
        if slip:
            throttle.passed(request, PURPOSE, name)
            presenting.remember(request, slip)
            return redirect("activate_password")
        if not seconds:
            sessions.refused(request, name, way=Way.KEYS, purpose=PURPOSE)
            seconds = throttle.wait(request, PURPOSE, name)
        form.add_error(None, f"试的次数多了，请{in_words.span(seconds)}后再试。" if seconds else WRONG)
    answer = render(request, "registration/keys/activate.html", {"form": form}, status=422 if form.is_bound else 200)
    if seconds:
        answer.status_code, answer["Retry-After"] = 429, str(seconds)
    return answer


@never_cache
@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def activate_password(request: HttpRequest) -> HttpResponse:
    """The second step: whoever has shown both keys sets the own password and is signed in."""
    slip = presenting.shown_slip(request)
    if slip is None or slip.used_at:
        return redirect("activate")
    form = OwnPasswordForm(slip.user, data=request.POST if request.method == "POST" else None)

    def do(data: dict[str, str]) -> HttpResponse:
        user = keys_steps.open_account(slip, data["new_password1"])
        messages.success(request, "账号已开通。下次用账号或手机号和这个密码登录。")
        return entrance.proceed(request, user, way=Way.KEYS, then=reverse("evaluation:worklist"))

    return act(request, form, do, template="registration/keys/password.html", context=lambda: {"person": slip.user})


@require_http_methods(["GET", "POST"])
def not_me(request: PersonRequest) -> HttpResponse:
    """The owner says that somebody else has opened the account: it is closed at once."""

    def do(data: dict[str, str]) -> Done:
        user = request.user
        sessions.end(request)
        keys_steps.close(user, by=user)
        return Done("账号已关闭，谁也登录不了。请打电话告诉安全管理员，并领新的开通条。", "login")

    def context() -> dict[str, Any]:
        return {"acts": keys_queries.acts_since_opening(request.user)}

    return act(request, None, do, template="registration/keys/not_me.html", context=context)


@require_http_methods(["GET", "POST"])
def address(request: PersonRequest) -> HttpResponse:
    """Ask for a letter to the own address; its link leads to `address_confirm`."""

    def do(data: dict[str, str]) -> Done:
        keys_steps.ask_to_confirm(request.user)
        return Done("确认邮件已发出，请打开里面的链接，30分钟内有效。", "account")

    return act(request, None, do, template="registration/keys/address.html", context=dict)


@require_http_methods(["GET", "POST"])
def address_confirm(request: PersonRequest, token: str) -> HttpResponse:
    """Fetching the link shows a button; pressing it, signed in, confirms."""
    wanted = tokens.read(token, request.user)

    def do(data: dict[str, str]) -> Done:
        keys_steps.confirm_address(request.user, wanted)
        return Done("邮箱已确认。以后忘记密码，开通码可以发到这里；口令仍要问本单位机关党组织。", "account")

    return act(
        request, None, do, template="registration/keys/address_confirm.html", context=lambda: {"address": wanted}
    )

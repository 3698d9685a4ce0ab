"""Pages of single sign-on: to the provider and back; binding and unbinding under the own account."""

import logging
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from branches import clock
from branches.accounts import entrance, proof, sessions
from branches.accounts.proof import ProofForm
from branches.accounts.sso import attempts, providers
from branches.accounts.sso import queries as sso_queries
from branches.accounts.sso import steps as sso_steps
from branches.accounts.sso.attempts import Attempt, Purpose
from branches.accounts.sso.fetching import NotVouched
from branches.accounts.sso.providers import Identity
from branches.accounts.sso.tokens import SKEW
from branches.models.sign_in import Way
from branches.pages.acting import Done, act
from branches.pages.request import PersonRequest

logger = logging.getLogger(__name__)
_MAY_BIND = "sso_may_bind_at"
_MAY_BIND_SECONDS = 300
_PURPOSE = "binding"


@never_cache
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """To the provider. A link, because a form may not lead off this site."""
    purpose = Purpose(request.GET["for"]) if request.GET.get("for") in list(Purpose) else Purpose.SIGN_IN
    if purpose is not Purpose.SIGN_IN and not request.user.is_authenticated:
        return redirect("login")
    if purpose is Purpose.BIND and not _may_bind(request):
        return redirect("sso_binding")
    provider, kept = _provider(), request.GET.get("kept", "")
    attempt = attempts.begin(request, purpose, then=entrance.destination(request), kept=kept)
    try:
        return redirect(provider.address(attempt, _callback(request)))
    except NotVouched as fault:
        return _refused(request, fault, kept)


@never_cache
@require_GET
def callback(request: HttpRequest) -> HttpResponse:
    """Back from the provider: only what this session began, once."""
    provider, kept = _provider(), ""
    try:
        attempt = attempts.end(request)
        kept = attempt.kept
        identity = provider.identify(attempt, request.GET, _callback(request))
        return _GO_ON[attempt.purpose](request, attempt, identity)
    except NotVouched as fault:
        return _refused(request, fault, kept)


def _sign_in(request: HttpRequest, attempt: Attempt, identity: Identity) -> HttpResponse:
    user = sso_queries.person_of(identity)
    if user is None:
        # Nobody here is called so: what a provider calls people never counts as somebody's account.
        sessions.refused(request, f"{identity.issuer} {identity.subject}", way=Way.PROVIDER)
        sentence = "这个统一认证账号还没有绑定。请先用账号和密码登录，再到“我的账号”里绑定；没有账号的，请联系本单位。"
        raise NotVouched("nobody is bound to it", sentence)
    if not sso_queries.is_let_in(user):
        sessions.refused(request, user.username, way=Way.PROVIDER)
        sentence = "您的账号没有开通、已休眠或者已停用。请凭开通条和本单位的开通口令开通。"
        raise NotVouched("the account is not open", sentence)
    return entrance.proceed(
        request, user, way=Way.PROVIDER, then=attempt.then, kept=attempt.kept, is_enough=identity.is_strong
    )


def _bind(request: HttpRequest, attempt: Attempt, identity: Identity) -> HttpResponse:
    if not _may_bind(request):
        raise NotVouched("the proof before binding is too old", "验证超过5分钟，请重新绑定。")
    del request.session[_MAY_BIND]
    if not sso_steps.bind(request.user, identity):  # type: ignore[arg-type]
        raise NotVouched(
            "bound to somebody else", "这个统一认证账号已绑定给别人，没有改动。如果是您的，请联系安全管理员。"
        )
    messages.success(request, "已绑定，以后可以用它登录。")
    return redirect("sso_binding")


def _renew(request: HttpRequest, attempt: Attempt, identity: Identity) -> HttpResponse:
    """The provider must say that the person has just signed in, not that he once did."""
    if sso_queries.person_of(identity) != request.user:
        raise NotVouched("renewed by another person", "重新登录的不是您绑定的统一认证账号，请重新开始。")
    if identity.signed_in_at < attempt.started_at - SKEW:
        raise NotVouched("the provider did not ask anew", f"{settings.OIDC_LABEL}没有要求您重新登录，不能用来签署。")
    attempts.renewed(request)
    return redirect(attempt.then)


_GO_ON: dict[Purpose, Callable[[HttpRequest, Attempt, Identity], HttpResponse]] = {
    Purpose.SIGN_IN: _sign_in,
    Purpose.BIND: _bind,
    Purpose.RENEW: _renew,
}


@sensitive_post_parameters()
@require_http_methods(["GET", "POST"])
def binding(request: PersonRequest) -> HttpResponse:
    """What one is bound to; the proof that it is he, after which a link leads to the provider."""
    _provider()
    form = ProofForm(request.POST if request.method == "POST" else None, request=request)

    def do(data: dict[str, Any]) -> Done:
        proof.demand(request, data, purpose=_PURPOSE)
        request.session[_MAY_BIND] = clock.now().timestamp()
        return Done("", "sso_binding")

    return act(request, form, do, template="registration/sso/binding.html", context=lambda: _shown(request))


@sensitive_post_parameters()
@require_POST
def unbind(request: PersonRequest) -> HttpResponse:
    _provider()
    form = ProofForm(request.POST, request=request)

    def do(data: dict[str, Any]) -> Done:
        proof.demand(request, data, purpose=_PURPOSE)
        sso_steps.unbind(request.user)
        return Done("已解除绑定。", "sso_binding")

    return act(request, form, do, template="registration/sso/binding.html", context=lambda: _shown(request))


def _shown(request: PersonRequest) -> dict[str, Any]:
    return {"bound": sso_queries.binding_of(request.user), "label": settings.OIDC_LABEL, "may_bind": _may_bind(request)}


def _may_bind(request: HttpRequest) -> bool:
    at: float = request.session.get(_MAY_BIND, 0)
    return request.user.is_authenticated and at > clock.now().timestamp() - _MAY_BIND_SECONDS


def _provider() -> providers.OpenIdConnect | providers.PlainOAuth:
    provider = providers.current()
    if provider is None:
        raise Http404
    return provider


def _callback(request: HttpRequest) -> str:
    return request.build_absolute_uri(reverse("sso_callback"))


def _refused(request: HttpRequest, fault: NotVouched, kept: str) -> HttpResponse:
    """What was being typed is still there for another way in."""
    logger.warning("Single sign-on refused: %s", fault.reason)
    shown = {"sentence": fault.sentence, "kept": kept, "label": settings.OIDC_LABEL}
    return render(request, "registration/sso/refused.html", shown, status=403)

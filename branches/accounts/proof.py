"""Asks somebody who is signed in to prove again that it is he, by the strongest that he has: to sign, to change a binding."""

from enum import Enum
from typing import Any

from django import forms

from branches import in_words
from branches.accounts import throttle
from branches.accounts.second_factor import checking
from branches.accounts.second_factor import queries as second_factor_queries
from branches.accounts.second_factor.forms import code_field
from branches.accounts.sso import attempts, providers
from branches.models import User
from branches.pages.fields import Plain
from branches.pages.request import PersonRequest
from branches.refusals import Refusal


class Means(Enum):
    """From the strongest down."""

    CODE = "code"
    PASSWORD = "password"  # noqa: S105 - a name
    PROVIDER = "provider"


def strongest(user: User) -> Means:
    if second_factor_queries.is_held(user):
        return Means.CODE
    return Means.PASSWORD if user.has_usable_password() else Means.PROVIDER


class ProofForm(Plain, forms.Form):
    """The field for the proof comes last, after whatever a form adds. By the provider there is none, but a link."""

    def __init__(self, *args: Any, request: PersonRequest, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.means = strongest(request.user)
        self.is_renewed = attempts.is_renewed(request)
        if self.means is Means.CODE:
            self.fields["second_factor"] = code_field("动态码或备用码", "为证明是您本人，请再输入一次。")
            self.fields["second_factor"].error_messages["required"] = "请填写动态码或备用码"
        elif self.means is Means.PASSWORD:
            widget = forms.PasswordInput(attrs={"autocomplete": "current-password"})
            self.fields["password"] = forms.CharField(
                label="登录密码", widget=widget, strip=False, error_messages={"required": "请填写登录密码"}
            )

    @property
    def is_by_provider(self) -> bool:
        return self.means is Means.PROVIDER


def demand(request: PersonRequest, given: dict[str, Any], *, purpose: str) -> None:
    """Raises Refusal unless what a ProofForm took proves it. `purpose` is what the throttle counts wrong ones under."""
    means = strongest(request.user)
    if means is Means.CODE:
        checking.to_go_on(request, request.user, given["second_factor"], purpose=purpose)
    elif means is Means.PASSWORD:
        _password(request, given["password"], purpose)
    elif not (providers.current() and attempts.spend_renewal(request)):
        raise Refusal("请先到统一身份认证重新登录，回来后5分钟内办理。")


def _password(request: PersonRequest, password: str, purpose: str) -> None:
    name = request.user.username
    if seconds := throttle.wait(request, purpose, name):
        raise Refusal(f"输错的次数太多，请{in_words.span(seconds)}后再试。")
    if not request.user.check_password(password):
        throttle.failed(request, purpose, name)
        raise Refusal("密码不对，请重新输入您的登录密码", field="password")
    throttle.passed(request, purpose, name)

"""One way to ask for a code while signing in, signing and changing what protects the account: guessing has to wait."""

from django.http import HttpRequest

from branches import in_words
from branches.accounts import sessions, throttle
from branches.accounts.second_factor import steps as second_factor_steps
from branches.models import User
from branches.models.sign_in import Way
from branches.refusals import Refusal

WRONG = "动态码或备用码不对。动态码请等手机换一个再输；备用码每个只能用一次。"


def to_sign_in(request: HttpRequest, user: User, typed: str) -> None:
    """Raises Refusal; what happened is in the record of sign-ins."""
    if seconds := throttle.wait(request, sessions.PURPOSE, user.username):
        sessions.paused(request, user.username, way=Way.SECOND_FACTOR)
        raise _wait(seconds)
    if not second_factor_steps.take(user, typed):
        sessions.refused(request, user.username, way=Way.SECOND_FACTOR)
        raise Refusal(WRONG, field="second_factor")


def to_go_on(request: HttpRequest, user: User, typed: str, *, purpose: str) -> None:
    """The same for somebody signed in. `purpose` is what the throttle counts it under."""
    if seconds := throttle.wait(request, purpose, user.username):
        raise _wait(seconds)
    if not second_factor_steps.take(user, typed):
        throttle.failed(request, purpose, user.username)
        raise Refusal(WRONG, field="second_factor")
    throttle.passed(request, purpose, user.username)


def _wait(seconds: int) -> Refusal:
    return Refusal(f"输错的次数太多，请{in_words.span(seconds)}后再试。")

"""From a proof to a session: the second factor in between for whoever needs one, then back to what was being done.

Whichever way somebody proves who he is, `proceed` decides whether that is enough. Until it is, nobody is signed in: who
waits stands in the session, for five minutes.
"""

from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import constant_time_compare

from branches import clock
from branches.accounts import sessions
from branches.accounts.second_factor import queries as second_factor_queries
from branches.models import User
from branches.models.sign_in import Way
from branches.pages import carried_form
from branches.pages.request import wanted_path

_WAITING, _PROVED_AT = "waiting_for_second_factor", "second_factor_at"
_WAITS_FOR = timedelta(minutes=5)
_FRESH_FOR = timedelta(minutes=10)


def proceed(
    request: HttpRequest, user: User, *, way: Way, then: str, kept: str = "", is_enough: bool = False
) -> HttpResponse:
    """Go on with somebody who has given one proof. `kept` is the ticket of a form to be sent again.

    `is_enough` where a provider vouches for a second factor of its own.
    """
    if second_factor_queries.is_asked(user) and not is_enough:
        request.session.cycle_key()
        request.session[_WAITING] = {
            "user": user.pk,
            "password": user.get_session_auth_hash(),
            "at": clock.now().timestamp(),
            "then": then,
            "kept": kept,
        }
        return redirect("second_factor")
    return _enter(request, user, way=way, then=then, kept=kept, is_proved=is_enough)


def waiting(request: HttpRequest) -> User | None:
    """Who has given one proof in this session within five minutes, and may still sign in."""
    held = request.session.get(_WAITING)
    if held is None or held["at"] <= (clock.now() - _WAITS_FOR).timestamp():
        return None
    user = User.objects.filter(pk=held["user"], is_active=True, asleep_since=None).first()
    return user if user and constant_time_compare(user.get_session_auth_hash(), held["password"]) else None


def finish(request: HttpRequest, user: User, *, then: str = "") -> HttpResponse:
    """The second factor was right: sign in whoever was waiting. `then` leads elsewhere than where he was going."""
    held = request.session.pop(_WAITING)
    return _enter(request, user, way=Way.SECOND_FACTOR, then=then or held["then"], kept=held["kept"], is_proved=True)


def prove(request: HttpRequest) -> None:
    """A second factor was right just now in this session."""
    request.session[_PROVED_AT] = clock.now().timestamp()


def is_fresh(request: HttpRequest) -> bool:
    """Whether a second factor was right within ten minutes in the session of somebody signed in."""
    proved_at: float = request.session.get(_PROVED_AT, 0)
    return request.user.is_authenticated and proved_at > (clock.now() - _FRESH_FOR).timestamp()


def is_too_weak(request: HttpRequest) -> bool:
    """Whether this session was begun without the second factor that the person's posts need by now."""
    return (
        isinstance(request.user, User)
        and _PROVED_AT not in request.session
        and second_factor_queries.is_needed(request.user)
    )


def destination(request: HttpRequest) -> str:
    """Where the person was going, or home."""
    wanted = wanted_path(request)
    return wanted if wanted not in ("", reverse("login")) else reverse(settings.LOGIN_REDIRECT_URL)


def _enter(request: HttpRequest, user: User, *, way: Way, then: str, kept: str, is_proved: bool) -> HttpResponse:
    typed = carried_form.take(request.session, kept)
    sessions.begin(request, user, way=way)
    if is_proved:
        prove(request)
    if typed:
        return render(request, "registration/send_again.html", {"kept": typed})
    return redirect(then)

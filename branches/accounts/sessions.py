"""Where every session begins and ends, whichever way somebody came in: each leaves a record (the throttle is told, too)."""

from datetime import timedelta

from django.conf import settings
from django.contrib.auth import login, logout
from django.http import HttpRequest
from django.utils.crypto import salted_hmac

from branches import clock, origin
from branches.accounts import devices, throttle
from branches.models import SignIn, User
from branches.models.person import plain_name
from branches.models.sign_in import Act, Result, Way

PURPOSE = "sign_in"
"""What the throttle counts failures to sign in under."""
_ONCE = timedelta(minutes=1)
_KEPT_AT = "kept_at"
BACKEND = "branches.access.Accounts"


def begin(request: HttpRequest, user: User, *, way: Way) -> None:
    """Sign in whoever has proved to be `user`; from now on this device is known."""
    throttle.passed(request, PURPOSE, user.username)
    _record(request, user, Act.IN, Result.DONE, way)
    login(request, user, backend=BACKEND)
    devices.remember(request, user)


def refused(request: HttpRequest, name: str, *, way: Way, purpose: str = PURPOSE) -> None:
    """Somebody gave a name and a wrong proof; it counts under `purpose`."""
    throttle.failed(request, purpose, name)
    _record(request, User.objects.called(name), Act.IN, Result.WRONG, way, name)


def paused(request: HttpRequest, name: str, *, way: Way) -> None:
    """Somebody came before his time. Once a minute is enough to know of it."""
    user = User.objects.called(name)
    same = SignIn.objects.filter(
        result=Result.PAUSED,
        user=user,
        stranger="" if user else _fingerprint(name),
        address=origin.address(),
        at__gt=clock.now() - _ONCE,
    )
    if not same.exists():
        _record(request, user, Act.IN, Result.PAUSED, way, name)


def keep_alive(request: HttpRequest) -> None:
    """Somebody is there: the session ends later. What is written with each click is written once a minute."""
    now = clock.now().timestamp()
    if request.user.is_authenticated and abs(now - request.session.get(_KEPT_AT, 0)) >= settings.SESSION_WRITTEN_EVERY:
        request.session[_KEPT_AT] = now


def end(request: HttpRequest) -> None:
    if isinstance(request.user, User):
        _record(request, request.user, Act.OUT, Result.DONE)
    logout(request)


def _record(
    request: HttpRequest, user: User | None, act: Act, result: Result, way: Way | None = None, name: str = ""
) -> None:
    SignIn.objects.create(
        act=act,
        way=way or "",
        result=result,
        user=user,
        stranger="" if user else _fingerprint(name),
        address=origin.address(),
        is_known_device=devices.is_known(request, user),
        at=clock.now(),
    )


def _fingerprint(name: str) -> str:
    """Tells the same name from another one; nobody without the site's key finds out what was typed."""
    return salted_hmac("branches.sign_in", plain_name(name), algorithm="sha256").hexdigest()[:12]

"""One way to the provider and back: begun in a session, ended in the same one, once, within ten minutes."""

from dataclasses import asdict, dataclass
from datetime import timedelta
from enum import StrEnum

from authlib.common.security import generate_token
from django.http import HttpRequest

from branches import clock
from branches.accounts.sso.fetching import NotVouched

_SESSION = "sso_attempt"
_LASTS = timedelta(minutes=10)
_RENEWED = "sso_renewed_at"
_FRESH_FOR = timedelta(minutes=5)
_EXPIRED = "登录时间太长或者页面已用过，请重新开始。"


class Purpose(StrEnum):
    SIGN_IN = "in"
    BIND = "bind"
    # To sign a document: who is signed in already signs in at the provider anew.
    RENEW = "renew"


@dataclass(frozen=True)
class Attempt:
    """`person` is who was signed in at the start, 0 for nobody. `kept` is the ticket of a carried form."""

    purpose: Purpose
    state: str
    nonce: str
    verifier: str
    started_at: float
    person: int
    then: str
    kept: str


def begin(request: HttpRequest, purpose: Purpose, *, then: str, kept: str) -> Attempt:
    """A new one takes the place of the one before."""
    attempt = Attempt(
        purpose=purpose,
        state=generate_token(32),
        nonce=generate_token(32),
        verifier=generate_token(64),
        started_at=clock.now().timestamp(),
        person=request.user.pk or 0,
        then=then,
        kept=kept,
    )
    request.session[_SESSION] = asdict(attempt)
    return attempt


def end(request: HttpRequest) -> Attempt:
    """The one that this session began; raises NotVouched where it did not, or it is too long ago."""
    held = request.session.pop(_SESSION, None)
    if held is None or held["state"] != request.GET.get("state"):
        raise NotVouched("a state that this session did not send", _EXPIRED)
    attempt = Attempt(**held | {"purpose": Purpose(held["purpose"])})
    if attempt.started_at <= (clock.now() - _LASTS).timestamp() or attempt.person != (request.user.pk or 0):
        raise NotVouched("begun too long ago, or by somebody else", _EXPIRED)
    return attempt


def renewed(request: HttpRequest) -> None:
    """Who is signed in has just signed in at the provider anew."""
    request.session[_RENEWED] = clock.now().timestamp()


def is_renewed(request: HttpRequest) -> bool:
    at: float = request.session.get(_RENEWED, 0)
    return at > (clock.now() - _FRESH_FOR).timestamp()


def spend_renewal(request: HttpRequest) -> bool:
    """Whether he has within five minutes; it counts for one act."""
    is_fresh = is_renewed(request)
    request.session.pop(_RENEWED, None)
    return is_fresh

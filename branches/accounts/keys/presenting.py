"""Shows both keys: one answer to every failure, and the same work for every name."""

import hmac
from datetime import timedelta

from django.http import HttpRequest

from branches import clock
from branches.accounts.keys import codes
from branches.accounts.keys import queries as keys_queries
from branches.models import PrintRun, Slip, User

_SESSION = "keys_shown"
_FOR = timedelta(minutes=30)
# Compared with where nobody is found, so that a stranger's name takes as long as a known one.
_NOBODY = Slip(user=User(pk=0), run=PrintRun(pk=0), code="0" * 64)


def present(name: str, code: str, word: str) -> Slip | None:
    """The open slip that all three fit; None for whatever is wrong with them."""
    fitting = None
    for slip in keys_queries.found(name) or [_NOBODY]:
        is_code = hmac.compare_digest(codes.code_digest(code, slip.user), slip.code)
        is_word = hmac.compare_digest(codes.word_digest(word, slip.run), slip.run.word or "0" * 64)
        if is_code and is_word and slip.pk:
            fitting = slip
    return fitting


def remember(request: HttpRequest, slip: Slip) -> None:
    """Both keys were shown in this session; it gets a new name, so that nobody who knew the old one rides along."""
    request.session.cycle_key()
    request.session[_SESSION] = [slip.pk, clock.now().timestamp()]


def shown_slip(request: HttpRequest) -> Slip | None:
    """The slip that was shown in this session within half an hour, while nobody has voided it."""
    pk, at = request.session.get(_SESSION) or (None, 0)
    if pk is None or clock.now().timestamp() - at > _FOR.total_seconds():
        return None
    return Slip.objects.filter(pk=pk, voided_at=None, user__is_active=True).select_related("user", "run").first()


def proven(request: HttpRequest) -> User | None:
    """Who has shown both keys in this session, within half an hour."""
    slip = shown_slip(request)
    return slip.user if slip else None

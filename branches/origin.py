"""From where a request comes: the true address, found once, for the throttle, the log and the audit.

One header is read, X-Forwarded-For, and only from a peer that is one of `TRUSTED_PROXIES`. A client may write whatever
he likes into it: what counts is the last hop that no proxy of ours is. Outside a request nothing is known.
"""

import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

from django.conf import settings
from django.http import HttpRequest
from django.http.response import HttpResponseBase

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network
LOOPBACK = (ip_network("127.0.0.0/8"), ip_network("::1/128"))

# What only a proxy may say; from anybody else it is struck out before anything reads it.
_SAID_BY_PROXIES = ("HTTP_X_FORWARDED_FOR", "HTTP_X_FORWARDED_PROTO", "HTTP_X_REQUEST_ID")
_REQUEST_ID = re.compile(r"[0-9a-f]{16,64}")


@dataclass
class Origin:
    """Of one request. `address` is None where the peer has none; `user` becomes known when the session has been read, and
    `key` where a system reads.
    """

    address: str | None
    request_id: str
    user: int | None = None
    key: int | None = None


_current: ContextVar[Origin | None] = ContextVar("origin", default=None)


def current() -> Origin | None:
    """Of the request that is being answered; None in commands and in the worker."""
    return _current.get()


@contextmanager
def asked_from(address: str | None, *, number: str, user: int) -> Iterator[None]:
    """What a worker does for somebody comes from where he asked for it."""
    token = _current.set(Origin(address, number, user))
    try:
        yield
    finally:
        _current.reset(token)


def address() -> str | None:
    here = current()
    return here.address if here else None


def networks(names: Iterable[str]) -> tuple[Network, ...]:
    """Addresses and networks as they are written in a variable. Raises ValueError for what is neither."""
    return tuple(ip_network(name.strip()) for name in names if name.strip())


def is_within(address: str | None, those: Iterable[Network]) -> bool:
    found = _parsed(address or "")
    return found is not None and any(found in network for network in those)


def true_address(peer: str, forwarded: str, proxies: tuple[Network, ...]) -> str | None:
    """The last hop that is no proxy of ours; where all of them are, the first. What cannot be read ends the way."""
    nearest = _parsed(peer)
    for hop in reversed(forwarded.split(",")):
        found = _parsed(hop)
        if nearest is None or found is None or not is_within(str(nearest), proxies):
            break
        nearest = found
    return str(nearest) if nearest else None


class TrueAddress:
    """The first middleware of all: what follows may believe the headers that are left."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        meta = request.META
        proxies: tuple[Network, ...] = settings.TRUSTED_PROXIES
        if not is_within(meta.get("REMOTE_ADDR"), proxies):
            for name in _SAID_BY_PROXIES:
                meta.pop(name, None)
        given = meta.get("HTTP_X_REQUEST_ID", "")
        here = Origin(
            true_address(meta.get("REMOTE_ADDR", ""), meta.get("HTTP_X_FORWARDED_FOR", ""), proxies),
            given if _REQUEST_ID.fullmatch(given) else secrets.token_hex(16),
        )
        token = _current.set(here)
        try:
            answer = self.get_response(request)
        finally:
            _current.reset(token)
        answer["X-Request-ID"] = here.request_id
        return answer


def _parsed(text: str) -> Address | None:
    try:
        found = ip_address(text.strip())
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found

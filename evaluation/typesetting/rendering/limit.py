"""A time limit for typesetting that holds in every thread: looked at before each page."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from time import monotonic

_until: ContextVar[float | None] = ContextVar("typesetting_until", default=None)


class TooLong(TimeoutError):
    """A document took longer than it may."""


def check() -> None:
    """Raise TooLong when the time of the work at hand is over."""
    until = _until.get()
    if until is not None and monotonic() > until:
        raise TooLong("Typesetting took longer than it may.")


@contextmanager
def within(seconds: float) -> Iterator[None]:
    """Whatever is typeset inside may take `seconds`."""
    token = _until.set(monotonic() + seconds)
    try:
        yield
    finally:
        _until.reset(token)


class Watch(logging.Filter):
    """WeasyPrint says each step and each page to a logger of its own: the one place where it can be stopped."""

    def filter(self, record: logging.LogRecord) -> bool:
        check()
        return False

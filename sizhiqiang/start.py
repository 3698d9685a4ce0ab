"""The entrances of the program: a wrong installation is told in words, a right one says in a line what it runs on."""

import gc
import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module

from django.conf import settings

from evaluation.status import runs_on
from sizhiqiang.installation import WrongInstallation

logger = logging.getLogger("sizhiqiang.start")
# Gunicorn gives up, and does not start its workers again and again, when one of them ends with this status.
GIVEN_UP = 3


@contextmanager
def readable() -> Iterator[None]:
    """Around whatever reads the settings first: a refusal is a message, not a traceback, and ends the process."""
    try:
        yield
    except WrongInstallation as refusal:
        sys.stderr.write(f"{refusal}\n")
        sys.exit(GIVEN_UP)


def load_pages() -> None:
    """Everything is loaded before the first request: workers share it, and nobody looks through it for what may go."""
    import_module(settings.ROOT_URLCONF)
    gc.collect()
    gc.freeze()


def announce(part: str) -> None:
    """`part`: web, worker or beat."""
    logger.info("%s starts: %s", part, runs_on.line())

"""PDF: judged object by object in a process of its own, so that no file can hold up or bring down the one that asks."""

import logging
import subprocess
import sys
from pathlib import Path
from threading import BoundedSemaphore

from evaluation.uploads.causes import Cause, Unfit

# Its own module is not imported here: what it works with stays out of the processes of the site.
_JUDGE = Path(__file__).with_name("pdf_judge.py")
_SECONDS = 20
"""By the clock on the wall; the process itself keeps to fewer seconds of work."""
_few_at_a_time = BoundedSemaphore(2)

logger = logging.getLogger(__name__)


def check(data: bytes) -> None:
    """Raises Unfit."""
    said = _judged(data)
    if said in Cause.__members__:
        raise Unfit(Cause[said])
    if said != "FIT":
        raise Unfit(Cause.INTRICATE)


def _judged(data: bytes) -> str:
    """What the judge says; nothing where it was stopped."""
    # Isolated: neither the environment with its secrets nor a folder of ours is within the judge's reach.
    command = [sys.executable, "-I", str(_JUDGE)]
    try:
        with _few_at_a_time:
            judged = subprocess.run(  # noqa: S603 a command of ours, with nothing of the file in it
                command, input=data, capture_output=True, timeout=_SECONDS, env={}, cwd="/", check=False
            )
    except subprocess.TimeoutExpired:
        return ""
    except OSError as failed:
        logger.exception("A PDF could not be judged")
        raise Unfit(Cause.BUSY) from failed
    if judged.returncode:
        logger.warning("The judge of PDFs was stopped (%s)", judged.returncode)
        return ""
    return judged.stdout.decode("ascii", "replace")

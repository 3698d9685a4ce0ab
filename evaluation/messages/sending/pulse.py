"""What runs by itself says when it ran and how it ended; the status page reads it."""

from collections.abc import Callable

from branches import clock
from evaluation.messages.sending.channels import Unreachable
from evaluation.models import Sweep


def run_daily(name: str, work: Callable[[], int]) -> int:
    """`run`, unless it has ended well today already."""
    today = clock.start_of(clock.today())
    if Sweep.objects.filter(name=name, started_at__gte=today, finished_at__isnull=False, problem="").exists():
        return 0
    return run(name, work)


def run(name: str, work: Callable[[], int]) -> int:
    """Do `work` and write down when, how much and what went wrong. A way that is down is noted, not raised."""
    Sweep.objects.update_or_create(name=name, defaults={"started_at": clock.now(), "finished_at": None})
    try:
        done = work()
    except Unreachable as error:
        Sweep.objects.filter(name=name).update(finished_at=clock.now(), done=0, problem=str(error)[:200])
        return 0
    except Exception as error:
        Sweep.objects.filter(name=name).update(problem=f"{type(error).__name__}: {error}"[:200])
        raise
    Sweep.objects.filter(name=name).update(finished_at=clock.now(), done=done, problem="")
    return done

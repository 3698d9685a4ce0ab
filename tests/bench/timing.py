"""How long an act takes."""

from collections.abc import Callable
from time import perf_counter

RUNS = 15


def timed(act: Callable[[], object]) -> float:
    """Milliseconds, the best of some runs after a first one: what else the machine does is left out."""
    act()
    times = []
    for _ in range(RUNS):
        start = perf_counter()
        act()
        times.append((perf_counter() - start) * 1000)
    return min(times)

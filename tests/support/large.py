"""Databases with large years, kept until tomorrow, or until a migration or the seeds change."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.cache import cache
from django.db import connection

from branches import clock
from tests.plugins.databases import ROOT, Scratch, digest, makers, template

KEPT = ROOT / ".cache" / "large"
MOST_KEPT = 100_000
"""Larger ones are made each time: a copy of a million branches takes 30 GB."""


@contextmanager
def years(branches: int) -> Iterator[None]:
    """This process works on three years of so many branches."""
    before = connection.settings_dict["NAME"]
    _connect(_made(branches).database)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    yield
    _connect(before)


def _made(branches: int) -> Scratch:
    KEPT.mkdir(parents=True, exist_ok=True)
    size = f"{connection.vendor}-{branches}"
    kept = KEPT / f"{size}-{clock.today()}-{digest([*makers(), ROOT / 'evaluation' / 'seeds'])}"
    for old in set(KEPT.glob(f"{size}-*")) - {kept}:
        old.unlink()
    seeded = ("seed_scale", f"--units={max(2, branches // 10)}", f"--branches={branches}", "--years=3")
    return template(
        f"large_{branches}",
        ("migrate", "--verbosity", "0"),
        seeded,
        kept=kept if branches <= MOST_KEPT else None,
    )


def _connect(database: str) -> None:
    connection.close()
    connection.settings_dict["NAME"] = database
    cache.clear()

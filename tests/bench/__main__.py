"""What pages, moves, whole years, reminders, journal and documents cost on large years, beside what they are asked to cost.

`make bench` measures years of 3,000 and of 100,000 branches on PostgreSQL, `BRANCHES=1000000 make bench` one of that
size, and both write what they found into docs/measurements.md. Times differ from machine to machine, ratios much less,
queries and blocks not at all.
"""

# ruff: noqa: E402 - Django comes up before its models are imported

import logging
import os
import sys
from collections.abc import Iterator

os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"

import django

django.setup()

from django.conf import settings

from scripts import measurements
from tests.bench import documents, journal, moves, pages, reminders, years
from tests.support import large

SIZES = [int(size) for size in os.environ.get("BRANCHES", "3000 100000").split()]


def main() -> None:
    # Not by Django's test environment: there each template keeps a copy of its context for whoever tests it.
    settings.ALLOWED_HOSTS = ["testserver"]
    logging.disable(logging.CRITICAL)
    said = []
    for line in everything():
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        said.append(line)
    measurements.write("bench", "\n".join(said))


def everything() -> Iterator[str]:
    yield "### Documents\n"
    yield from documents.lines()
    for branches in SIZES:
        yield f"\n### {branches:,} branches, 3 years\n"
        with large.years(branches):
            for part in (pages, moves, years, journal):
                yield from part.lines()
                yield ""
    yield "### Reminders\n"
    with large.years(SIZES[0]):
        yield from reminders.lines()


if __name__ == "__main__":
    main()

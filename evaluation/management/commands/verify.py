"""`verify`: whether the records are intact. One line a check, the anchor last; exit code 1 when anything is wrong."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from evaluation.integrity import anchors, checks, rights

MOST = 20
"""Lines shown of one check; what lies behind more than these is one thing."""

ONE_ROLE = "warning      DATABASE_URL names the role that owns the tables: docs/operations.md, Upgrading, says how to part them"


class Command(BaseCommand):
    help = "Recomputes every record: guards, rows and seals, moves and their digests, places, decisions, titles, files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--anchor", help="an anchor printed earlier: are the records it covered still the same?")

    def handle(self, *args: Any, anchor: str | None, **options: Any) -> None:
        is_intact = True
        for result in checks.check():
            is_intact &= not result.problems
            word = f"{len(result.problems)} wrong" if result.problems else "intact"
            self.stdout.write(f"{result.name:<12} {result.count:>9,}  {word}")
            for line in result.problems[:MOST]:
                self.stdout.write(f"    {line}")
        if anchor:
            is_intact &= self.compare(anchor)
        if not rights.are_apart():
            self.stdout.write(ONE_ROLE)
        self.stdout.write(f"anchor       {anchors.anchor()}")
        if not is_intact:
            sys.exit(1)

    def compare(self, known: str) -> bool:
        try:
            holds = anchors.still_holds(known)
        except ValueError as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{'earlier':<12} {'':>9}  {'intact' if holds else 'CHANGED since this anchor was taken'}")
        return holds

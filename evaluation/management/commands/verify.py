"""`verify`: whether the records are intact. One line a check, the anchor last; exit code 1 when anything is wrong."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from branches import clock
from branches.journal import seals
from evaluation.integrity import anchors, checks, rights

MOST = 20
"""Lines shown of one check; what lies behind more than these is one thing."""

ONE_ROLE = "warning      DATABASE_URL names the role that owns the tables: docs/operations.md, Upgrading, says how to part them"

NO_KEY = "warning      SEAL_KEY is not given: lines, acts and the order of the chain were checked, the seals were not"


class Command(BaseCommand):
    help = "Recomputes every record: guards, rows and seals, moves and their digests, places, decisions, titles, files."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--anchor", help="the line as it was printed earlier: are the records it covered still the same?"
        )
        parser.add_argument("--trial", action="store_true", help="of a trial restore: leave out what the roles may")

    def handle(self, *args: Any, anchor: str | None, trial: bool, **options: Any) -> None:
        is_intact = True
        for result in checks.check(is_trial=trial):
            is_intact &= not result.problems
            word = f"{len(result.problems)} wrong" if result.problems else "intact"
            self.stdout.write(f"{result.name:<12} {result.count:>9,}  {word}")
            for line in result.problems[:MOST]:
                self.stdout.write(f"    {line}")
        if anchor:
            is_intact &= self.compare(anchor)
        if not seals.is_keyed():
            self.stdout.write(NO_KEY)
        if not trial and not rights.are_apart():
            self.stdout.write(ONE_ROLE)
        self.stdout.write(f"anchor       {anchors.anchor()}")
        if not is_intact:
            sys.exit(1)

    def compare(self, known: str) -> bool:
        try:
            holds = anchors.still_holds(known)
        except ValueError as error:
            raise CommandError(str(error)) from error
        word = "intact" if holds else "CHANGED since this anchor was taken"
        if not holds and (restored := anchors.restored_before(known)):
            word = (
                f"later than the restored backup {restored.subject}: what came after {restored.detail['head']} is not in"
                f" this database. An anchor taken after {clock.told(restored.at)} would be CHANGED"
            )
        self.stdout.write(f"{'earlier':<12} {'':>9}  {word}")
        return holds

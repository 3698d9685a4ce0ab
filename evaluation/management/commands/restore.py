"""`restore FILE`: makes a site of a backup, in an empty database and an empty folder, and verifies it."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from branches.backup import copies, restoring
from branches.backup.problems import NotDone
from branches.journal import steps as journal_steps
from evaluation.integrity import rights


class Command(BaseCommand):
    help = "Restores a backup of this version into an empty database and an empty folder of files, then verifies it."
    # They load every page.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--identity", type=Path, help="the file with the age identity, where it is encrypted")
        parser.add_argument(restoring.TRIAL, action="store_true", help="only to see whether it can be: records no act")

    def handle(self, *args: Any, file: Path, identity: Path | None, trial: bool, **options: Any) -> None:
        if not trial:
            rights.become_owner()
        try:
            with copies.fetched(file) as found:
                manifest = restoring.restore(found, identity)
        except NotDone as error:
            raise CommandError(str(error)) from error
        if not trial:
            rights.give()
            restoring.record(file, manifest)
            journal_steps.chain()
        self.stdout.write(
            f"restored     {file.name}, taken {manifest.taken_at}; {len(manifest.parts):,} parts as written"
        )
        call_command("verify", anchor=manifest.anchor, trial=trial, stdout=self.stdout)

"""`backup DIR`: one file that the site can be made of again, and a copy in the second place; `--trial` tries the newest."""

from argparse import ArgumentParser
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from branches.backup import copies, databases, state, taking
from branches.backup.problems import NotDone
from branches.backup.state import Part

Made = TypeVar("Made")


class Command(BaseCommand):
    help = "Writes database and files into one file in DIR, copies it to BACKUP_TO, and lets the older ones go by age."
    # They load every page, and whoever makes backups writes nothing into the folder of data.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, metavar="DIR")
        parser.add_argument(
            "--trial",
            action="store_true",
            help="restore the newest backup in DIR into the database of the trial instead",
        )
        parser.add_argument("--identity", type=Path, help="with --trial: the file with the age identity")

    def handle(self, *args: Any, folder: Path, trial: bool, identity: Path | None, **options: Any) -> None:
        databases.become(settings.BACKUP_DATABASE_URL)
        try:
            if trial:
                self.stdout.write(_noted(Part.TRIAL, lambda: taking.attempt(folder, identity)), ending="")
                return
            path = _noted(Part.BACKUP, lambda: taking.take(folder))
            size = f"{path.stat().st_size:,} bytes"
            self.stdout.write(f"{path}  {size}")
            if settings.BACKUP_TO:
                self.stdout.write(f"{_noted(Part.COPY, lambda: copies.copy(path))}  {size}")
        except NotDone as error:
            raise CommandError(str(error)) from error


def _noted(part: Part, work: Callable[[], Made]) -> Made:
    """系统状态 is told how it ended."""
    try:
        made = work()
    except (NotDone, OSError) as error:
        state.failed(part, str(error))
        raise NotDone(str(error)) from error
    state.done(part)
    return made

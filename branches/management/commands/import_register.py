"""`import_register FILE [--dry-run] [--part]`: the browser's import on the command line. Prints one line of JSON."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from branches.register.exchange import import_register


class Command(BaseCommand):
    help = """Imports a branch register (.xlsx or .csv), all or nothing unless --part.

    Exits with 1 when something is wrong with it or has to be asked; questions are answered in the browser.
    """

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--part", action="store_true", help="take the lines that are right, leave the others out")
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")

    def handle(self, *args: Any, file: Path, dry_run: bool, part: bool, **options: Any) -> None:
        try:
            data = file.read_bytes()
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        report = import_register(data, by=None, dry_run=dry_run, name=file.name, part=part)
        self.stdout.write(json.dumps(report.summary, ensure_ascii=False))
        if report.problems or report.open_doubts:
            raise SystemExit(1)

"""`write_docs [--check]`: writes the documents that are generated from the code; with --check only says which are stale."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from evaluation.procedure.documentation import documents


class Command(BaseCommand):
    help = "Write docs/procedure.md and docs/permissions.csv from the procedure's table."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true", help="fail when a document is stale, write nothing")

    def handle(self, *args: Any, **options: Any) -> None:
        folder = Path(settings.BASE_DIR) / "docs"
        stale = [name for name, text in documents().items() if _read(folder / name) != text]
        if options["check"]:
            if stale:
                raise CommandError(f"stale, run make docs: {', '.join(stale)}")
            return
        for name in stale:
            (folder / name).write_text(documents()[name], "utf-8")
            self.stdout.write(f"docs/{name}")


def _read(path: Path) -> str:
    return path.read_text("utf-8") if path.exists() else ""

"""`write_journal SET`: writes the triggers of all covered tables as a new set of frozen SQL, for a new migration."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from branches.journal import sql
from branches.migrations.guards.journal import FOLDER


class Command(BaseCommand):
    help = "Writes the journal's triggers, as the models need them now, into a new set for a migration to install."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("set", help="its name: the number after the newest one")

    def handle(self, *args: Any, set: str, **options: Any) -> None:
        for vendor in ("postgresql", "sqlite"):
            path = FOLDER / f"journal_{set}.{vendor}.sql"
            if path.exists():
                raise CommandError(f"{path.name} is there: a set that has landed is never written again")
            path.write_text(sql.installation(vendor), encoding="utf-8")
            self.stdout.write(str(path))

"""`write_catalogue`: writes down what the migrations have made of the database in use, for its engine.

Called by `make catalogue` on two empty databases that were just migrated; on any other it would write down whatever was
done to that one.
"""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import connection

from evaluation.integrity import catalogue


class Command(BaseCommand):
    help = "Write the list that `verify` and /readyz compare a database with. For a freshly migrated one only."

    def handle(self, *args: Any, **options: Any) -> None:
        lines = [f"{digest}  {name}\n" for name, digest in sorted(catalogue.present().items())]
        catalogue.path(connection.vendor).write_text("".join(lines), encoding="utf-8")

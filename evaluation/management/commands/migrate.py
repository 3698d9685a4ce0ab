"""`migrate`: Django's own, as the role that owns the tables; afterwards the other roles and the people get their rights.

A version may bring a permission that a post carries: whoever holds the post has it with the version, not from the night on.
"""

from typing import Any

from django.core.management.commands import migrate
from django.db import connection, transaction

from branches.access import regrant_posts
from evaluation.assessment.steps.team import regrant_teams
from evaluation.integrity import rights

ONE_ROLE = (
    "The roles sizhiqiang_run and sizhiqiang_backup do not exist: whoever has the application's password rules its"
    " tables. docs/operations.md says how to part them."
)


class Command(migrate.Command):
    def handle(self, *args: Any, **options: Any) -> None:
        rights.become_owner()
        super().handle(*args, **options)
        if connection.vendor == "postgresql" and not rights.give():
            self.stderr.write(ONE_ROLE)
        if not (options["app_label"] or options["plan"] or options["check_unapplied"]):
            with transaction.atomic():
                regrant_posts(), regrant_teams()

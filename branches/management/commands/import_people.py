"""`import_people FILE [--dry-run]`: the browser's import on the command line. Prints one line of JSON."""

import hashlib
import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from branches import queries as branches_queries
from branches.models import User
from branches.people.exchange import report
from branches.people.exchange import steps as exchange_steps
from branches.permissions import Role
from branches.refusals import Refusal
from branches.spreadsheet.unreadable import Unreadable


class Command(BaseCommand):
    help = "Adds accounts and puts posts forward from a workbook (.xlsx or .csv), all or nothing; no post comes into force."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--dry-run", action="store_true", help="say what would happen and change nothing")
        parser.add_argument(
            "--by", default="", help="the account of the system administrator who puts the posts forward"
        )

    def handle(self, *args: Any, file: Path, dry_run: bool, by: str, **options: Any) -> None:
        try:
            data = file.read_bytes()
            plan = exchange_steps.plan_of(data, {})
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror}") from error
        except Unreadable as error:
            self._answer(
                {"rows": 0, "people": 0, "posts": 0, "unchanged": 0, "errors": [[0, "", str(error)]], "doubts": []}
            )
            raise SystemExit(1) from error
        self._answer(report.summary(plan))
        if plan.left_out:
            raise SystemExit(1)
        if plan.does_something and not dry_run:
            try:
                exchange_steps.write(
                    plan, by=_administrator(by), name=file.name, digest=hashlib.sha256(data).hexdigest()
                )
            except Refusal as refused:
                raise CommandError(str(refused)) from refused

    def _answer(self, summary: dict[str, Any]) -> None:
        self.stdout.write(json.dumps(summary, ensure_ascii=False))


def _administrator(account: str) -> User:
    """Who puts the posts forward: the one named, else the only system administrator in office."""
    posts = branches_queries.in_force().filter(role=Role.SYSTEM_ADMIN.value, user__is_active=True)
    found = list(
        {
            post.user.pk: post.user for post in posts.select_related("user") if account in ("", post.user.username)
        }.values()
    )
    if len(found) != 1:
        raise CommandError("Name the system administrator who puts the posts forward: --by ACCOUNT.")
    return found[0]

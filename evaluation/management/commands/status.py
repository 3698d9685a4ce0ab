"""`status`: how the site is doing, a line each; exit code 1 when something wants seeing to, 2 while there is no database."""

import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import DatabaseError

from evaluation.messages.sending import administrators
from evaluation.status import queries as status_queries


class Command(BaseCommand):
    help = "How the site is doing, a line each. With --tell the system administrators hear of whatever turned."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--tell", action="store_true", help="write to the system administrators; for a timer")

    def handle(self, *args: Any, tell: bool, **options: Any) -> None:
        try:
            found = status_queries.lines()
            if tell:
                administrators.tell_status(
                    {line.label: f"{line.value}。{line.advice}" for line in found if line.advice}
                )
                self._complain(administrators.database_answers())
        except DatabaseError as error:
            problem = str(error).partition("\n")[0]
            self.stderr.write(f"FAULT  数据库  {problem}")
            if tell:
                self._complain(administrators.database_is_away(problem))
            sys.exit(2)
        for line in found:
            self.stdout.write(f"{'FAULT' if line.advice else 'ok':<5}  {line.label}  {line.value}")
        if any(line.advice for line in found):
            sys.exit(1)

    def _complain(self, failures: list[str]) -> None:
        for one in failures:
            self.stderr.write(f"FAULT  直接发信  {one}")

"""`send_reminders`: writes today's reminders as the worker does; `--dry-run --on DATE` says who would get what that day."""

import json
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from branches import clock
from evaluation.messages.sending import remind as reminding


class Command(BaseCommand):
    help = "Reminds everybody of what he owes today. With --dry-run writes nothing and prints one line for each person."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--on", type=date.fromisoformat, metavar="DATE", help="the day, 2027-01-20; default today")
        parser.add_argument("--dry-run", action="store_true", help="write nothing; say who would get what")

    def handle(self, *args: Any, on: date | None, dry_run: bool, **options: Any) -> None:
        day = on or clock.today()
        if dry_run:
            if day < clock.today():
                raise CommandError("Only today and later days can be foretold.")
            people = 0
            for planned in reminding.preview_of_all(day):
                people += 1
                tasks = [[task.title, task.subject, stage.kind, str(task.due)] for task, stage in planned.items]
                words = {"username": planned.user.username, "name": planned.user.name, "tasks": tasks}
                self.stdout.write(json.dumps(words, ensure_ascii=False))
            self.stdout.write(json.dumps({"on": str(day), "people": people, "written": 0}))
            return
        if day != clock.today():
            raise CommandError("Reminders are sent on their own day only; add --dry-run to look at another one.")
        self.stdout.write(json.dumps({"on": str(day), "people": reminding.sweep(), "written": 1}))

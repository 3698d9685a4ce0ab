"""`regrant`: makes the rights rows equal to what posts and teams say. Safe at any time; changes nothing twice."""

import json
from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction

from branches.access import regrant_posts
from evaluation.assessment.steps.team import regrant_teams


class Command(BaseCommand):
    help = "Projects posts and teams into permissions anew; prints how many rows were added and removed."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        over_posts, over_teams = regrant_posts(), regrant_teams()
        added, removed = over_posts[0] + over_teams[0], over_posts[1] + over_teams[1]
        self.stdout.write(json.dumps({"added": added, "removed": removed}))

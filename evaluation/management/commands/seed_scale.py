"""Fills an empty database with large years: for measuring, and for seeing how pages bear thousands of rows."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from evaluation import seeds
from evaluation.integrity import rights
from evaluation.seeds import scale


class Command(BaseCommand):
    help = "Fill an empty database with large years and the nine demo accounts; quick, by bulk inserts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--units", type=int, default=300)
        parser.add_argument("--branches", type=int, default=3000)
        parser.add_argument("--years", type=int, default=3, help="the last of them is running, the others are closed")
        parser.add_argument("--password", default=settings.DEMO_PASSWORD, help="password of the nine accounts")

    def handle(self, *args: Any, units: int, branches: int, years: int, password: str, **options: Any) -> None:
        seeds.demand_empty_demo()
        if units < 2 or branches < units * scale.FEWEST or years < 1:
            raise CommandError(f"At least 2 units, {scale.FEWEST} branches to a unit, and 1 year.")
        rights.become_owner()
        with transaction.atomic():
            scale.build(units, branches, years, password)

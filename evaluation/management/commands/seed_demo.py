"""Fills an empty database with the demo: the sample register, two years, nine accounts."""

from argparse import ArgumentParser
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from branches import clock
from evaluation import seeds
from evaluation.seeds.demo import Demo, default_year


class Command(BaseCommand):
    help = "Fill an empty database with the demo year and the nine demo accounts."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--password", default=settings.DEMO_PASSWORD, help="password of the nine accounts")
        parser.add_argument("--year", type=int, default=None, help="evaluation year (default: the present one)")

    @transaction.atomic
    def handle(self, *args: Any, password: str, year: int | None, **options: Any) -> None:
        seeds.demand_empty_demo()
        Demo(year or default_year(clock.today()), password).build()

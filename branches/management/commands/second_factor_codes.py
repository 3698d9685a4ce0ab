"""Prints a list of codes for one account: where nobody can print slips yet, the first second factor comes from here."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from branches.accounts.second_factor import steps as second_factor_steps
from branches.models import User


class Command(BaseCommand):
    help = "Prints a new list of second-factor codes for an account, once; the one before is void."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account")

    def handle(self, *args: Any, account: str, **options: Any) -> None:
        user = User.objects.filter(username=account, is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active account {account}.")
        for code in second_factor_steps.print_codes(user, by=None):
            self.stdout.write(code)

"""Invented years for trying the system out and for measuring it. Nothing here runs in a real year."""

from django.conf import settings
from django.core.management.base import CommandError

from branches.models import User


def demand_empty_demo() -> None:
    """Raises CommandError anywhere but in demo mode and in an empty database."""
    if not settings.DEMO:
        raise CommandError("Invented accounts and years are made in demo mode only (DEMO=1); this is a site.")
    if User.objects.exists():
        raise CommandError("The database is not empty; invented years are only made in an empty one.")

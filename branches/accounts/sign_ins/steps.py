"""Forgets what is old: sessions that have ended, records of signing in after twelve months. The audit is for good."""

from datetime import timedelta

from django.contrib.sessions.backends.db import SessionStore
from django.db import transaction

from branches import clock
from branches.accounts import devices, throttle
from branches.models import SignIn

# A leap year must not make it less than twelve months.
KEPT = timedelta(days=366)


@transaction.atomic
def tidy() -> int:
    """Delete what has served its time; returns how many rows of ours. Safe at any time, and twice."""
    old, _ = SignIn.objects.filter(at__lt=clock.now() - KEPT).delete()
    SessionStore.clear_expired()
    return old + devices.sweep() + throttle.sweep()

"""Who signed in, from where, and with what result."""

from django.db.models import QuerySet

from branches.accounts import throttle
from branches.models import AuditEntry, SignIn, User

_OWN = 10


def sign_ins() -> QuerySet[SignIn]:
    return SignIn.objects.select_related("user")


def own(user: User) -> list[SignIn]:
    """The last ones with or without success, newest first: whoever sees one that was not his tells."""
    return list(SignIn.objects.filter(user=user).order_by("-at", "-pk")[:_OWN])


def alarms() -> QuerySet[AuditEntry]:
    """Addresses from which many accounts were tried."""
    return AuditEntry.objects.filter(verb=throttle.ALARM)

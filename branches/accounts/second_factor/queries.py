"""Who is asked for a second factor, and who has one."""

from django.conf import settings

from branches.access import roles
from branches.models import RecoveryCode, TotpDevice, User
from branches.permissions import NEEDING_SECOND_FACTOR


def is_needed(user: User) -> bool:
    """By the posts in force today."""
    return settings.SECOND_FACTOR and not roles(user).isdisjoint(NEEDING_SECOND_FACTOR)


def is_held(user: User) -> bool:
    return settings.SECOND_FACTOR and (has_phone(user) or codes_left(user) > 0)


def is_asked(user: User) -> bool:
    """Whoever has one is asked for it, too, when the post that needed it has ended."""
    return is_needed(user) or is_held(user)


def has_phone(user: User) -> bool:
    return TotpDevice.objects.filter(user=user).exists()


def codes_left(user: User) -> int:
    return RecoveryCode.objects.filter(user=user, used_at=None).count()

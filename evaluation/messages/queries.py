"""Inbox, settings of the ways out, calendar keys and dead letters, read."""

import hashlib

from django.db.models import QuerySet
from django.http import Http404

from branches.incoming import numbers
from branches.models import User
from evaluation.models import CalendarToken, Delivery, Message, OptOut
from evaluation.vocabulary.messages import DeliveryStatus


def inbox(user: User) -> QuerySet[Message]:
    return Message.objects.filter(user=user)


def unread(user: User) -> int:
    return Message.objects.filter(user=user, read_at=None).count()


def message_or_404(user: User, pk: int) -> Message:
    message = inbox(user).filter(pk=pk).first()
    if message is None:
        raise Http404
    return message


def muted(user: User) -> set[tuple[str, str]]:
    """(kind, channel) of what this person does not want to leave the inbox."""
    return set(OptOut.objects.filter(user=user).values_list("kind", "channel"))


def has_calendar(user: User) -> bool:
    return CalendarToken.objects.filter(user=user).exists()


def owner_of_calendar_or_404(token: str) -> User:
    """Whose feed this key opens; a wrong or revoked key, or one of an account that is closed: 404."""
    digest = hashlib.sha256(token.encode()).hexdigest()
    found = CalendarToken.objects.filter(digest=digest, user__is_active=True).select_related("user").first()
    if found is None:
        raise Http404
    return found.user


def dead(number: str | None = None) -> QuerySet[Delivery]:
    """The letters that did not arrive, or the one of this number; what is no number is no letter."""
    rows = Delivery.objects.filter(status=DeliveryStatus.DEAD).select_related("message__user")
    return rows if number is None else rows.filter(pk=numbers.number(number) or 0)

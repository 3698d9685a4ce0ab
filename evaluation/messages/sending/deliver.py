"""Sends what waits. A delivery is claimed by counting its attempt, so that no two workers send the same one at once.

A worker that dies between sending and saying so leaves its claim to run out: the letter leaves again, with the same
Message-ID. Where a way is down nothing counts as tried, so mail waits however long that takes.
"""

import logging
from datetime import timedelta

from django.conf import settings
from django.db.models import F

from branches import clock
from evaluation.messages.sending import remind as reminding
from evaluation.messages.sending.channels import Letter, Rejected, Unreachable, Way
from evaluation.messages.sending.channels.gateway import Gateway
from evaluation.messages.sending.channels.mail import Mail
from evaluation.models import Delivery
from evaluation.vocabulary.messages import Channel, DeliveryStatus, MessageKind

logger = logging.getLogger(__name__)

WAYS: dict[Channel, type[Way]] = {Channel.MAIL: Mail, Channel.GATEWAY: Gateway}
# How long after each attempt the next one comes; after the last the delivery is dead until a person sends it again.
BACKOFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720))
# One sweep ends well within its time limit; the next one goes on a minute later.
BATCH, ROUNDS = 100, 20


def sweep(channel: Channel) -> int:
    """Send what is due on one channel; how many left. Raises Unreachable where the way is down."""
    due = _due(channel)
    if not due:
        return 0
    way, sent = WAYS[channel](), 0
    way.open()
    try:
        for _ in range(ROUNDS):
            sent += sum(_deliver(way, delivery) for delivery in due)
            due = _due(channel)
            if not due:
                break
    finally:
        way.close()
    return sent


def _due(channel: Channel) -> list[Delivery]:
    waiting = Delivery.objects.filter(channel=channel, status=DeliveryStatus.WAITING, next_at__lte=clock.now())
    return list(waiting.select_related("message__user").order_by("next_at")[:BATCH])


def resend(delivery: Delivery) -> None:
    """Let a dead letter wait again, with all its attempts before it; for the person who mended the cause."""
    Delivery.objects.filter(pk=delivery.pk, status=DeliveryStatus.DEAD).update(
        status=DeliveryStatus.WAITING, attempts=0, next_at=clock.now(), reason=""
    )


def _deliver(way: Way, delivery: Delivery) -> bool:
    if not _claim(delivery):
        return False
    letter = _letter(delivery)
    if letter is None:
        _settle(delivery, status=DeliveryStatus.DROPPED)
        return False
    try:
        way.send(letter)
    except Unreachable:
        _settle(delivery, attempts=F("attempts") - 1, next_at=clock.now() + BACKOFF[0])
        raise
    except Rejected as error:
        _settle(delivery, status=DeliveryStatus.DEAD, reason=str(error)[:200])
        return False
    except Exception as error:
        # Whatever one letter does to its way, the others are not to wait behind it.
        logger.warning("Delivery %s failed (attempt %s): %s", delivery.pk, delivery.attempts, type(error).__name__)
        _put_off(delivery, str(error)[:200])
        return False
    _settle(delivery, status=DeliveryStatus.SENT, sent_at=clock.now(), reason="")
    return True


def _claim(delivery: Delivery) -> bool:
    """Whether this worker is the one that makes the next attempt; the claim runs out by itself."""
    waiting = Delivery.objects.filter(pk=delivery.pk, status=DeliveryStatus.WAITING, attempts=delivery.attempts)
    if not waiting.update(attempts=delivery.attempts + 1, next_at=clock.now() + settings.DELIVERY_LEASE):
        return False
    delivery.attempts += 1
    return True


def _settle(delivery: Delivery, **fields: object) -> None:
    """Write the outcome, unless the claim had run out and another worker holds it now."""
    Delivery.objects.filter(pk=delivery.pk, status=DeliveryStatus.WAITING, attempts=delivery.attempts).update(**fields)


def _put_off(delivery: Delivery, reason: str) -> None:
    if delivery.attempts > len(BACKOFF):
        _settle(delivery, status=DeliveryStatus.DEAD, reason=reason)
    else:
        _settle(delivery, next_at=clock.now() + BACKOFF[delivery.attempts - 1], reason=reason)


def _letter(delivery: Delivery) -> Letter | None:
    """The words as they are right now; None when the person has left, or has nothing of it left to do."""
    message = delivery.message
    title, text, link = message.title, message.text, message.link
    if not reminding.everybody().filter(pk=message.user_id).exists():
        return None
    if message.kind in (MessageKind.REMINDER, MessageKind.URGENT):
        planned = reminding.still_due(message)
        if planned is None:
            return None
        title, text, link = planned.title, planned.text, planned.link
    return Letter(delivery.identifier, delivery.address, title, text, f"{settings.SITE_URL}{link}")

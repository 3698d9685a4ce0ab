"""The way into an inbox, and from there out: one row for each message, one for each channel it leaves by."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import uuid4

from django.conf import settings

from branches import clock
from branches.models import User
from evaluation.models import Delivery, Message, OptOut
from evaluation.vocabulary.messages import Channel, MessageKind


@dataclass(frozen=True)
class Outgoing:
    """What one person is to be told. `key` names what it tells of, `link` is a path on this site.

    `address`: mail goes there instead of where the person is reached now.
    """

    user: User
    kind: MessageKind
    key: str
    title: str
    text: str
    link: str
    address: str = ""


def post(drafts: Sequence[Outgoing]) -> list[Message]:
    """Put each draft into its inbox and on its way out, within the caller's transaction; three queries for any number.

    Raises IntegrityError where somebody was told of the same key already.
    """
    now = clock.now()
    messages = Message.objects.bulk_create(
        Message(
            user=draft.user,
            kind=draft.kind,
            key=draft.key,
            title=draft.title[:120],
            text=draft.text,
            link=draft.link,
            created_at=now,
        )
        for draft in drafts
    )
    muted = _muted(draft.user.pk for draft in drafts)
    Delivery.objects.bulk_create(
        Delivery(message=message, channel=channel, address=address, identifier=identifier(), next_at=now)
        for message, draft in zip(messages, drafts, strict=True)
        for channel, address in _ways(draft).items()
        if (message.user_id, message.kind, channel) not in muted
    )
    return messages


def addresses(user: User) -> dict[Channel, str]:
    """Where this person can be reached outside the system, as far as the site has the means."""
    found = {}
    if settings.EMAIL_URL and user.email:
        found[Channel.MAIL] = user.email
    if settings.GATEWAY_URL and user.phone:
        found[Channel.GATEWAY] = user.phone
    return found


def _ways(draft: Outgoing) -> dict[Channel, str]:
    if not draft.address:
        return addresses(draft.user)
    return {Channel.MAIL: draft.address} if settings.EMAIL_URL else {}


def _muted(users: Iterable[int]) -> set[tuple[int, str, str]]:
    return set(OptOut.objects.filter(user__in=set(users)).values_list("user", "kind", "channel"))


def identifier() -> str:
    """A new one, of a letter that stays the same however often it is tried."""
    return f"<{uuid4().hex}@{settings.MAIL_DOMAIN}>"

"""What a person does with messages: read them, say by which way they may come, urge others, keep a calendar."""

import hashlib
import secrets
from collections.abc import Iterable

from django.core.exceptions import PermissionDenied
from django.db import transaction

from branches import access, audit, clock
from branches.models import User
from branches.permissions import Perm
from evaluation.advance import Refused
from evaluation.messages import nudging
from evaluation.messages.nudging import Owing
from evaluation.messages.sending import deliver as delivering
from evaluation.messages.sending import outbox
from evaluation.models import CalendarToken, Delivery, Message, Nudge, OptOut
from evaluation.vocabulary.messages import OPTIONAL_KINDS, Channel, MessageKind


def read(message: Message) -> None:
    """Mark one's own message as read, the first time it is opened."""
    Message.objects.filter(pk=message.pk, read_at=None).update(read_at=clock.now())


def read_all(by: User) -> int:
    return Message.objects.filter(user=by, read_at=None).update(read_at=clock.now())


@transaction.atomic
def choose(by: User, wanted: Iterable[tuple[str, str]]) -> None:
    """Which optional kinds leave by which channel; what bears on a deadline always does."""
    chosen = set(wanted)
    OptOut.objects.filter(user=by).delete()
    OptOut.objects.bulk_create(
        OptOut(user=by, kind=kind, channel=channel)
        for kind in OPTIONAL_KINDS
        for channel in Channel
        if (kind.value, channel.value) not in chosen
    )


@transaction.atomic
def open_calendar(by: User) -> str:
    """A new key to one's own calendar feed, shown once; an earlier one opens nothing any more."""
    token = secrets.token_urlsafe(32)
    digest = hashlib.sha256(token.encode()).hexdigest()
    CalendarToken.objects.update_or_create(user=by, defaults={"digest": digest, "created_at": clock.now()})
    audit.record("生成日历订阅地址", by.name, by=by)
    return token


@transaction.atomic
def close_calendar(by: User) -> None:
    CalendarToken.objects.filter(user=by).delete()
    audit.record("停用日历订阅地址", by.name, by=by)


@transaction.atomic
def nudge(people: Iterable[Owing], *, by: User, text: str) -> int:
    """Urge these people in these words: into the inbox and out by mail, one record each."""
    if not nudging.duties(by):
        raise PermissionDenied
    chosen = list(people)
    if not chosen:
        raise Refused("请至少选择一个人。")
    if not text.strip():
        raise Refused("请填写催办内容。")
    now = clock.now()
    abouts = [one.titles[:120] for one in chosen]
    drafts = [
        outbox.Outgoing(
            one.user,
            MessageKind.NUDGE,
            f"nudge:{by.pk}:{now.timestamp()}",
            f"催办：{about}"[:120],
            text.strip(),
            one.urged[0].url,
        )
        for one, about in zip(chosen, abouts, strict=True)
    ]
    Nudge.objects.bulk_create(
        Nudge(by=by, user=message.user, about=about, text=text.strip(), at=now, message=message)
        for message, about in zip(outbox.post(drafts), abouts, strict=True)
    )
    audit.record("催办", f"{len(chosen)}人", by=by, users=[one.user.pk for one in chosen])
    return len(chosen)


@transaction.atomic
def resend(dead: Iterable[Delivery], *, by: User) -> int:
    """Let dead letters wait again, once the cause is mended."""
    access.require(by, Perm.MANAGE_REGISTER)
    letters = list(dead)
    for one in letters:
        delivering.resend(one)
    audit.record("重新发送消息", f"{len(letters)}封", by=by, deliveries=[one.pk for one in letters])
    return len(letters)

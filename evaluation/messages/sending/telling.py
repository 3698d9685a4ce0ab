"""One message for what one person learns at once, with a receipt for each record, so that nobody is told twice."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.template.loader import get_template
from django.urls import reverse

from branches.models import User
from evaluation.messages.sending import outbox
from evaluation.models import Announcement
from evaluation.vocabulary.messages import MessageKind

# From this many on, one message tells of all of them.
DIGEST = 4
LISTED = 20


@dataclass(frozen=True)
class News:
    """What one person learns of one move."""

    record: str
    subject: str
    happened: str
    standing: str
    to_do: str
    due: date | None
    link: str

    @property
    def is_task(self) -> bool:
        return bool(self.to_do)


def tell(news: Mapping[User, Sequence[News]]) -> int:
    """Write the messages of what these people were not told yet, within the caller's transaction; how many."""
    records = {one.record for items in news.values() for one in items}
    told = set(Announcement.objects.filter(record__in=records).values_list("record", "user"))
    drafts, receipts = [], []
    for user, items in news.items():
        new = [one for one in items if (one.record, user.pk) not in told]
        if new:
            drafts.append(_outgoing(user, new))
            receipts.append(new)
    messages = outbox.post(drafts)
    Announcement.objects.bulk_create(
        Announcement(user=message.user, record=one.record, message=message)
        for message, items in zip(messages, receipts, strict=True)
        for one in items
    )
    return len(messages)


def _outgoing(user: User, items: Sequence[News]) -> outbox.Outgoing:
    is_task = any(one.is_task for one in items)
    words = {"items": items[:LISTED], "more": len(items) - LISTED, "count": len(items), "first": items[0]}
    name = "announcement" if len(items) < DIGEST else "announcements"
    return outbox.Outgoing(
        user=user,
        kind=MessageKind.TASK if is_task else MessageKind.OUTCOME,
        key=f"announcement-{items[0].record}",
        title=get_template(f"messages/{name}_title.txt").render(words).strip(),
        text=get_template(f"messages/{name}.txt").render(words).strip(),
        link=items[0].link if len(items) == 1 else reverse("evaluation:worklist"),
    )

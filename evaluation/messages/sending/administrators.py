"""What administrators are told: the anchor of the day, what stopped, what is well again, and weekly that all is well.

Whoever keeps an anchor can prove what the master of the database took back. What stopped is told by another than what is
watched: `manage.py status --tell`, which a timer of the machine runs; what was told before is read off the messages.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from typing import NamedTuple

from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from branches import clock
from branches import queries as branches_queries
from branches.models import User
from branches.permissions import Role
from evaluation.messages.sending.outbox import Outgoing, post
from evaluation.models import Message
from evaluation.vocabulary.messages import MessageKind

_DOWN, _UP = "down", "up"


class _News(NamedTuple):
    kind: MessageKind
    key: str
    title: str
    text: str


@transaction.atomic
def tell_anchor(anchor: str) -> int:
    """A message to each audit administrator in post who has none of today; how many were written."""
    key = f"anchor-{clock.today()}"
    told = Message.objects.filter(key=key).values("user")
    people = _in_post(Role.AUDIT_ADMIN).exclude(pk__in=told) if anchor else []
    text = f"{anchor}\n请留存在本系统之外。核验记录时用它比对，能发现此前的任何改动。"
    news, link = _News(MessageKind.ANCHOR, key, "今日记录锚值", text), reverse("branches:audit")
    return len(post([Outgoing(user, *news, link=link) for user in people]))


@transaction.atomic
def tell_status(wrong: Mapping[str, str]) -> int:
    """`wrong`: what is not well, by the name of its line, in words. How many messages were written."""
    people = list(_in_post(Role.SYSTEM_ADMIN).select_for_update(of=("self",)))
    news = [*_turned(wrong, people), *([] if wrong else _weekly(people))]
    link = reverse("evaluation:status")
    return len(post([Outgoing(user, *one, link=link) for one, user in product(news, people)]))


def _in_post(role: Role) -> QuerySet[User]:
    return User.objects.filter(pk__in=branches_queries.in_force().filter(role=role).values("user")).order_by("pk")


def _turned(wrong: Mapping[str, str], people: Sequence[User]) -> Iterator[_News]:
    """Whatever is otherwise than was last told of it."""
    down, at = _told_down(people), f"{clock.now():%Y%m%d%H%M%S}"
    for line in sorted(wrong.keys() - down):
        yield _News(MessageKind.TASK, f"watch-{_DOWN}-{at}-{line}", f"{line}需要处理", wrong[line])
    for line in sorted(down - wrong.keys()):
        yield _News(MessageKind.OUTCOME, f"watch-{_UP}-{at}-{line}", f"{line}已恢复正常", "现在正常，不需要再办理。")


def _told_down(people: Sequence[User]) -> set[str]:
    """The lines of which the last word to these people was that they are not well."""
    down: set[str] = set()
    told = Message.objects.filter(user__in=people, key__startswith="watch-").order_by("pk")
    for key in told.values_list("key", flat=True):
        _, word, _, line = key.split("-", 3)
        (down.add if word == _DOWN else down.discard)(line)
    return down


def _weekly(people: Sequence[User]) -> Iterator[_News]:
    """Silence would say nothing: that all is well is said once a week."""
    year, week, _ = clock.today().isocalendar()
    key = f"well-{year}-{week}"
    if not Message.objects.filter(user__in=people, key=key).exists():
        text = "本周检查无异常。以后每周收到一条；一周以上没有收到的，请检查定时任务（status）。"
        yield _News(MessageKind.OUTCOME, key, "系统运行正常", text)

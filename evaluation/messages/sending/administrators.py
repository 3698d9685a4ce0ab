"""What administrators are told: the anchor of the day, what stopped, what is well again, and weekly that all is well.

Whoever keeps an anchor can prove what the master of the database took back. What stopped is told by another than what is
watched: `manage.py status --tell`, which a timer of the machine runs; what was told before is read off the messages.

While the database is away there is no inbox: then letters leave directly, to where administrators were reached when last
all could be asked. It stands in a file of the machine that watches; each is told once that it is away, and once that it
is well again.
"""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from itertools import product
from pathlib import Path
from typing import Any, NamedTuple

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse

from branches import clock
from branches import queries as branches_queries
from branches.models import User
from branches.permissions import Role
from evaluation.messages.sending import outbox
from evaluation.messages.sending.channels import Letter, Rejected
from evaluation.messages.sending.deliver import WAYS
from evaluation.messages.sending.outbox import Outgoing, post
from evaluation.models import Message
from evaluation.vocabulary.messages import Channel, MessageKind

_DOWN, _UP = "down", "up"
Reached = dict[str, list[str]]
"""Addresses by the name of their channel."""


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


def database_is_away(problem: str) -> list[str]:
    """What went wrong on the way to whom; whoever could not be told yet is tried again at the next look."""
    kept = _kept()
    untold: Reached = kept.get("untold", kept.get("reached", {}))
    text = f"网站连不上数据库（{problem}）。页面暂时不能办理，已保存的内容都在。请检查数据库服务。"
    left, failures = _send(untold, "数据库需要处理", text)
    _keep(kept | {"untold": left})
    return failures


def database_answers() -> list[str]:
    """What went wrong on the way to whom. What is reached by nobody now need not be kept."""
    kept, failures = _kept(), list[str]()
    if "untold" in kept:
        told = {
            name: [one for one in all_ if one not in kept["untold"].get(name, [])]
            for name, all_ in kept.get("reached", {}).items()
        }
        failures = _send(told, "数据库已恢复正常", "现在正常，不需要再办理。")[1]
    reached: Reached = {}
    for person in _in_post(Role.SYSTEM_ADMIN):
        for channel, address in outbox.addresses(person).items():
            reached.setdefault(channel.value, []).append(address)
    _keep({"reached": reached})
    return failures


def _send(people: Reached, title: str, text: str) -> tuple[Reached, list[str]]:
    """Who is left to be told, and why."""
    left: Reached = {}
    failures = []
    link = f"{settings.SITE_URL}{reverse('evaluation:status')}"
    for name, addresses in people.items():
        way = WAYS[Channel(name)]()
        for address in addresses:
            try:
                way.open()
                way.send(Letter(outbox.identifier(), address, title, text, link))
            except Rejected as error:
                failures.append(f"{address}: {error}")
            except Exception as error:  # whatever a way may raise, the next one is tried, and this one again later
                left.setdefault(name, []).append(address)
                failures.append(f"{address}: {error}")
        way.close()
    return left, failures


def _kept() -> dict[str, Any]:
    """Empty where nobody looked yet, or what is there cannot be read."""
    try:
        found: dict[str, Any] = json.loads(_path().read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return found


def _keep(words: dict[str, Any]) -> None:
    """Whole or not at all, and for the eyes of the watching user alone."""
    if words == _kept():
        return
    path = _path()
    beside = path.with_name(f"{path.name}.{os.getpid()}")
    beside.touch(mode=0o600)
    beside.write_text(json.dumps(words, ensure_ascii=False), encoding="utf-8")
    beside.replace(path)


def _path() -> Path:
    return Path(settings.DATA_DIR) / "watch.json"

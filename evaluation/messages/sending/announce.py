"""Tells of moves, of every life alike. A record without `announced_at` waits until all whom it concerns may know of it.

What a person may not know yet (D34) he is told when he may, unless the case has moved on by then.
"""

from collections import defaultdict
from collections.abc import Sequence
from typing import TypeVar

from django.db import connection, transaction
from django.urls import reverse

from branches import clock
from branches.models import User
from evaluation.messages.sending import audience
from evaluation.messages.sending.telling import News, tell
from evaluation.models import ReinspectionRecord, Transition

BATCH = 1000

Record = TypeVar("Record", Transition, ReinspectionRecord)


def sweep() -> int:
    """Announce what waits, batch after batch; how many messages were written. May run beside another one."""
    return _sweep(Transition, audience.OfCases) + _sweep(ReinspectionRecord, audience.OfReinspections)


def _sweep(records: type[Record], whom: type[audience.Audience[Record]]) -> int:
    written = last = 0
    while True:
        with transaction.atomic():
            waiting = _waiting(records, last)
            if not waiting:
                return written
            last = waiting[-1].pk
            news, finished = _news(waiting, whom(waiting))
            written += tell(news)
            records.objects.filter(pk__in=finished, announced_at=None).update(announced_at=clock.now())


def _waiting(records: type[Record], last: int) -> list[Record]:
    """The next records that nobody else is announcing at this moment."""
    rows = records.objects.filter(announced_at=None, pk__gt=last).order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return list(rows[:BATCH])


def _news(waiting: Sequence[Record], whom: audience.Audience[Record]) -> tuple[dict[User, list[News]], list[int]]:
    """Who is told what of these records, and the records with which nothing is left to do."""
    found: dict[User, list[News]] = defaultdict(list)
    finished = []
    for row in waiting:
        concerned = list(whom.of(row))
        for one in concerned:
            if one.may_know and one.user.pk != row.by_id:
                found[one.user].append(_words(row, one, whom))
        if all(one.may_know for one in concerned):
            finished.append(row.pk)
    return found, finished


def _words(row: Record, one: audience.Concerned, whom: audience.Audience[Record]) -> News:
    subject, pk = whom.subject(row)
    return News(
        record=f"{whom.name}-{row.pk}",
        subject=subject,
        happened=row.get_action_display(),
        standing=row.get_after_display(),
        to_do=one.to_do,
        due=one.due,
        link=reverse(whom.page, args=[pk]),
    )

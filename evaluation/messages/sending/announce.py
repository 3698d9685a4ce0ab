"""Tells of moves. A record without `announced_at` waits; it stays until everybody whom it concerns may know and was told.

What a person may not know yet (D34) he is told when he may, unless the case has moved on by then.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence

from django.db import connection, transaction
from django.db.models import QuerySet
from django.urls import reverse

from branches import clock
from branches.models import User
from evaluation.cases.bodies import due
from evaluation.cases.observe import Observed, observe
from evaluation.messages.sending import audience
from evaluation.messages.sending.telling import News, tell
from evaluation.models import Candidacy, Transition
from evaluation.procedure.lives import NEXT
from evaluation.vocabulary import Action, State

BATCH = 1000


def sweep() -> int:
    """Announce what waits, batch after batch; how many messages were written. May run beside another one."""
    written = last = 0
    while True:
        with transaction.atomic():
            waiting = _waiting(last)
            if not waiting:
                return written
            last = waiting[-1].pk
            written += _announce(waiting)


def _waiting(last: int) -> list[Transition]:
    """The next records that nobody else is announcing at this moment."""
    rows: QuerySet[Transition] = Transition.objects.filter(announced_at=None, pk__gt=last).order_by("pk")
    if connection.features.has_select_for_update_skip_locked:
        rows = rows.select_for_update(skip_locked=True)
    return list(rows[:BATCH])


def _announce(waiting: Sequence[Transition]) -> int:
    news, told_all = _news(waiting)
    written = tell(news)
    Transition.objects.filter(pk__in=told_all, announced_at=None).update(announced_at=clock.now())
    return written


def _news(waiting: Sequence[Transition]) -> tuple[dict[User, list[News]], list[int]]:
    """Who is told what of these records, and the records with which nothing is left to do."""
    seen = {one.case.pk: one for one in observe(Candidacy.objects.filter(pk__in={row.candidacy_id for row in waiting}))}
    cases = [one.case for one in seen.values()]
    post = audience.around((case.branch_id for case in cases), (case.unit_id for case in cases))
    past: dict[int, set[str]] = defaultdict(set)
    for case, before in Transition.objects.filter(candidacy__in=seen).values_list("candidacy", "before"):
        past[case].add(before)
    shown = audience.shown(cases, post.people)
    found: dict[User, list[News]] = defaultdict(list)
    finished = []
    for row in waiting:
        one = seen[row.candidacy_id]
        if row.number < one.case.version:
            finished.append(row.pk)  # the case has moved on: the later record tells where it is
            continue
        all_know = True
        for user, is_next in _concerned(row, one, post, past[one.case.pk]):
            if shown[user.pk, one.case.pk] != row.after:
                all_know = False
            elif user.pk != row.by_id:
                found[user].append(_words(row, one, is_next))
        if all_know:
            finished.append(row.pk)
    return found, finished


def _concerned(row: Transition, one: Observed, post: audience.Post, past: set[str]) -> Iterator[tuple[User, bool]]:
    """Whoever holds the next move, then whoever waits for the outcome: (person, whether he holds it), each once."""
    at = {"branch": one.case.branch_id, "unit": one.case.unit_id}
    perm = audience.next_perm(row.after)
    following = post.over(perm, **at) if perm else []
    yield from ((user, True) for user in following)
    known = {user.pk for user in following}
    for waiting in sorted(audience.waiting_perms(past), key=lambda perm: perm.codename):
        for user in post.over(waiting, **at):
            if user.pk not in known:
                known.add(user.pk)
                yield user, False


def _words(row: Transition, one: Observed, is_next: bool) -> News:
    action = NEXT.get(State(row.after)) if is_next else None
    return News(
        record=_name(row),
        subject=str(one.case.branch),
        happened=Action(row.action).label,
        standing=State(row.after).label,
        to_do=action.label if action else "",
        due=due(one) if action else None,
        link=reverse("evaluation:case", args=[one.case.pk]),
    )


def _name(row: Transition) -> str:
    return f"transition-{row.pk}"

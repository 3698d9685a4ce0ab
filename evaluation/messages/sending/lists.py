"""Tells once what became of a list: the pool is picked, a list that is handed in has more places (D4, D34)."""

from collections.abc import Iterator

from django.db import transaction
from django.urls import reverse

from branches import clock
from branches.models import User
from branches.names import WORK_COMMITTEE
from branches.permissions import Perm
from branches.settings import queries as settings_queries
from evaluation.messages.sending import audience
from evaluation.messages.sending.outbox import Outgoing, post
from evaluation.models import Candidacy, ListNews
from evaluation.procedure.lives import HOLDS_SEAT
from evaluation.vocabulary import ListState, State
from evaluation.vocabulary.messages import MessageKind

BATCH = 100


def sweep() -> int:
    """Tell what waits; how many messages were written. May run beside another one."""
    with transaction.atomic():
        waiting = list(
            ListNews.objects.select_for_update(of=("self",))
            .filter(told_at=None)
            .select_related("list__cycle", "list__unit")
            .order_by("pk")[:BATCH]
        )
        written = post([letter for news in waiting for letter in _LETTERS[ListNews.What(news.what)](news)])
        ListNews.objects.filter(pk__in=[news.pk for news in waiting]).update(told_at=clock.now())
    return len(written)


def _pool_done(news: ListNews) -> Iterator[Outgoing]:
    """To the units that put a branch forward, each of its own, and to both bodies; not if it was reopened meanwhile."""
    pool = news.list
    if pool.state != ListState.SUBMITTED:
        return
    year = pool.cycle.year
    states = [State.FORWARDED, *sorted(HOLDS_SEAT)]
    cases = Candidacy.objects.filter(cycle=pool.cycle, unit__lists__pool=pool, state__in=states).select_related(
        "branch"
    )
    forwarded = {case.unit_id: case for case in cases}
    people = audience.around([], forwarded)
    for unit, case in forwarded.items():
        said = "已选定，列入推荐" if case.seat_id else "没有选定，本年度不再推荐"
        text = f"{year}年度联合推荐已完成选定。本单位推送的{case.branch.short_name}{said}。您不需要办理。"
        link = reverse("evaluation:recommendation_board", args=[year, unit])
        for user in people.over(Perm.RECOMMEND, branch=case.branch_id, unit=unit):
            yield _letter(news, user, unit, _POOL_DONE, text, link)
    count = sum(1 for case in forwarded.values() if case.seat_id)
    text = f"{year}年度联合推荐已完成选定，共选定{count}个支部，可以考核评定。"
    link = reverse("evaluation:naming_board", args=[year])
    for user in people.over(Perm.EVALUATE, branch=0, unit=0):
        if user.pk != pool.submitted_by_id:
            yield _letter(news, user, 0, _POOL_DONE, text, link)


def _cap_rose(news: ListNews) -> Iterator[Outgoing]:
    """To the leading Party group: what it may do with more places; nothing where they are gone or the list is back."""
    row, unit = news.list, news.list.unit_id
    if unit is None or row.state != ListState.SUBMITTED or row.cap <= news.cap_before:
        return
    phone = settings_queries.phone()
    text = (
        f"本单位{row.cycle.year}年度推荐名额由{news.cap_before}个增加到{row.cap}个，推荐名单已经报送。增加的名额要用的，"
        f"请联系{WORK_COMMITTEE}{f'（{phone}）' if phone else ''}退回名单，再推荐；不用的，不需要办理。"
    )
    link = reverse("evaluation:recommendation_board", args=[row.cycle.year, unit])
    for user in audience.around([], [unit]).over(Perm.RECOMMEND, branch=0, unit=unit):
        yield _letter(news, user, unit, f"推荐名额增加到{row.cap}个", text, link)


def _letter(news: ListNews, user: User, unit: int, title: str, text: str, link: str) -> Outgoing:
    """Whoever acts for two units is told for each."""
    return Outgoing(user, MessageKind.OUTCOME, f"list-{news.pk}-{unit}", title, text, link)


_POOL_DONE = "联合推荐已完成选定"
_LETTERS = {ListNews.What.POOL_DONE: _pool_done, ListNews.What.CAP_ROSE: _cap_rose}

"""One task for each place and post in which nobody may act: 市直工委 names somebody, the security administrator appoints."""

from collections.abc import Iterator, Sequence
from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.urls import reverse

from branches import access
from branches.models import User
from branches.pages.paging import COUNTED, SoMany
from branches.permissions import Perm
from evaluation.models import Vacancy
from evaluation.vacancies import queries as vacancies_queries
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task, about

SINGLY = 20
"""So many stand as tasks of their own; the rest, on a site without people, is one task that leads to the list."""


def fill_posts(people: Sequence[User]) -> Iterator[tuple[User, Task]]:
    """For both, from the opening of the year on (D40); 市直工委 has done its part when somebody is put forward."""
    naming = [user for user in people if access.may(user, Perm.RUN_CYCLE)]
    appointing = [user for user in people if access.may(user, Perm.APPOINT)]
    if not naming and not appointing:
        return
    known = vacancies_queries.known()
    found = list(known[:SINGLY])
    for vacancy in found:
        for user in () if vacancy.is_proposed else naming:
            yield user, _task(vacancy, "指定人员" if vacancy.role else "查看", naming_url(vacancy))
        for user in appointing:
            yield user, _appointing(vacancy)
    if rest := _behind(known) if len(found) == SINGLY else None:
        yield from ((user, rest) for user in (*naming, *appointing))


def _behind(known: QuerySet[Any]) -> Task | None:
    """One for all that do not stand as tasks of their own."""
    rest = SoMany.from_number(known[SINGLY : SINGLY + COUNTED + 1].count())
    if not rest:
        return None
    hint, url = f"另有{rest.count:,}{'以上' if rest.is_more else ''}处无人可办", reverse("evaluation:vacancies")
    return Task(Duty.FILL_POST, about(), "补齐无人可办的职务", "看全部", url, hint=hint)


def naming_url(vacancy: Vacancy) -> str:
    """Where 市直工委 names somebody for it; a team is made larger by the unit's officer, also by people of other units."""
    if not vacancy.role:
        return reverse("evaluation:vacancies")
    asked: dict[str, str | int] = {"role": vacancy.role}
    if vacancy.branch:
        asked["branch"] = vacancy.branch.pk
    return f"{reverse('branches:proposal_add', args=[vacancy.unit.pk])}?{urlencode(asked)}"


def _appointing(vacancy: Any) -> Task:
    """The security administrator confirms who is put forward, or sees whom to ask for it."""
    if vacancy.is_proposed:
        return _task(vacancy, "去确认", f"{reverse('branches:proposed_lists')}?outcome=open")
    return _task(vacancy, "查看", reverse("evaluation:vacancies"))


def _task(vacancy: Any, button: str, url: str) -> Task:
    number = about(vacancies_queries.turn_of(vacancy), vacancy.place.pk)
    hint = f"{vacancy.waiting}件无人可办{'，已有人提请' if vacancy.is_proposed else ''}"
    return Task(Duty.FILL_POST, number, vacancy.title, button, url, hint=hint)

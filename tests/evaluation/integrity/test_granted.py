"""A permission row that somebody made or took away by hand is named, whatever kind of place it is over."""

from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.management import call_command
from django.db import connection

from branches import access, clock
from branches.models import Branch, Unit, User
from branches.permissions import Perm, Role
from evaluation.assessment.steps.team import regrant_teams
from evaluation.integrity import checks, granted
from evaluation.integrity.chains import Result
from evaluation.models import AssessmentTeam, TeamMember
from evaluation.status import health
from tests.plugins.once import Once
from tests.support import factories

PLACES = [Unit, Branch, AssessmentTeam]
EVERYWHERE = pytest.mark.parametrize("model", PLACES, ids=lambda model: model.__name__)


@pytest.fixture(scope="module")
def made(once: Once) -> None:
    once(lambda: call_command("seed_scale", units=3, branches=30, years=1))


@pytest.fixture
def year(made: None, db: None) -> None:
    """A small one, the same for all."""


def insert(model: Any) -> int:
    """The number of a row for somebody who has neither a post nor a team, by SQL."""
    table = access.table_of(model)
    known = table.objects.earliest("pk")
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table._meta.db_table} (user_id, permission_id, content_object_id) VALUES (%s, %s, %s)",
            [factories.person().pk, known.permission_id, known.content_object_id],
        )
    return int(table.objects.latest("pk").pk)


def told() -> list[str]:
    return [line for result in checks.check() for line in result.problems]


@EVERYWHERE
def test_a_row_too_many_is_named_by_table_and_row(year: None, model: Any) -> None:
    assert told() == health.problems() == []
    row = insert(model)
    assert told() == [f"{access.table_of(model)._meta.db_table} {row}: follows from no post and no team"]
    cache.clear()
    assert health.problems() == ["permissions"]


@EVERYWHERE
def test_a_row_too_few_is_named_by_whom_what_and_where(year: None, model: Any) -> None:
    row = access.table_of(model).objects.select_related("permission").earliest("pk")
    access.table_of(model).objects.filter(pk=row.pk).delete()
    lacking = f"user {row.user_id} lacks {row.permission.codename} over {row.content_object_id}"
    assert told() == [f"{access.table_of(model)._meta.db_table}: {lacking}"]


@EVERYWHERE
def test_unless_it_is_compared_nobody_tells(year: None, model: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin."""
    monkeypatch.setattr(granted, "check", lambda: Result("permissions"))
    insert(model)
    assert told() == health.problems() == []


def test_the_night_makes_them_equal_again(year: None) -> None:
    for model in PLACES:
        insert(model)
    assert access.regrant_posts() == (0, 2)
    assert regrant_teams() == (0, 1)
    assert granted.check().problems == []


def test_what_is_left_of_a_post_or_team_until_the_night_gives_nothing_and_is_not_wrong(year: None) -> None:
    member = TeamMember.objects.earliest("pk")
    secretary = User.objects.filter(appointments__role=Role.SECRETARY).earliest("pk")
    yesterday = clock.today() - timedelta(days=1)
    TeamMember.objects.filter(pk=member.pk).update(left_on=yesterday)
    secretary.appointments.update(starts_on=yesterday, ends_on=yesterday)
    assert not access.may(secretary, Perm.APPLY)
    assert not access.may(member.user, Perm.SCORE, member.team)
    assert granted.check().problems == []
    assert access.regrant_posts([secretary.pk])[1] > 0
    assert regrant_teams([member.user_id]) == (0, 1)

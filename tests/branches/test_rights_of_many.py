"""Rights are read at once, for one person as for many, and no place is read before somebody looks at it."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from branches import access
from branches.models import Branch, User
from branches.permissions import Perm
from evaluation.models import AssessmentTeam, TeamMember
from tests.plugins.once import Once


@pytest.fixture(scope="module")
def year(once: Once) -> None:
    once(lambda: call_command("seed_scale", units=3, branches=30, years=1))


@pytest.fixture
def people(year: None, db: None) -> list[int]:
    return list(User.objects.values_list("pk", flat=True))


def held(user: User) -> dict[Perm, list[int]]:
    return {perm: list(access.held(user, perm)) for perm in Perm}


def test_many_people_cost_two_queries_and_have_what_each_has(people: list[int]) -> None:
    each = {user.pk: held(user) for user in User.objects.filter(pk__in=people)}
    together = list(User.objects.filter(pk__in=people))
    with CaptureQueriesContext(connection) as queries:
        access.read_rights(together)
        found = {user.pk: held(user) for user in together}
    assert len(queries) == 2
    assert found == each
    assert {perm for of_one in found.values() for perm, places in of_one.items() if places} == set(Perm)


def test_the_places_of_all_come_with_the_first_that_is_looked_at(people: list[int]) -> None:
    together = list(User.objects.filter(pk__in=people))
    access.read_rights(together)
    with CaptureQueriesContext(connection) as queries:
        branches = [place for user in together for place in access.held(user, Perm.APPLY).values()]
    assert len(queries) == 1
    assert len(branches) == Branch.objects.count() == 30
    with pytest.raises(KeyError):
        access.held(together[0], Perm.APPLY)[0]


def test_a_row_over_a_team_gives_nothing_to_whoever_has_left_it(people: list[int]) -> None:
    """The row stays until the night: the membership is asked with it."""
    member = TeamMember.objects.select_related("user", "team").earliest("pk")
    assert access.may(member.user, Perm.SCORE, member.team)
    TeamMember.objects.filter(pk=member.pk).update(left_on=member.joined_on)
    gone = User.objects.get(pk=member.user_id)
    assert not access.may(gone, Perm.SCORE, member.team)
    assert access.table_of(AssessmentTeam).objects.filter(user=gone, content_object=member.team).exists()

"""What is read and written by SQL written once a process says what the ORM says."""

from datetime import timedelta
from typing import Any

from branches import clock
from branches.asking.compiled import insert, update
from branches.models import AuditEntry, Branch, User
from branches.models.appointment import posts_of_one, posts_on
from tests.support import factories


def values(row: Any) -> dict[str, Any]:
    return {one.attname: getattr(row, one.attname) for one in row._meta.concrete_fields}


def test_a_row_that_is_put_in_is_read_back_as_it_is(secretary: User) -> None:
    row = AuditEntry(verb="x", subject="某支部", by=secretary, at=clock.now(), detail={"理由": ["一", None]})
    insert(row)
    assert row.pk and not row._state.adding
    assert values(AuditEntry.objects.get(pk=row.pk)) == values(row)


def test_fields_are_written_where_all_that_is_asked_for_is_so_and_nowhere_else(branch: Branch) -> None:
    day, moved = clock.today(), factories.unit("市审计局")
    assert update(Branch, {"dissolved_on": day, "unit": moved.pk}, pk=branch.pk, unit=moved.pk) == 0
    assert update(Branch, {"dissolved_on": day, "unit": moved.pk}, pk=branch.pk, unit=branch.unit_id) == 1
    found = Branch.objects.get(pk=branch.pk)
    assert (found.dissolved_on, found.unit) == (day, moved)
    assert update(Branch, {"dissolved_on": None}, pk=branch.pk) == 1
    assert Branch.objects.get(pk=branch.pk).dissolved_on is None


def test_the_posts_of_one_are_those_of_everybody_with_their_places(secretary: User, leading_group: User) -> None:
    today = clock.today()
    for user in (secretary, leading_group):
        (post,) = posts_of_one(user.pk, today)
        (same,) = posts_on(today).filter(user=user)
        assert values(post) == values(same)
        assert (post.unit, post.branch) == (same.unit, same.branch)
        assert post.branch is None or values(post.branch.unit) == values(same.place.unit)
    assert list(posts_of_one(secretary.pk, today - timedelta(days=36500))) == []

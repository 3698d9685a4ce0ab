"""Words are found in a row's own table and in others, however many things there have them."""

from typing import Any

import pytest
from django.db.models import Q, QuerySet

from branches.models import Appointment, User
from branches.people.views.people import People
from branches.people.views.posts import Posts
from branches.permissions import Role
from branches.search import rows as search
from branches.search.text import sought
from tests.support import factories

WORDS = [
    "交通",
    "交",
    "王小明",
    "小明",
    "明",
    "CLERK",
    "clerk1",
    "0375",
    "jt",
    "交通 小明",
    "交通 王",
    "没有",
    "%",
    "_",
    "\\",
]


@pytest.fixture
def people(db: None) -> None:
    """Some are found by their names, some by their branch, some by both; one has neither branch nor post."""
    for number, (unit_name, name) in enumerate([("市交通局", "王小明"), ("市教育局", "交小明"), ("市财政局", "李明")]):
        unit = factories.unit(unit_name)
        own = factories.branch(unit, "一支部")
        secretary = factories.appointed(Role.SECRETARY, own, name=name, own_branch=own)
        User.objects.filter(pk=secretary.pk).update(username=f"Clerk{number}", phone=f"0375-{number}")
        factories.appointed(Role.ORGAN_OFFICER, unit, name=f"经办{number}")
    factories.person("交无职")


def one_by_one(rows: QuerySet[Any], words: str, fields: Any) -> set[int]:
    """Each row is compared in every field, as it is read from both tables."""
    for word in words.split():
        anywhere = Q()
        for field in fields:
            is_text = field.endswith("search_text")
            anywhere |= Q(**{f"{field}__contains": sought(word)} if is_text else {f"{field}__icontains": word})
        rows = rows.filter(anywhere)
    return set(rows.values_list("pk", flat=True))


LISTS: list[tuple[Any, Any]] = [(User, People.search), (Appointment, Posts.search)]


@pytest.mark.parametrize("few", [0, 1, 1000])
@pytest.mark.parametrize("words", WORDS)
def test_the_same_rows_are_found_by_numbers_and_one_by_one(
    people: None, monkeypatch: pytest.MonkeyPatch, few: int, words: str
) -> None:
    monkeypatch.setattr(search, "FEW", few)
    for model, fields in LISTS:
        everything = model._default_manager.all()
        found = list(search.matching(everything, words, fields).values_list("pk", flat=True))
        assert len(found) == len(set(found))
        assert set(found) == one_by_one(everything, words, fields), words


def test_the_words_find_some_and_leave_some_out(people: None) -> None:
    counts = {
        words: [len(one_by_one(model.objects.all(), words, fields)) for model, fields in LISTS] for words in WORDS
    }
    assert counts["交通"] == [1, 2] and counts["交"] == [3, 3] and counts["没有"] == [0, 0]
    assert counts["CLERK"] == [3, 3] and counts["clerk1"] == [1, 1]


def test_without_the_other_tables_some_are_missed(people: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin."""
    monkeypatch.setattr(search, "_beyond", lambda *asked: Q(pk__in=[]))
    assert [search.matching(model.objects.all(), "交通", fields).count() for model, fields in LISTS] == [0, 0]


def test_a_list_that_is_sought_in_one_table_asks_nothing_before(people: None, django_assert_num_queries: Any) -> None:
    with django_assert_num_queries(1):
        list(search.matching(Appointment.objects.all(), "交通 支部", ["branch__search_text"]))
    with django_assert_num_queries(3):
        list(search.matching(User.objects.all(), "交通 小明", People.search))

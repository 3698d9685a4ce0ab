"""A year in full swing, with everything that a year brings, is intact as it is, and its anchor holds afterwards."""

import re
from collections.abc import Iterator

import pytest

from tests.plugins.databases import Scratch, copy, drop

CHAINED = """
from branches.journal import queries as journal_queries
from branches.journal import steps as journal_steps
journal_steps.chain()
print(journal_queries.anchor())
"""
GOES_ON = """
from branches.models import Appointment
from evaluation.advance import advance
from evaluation.models import Candidacy
from evaluation.vocabulary import Action
posts = {post.branch_id: post for post in Appointment.objects.filter(role="secretary", ends_on=None)}
case = Candidacy.objects.filter(state="draft", branch__in=posts).first()
advance(case, Action.NOT_APPLY, by=posts[case.branch_id].user, note="支部今年先打基础。")
"""
UNSEEN = """
from django.db import connection
from branches.journal import acts
acts.Acting.seal = lambda self: None
with connection.cursor() as cursor:
    cursor.execute("UPDATE branches_unit SET name = name || 'x' WHERE id = 2")
"""


@pytest.fixture
def year(demo_site: Scratch) -> Iterator[Scratch]:
    scratch = copy(demo_site)
    yield scratch
    drop(scratch)


def run(year: Scratch, what: str) -> str:
    return year.manage("shell", "--no-imports", "-c", what).strip()


def test_a_whole_year_gives_no_false_alarm(year: Scratch) -> None:
    anchor = run(year, CHAINED).split()[-1]
    run(year, GOES_ON)
    told = year.manage("verify", "--anchor", anchor)
    found = dict(re.findall(r"^(\w+) +([\d,]*) +intact$", told, re.MULTILINE))
    assert len(found) == 15 and "earlier" in found, told
    assert int(found["rows"].replace(",", "")) > 5000
    assert all(found[name] != "0" for name in ("moves", "reinspections", "decisions", "titles", "documents", "files"))


def test_one_write_without_a_seal_and_the_same_year_is_not_intact(year: Scratch) -> None:
    """The twin."""
    run(year, UNSEEN)
    with pytest.raises(AssertionError, match="branches_unit 2: was written without a seal"):
        year.manage("verify")

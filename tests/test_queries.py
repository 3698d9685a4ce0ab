"""How many queries a page costs, for everybody who works on it, and that no number of branches makes it more."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from branches.accounts.demo import ACCOUNTS
from branches.models import Unit, User
from branches.pages.context import ASSESSMENTS, NAVIGATION
from branches.pages.tables import Column
from branches.permissions import Role
from evaluation.advance import advance
from evaluation.casefile.views.file import Cases
from evaluation.models import Candidacy, Cycle, RecommendationList
from evaluation.vocabulary import Action, CycleState, State
from tests.plugins.once import Once

LIST, PAGE, MOVE = 15, 20, 15
"""The most that a list may cost, any other page, and one move of one case."""

LISTS = {
    "candidacy_list", "honours", "methods", "units", "branches", "people", "appointments", "audit", "audit_moves",
    "assessment_mine", "reinspections", "cycle_list", "cycle_schedule", "policy", "permissions", "notices", "nudge",
}  # fmt: skip
ASKED_OF_MANY = {"work_committee": ("nudge", "reminders_preview"), "organ_officer": ("nudge",)}
"""Pages that ask what many people owe."""
PREVIEW = 36
"""Where people of every kind are on one page, every duty with a day is asked, each for all of them at once."""

# The home page asks once for every kind of duty: what it costs depends on the posts, not on how much there is to do.
HOME = {
    "secretary": 13, "organ_officer": 13, "assessor": 15, "leading_group": 9, "work_committee": 15,
    "organisation_department": 12, "system_admin": 11, "security_admin": 15, "audit_admin": 8,
}  # fmt: skip
"""At most fifteen for everybody: what a duty is about is asked first, for all duties in one query."""
VACANT = 1
"""Where somebody is missing, whoever finds somebody asks for the places by name."""

Measured = dict[tuple[str, str], int]


@contextmanager
def years(units: int, branches: int) -> Iterator[None]:
    """Two years of that size, gone afterwards."""
    with transaction.atomic():
        call_command("seed_scale", units=units, branches=branches, years=2)
        yield
        transaction.set_rollback(True)


def signed_in(username: str) -> Client:
    client = Client()
    client.force_login(User.objects.get(username=username))
    return client


def cost(client: Client, url: str) -> tuple[str, int]:
    """(name of the page, queries) at the end of the redirects; the second time, when nothing is looked up for good."""
    answer = client.get(url, follow=True)
    return _again(client, answer.redirect_chain[-1][0] if answer.redirect_chain else url)


def _again(client: Client, url: str) -> tuple[str, int]:
    with CaptureQueriesContext(connection) as queries:
        answer = client.get(url)
    assert answer.status_code == 200, url
    return str(answer.resolver_match.url_name), len(queries)


def of_navigation() -> Measured:
    """Home and every page in the navigation, of every account."""
    found = {}
    for account in ACCOUNTS:
        client = signed_in(account.username)
        role = Role.SECRETARY if account.username == "assessor" else Role(account.username)
        names = ["evaluation:worklist", *(entry.url_name for entry in NAVIGATION[role])]
        names += [ASSESSMENTS.url_name] if account.username == "assessor" else []
        names += [f"evaluation:{page}" for page in ASKED_OF_MANY.get(account.username, ())]
        names += ["evaluation:audit_moves"] if account.username == Role.AUDIT_ADMIN else []
        for name in names:
            page, queries = cost(client, reverse(name))
            found[account.username, page] = queries
    return found


def of_files() -> Measured:
    """The case file in each state, and the boards, as each of those sees them who work on cases."""
    cycle = Cycle.objects.get(state=CycleState.RECOMMENDING)
    home = Unit.objects.exclude(kind=Unit.Kind.CITY).earliest("pk")
    handed_in = RecommendationList.objects.filter(cycle=cycle, state="submitted").earliest("pk")
    found = {}
    for username in (
        "secretary",
        "organ_officer",
        "assessor",
        "leading_group",
        "work_committee",
        "organisation_department",
    ):
        client = signed_in(username)
        cases = Candidacy.objects.filter(cycle=cycle)
        if username not in ("work_committee", "organisation_department"):
            cases = cases.filter(unit=home)
        for state in State:
            case = cases.filter(state=state).first()
            if case and client.get(url := reverse("evaluation:case", args=[case.pk])).status_code == 200:
                found[username, f"case {state}"] = _again(client, url)[1]
        for one in (home.pk, handed_in.unit_id):
            url = reverse("evaluation:recommendation_board", args=[cycle.year, one])
            if client.get(url).status_code == 200:
                found[username, f"board {one == home.pk}"] = _again(client, url)[1]
    client = signed_in("organ_officer")
    found["organ_officer", "team"] = cost(client, reverse("evaluation:assessment_team", args=[cycle.year, home.pk]))[1]
    return found


def over(measured: Measured) -> Measured:
    """What costs more than it may."""
    return {(who, page): count for (who, page), count in measured.items() if count > _most(who, page)}


def _most(who: str, page: str) -> int:
    if page == "worklist":
        return HOME[who] + VACANT
    return PREVIEW if page == "reminders_preview" else LIST if page in LISTS else PAGE


def grown(few: Measured, many: Measured) -> Measured:
    """Lists that cost more with more rows: one query more is that of a list too long to be counted."""
    return {key: many[key] - few[key] for key in few if key[1] in LISTS and many[key] - few[key] not in (0, 1)}


@pytest.fixture(scope="module")
def few(once: Once) -> Measured:
    found: Measured = {}

    def look() -> None:
        with years(3, 30):
            found.update(of_navigation())

    once(look)
    return found


@pytest.fixture(scope="module")
def many(once: Once) -> Measured:
    """With ten times the branches; and the case files and boards."""
    found: Measured = {}

    def look() -> None:
        with years(30, 300):
            found.update(of_navigation() | of_files())

    once(look)
    return found


def test_every_page_costs_the_same_with_ten_times_the_branches(few: Measured, many: Measured) -> None:
    assert over(few) == over(many) == {}
    lists = {key for key in few if key[1] in LISTS}
    assert len(lists) > 30
    assert grown(few, many) == {}
    assert {key[0]: count for key, count in many.items() if key[1] == "worklist"} == HOME
    assert max(HOME.values()) <= LIST


def test_case_files_and_boards_keep_their_budget(few: Measured, many: Measured) -> None:
    measured = {key: count for key, count in many.items() if key not in few}
    assert len(measured) > 40
    assert {key: count for key, count in measured.items() if count > PAGE} == {}


def test_a_query_in_a_row_is_noticed(few: Measured, db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: one column that asks for every row, and the comparison turns red."""
    greedy: Any = Column("办理", lambda row: row.transitions.count())
    monkeypatch.setattr(Cases, "columns", (*Cases.columns, greedy))
    with years(3, 30):
        page, queries = cost(signed_in("work_committee"), reverse("evaluation:candidacy_list"))
    assert queries > few["work_committee", page] + 20
    assert queries > LIST


def test_a_move_keeps_its_budget(case: Candidacy, secretary: User) -> None:
    with CaptureQueriesContext(connection) as queries:
        advance(case, Action.NOT_APPLY, by=secretary, note="支部今年先打基础。")
    assert len(queries) <= MOVE


@pytest.mark.soak
@pytest.mark.figure(17, "every list at 3,000 rows: at most 15 queries")
def test_the_budget_holds_with_three_thousand_branches(few: Measured, db: None) -> None:
    with years(300, 3000):
        many = of_navigation() | of_files()
    assert over(many) == {}
    assert grown(few, many) == {}

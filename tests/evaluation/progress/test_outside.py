"""What systems read of a year: nothing undecided and nothing withheld moves any of it (D34, D52, decision 109)."""

import pytest
from django.db.models import Q

from branches.permissions import Data, Role
from evaluation.advance import advance
from evaluation.models import Candidacy, Cycle
from evaluation.procedure.secrecy import MAY_BE_SECRET, SECRETS
from evaluation.progress import outside
from evaluation.vocabulary import Action, CycleState, State
from tests.support import factories
from tests.support.pictures import unruled
from tests.support.systems import asked_for, confirmed, read, rows

pytestmark = pytest.mark.django_db
PATH = "/api/v1/progress"


@pytest.fixture
def key(system_admin, security_admin):
    return confirmed(asked_for(system_admin, Data.PROGRESS), security_admin)


@pytest.fixture
def move(monkeypatch, work_committee):
    """Any move, recorded as ever, without asking a rule."""

    def moved(case: Candidacy, action: Action, by=None, **fields) -> Candidacy:
        with unruled(monkeypatch):
            advance(factories.fresh(case), action, by=by or work_committee, **fields)
        return factories.fresh(case)

    return moved


@pytest.fixture
def cases(recommending, branch, secretary, organ_officer, leading_group, move):
    """Three branches of the unit, all assessed, its list open with two places."""
    found = []
    for place in (branch, factories.branch(branch.unit), factories.branch(branch.unit)):
        by = factories.appointed(Role.SECRETARY, place)
        case = move(factories.candidacy(recommending, place), Action.APPLY, by)
        found.append(move(case, Action.CONCLUDE, organ_officer))
    factories.deliberated(factories.recommendation_list(recommending, branch.unit, base=20), leading_group)
    return found


def test_a_unit_has_a_row_with_what_has_been_done(key, cases, unit):
    factories.candidacy(cases[0].cycle, factories.branch(unit))
    factories.unit("不参评的单位")
    done = {"branches": 4, "applied": 3, "assessed": 3, "named": 0, "list_handed_in": False}
    assert rows(key, PATH) == [{"id": unit.pk, "year": 2026, "unit_name": "市财政局", **done}]
    factories.submit(unit.lists.get())
    assert rows(key, PATH)[0]["list_handed_in"] is True
    Candidacy.objects.filter(pk=cases[0].pk).update(state=State.NAMED, seat=unit.lists.get().seats.first())
    assert rows(key, PATH)[0]["named"] == 1


def test_a_pick_shows_nowhere_before_and_after_the_list_is_handed_in(key, cases, leading_group, move):
    before = read(key, PATH).content
    move(cases[0], Action.RECOMMEND, leading_group)
    assert read(key, PATH).content == before
    move(move(cases[1], Action.RECOMMEND, leading_group), Action.UNRECOMMEND, leading_group)
    assert read(key, PATH).content == before


def test_what_both_bodies_propose_and_decline_shows_nowhere(key, cases, unit, leading_group, work_committee, move):
    for case in cases[:2]:
        move(case, Action.RECOMMEND, leading_group)
    factories.submit(unit.lists.get())
    before = read(key, PATH).content
    move(cases[0], Action.PROPOSE)
    move(cases[1], Action.DECLINE, note="双方不同意。")
    assert read(key, PATH).content == before


def test_how_a_case_ends_on_the_way_shows_nowhere(key, cases, unit, organ_officer, move):
    before = read(key, PATH).content
    move(cases[0], Action.DISQUALIFY, organ_officer, note="核实。")
    move(cases[1], Action.WITHDRAW, organ_officer, note="不再参加。")
    assert read(key, PATH).content == before


def test_who_puts_forward_to_the_pool_shows_nowhere(
    key, recommending, branch, secretary, organ_officer, leading_group, move
):
    pool, case = factories.recommendation_list(recommending, None, base=20), factories.candidacy(recommending, branch)
    own = factories.recommendation_list(recommending, case.unit, base=8, pool=pool)
    move(move(case, Action.APPLY, secretary), Action.CONCLUDE, organ_officer)
    before = read(key, PATH).content
    case = move(case, Action.FORWARD, leading_group)
    assert read(key, PATH).content == before
    move(case, Action.RECOMMEND, note="示范作用强。")
    assert read(key, PATH).content == before
    factories.submit(own)
    assert read(key, PATH).content == before, "who has nobody to put forward has handed in nothing either"


def test_twin_a_count_of_states_would_tell_of_an_end(key, cases, organ_officer, move, monkeypatch):
    in_force = ~Q(candidacy__state=State.DISQUALIFIED)
    monkeypatch.setattr(outside, "ASSESSED", outside.ASSESSED & in_force)
    with pytest.raises(AssertionError):
        test_how_a_case_ends_on_the_way_shows_nowhere(key, cases, None, organ_officer, move)


def test_nothing_that_is_counted_is_ever_secret():
    """Whatever comes into the table of secrets: the acts that are counted are in none, and no secret leads to a name."""
    assert not any(secret.actions & {Action.APPLY, Action.CONCLUDE} for secret in SECRETS)
    assert State.NAMED not in MAY_BE_SECRET


def test_a_year_in_preparation_is_none_yet(key, cycle):
    coming = factories.cycle(2027, CycleState.DRAFT)
    factories.candidacy(coming)
    factories.candidacy(cycle)
    assert {row["year"] for row in rows(key, PATH)} == {2026}
    for year in ("2027", "2031", "x", ""):
        answer = read(key, f"{PATH}?year={year}")
        assert (answer.status_code, answer.content) == (404, read(key, f"{PATH}?year=1999").content)
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.CLOSED)
    Cycle.objects.filter(pk=coming.pk).update(state=CycleState.OPEN)
    assert {row["year"] for row in rows(key, PATH)} == {2027}
    assert {row["year"] for row in rows(key, f"{PATH}?year=2026")} == {2026}


def test_before_the_first_year_there_is_nothing(key):
    assert rows(key, PATH) == []


def test_to_read_on_leads_on_within_the_year(key, cycle):
    for _ in range(3):
        factories.candidacy(cycle)
    page = read(key, f"{PATH}?year=2026&limit=2").json()
    assert page["next"].startswith(f"{PATH}?") and "year=2026" in page["next"]
    assert len(rows(key, page["next"])) == 1

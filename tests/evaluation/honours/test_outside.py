"""What systems read of honours: what was proclaimed, and that it ended; nothing that is still looked into (D34, D52)."""

import pytest

from branches.permissions import Data
from evaluation.honours import outside
from evaluation.models import Candidacy, Honour
from evaluation.shift import shift
from evaluation.vocabulary import HonourState, State
from tests.support import factories
from tests.support.systems import asked_for, confirmed, read, rows

pytestmark = pytest.mark.django_db
PATH = "/api/v1/honours"


@pytest.fixture
def key(system_admin, security_admin):
    return confirmed(asked_for(system_admin, Data.HONOURS), security_admin)


def test_an_honour_is_told_as_it_was_proclaimed(key, branch):
    made = factories.honour(branch)
    assert rows(key, PATH) == [
        {
            "id": made.pk,
            "year": 2025,
            "branch": branch.pk,
            "branch_name": branch.full_name,
            "unit": branch.unit_id,
            "unit_name": "市财政局",
            "decision_number": "平直工〔2026〕9号",
            "named_on": "2026-07-01",
            "state": "有效",
            "ended_on": None,
            "revocation_number": "",
        }
    ]


def test_what_is_held_up_stands_to_others_until_it_is_decided(key, branch, work_committee):
    made = factories.honour(branch)
    before = read(key, PATH).content
    shift(made, HonourState.ON_HOLD, by=work_committee)
    assert Honour.objects.get().state == HonourState.ON_HOLD
    assert read(key, PATH).content == before


def test_twin_by_its_own_state_it_would_tell_what_is_looked_into(key, branch, work_committee, monkeypatch):
    monkeypatch.setattr(outside, "HELD", ())
    with pytest.raises(AssertionError):
        test_what_is_held_up_stands_to_others_until_it_is_decided(key, branch, work_committee)


@pytest.mark.parametrize("state", [HonourState.REVOKED, HonourState.LAPSED])
def test_that_it_ended_is_told_with_its_day(state, key, branch):
    factories.honour(branch, state=state)
    (row,) = rows(key, PATH)
    assert (row["state"], row["ended_on"]) == (state.label, "2026-08-01")


def test_what_is_only_proposed_is_no_honour(key, recommending, branch):
    case = factories.candidacy(recommending, branch)
    seat = factories.recommendation_list(recommending, branch.unit).seats.first()
    before = read(key, PATH).content
    Candidacy.objects.filter(pk=case.pk).update(state=State.PROPOSED, seat=seat)
    assert read(key, PATH).content == before

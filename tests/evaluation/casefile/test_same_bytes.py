"""What is withheld shows neither on a home nor on the page of its case: the bytes before and after it are the same (D34, D52)."""

import re

import pytest
from django.test import Client

from evaluation.advance import advance
from evaluation.vocabulary import Action, State
from tests.support import boards, factories, twins
from tests.support.pictures import unruled

pytestmark = pytest.mark.django_db
TOKEN = re.compile(rb'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def assessed(case, secretary, organ_officer, assessor, recommending):
    return factories.assessed(factories.applied(case, secretary), organ_officer, assessor)


def pages(case, *people):
    """Home and the page of the case, byte by byte but for the token of the form, of each of them."""
    found = {}
    for person in people:
        client = Client()
        client.force_login(person)
        for address in ("/", f"/candidacies/{case.pk}/"):
            answer = client.get(address)
            assert answer.status_code == 200, (person, address)
            found[person.name, address] = TOKEN.sub(b"", answer.content)
    return found


def test_D34_a_pick_changes_no_byte_before_the_list_is_handed_in(
    assessed, secretary, leading_group, work_committee, organisation_department, monkeypatch
):
    own = boards.open_list(assessed.cycle, assessed.unit, leading_group, base=10)
    readers = (secretary, work_committee, organisation_department)
    before = pages(assessed, *readers)
    boards.pick(leading_group, factories.fresh(assessed))
    assert factories.fresh(assessed).state == State.RECOMMENDED
    assert pages(assessed, *readers) == before
    with monkeypatch.context() as without:
        twins.withholding(without)
        told = pages(assessed, *readers)
    assert all(told[key] != before[key] for key in before if key[1] != "/"), "the twin: without the table it shows"
    factories.submit(own)
    assert pages(assessed, secretary)[secretary.name, "/"] != before[secretary.name, "/"], "handed in, it is told"


def test_D52_a_pick_from_the_pool_changes_no_byte_before_the_pool_is_done(
    assessed, secretary, organ_officer, leading_group, work_committee, monkeypatch
):
    pool = boards.open_list(assessed.cycle, None, work_committee, base=24)
    boards.open_list(assessed.cycle, assessed.unit, leading_group, base=8, pool=pool)
    with unruled(monkeypatch):
        advance(assessed, Action.FORWARD, by=leading_group)
        before = pages(assessed, secretary, organ_officer, leading_group)
        advance(factories.fresh(assessed), Action.RECOMMEND, by=work_committee, note="示范作用强。")
    assert pages(assessed, secretary, organ_officer, leading_group) == before


def test_D52_a_proposal_changes_no_byte_before_it_is_published(
    assessed, secretary, organ_officer, leading_group, work_committee, monkeypatch
):
    own = boards.open_list(assessed.cycle, assessed.unit, leading_group, base=10)
    boards.pick(leading_group, factories.fresh(assessed))
    factories.submit(own)
    before = pages(assessed, secretary, organ_officer, leading_group)
    with unruled(monkeypatch):
        advance(factories.fresh(assessed), Action.PROPOSE, by=work_committee)
    assert pages(assessed, secretary, organ_officer, leading_group) == before

"""Whoever has been given more time reads his own date on every page of step 2, never the one of the year (D9)."""

from datetime import date

import pytest
from django.urls import reverse

from branches import clock, in_words
from evaluation.assessment.steps import team as team_steps
from evaluation.deadlines import YearDate
from evaluation.models import Extension
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.vocabulary import Step
from tests.support import factories

LATER = date(2027, 1, 27)


@pytest.fixture
def pages(case, secretary, organ_officer, assessor, client):
    """What the three who wait for step 2 read, each on his own pages."""
    factories.fill_in(case, secretary)
    self_assessment_steps.apply(case, by=secretary)
    team_steps.form_team(case.cycle, case.unit, leader=assessor, members=[assessor], by=organ_officer)
    addresses = [
        (secretary, "/"),
        (secretary, reverse("evaluation:self_assessment_receipt", args=[case.pk])),
        (organ_officer, reverse("evaluation:assessment_mine")),
        (organ_officer, reverse("evaluation:assessment_overview", args=[case.pk])),
        (assessor, reverse("evaluation:assessment_score_all", args=[case.pk])),
    ]

    def read():
        for person, address in addresses:
            client.force_login(person)
            yield address, client.get(address).content.decode()

    return read


def told(day):
    return in_words.month_day(day)


def test_a_unit_with_more_time_reads_its_own_date(case, work_committee, pages):
    of_the_year = YearDate.ASSESSMENT.of(case.cycle)
    assert [address for address, text in pages() if told(of_the_year) not in text] == []
    Extension.objects.create(
        cycle=case.cycle, unit=case.unit, step=Step.ASSESSMENT, due=LATER, by=work_committee, at=clock.now()
    )
    wrong = [address for address, text in pages() if told(LATER) not in text or told(of_the_year) in text]
    assert wrong == []

"""What a letter asks a unit for: what is past its own last day, and nothing that still has time (D9, D26)."""

from datetime import date

import pytest

from branches import clock
from evaluation.cycle.steps.extension import extend
from evaluation.letters.overdue import owed
from evaluation.models import Candidacy, Reinspection
from evaluation.vocabulary import Step
from tests.support import factories


@pytest.fixture
def reinspection(cycle, unit):
    honour = factories.honour(factories.branch(unit))
    return Reinspection.objects.create(cycle=cycle, honour=honour, since=clock.now())


def dates(cycle, unit):
    return [one.due for one in owed(cycle, unit)]


def test_a_report_on_a_title_is_asked_for_after_its_date(cycle, unit, reinspection, today):
    today(date(2027, 1, 31))
    assert dates(cycle, unit) == []
    today(date(2027, 2, 1))
    assert dates(cycle, unit) == [date(2027, 1, 31)]


def test_a_report_whose_unit_got_more_time_is_not(cycle, unit, reinspection, work_committee, second_member, today):
    days = {Step.RECOMMENDATION: date(2027, 2, 8)}
    extend(cycle, [unit], days, reason="搬迁。", by=work_committee, confirmed_by=second_member)
    today(date(2027, 2, 8))
    assert dates(cycle, unit) == []
    today(date(2027, 2, 9))
    assert dates(cycle, unit) == [date(2027, 2, 8)]


def test_a_report_that_was_given_back_has_its_own_date(cycle, unit, reinspection, today):
    Reinspection.objects.filter(pk=reinspection.pk).update(due=date(2027, 2, 12))
    today(date(2027, 2, 12))
    assert dates(cycle, unit) == []


def test_a_case_that_was_sent_back_is_asked_for_after_its_own_date(cycle, case, today):
    Candidacy.objects.filter(pk=case.pk).update(self_assessment_due=date(2027, 1, 15))
    today(date(2027, 1, 15))
    assert dates(cycle, case.unit) == []
    today(date(2027, 1, 16))
    assert dates(cycle, case.unit) == [date(2027, 1, 15)]

"""What the board of 复查与复核 counts and seeks, held against the facts that the rules ask."""

from datetime import date

import pytest

from branches import clock
from evaluation.cases.reinspections import OfYear, observe, visible
from evaluation.models import Extension, Reinspection, ReinspectionRecusal
from evaluation.procedure.lives import REINSPECTION_OPEN
from evaluation.reinspection import board, reviews
from evaluation.vocabulary import Body, Confirmation, ReinspectionState, Step
from tests.support import factories
from tests.support.honours import KEEPING, House


@pytest.fixture
def house(db):
    return House.build()


@pytest.fixture
def year(house):
    """Five titles of one unit and one of another: reported, half reviewed, disputed, due by their own date, untouched."""
    titles = [house.named() for _ in range(5)]
    house.named(branch=factories.branch(factories.unit("市农业局")))
    cycle = house.open()
    for title in titles[:4]:
        house.suggest(house.one(title), KEEPING)
    Reinspection.objects.filter(honour=titles[4]).update(due=date(2027, 3, 1))
    house.report(house.one(titles[0]))
    Reinspection.objects.filter(honour=titles[3]).update(report=None)
    house.review(house.one(titles[1]), Confirmation.KEEP, Confirmation.REVOKE)
    return cycle


def everything(cycle, user):
    return observe(visible(user).filter(cycle=cycle))


def kinds(cycle, user):
    """As the facts of every single one have it."""
    seen = everything(cycle, user)
    still = [one for one in seen if one.one.state in REINSPECTION_OPEN]
    judges = user.appointments.exclude(role="organ_officer").exists()
    return {
        "all": len(seen),
        "open": len(still),
        "closed": len(seen) - len(still),
        "late": sum(one.is_overdue for one in still),
        "disputed": sum(one.is_disputed for one in still) if judges else 0,
        "reported": sum(one.known.is_reported for one in still),
        "kept": sum(one.one.state == ReinspectionState.KEPT for one in seen),
        "revoked": sum(one.one.state == ReinspectionState.REVOKED for one in seen),
    }


@pytest.mark.parametrize("day", [date(2027, 1, 10), date(2027, 2, 1), date(2027, 3, 2)])
@pytest.mark.parametrize("moved_to", [None, date(2027, 1, 5), date(2027, 2, 20)])
def test_each_number_is_that_of_the_facts_whatever_the_day(house, year, day, moved_to, today):
    if moved_to:
        Extension.objects.create(
            cycle=year, unit=house.unit, step=Step.RECOMMENDATION, due=moved_to, reason="延期。", by=house.committee,
            at=clock.now(),
        )  # fmt: skip
    today(day)
    for user in (house.committee, house.department, house.officer):
        assert {kind: many.count for kind, many in OfYear(year, user).so_many().items()} == kinds(year, user)


@pytest.mark.parametrize("day", [date(2027, 1, 10), date(2027, 2, 1)])
def test_what_waits_for_a_body_is_what_the_rules_let_this_person_review(house, year, day, today):
    today(day)
    ReinspectionRecusal.objects.create(
        reinspection=Reinspection.objects.filter(report__isnull=False).latest("pk"),
        user=house.second,
        reason="亲属在该支部。",
        at=clock.now(),
    )
    for user, body in (
        (house.committee, Body.WORK_COMMITTEE),
        (house.second, Body.WORK_COMMITTEE),
        (house.department, Body.ORGANISATION_DEPARTMENT),
    ):
        expected = [
            one.one.pk
            for one in everything(year, user)
            if not reviews.verdict_of(one, body) and not reviews.refusals(one, user)
        ]
        assert sorted(board.unreviewed(OfYear(year, user)).values_list("pk", flat=True)) == sorted(expected)
        assert expected


def test_the_list_has_its_order_also_for_who_may_know_of_no_dispute(house, year):
    """PostgreSQL refuses to order by a condition of which nothing is left."""
    ordered = board.listed(OfYear(year, house.officer)).order_by("-is_disputed", "-is_late", "pk")
    assert [one.is_disputed for one in ordered] == [False] * 5

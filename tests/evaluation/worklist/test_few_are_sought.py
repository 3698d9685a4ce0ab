"""What home pages seek from the side of the few is what everything, asked one by one, says."""

from datetime import date, timedelta
from itertools import product

import pytest
from django.db.models import QuerySet

from branches import clock
from branches.models import Unit, User
from branches.permissions import Role
from evaluation.assessment.verification import duties as verification_duties
from evaluation.cases.bodies import RUNNING
from evaluation.cycle.outstanding import outstanding
from evaluation.decision import duties as decision_duties
from evaluation.models import (
    Candidacy,
    Cycle,
    Disqualification,
    Extension,
    Honour,
    RecommendationList,
    Reinspection,
    Verification,
)
from evaluation.recommendation import pool as pool_queries
from evaluation.vocabulary import Answer, CycleState, ListState, ReinspectionState, State, Step, Tier
from evaluation.worklist import waits
from tests.support import factories

YEAR_ENDS = date(2027, 1, 31)
DAYS = [YEAR_ENDS + timedelta(days=days) for days in (-20, -10, 0, 1, 10, 11)]
EARLY, LATE = YEAR_ENDS - timedelta(days=10), YEAR_ENDS + timedelta(days=10)


@pytest.fixture
def year(db) -> Cycle:
    cycle = factories.cycle()
    Cycle.objects.update(state=CycleState.RECOMMENDING)
    return Cycle.objects.get(pk=cycle.pk)


def moved(year: Cycle, unit: Unit, step: Step, *days: date, by: User) -> None:
    for due in days:
        Extension.objects.create(cycle=year, unit=unit, step=step, due=due, by=by, at=clock.now())


# How many units may still put a branch forward


@pytest.fixture
def pool(year: Cycle) -> RecommendationList:
    """A pool of units of every kind: with a date of its own, a date moved once or twice, somebody put forward or picked,
    that have handed in; and a unit that belongs to no pool."""
    pool = factories.recommendation_list(year, None, base=1000)
    seats, by = iter(pool.seats.all()), factories.person()
    dates = (None, EARLY, LATE)
    moves: list[tuple[date, ...]] = [(), (EARLY,), (LATE,), (EARLY, LATE), (LATE, EARLY)]
    for own, days, done in product(dates, moves, (None, State.FORWARDED, State.RECOMMENDED, "handed in")):
        unit = factories.unit()
        the_list = factories.recommendation_list(year, unit, base=8, pool=pool)
        state = ListState.SUBMITTED if done == "handed in" else ListState.OPEN
        RecommendationList.objects.filter(pk=the_list.pk).update(due=own, state=state)
        moved(year, unit, Step.RECOMMENDATION, *days, by=by)
        moved(year, unit, Step.ASSESSMENT, LATE, by=by)
        case = factories.candidacy(year, factories.branch(unit))
        if isinstance(done, State):
            seat = next(seats) if done == State.RECOMMENDED else None
            Candidacy.objects.filter(pk=case.pk).update(state=done, seat=seat)
    factories.recommendation_list(year, factories.unit(), base=20)
    return pool


def asked_one_by_one(pool: RecommendationList) -> int:
    return outstanding(Step.RECOMMENDATION).filter(pool=pool, last_day__gte=clock.today()).count()


def sought(pool: RecommendationList) -> int:
    return RecommendationList.objects.filter(pk=pool.pk).values_list(pool_queries.in_time(), flat=True).get()


def differing(pool: RecommendationList) -> list[date]:
    found = []
    for day in DAYS:
        with clock.moved_to(day):
            if sought(pool) != asked_one_by_one(pool):
                found.append(day)
    return found


def test_as_many_may_still_put_forward_as_lists_are_outstanding(pool):
    assert differing(pool) == []
    found = []
    for day in DAYS:
        with clock.moved_to(day):
            found.append(sought(pool))
    assert len(set(found)) > 3, "every kind of date has counted"


def test_twin_whoever_has_put_somebody_forward_or_has_another_day_is_not_told_apart(pool, monkeypatch):
    monkeypatch.setattr(pool_queries, "_units", lambda rows: rows.none().values("unit"))
    assert differing(pool)


# Findings that wait


def plainly(user: User) -> QuerySet[Verification]:
    """What waits for this person of 市直工委, as one condition on all that was verified."""
    standing = Verification.objects.filter(is_current=True, answer=Answer.YES, corrected_at=None)
    running = standing.filter(candidacy__cycle__state__in=RUNNING)
    to_confirm = running.filter(confirmed_at=None, disqualification__needs_basis=True)
    return to_confirm | running.filter(correction_asked_at__isnull=False).exclude(correction_asked_by=user)


@pytest.fixture
def committee(db) -> User:
    return factories.appointed(Role.WORK_COMMITTEE)


def verified(year: Cycle, number: int, **fields) -> Verification:
    case = factories.candidacy(year)
    condition = Disqualification.objects.get(cycle=year, number=number)
    given = {"answer": Answer.YES, "facts": "略", "by": factories.person(), "at": clock.now()} | fields
    return Verification.objects.create(candidacy=case, disqualification=condition, tier=Tier.ORGAN, **given)


KINDS = {
    "needs a confirmation": (1, {}, True),
    "needs none": (2, {}, False),
    "is confirmed": (1, {"confirmed_at": "now"}, False),
    "is none": (1, {"answer": Answer.NO}, False),
    "is replaced": (1, {"is_current": False}, False),
    "is corrected": (1, {"corrected_at": "now"}, False),
    "is to be corrected": (2, {"correction_asked_at": "now", "correction_asked_by": "another"}, True),
    "is to be corrected as I asked": (2, {"correction_asked_at": "now", "correction_asked_by": "me"}, False),
    "is confirmed and to be corrected": (
        1,
        {"confirmed_at": "now", "correction_asked_at": "now", "correction_asked_by": "another"},
        True,
    ),
}


@pytest.mark.parametrize(("number", "given", "waits_for_me"), KINDS.values(), ids=KINDS)
@pytest.mark.parametrize("state", [CycleState.RECOMMENDING, CycleState.CLOSED])
def test_a_finding_waits_as_the_plain_condition_says(year, committee, number, given, waits_for_me, state):
    words = {"now": clock.now(), "me": committee, "another": factories.person()}
    one = verified(year, number, **{name: words.get(value, value) for name, value in given.items()})
    Cycle.objects.update(state=state)
    found = set(verification_duties._findings(committee))
    assert found == set(plainly(committee).values_list("candidacy", flat=True))
    assert found == ({one.candidacy_id} if waits_for_me and state == CycleState.RECOMMENDING else set())
    if found:
        assert verification_duties.settle_findings not in waits.idle(committee)


def test_twin_without_the_conditions_that_need_a_confirmation_a_finding_waits_for_nobody(year, committee, monkeypatch):
    verified(year, 1)
    monkeypatch.setattr(verification_duties, "unconfirmed", Disqualification.objects.none)
    assert set(verification_duties._findings(committee)) != set(plainly(committee).values_list("candidacy", flat=True))


# Titles that may be confirmed


REVIEWED = {
    "nothing yet": ({}, ()),
    "its own day is over": ({"due": EARLY}, ()),
    "its own day is later": ({"due": LATE}, ()),
    "the day of its unit is over": ({}, (EARLY,)),
    "the day of its unit is later": ({}, (LATE,)),
    "it is settled": ({"state": ReinspectionState.KEPT}, (EARLY,)),
}


def review(year, committee, given, days, day) -> tuple[bool, bool]:
    """Of a title that may be reviewed on a day: whether it can be, and whether the duty is asked."""
    branch = factories.branch()
    honour = Honour.objects.create(
        branch=branch,
        year=2024,
        branch_name=str(branch),
        decision_number="平直工〔2025〕1号",
        named_on=date(2025, 7, 1),
    )
    moved(year, branch.unit, Step.RECOMMENDATION, *days, by=committee)
    Reinspection.objects.create(cycle=year, honour=honour, since=clock.now(), **given)
    with clock.moved_to(day):
        can_be = decision_duties._reviewable().exists()
        return can_be, decision_duties.review not in waits.idle(User.objects.get(pk=committee.pk))


@pytest.mark.parametrize("day", [YEAR_ENDS, YEAR_ENDS + timedelta(days=1)])
@pytest.mark.parametrize(("given", "days"), REVIEWED.values(), ids=REVIEWED)
def test_whatever_can_be_reviewed_the_duty_is_asked(year, committee, given, days, day):
    can_be, is_asked = review(year, committee, given, days, day)
    assert is_asked or not can_be


def test_twin_without_the_years_whose_day_is_over_a_title_would_be_passed_over(year, committee, monkeypatch):
    monkeypatch.setattr(waits, "Cycle", type("None of them", (), {"objects": Cycle.objects.none()}))
    assert review(year, committee, {}, (), YEAR_ENDS + timedelta(days=1)) == (True, False)

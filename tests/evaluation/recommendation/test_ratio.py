"""名额 and their adjustment: arithmetic, preview, seats, the pool (D1, D3, D4, D6, D7)."""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest
from django.core.exceptions import PermissionDenied

from branches.models import AuditEntry
from evaluation.advance import Refused, Stale
from evaluation.cycle import adjustment
from evaluation.cycle import outlook as cycle_outlook
from evaluation.cycle.steps import ratio as ratio_steps
from evaluation.cycle.steps import year as year_steps
from evaluation.models import Candidacy, RatioAdjustment, RecommendationList, Seat
from evaluation.rules import allotment as allotments
from evaluation.vocabulary import SmallUnitMode, State
from tests.support import factories

Scope = RatioAdjustment.Scope
GIVEN = {"reason": "工作成效突出。", "document": "平直工〔2027〕3号"}


@pytest.fixture
def big(db):
    """A unit of 20 branches: two places at 10 %."""
    unit = factories.unit("市大局")
    for _ in range(20):
        factories.branch(unit)
    return unit


@pytest.fixture
def small(db):
    """Six branches: none at 10 %."""
    unit = factories.unit("市小局")
    for _ in range(6):
        factories.branch(unit)
    return unit


@pytest.fixture
def tiny(db):
    """Five branches: the pool of both has floor(1.1) = 1."""
    unit = factories.unit("市微局")
    for _ in range(5):
        factories.branch(unit)
    return unit


@pytest.fixture
def opened(big, small, tiny, work_committee):
    return year_steps.open_cycle(year_steps.create_cycle(2026, by=work_committee), by=work_committee)


@pytest.fixture
def frozen(opened, work_committee, today):
    """Recommendation open, pooled."""
    year_steps.confirm_small_units(opened, by=work_committee, mode=SmallUnitMode.POOLED)
    today(date(2027, 1, 5))
    return year_steps.open_recommendation(opened, by=work_committee)


@pytest.fixture
def adjust(work_committee, second_member):
    """An adjustment to which two people have agreed."""
    return partial(ratio_steps.adjust_ratio, by=work_committee, confirmed_by=second_member, **GIVEN)


def the_list(unit):
    return RecommendationList.objects.get(unit=unit)


def numbers(one):
    return list(one.seats.values_list("number", flat=True))


def seat(unit, number, *, on=None):
    """Put a branch of the unit on a seat, as `advance` would."""
    case = Candidacy.objects.filter(unit=unit, seat=None).first()
    taken = Seat.objects.get(list=on or the_list(unit), number=number)
    Candidacy.objects.filter(pk=case.pk).update(state=State.RECOMMENDED, seat=taken)
    return factories.fresh(case)


# Outlook


def test_the_outlook_shows_every_mode_side_by_side(opened):
    """D3: 31 branches; own places 2; the pool of 11 has 1; at least one gives 4 of 31."""
    pooled, strict, min_one = cycle_outlook.outlooks(opened)
    assert [one.allotment.total for one in (pooled, strict, min_one)] == [3, 2, 4]
    assert [one.excluded for one in (pooled, strict, min_one)] == [0, 2, 0]
    assert (pooled.without_seats, pooled.allotment.pool_base, pooled.allotment.pool_cap) == (2, 11, 1)
    assert min_one.share == "12.9%"
    assert pooled.pool_arithmetic == "11个支部 × 10% = 1.1 → 1个"


def test_every_cap_shows_its_arithmetic(opened, big, small):
    """D7."""
    lines = {row.unit: row.arithmetic for row in cycle_outlook.outlook(opened).units}
    assert lines[big] == "20个支部 × 10% = 2 → 2个"
    assert lines[small] == "6个支部 × 10% = 0.6 → 0个"


def test_the_outlook_costs_the_same_for_many_units(opened, django_assert_num_queries):
    for count in (1, 30):
        for _ in range(count):
            factories.branch(factories.unit())
        with django_assert_num_queries(4):
            cycle_outlook.outlooks(opened)


# Before recommendation opens


def test_an_adjustment_before_opening_counts_when_it_opens(opened, small, tiny, work_committee, today, adjust):
    year_steps.confirm_small_units(opened, by=work_committee, mode=SmallUnitMode.POOLED)
    adjust(opened, scope=Scope.UNIT, unit=small, ratio=Decimal("0.2"))
    adjust(opened, scope=Scope.CYCLE, ratio=Decimal("0.15"))
    assert not RecommendationList.objects.exists()
    today(date(2027, 1, 5))
    year_steps.open_recommendation(opened, by=work_committee)
    assert (the_list(small).cap, the_list(small).ratio_bp, the_list(small).pool) == (1, 2000, None)
    assert (the_list(tiny).cap, the_list(tiny).pool.base, the_list(tiny).pool.cap) == (0, 5, 0)


def test_the_preview_before_opening_names_who_leaves_the_pool(opened, small):
    found = adjustment.preview(opened, Scope.UNIT, Decimal("0.17"), small)
    assert [(one.name, one.before, one.after, one.leaves_pool) for one in found.changes] == [
        ("市小局", 0, 1, True),
        ("联合推荐", 1, 0, False),
    ]


# Afterwards: seats


def test_raising_adds_free_seats(frozen, big, adjust):
    taken = seat(big, 2)
    effect = adjust(frozen, scope=Scope.UNIT, unit=big, ratio=Decimal("0.2"))
    assert (effect.gained, effect.lost) == (2, 0)
    assert (the_list(big).cap, numbers(the_list(big))) == (4, [1, 2, 3, 4])
    assert factories.fresh(taken).seat_id == taken.seat_id


def test_lowering_removes_free_seats_and_renumbers_within_the_cap(frozen, big, adjust):
    taken = seat(big, 2)
    adjust(frozen, scope=Scope.UNIT, unit=big, ratio=Decimal("0.05"))
    assert (the_list(big).cap, numbers(the_list(big))) == (1, [1])
    assert factories.fresh(taken).seat.number == 1
    assert factories.fresh(taken).state == State.RECOMMENDED


def test_a_cap_below_what_is_recommended_is_refused_with_the_names(frozen, big, adjust):
    """D4: nothing that was chosen is invalidated; whom it concerns is told once the list is handed in (D34)."""
    cases = [seat(big, 1), seat(big, 2)]
    for is_handed_in in (False, True):
        if is_handed_in:
            factories.submit(the_list(big))
        with pytest.raises(Refused) as refused:
            adjust(frozen, scope=Scope.CYCLE, ratio=Decimal("0.05"))
        assert [str(case.branch) in refused.value.reasons[0] for case in cases] == [is_handed_in] * 2
    assert the_list(big).cap == 2
    assert not RatioAdjustment.objects.exists()


def test_without_that_rule_the_database_still_refuses(frozen, big, adjust, monkeypatch):
    """The twin: a taken seat cannot be removed, renumbered away or counted out."""
    seat(big, 1)
    seat(big, 2)
    monkeypatch.setattr(adjustment.Preview, "refusals", [])
    with pytest.raises(Exception, match=r"pop from empty list|cap below seats|UNIQUE|unique"):
        adjust(frozen, scope=Scope.CYCLE, ratio=Decimal("0.05"))


def test_the_year_s_ratio_leaves_units_with_their_own_alone(frozen, big, adjust):
    adjust(frozen, scope=Scope.UNIT, unit=big, ratio=Decimal("0.2"))
    adjust(frozen, scope=Scope.CYCLE, ratio=Decimal("0.3"))
    assert the_list(big).cap == 4


# Afterwards: the pool


def test_who_is_in_the_pool_is_frozen_when_the_year_s_ratio_changes(frozen, small, adjust):
    """D3: at 20 % the unit of six would have a place of its own; instead the pool has floor(2.2) = 2."""
    adjust(frozen, scope=Scope.CYCLE, ratio=Decimal("0.2"))
    own = the_list(small)
    assert (own.cap, own.pool.cap, own.ratio_bp) == (0, 2, 1000)
    assert numbers(own.pool) == [1, 2]


def test_a_unit_given_places_of_its_own_leaves_the_pool(frozen, small, adjust):
    adjust(frozen, scope=Scope.UNIT, unit=small, ratio=Decimal("0.2"))
    pool = RecommendationList.objects.get(unit=None)
    assert (the_list(small).cap, the_list(small).pool) == (1, None)
    assert (pool.base, pool.cap, numbers(pool)) == (5, 0, [])


def test_it_does_not_leave_with_a_branch_put_forward_or_picked(frozen, small, tiny, work_committee):
    case = Candidacy.objects.filter(unit=small).first()
    Candidacy.objects.filter(pk=case.pk).update(state=State.FORWARDED)
    change = {"scope": Scope.UNIT, "unit": small, "ratio": Decimal("0.2"), "by": work_committee, **GIVEN}
    with pytest.raises(Refused, match=str(case.branch)):
        ratio_steps.adjust_ratio(frozen, **change)
    Candidacy.objects.filter(pk=case.pk).update(state=State.ASSESSED)
    picked = seat(small, 1, on=RecommendationList.objects.get(unit=None))
    with pytest.raises(Refused, match=str(picked.branch)):
        ratio_steps.adjust_ratio(frozen, **change)
    assert the_list(small).pool is not None


def test_it_does_not_leave_when_the_pool_has_picked_as_many_already(frozen, small, tiny, adjust):
    """The pool's base shrinks with the unit; its pick from another unit must keep its place."""
    picked = seat(tiny, 1, on=RecommendationList.objects.get(unit=None))
    with pytest.raises(Refused, match=str(picked.branch)):
        adjust(frozen, scope=Scope.UNIT, unit=small, ratio=Decimal("0.2"))


def test_the_pool_can_have_its_own_ratio(frozen, big, adjust):
    adjust(frozen, scope=Scope.POOL, ratio=Decimal("0.4"))
    adjust(frozen, scope=Scope.CYCLE, ratio=Decimal("0.15"))
    assert RecommendationList.objects.get(unit=None).cap == 4
    assert the_list(big).cap == 3


def test_a_unit_that_loses_its_place_does_not_enter_the_pool(frozen, big, adjust):
    effect = adjust(frozen, scope=Scope.UNIT, unit=big, ratio=Decimal("0.01"))
    assert "不进入联合推荐" in effect.changes[0].note
    assert (the_list(big).cap, the_list(big).pool) == (0, None)


def test_at_least_one_stays_at_least_one(opened, big, small, work_committee, second_member, today, adjust):
    given = {"mode": SmallUnitMode.MIN_ONE, "basis": "平直工〔2026〕20号", "confirmed_by": second_member}
    year_steps.confirm_small_units(opened, by=work_committee, **given)
    today(date(2027, 1, 5))
    year_steps.open_recommendation(opened, by=work_committee)
    adjust(opened, scope=Scope.CYCLE, ratio=Decimal("0.01"))
    assert [(the_list(unit).cap, the_list(unit).is_min_one) for unit in (big, small)] == [(1, True), (1, True)]
    adjust(opened, scope=Scope.CYCLE, ratio=Decimal("0.5"))
    assert [(the_list(unit).cap, the_list(unit).is_min_one) for unit in (big, small)] == [(10, False), (3, False)]


# Who, and with what


def test_only_the_work_committee_adjusts(frozen, big, leading_group, organisation_department):
    for other in (leading_group, organisation_department):
        with pytest.raises(PermissionDenied):
            ratio_steps.adjust_ratio(frozen, scope=Scope.CYCLE, ratio=Decimal("0.2"), by=other, **GIVEN)


@pytest.mark.parametrize("missing", ["reason", "document"])
def test_reason_and_basis_are_obligatory(frozen, work_committee, missing):
    with pytest.raises(Refused, match="理由和依据"):
        ratio_steps.adjust_ratio(
            frozen, scope=Scope.CYCLE, ratio=Decimal("0.2"), by=work_committee, **(GIVEN | {missing: " "})
        )


def test_a_preview_that_is_no_longer_true_is_refused(frozen, work_committee):
    with pytest.raises(Stale):
        ratio_steps.adjust_ratio(
            frozen, scope=Scope.CYCLE, ratio=Decimal("0.2"), by=work_committee, expected=7, **GIVEN
        )


def test_an_adjustment_is_recorded_with_who_and_what(frozen, big, work_committee, adjust):
    adjust(frozen, scope=Scope.UNIT, unit=big, ratio=Decimal("0.15"))
    row = RatioAdjustment.objects.get()
    assert (row.by, row.unit, row.ratio, row.document) == (work_committee, big, Decimal("0.15"), GIVEN["document"])
    assert AuditEntry.objects.filter(verb="调整比例为15%").get().detail["changes"] == [["市大局", 2, 3]]


def test_adjusting_costs_the_same_for_many_lists_that_do_not_change(frozen, big, adjust, django_assert_max_num_queries):
    with django_assert_max_num_queries(24):
        adjust(frozen, scope=Scope.UNIT, unit=big, ratio=Decimal("0.2"))


@pytest.mark.parametrize(("base", "wanted"), [(6, 1), (7, 1), (7, 3), (9, 1), (1, 1), (44, 5)])
def test_the_hinted_ratio_is_the_smallest_that_gives_the_places(base, wanted):
    least = adjustment.ratio_for(base, wanted)
    assert allotments.cap(base, least) == wanted
    assert allotments.cap(base, least - Decimal("0.0001")) == wanted - 1


def test_no_ratio_gives_more_places_than_branches():
    assert adjustment.ratio_for(6, 7) is None
    assert adjustment.ratio_for(6, 0) is None


# The page


def test_the_page_shows_the_effect_before_it_saves(client, frozen, big, work_committee):
    client.force_login(work_committee)
    url = f"/cycles/2026/ratio/?target={big.pk}&percent=5"
    page = client.get(url).content.decode()
    assert "1项名额变化" in page
    assert "20个支部 × 5% = 1 → 1个" in page
    assert not RatioAdjustment.objects.exists()
    wrong = client.post(url, {"reason": "", "document": "平直工〔2027〕3号", "expected": 1})
    assert wrong.status_code == 422
    assert "平直工〔2027〕3号" in wrong.content.decode()
    assert client.post(url, {**GIVEN, "expected": 1}).status_code == 302
    assert the_list(big).cap == 1


@pytest.mark.parametrize(
    ("percent", "sentence"), [("101", "不能超过100"), ("-1", "不能小于"), ("十", "请填数字"), ("", "请填写")]
)
def test_a_ratio_out_of_range_is_an_error_of_the_field(client, frozen, work_committee, percent, sentence):
    client.force_login(work_committee)
    answer = client.get("/cycles/2026/ratio/", {"target": "cycle", "percent": percent})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_a_refusal_is_shown_with_the_preview(client, frozen, big, work_committee):
    """With the names of those whom the list that was handed in recommends (D34)."""
    case = seat(big, 1)
    seat(big, 2)
    client.force_login(work_committee)
    for is_handed_in in (False, True):
        if is_handed_in:
            factories.submit(the_list(big))
        page = client.get("/cycles/2026/ratio/?target=cycle&percent=5").content.decode()
        assert "不能这样调整" in page
        assert (str(case.branch) in page) is is_handed_in
        assert "确认调整，" not in page

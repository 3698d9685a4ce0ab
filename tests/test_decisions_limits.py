"""One test for each decision on the limits of the plan and on the dates of a year, with its twin."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction

from branches.models import AuditEntry
from branches.permissions import Role
from evaluation import worklist
from evaluation.advance import Refused, Stale
from evaluation.cycle import changes as cycle_changes
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.steps import extension as extension_steps
from evaluation.cycle.steps import ratio as ratio_steps
from evaluation.cycle.steps import waiting as waiting_steps
from evaluation.cycle.steps import year as year_steps
from evaluation.cycle.steps.confirming import confirm
from evaluation.models import (
    Candidacy,
    Cycle,
    Extension,
    RatioAdjustment,
    RecommendationList,
    YearChange,
)
from evaluation.rules import limits
from evaluation.vocabulary import CycleState, ListState, SmallUnitMode, State, Step
from evaluation.vocabulary.duties import Duty
from tests.support import factories

Outcome, Scope = YearChange.Outcome, RatioAdjustment.Scope
WHY = {"reason": "任务特别重。", "document": "平直工〔2027〕3号"}
IN_MARCH = date(2027, 3, 10)
LATE = {Step.RECOMMENDATION: date(2027, 2, 5)}


@pytest.fixture
def draft(work_committee, branch):
    return year_steps.create_cycle(2026, by=work_committee)


@pytest.fixture
def frozen(recommending, unit):
    """Recommendation open; the unit has 20 branches and 2 places."""
    factories.recommendation_list(recommending, unit)
    return recommending


def raise_ratio(cycle, by, ratio="0.2", **fields):
    return ratio_steps.adjust_ratio(cycle, scope=Scope.CYCLE, ratio=Decimal(ratio), by=by, **(WHY | fields))


def form_of(page):
    form = page.context["form"]
    values = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    return {name: value for name, value in values.items() if value is not False}


# The ratio


def test_D36_one_clerk_alone_does_not_raise_the_city_above_the_plan(
    client, frozen, unit, work_committee, second_member
):
    """Driven through the pages, as each of the two."""
    own = RecommendationList.objects.get(unit=unit)
    client.force_login(work_committee)
    url = "/cycles/2026/ratio/?target=cycle&percent=100"
    page = client.get(url).content.decode()
    assert "超过方案规定的10%" in page and "推荐名额合计20个，占全部20个支部的100%" in page
    waits = client.post(url, {**WHY, "expected": 1}).url
    assert client.post(url, {**WHY, "expected": 1}).status_code == 422, "the same twice"
    assert not any(task.duty is Duty.CONFIRM_YEAR_CHANGE for task in worklist.tasks(work_committee))
    own_page = client.get(waits).content.decode()
    assert "撤回" in own_page and "确认，即时生效" not in own_page
    seen = client.get(waits).context["effect"].seen
    refused = client.post(waits, {"decision": "confirm", "seen": seen})
    assert refused.status_code == 422 and "须由市直工委另一人确认" in refused.content.decode()
    own.refresh_from_db()
    assert (own.cap, RatioAdjustment.objects.count()) == (2, 0)

    assert [task.url for task in worklist.tasks(second_member) if task.duty is Duty.CONFIRM_YEAR_CHANGE] == [waits]
    client.force_login(second_member)
    page = client.get(waits)
    assert "超过方案规定的10%" in page.content.decode() and "20个支部 × 100% = 20 → 20个" in page.content.decode()
    answer = client.post(waits, {"decision": "confirm", "seen": page.context["effect"].seen})
    assert answer.url == "/cycles/2026/changes/" and "已确认" in client.get(answer.url).content.decode()
    own.refresh_from_db()
    done = RatioAdjustment.objects.get()
    assert (own.cap, done.by, done.confirmed_by) == (20, work_committee, second_member)
    verbs = AuditEntry.objects.filter(verb__contains="推荐比例").values_list("verb", "by")
    assert list(verbs.order_by("pk")) == [
        ("提请调整推荐比例", work_committee.pk),
        ("确认调整推荐比例", second_member.pk),
    ]
    assert not any(task.duty is Duty.CONFIRM_YEAR_CHANGE for task in worklist.tasks(second_member))


@pytest.mark.parametrize("scope", [Scope.CYCLE, Scope.UNIT, Scope.POOL])
def test_up_to_the_plan_one_is_enough_above_it_two_are_needed(frozen, unit, work_committee, scope, monkeypatch):
    """The twin: without the limit the same act takes effect at once."""
    factories.recommendation_list(frozen, None)
    change = {"scope": scope, "unit": unit if scope == Scope.UNIT else None, "by": work_committee, **WHY}
    assert not isinstance(ratio_steps.adjust_ratio(frozen, ratio=Decimal("0.1"), **change), YearChange)
    assert isinstance(ratio_steps.adjust_ratio(frozen, ratio=Decimal("0.1001"), **change), YearChange)
    assert RatioAdjustment.objects.count() == 1
    monkeypatch.setattr(limits, "of_ratio", lambda ratio: "")
    ratio_steps.adjust_ratio(frozen, ratio=Decimal("0.2"), **change)
    assert RatioAdjustment.objects.count() == 2


def test_D36_the_effect_is_computed_anew_for_whoever_confirms(frozen, unit, work_committee, second_member):
    factories.recommendation_list(frozen, factories.branch().unit)
    change = raise_ratio(frozen, work_committee)
    seen = cycle_changes.effect(change, second_member).seen
    ratio_steps.adjust_ratio(frozen, scope=Scope.UNIT, unit=unit, ratio=Decimal("0.05"), by=second_member, **WHY)
    with pytest.raises(Stale):
        confirm(change, by=second_member, seen=seen)
    confirm(change, by=second_member, seen=cycle_changes.effect(change, second_member).seen)
    assert RecommendationList.objects.get(unit=unit).cap == 1, "its own ratio stays"


def test_what_is_withdrawn_or_refused_leaves_the_old_value(frozen, work_committee, second_member):
    with pytest.raises(Refused, match="别人提请"):
        waiting_steps.withdraw(raise_ratio(frozen, work_committee), by=second_member)
    waiting_steps.withdraw(YearChange.objects.get(), by=work_committee)
    again = raise_ratio(frozen, work_committee)
    with pytest.raises(Refused, match="请撤回"):
        waiting_steps.refuse(again, by=work_committee, remark="不妥。")
    with pytest.raises(Refused, match="理由"):
        waiting_steps.refuse(again, by=second_member, remark=" ")
    waiting_steps.refuse(again, by=second_member, remark="名额已够。")
    for gone in YearChange.objects.all():
        with pytest.raises(Stale):
            confirm(gone, by=second_member)
    assert [one.outcome for one in YearChange.objects.all()] == [Outcome.REFUSED, Outcome.WITHDRAWN]
    assert not RatioAdjustment.objects.exists()


def test_nobody_else_proposes_or_confirms(frozen, work_committee, organisation_department, organ_officer):
    change = raise_ratio(frozen, work_committee)
    for other in (organisation_department, organ_officer):
        with pytest.raises(PermissionDenied):
            raise_ratio(frozen, other, "0.3")
        with pytest.raises(PermissionDenied):
            confirm(change, by=other)


def test_the_database_refuses_the_same_person_too(frozen, work_committee):
    """The twin: with the rule of the step out of the way."""
    change = raise_ratio(frozen, work_committee)
    with pytest.raises(IntegrityError), transaction.atomic():
        waiting_steps.decide(change, Outcome.CONFIRMED, by=work_committee)
    with pytest.raises(IntegrityError), transaction.atomic():
        raise_ratio(frozen, work_committee, "0.3", confirmed_by=work_committee)
    with pytest.raises(IntegrityError), transaction.atomic():
        YearChange.objects.filter(pk=change.pk).update(document="")
    assert not RatioAdjustment.objects.exists()


# The settings of a year in preparation


def test_the_settings_keep_what_goes_beyond_the_plan_apart(client, draft, work_committee, second_member):
    client.force_login(work_committee)
    data = form_of(client.get("/cycles/2026/settings/"))
    beyond = data | {
        "percent": "15",
        "small_unit_mode": "min_one",
        "min_one_basis": "会议纪要3号",
        "recommendation_due": "2027-02-03",
        "notice_days": "7",
    }
    wrong = client.post("/cycles/2026/settings/", beyond)
    assert wrong.status_code == 422 and "有超出方案规定的设置，请填写依据" in wrong.content.decode()
    waits = client.post("/cycles/2026/settings/", beyond | WHY).url
    draft.refresh_from_db()
    assert (draft.notice_days, draft.ratio_bp, draft.small_unit_mode) == (7, 1000, SmallUnitMode.POOLED)
    assert draft.recommendation_due == date(2027, 1, 31)
    assert "还有设置变更正等另一人确认" in client.get("/cycles/2026/open/").content.decode()
    client.force_login(second_member)
    page = client.get(waits)
    assert "超过方案规定的10%，晚于方案规定的元月底" in page.content.decode()
    client.post(waits, {"decision": "confirm", "seen": page.context["effect"].seen})
    draft.refresh_from_db()
    assert (draft.ratio_bp, draft.small_unit_mode, draft.min_one_basis) == (1500, "min_one", "会议纪要3号")
    assert draft.recommendation_due == date(2027, 2, 3)


def test_nothing_beyond_the_plan_is_made_by_one(draft, work_committee, monkeypatch):
    changes = {"ratio_bp": 2000}
    assert isinstance(year_steps.edit_cycle(draft, by=work_committee, **WHY, **changes), YearChange)
    with pytest.raises(Refused, match="另一人确认"):
        year_steps.create_cycle(2027, by=work_committee, **changes)
    given = {"mode": SmallUnitMode.MIN_ONE, "basis": "纪要3号", "reason": "小单位多。"}
    assert isinstance(year_steps.confirm_small_units(draft, by=work_committee, **given), YearChange)
    assert Cycle.objects.get().small_unit_mode == SmallUnitMode.POOLED
    monkeypatch.setattr(year_steps, "beyond_plan", lambda cycle, changes: {})
    year_steps.edit_cycle(draft, by=work_committee, **changes)
    year_steps.confirm_small_units(draft, by=work_committee, **given)
    assert (Cycle.objects.get().ratio_bp, Cycle.objects.get().small_unit_mode) == (2000, SmallUnitMode.MIN_ONE)


def test_a_year_that_has_more_already_keeps_it(draft, work_committee):
    Cycle.objects.update(ratio_bp=2000, small_unit_mode=SmallUnitMode.MIN_ONE, min_one_basis="纪要3号")
    saved = year_steps.edit_cycle(draft, by=work_committee, ratio_bp=2000, notice_days=3)
    assert (saved.ratio_bp, saved.notice_days) == (2000, 3)
    year_steps.confirm_small_units(draft, by=work_committee, mode=SmallUnitMode.MIN_ONE, basis="纪要3号")
    assert not YearChange.objects.exists()


@pytest.mark.parametrize(("column", "label"), [("assessment_due", "考核截止"), ("pool_due", "联合推荐选定截止")])
def test_D36_the_dates_lie_a_day_apart_at_least(client, draft, work_committee, column, label):
    """The form says at which date; the database refuses a year in preparation, whatever the code."""
    earlier = {"assessment_due": draft.self_assessment_due, "pool_due": draft.recommendation_due}[column]
    client.force_login(work_committee)
    data = form_of(client.get("/cycles/2026/settings/"))
    wrong = client.post("/cycles/2026/settings/", data | {column: earlier.isoformat()})
    assert wrong.status_code == 422 and f"{label}须晚于" in wrong.content.decode()
    with pytest.raises(IntegrityError), transaction.atomic():
        Cycle.objects.update(**{column: earlier})
    Cycle.objects.update(state=CycleState.CLOSED)
    Cycle.objects.update(**{column: earlier})  # what an earlier year had, it keeps


# Opening, and a year that is late


def test_D36_a_year_opens_only_while_its_self_assessment_lies_ahead(draft, work_committee, today, monkeypatch):
    today(date(2027, 1, 10))
    with pytest.raises(Refused, match="自评截止2027年1月10日已到"):
        year_steps.open_cycle(draft, by=work_committee)
    monkeypatch.setattr(year_steps, "not_openable", lambda cycle: [])
    assert year_steps.open_cycle(draft, by=work_committee).state == CycleState.OPEN


def test_D58_a_year_made_in_march_is_offered_dates_from_that_day(client, draft, work_committee, second_member, today):
    """D58: the offered dates are saved as they stand; the late recommendation waits for the second person."""
    today(IN_MARCH)
    client.force_login(work_committee)
    page = client.get("/cycles/2026/settings/")
    assert "惯例日期已经过去" in page.content.decode()
    waits = client.post("/cycles/2026/settings/", form_of(page) | WHY).url
    assert client.post("/cycles/2026/open/").status_code == 422
    client.force_login(second_member)
    shown = client.get(waits)
    assert "晚于方案规定的元月底" in shown.content.decode()
    client.post(waits, {"decision": "confirm", "seen": shown.context["effect"].seen})
    draft.refresh_from_db()
    assert (draft.self_assessment_opens_on, draft.self_assessment_due) == (IN_MARCH, date(2027, 3, 20))
    assert (draft.recommendation_due, draft.naming_on) == (date(2027, 4, 9), date(2027, 7, 1))
    assert client.post("/cycles/2026/open/").status_code == 302


def test_the_next_year_takes_over_the_settings_but_nothing_beyond_the_plan(draft, work_committee):
    """Every setting, also one that is added later."""
    fields = {"notice_days": 3, "score_template": "points", "reapply_wait_years": 2, "subsidy_source": "党费"}
    Cycle.objects.update(ratio_bp=900, subsidy_amount=5000, includes_counties=True, **fields)
    following = year_steps.create_cycle(2027, by=work_committee)
    draft.refresh_from_db()
    names = cycle_queries.settings_before(2027).keys()
    assert {"ratio_bp", "standard", "base_includes_honoured", "subsidy_amount", *fields} <= names
    assert {name: getattr(following, name) for name in names} == {name: getattr(draft, name) for name in names}
    assert following.recommendation_due == date(2028, 1, 31)
    Cycle.objects.update(ratio_bp=3000, small_unit_mode=SmallUnitMode.MIN_ONE, min_one_basis="纪要3号")
    third = year_steps.create_cycle(2028, by=work_committee)
    assert (third.ratio_bp, third.small_unit_mode, third.min_one_basis) == (1000, SmallUnitMode.POOLED, "")


# Extensions


def test_D36_a_recommendation_after_january_waits_for_a_second_person(
    client, frozen, unit, work_committee, second_member
):
    client.force_login(work_committee)
    url, given = "/cycles/2026/extensions/new/", {"target": unit.pk, "recommendation": "2027-02-05"}
    wrong = client.post(url, given | {"reason": "搬迁。"})
    assert wrong.status_code == 422 and "请写明依据" in wrong.content.decode()
    waits = client.post(url, given | WHY).url
    assert not Extension.objects.exists()
    client.force_login(second_member)
    page = client.get(waits)
    assert "晚于方案规定的元月底" in page.content.decode() and "2027年2月5日" in page.content.decode()
    client.post(waits, {"decision": "confirm", "seen": page.context["effect"].seen})
    done = Extension.objects.get()
    assert (done.due, done.by, done.confirmed_by) == (date(2027, 2, 5), work_committee, second_member)


def test_without_that_limit_one_would_do(frozen, unit, work_committee, monkeypatch):
    monkeypatch.setattr(limits, "of_recommendation", lambda year, day: "")
    extension_steps.extend(frozen, [unit], LATE, reason="搬迁。", by=work_committee)
    assert Extension.objects.get().due == date(2027, 2, 5)


def test_D36_an_extension_lies_before_the_next_date_and_may_take_it_along(frozen, unit, work_committee, monkeypatch):
    late = {Step.SELF_ASSESSMENT: date(2027, 1, 20)}
    with pytest.raises(Refused, match="自评截止（2027年1月20日）须早于考核截止（2027年1月20日）"):
        extension_steps.extend(frozen, [unit], late, reason="搬迁。", by=work_committee)
    both = late | {Step.ASSESSMENT: date(2027, 1, 25)}
    assert extension_steps.extend(frozen, [unit], both, reason="搬迁。", by=work_committee) == [unit]
    assert Extension.objects.count() == 2
    shorter = {Step.ASSESSMENT: date(2027, 1, 21)}  # later than the year's, and after the unit's own self-assessment
    extension_steps.extend(frozen, [unit], shorter, reason="搬迁。", by=work_committee)
    monkeypatch.setattr(extension_steps.last_days, "problems", lambda *args: [])
    extension_steps.extend(
        frozen, [unit], {Step.SELF_ASSESSMENT: date(2027, 1, 30)}, reason="搬迁。", by=work_committee
    )


def test_a_case_s_own_next_date_counts_as_well(frozen, case, unit, work_committee):
    Candidacy.objects.filter(pk=case.pk).update(assessment_due=date(2027, 1, 22))
    days = {Step.SELF_ASSESSMENT: date(2027, 1, 23), Step.ASSESSMENT: date(2027, 1, 21)}
    with pytest.raises(Refused, match="预算科党支部"):
        extension_steps.extend(frozen, [unit], days, reason="搬迁。", by=work_committee)


def test_after_the_naming_day_any_day_will_do(frozen, unit, work_committee, second_member, today):
    today(date(2027, 7, 2))
    far = {Step.SELF_ASSESSMENT: date(2027, 8, 1), Step.RECOMMENDATION: date(2027, 7, 20)}
    both = {"by": work_committee, "confirmed_by": second_member}
    assert extension_steps.extend(frozen, [unit], far, reason="补报。", **both) == [unit]


def test_D39_steps_one_and_two_of_a_unit_end_with_its_hand_in(
    client, frozen, unit, branch, organ_officer, work_committee, monkeypatch
):
    """D39: no more time, and no further branch, until the list is returned."""
    later, other = factories.branch(unit), factories.branch().unit
    RecommendationList.objects.filter(unit=unit).update(state=ListState.SUBMITTED)
    days = {Step.SELF_ASSESSMENT: date(2027, 1, 14)}
    with pytest.raises(Refused, match="已报送推荐名单"):
        extension_steps.extend(frozen, [unit], days, reason="搬迁。", by=work_committee)
    with pytest.raises(Refused, match="已报送推荐名单"):
        year_steps.add_candidacy(frozen, later, by=organ_officer)
    client.force_login(work_committee)
    given = {"target": "all", "self_assessment": "2027-01-14", "reason": "搬迁。"}
    page = client.post("/cycles/2026/extensions/new/", given, follow=True).content.decode()
    assert "1个单位已报送推荐名单或者推送，没有延期" in page and set(
        Extension.objects.values_list("unit", flat=True)
    ) == {
        other.pk,
        *cycle_queries.participating_units(frozen).exclude(pk=unit.pk).values_list("pk", flat=True),
    }
    monkeypatch.setattr(cycle_queries, "handed_in", lambda cycle, units: set())
    assert year_steps.add_candidacy(frozen, later, by=organ_officer).state == State.DRAFT


def test_a_branch_founded_after_the_base_date_takes_no_part(recommending, unit, organ_officer, monkeypatch):
    late, early = (factories.branch(unit, established_on=day) for day in (date(2027, 1, 1), date(2026, 12, 31)))
    with pytest.raises(Refused, match="基数日期以后成立"):
        year_steps.add_candidacy(recommending, late, by=organ_officer)
    assert year_steps.add_candidacy(recommending, early, by=organ_officer).state == State.DRAFT


# The pool and the naming day


def test_the_pool_s_day_lies_between_its_units_and_the_naming(frozen, work_committee, second_member):
    small = factories.branch().unit
    pool = factories.recommendation_list(frozen, None)
    factories.recommendation_list(frozen, small, pool=pool)
    given = {"reason": "名额空出。", "by": work_committee}
    with pytest.raises(Refused, match="最晚2027年6月30日"):
        extension_steps.extend_pool(frozen, due=date(2027, 7, 1), **given)
    with pytest.raises(Refused, match="须早于联合推荐选定截止"):
        days = {Step.RECOMMENDATION: date(2027, 2, 20)}
        extension_steps.extend(frozen, [small], days, confirmed_by=second_member, **given)
    extension_steps.extend_pool(frozen, due=date(2027, 3, 1), **given)
    extension_steps.extend(frozen, [small], days, confirmed_by=second_member, **given)
    with pytest.raises(Refused, match=f"{small.name}的推荐截止"):
        extension_steps.extend_pool(frozen, due=date(2027, 2, 16), **given)


def test_D56_two_people_move_the_naming_day_of_a_year_that_runs(client, frozen, work_committee, second_member):
    """D56: with a reason; within the order of the dates."""
    client.force_login(work_committee)
    url = "/cycles/2026/naming-day/"
    assert client.post(url, {"day": "2027-06-28", "reason": ""}).status_code == 422
    assert "最早2027年2月16日" in client.post(url, {"day": "2027-02-15", "reason": "提前。"}).content.decode()
    waits = client.post(url, {"day": "2027-06-28", "reason": "会期调整。"}).url
    frozen.refresh_from_db()
    assert frozen.naming_on == date(2027, 7, 1)
    with pytest.raises(Refused, match="另一人确认"):
        confirm(YearChange.objects.get(), by=work_committee)
    client.force_login(second_member)
    seen = client.get(waits).context["effect"].seen
    client.post(waits, {"decision": "confirm", "seen": seen})
    frozen.refresh_from_db()
    assert frozen.naming_on == date(2027, 6, 28)


# Closing


def test_D35_closing_before_the_naming_or_with_branches_left_asks_two(frozen, unit, case, work_committee, today):
    """D35; of a pick that its unit has not handed in nobody hears (D34)."""
    close = {"by": work_committee, "reason": "办结。"}
    change = year_steps.close_cycle(frozen, **close)
    assert isinstance(change, YearChange) and Cycle.objects.get().is_running
    own = RecommendationList.objects.get(unit=unit)
    Candidacy.objects.filter(pk=case.pk).update(state=State.RECOMMENDED, seat=own.seats.first())
    today(date(2027, 7, 1))
    assert cycle_queries.why_second_to_close(frozen) == []
    factories.submit(own)
    assert cycle_queries.why_second_to_close(frozen) == ["还有1个支部已推荐或拟命名"]
    confirm(change, by=factories.appointed(Role.WORK_COMMITTEE))
    assert Cycle.objects.get().state == CycleState.CLOSED
    assert factories.fresh(case).state == State.NOT_NAMED


def test_what_waits_ends_with_the_year(frozen, work_committee, second_member):
    waiting = raise_ratio(frozen, work_committee)
    year_steps.close_cycle(frozen, by=work_committee, confirmed_by=second_member, reason="办结。")
    waiting.refresh_from_db()
    assert waiting.outcome == Outcome.WITHDRAWN

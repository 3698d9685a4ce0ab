"""The year: prepared, opened, extended, closed (D2, D3, D9, D28, D29, D35)."""

from datetime import date

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from branches import clock
from branches.models import AuditEntry, Unit
from branches.permissions import Role
from evaluation import advance as door
from evaluation import standards
from evaluation.advance import Refused, advance
from evaluation.cycle import queries as cycle_queries
from evaluation.cycle.steps import year as year_steps
from evaluation.cycle.steps.extension import extend, extend_pool
from evaluation.deadlines import own_date
from evaluation.models import Candidacy, Cycle, Decision, Extension, RecommendationList, Transition
from evaluation.vocabulary import Action, CycleState, DecisionState, HonourState, ListState, SmallUnitMode, State, Step
from tests.support import factories

AFTER_BASE = date(2027, 1, 1)


def closed(cycle, by, *, reason):
    """Ended long before its naming day: by two people (D35)."""
    second = factories.appointed(Role.WORK_COMMITTEE)
    return year_steps.close_cycle(cycle, by=by, confirmed_by=second, reason=reason)


@pytest.fixture
def draft(work_committee):
    return year_steps.create_cycle(2026, by=work_committee)


@pytest.fixture
def opened(draft, branch, work_committee):
    return year_steps.open_cycle(draft, by=work_committee)


# Preparing


def test_a_new_year_has_the_dates_of_the_plan(draft):
    assert draft.state == CycleState.DRAFT
    assert (draft.base_on, draft.recommendation_due) == (date(2026, 12, 31), date(2027, 1, 31))
    assert (draft.pool_due, draft.naming_on, draft.ratio_bp) == (date(2027, 2, 15), date(2027, 7, 1), 1000)


def test_only_the_work_committee_prepares_a_year(organ_officer, organisation_department, system_admin):
    for other in (organ_officer, organisation_department, system_admin):
        with pytest.raises(PermissionDenied):
            year_steps.create_cycle(2026, by=other)
    assert not Cycle.objects.exists()


def test_a_year_is_prepared_once(draft, work_committee):
    with pytest.raises(Refused, match="已经建立"):
        year_steps.create_cycle(2026, by=work_committee)


def test_dates_out_of_order_are_refused_with_a_sentence(draft, work_committee):
    with pytest.raises(Refused, match="须依次"):
        year_steps.edit_cycle(draft, by=work_committee, assessment_due=date(2027, 1, 1))
    with pytest.raises(Refused, match="基数日期须早于"):
        year_steps.edit_cycle(draft, by=work_committee, base_on=date(2027, 3, 1))
    draft.refresh_from_db()
    assert (draft.assessment_due, draft.base_on) == (date(2027, 1, 20), date(2026, 12, 31))


def test_at_least_one_needs_a_written_basis(draft, work_committee, second_member):
    with pytest.raises(Refused, match="书面依据"):
        year_steps.confirm_small_units(draft, by=work_committee, mode=SmallUnitMode.MIN_ONE)
    given = {"mode": SmallUnitMode.MIN_ONE, "basis": "平直工〔2026〕20号", "confirmed_by": second_member}
    year_steps.confirm_small_units(draft, by=work_committee, **given)
    draft.refresh_from_db()
    assert draft.is_mode_confirmed


def test_a_changed_mode_must_be_confirmed_anew(draft, work_committee):
    year_steps.confirm_small_units(draft, by=work_committee, mode=SmallUnitMode.STRICT)
    year_steps.edit_cycle(draft, by=work_committee, small_unit_mode=SmallUnitMode.POOLED)
    draft.refresh_from_db()
    assert not draft.is_mode_confirmed


# Opening


def test_opening_makes_one_case_for_each_branch_without_a_title(draft, unit, branch, work_committee):
    honoured = factories.branch(unit)
    on_hold = factories.branch(unit)
    factories.honour(honoured)
    factories.honour(on_hold, state=HonourState.ON_HOLD)
    revoked = factories.branch(unit)
    factories.honour(revoked, state=HonourState.REVOKED)
    factories.branch(unit, dissolved_on=date(2026, 11, 30))
    factories.branch(unit, established_on=date(2027, 6, 1))
    factories.branch(factories.unit(is_active=False))
    year_steps.open_cycle(draft, by=work_committee)
    cases = Candidacy.objects.filter(cycle=draft)
    assert {case.branch for case in cases} == {branch, revoked}
    assert {case.state for case in cases} == {State.DRAFT}
    assert all(case.unit_id == case.branch.unit_id and case.version == 0 for case in cases)


def test_counties_take_part_only_when_the_year_says_so(work_committee, branch):
    """D29."""
    county = factories.branch(factories.unit("叶县县委", kind=Unit.Kind.COUNTY))
    without = year_steps.create_cycle(2025, by=work_committee)
    assert set(cycle_queries.candidates(without)) == {branch}
    with_them = year_steps.create_cycle(2026, by=work_committee, includes_counties=True)
    assert set(cycle_queries.candidates(with_them)) == {branch, county}


def test_a_year_keeps_the_standard_with_which_it_opened(opened, monkeypatch):
    """D28: a later change of the file changes nothing."""
    published = standards.load("pingdingshan_2024")
    assert [one.text for one in opened.criteria.all()] == [one.text for one in published.criteria]
    assert opened.criteria.count() == 20
    assert opened.disqualifications.count() == 6
    assert [one.needs_basis for one in opened.disqualifications.all()] == [True, False, False, False, False, True]


def test_settings_are_closed_once_the_year_is_open(opened, work_committee):
    with pytest.raises(Refused, match="已启动"):
        year_steps.edit_cycle(opened, by=work_committee, ratio_bp=2000)
    opened.refresh_from_db()
    assert opened.ratio_bp == 1000


def test_the_next_year_opens_only_when_the_last_is_closed(opened, work_committee):
    """D35."""
    following = year_steps.create_cycle(2027, by=work_committee)
    with pytest.raises(Refused, match="2026年度还没有结束"):
        year_steps.open_cycle(following, by=work_committee)
    closed(opened, work_committee, reason="命名决定已发布。")
    assert year_steps.open_cycle(following, by=work_committee).state == CycleState.OPEN


def test_a_year_without_branches_does_not_open(draft, work_committee):
    with pytest.raises(Refused, match="导入名册"):
        year_steps.open_cycle(draft, by=work_committee)


def test_opening_costs_the_same_for_many_branches(work_committee, unit, django_assert_max_num_queries):
    for _ in range(40):
        factories.branch(unit)
    draft = year_steps.create_cycle(2026, by=work_committee)
    with django_assert_max_num_queries(16):
        year_steps.open_cycle(draft, by=work_committee)
    assert Candidacy.objects.count() == 40


# Branches that come later


def test_the_organ_officer_adds_a_later_branch(opened, unit, organ_officer, secretary):
    later = factories.branch(unit)
    with pytest.raises(PermissionDenied):
        year_steps.add_candidacy(opened, later, by=secretary)
    case = year_steps.add_candidacy(opened, later, by=organ_officer)
    assert (case.state, case.unit) == (State.DRAFT, unit)
    with pytest.raises(Refused, match="已在参评名单中"):
        year_steps.add_candidacy(opened, later, by=organ_officer)


def test_an_honoured_branch_cannot_be_added(opened, unit, organ_officer):
    """P4.5."""
    titled = factories.branch(unit)
    factories.honour(titled)
    with pytest.raises(Refused, match="已有称号"):
        year_steps.add_candidacy(opened, titled, by=organ_officer)


def test_a_foreign_branch_cannot_be_added(opened, organ_officer):
    with pytest.raises(PermissionDenied):
        year_steps.add_candidacy(opened, factories.branch(), by=organ_officer)


def test_the_page_offers_the_own_unit_s_later_branches_only(client, unit, organ_officer, opened):
    client.force_login(organ_officer)
    assert "列入参评支部</a>" not in client.get("/cycles/2026/").content.decode()
    later, foreign = factories.branch(unit), factories.branch()
    assert "列入参评支部</a>" in client.get("/cycles/2026/").content.decode()
    url = "/cycles/2026/branches/new/"
    assert client.post(url, {"branch": foreign.pk}).status_code == 422
    assert client.post(url, {}).status_code == 422
    assert client.post(url, {"branch": later.pk}).status_code == 302
    assert set(Candidacy.objects.filter(branch__in=[later, foreign])) == {Candidacy.objects.get(branch=later)}
    assert "没有可以增加的支部" in client.get(url).content.decode()


# Opening recommendation


def ready(cycle, work_committee, mode=SmallUnitMode.POOLED, basis="", second=None):
    return year_steps.confirm_small_units(cycle, by=work_committee, confirmed_by=second, mode=mode, basis=basis)


def test_recommendation_opens_not_before_the_day_after_the_base_date(opened, work_committee, today):
    """D2."""
    ready(opened, work_committee)
    today(date(2026, 12, 31))
    with pytest.raises(Refused, match="12月31日"):
        year_steps.open_recommendation(opened, by=work_committee)
    today(AFTER_BASE)
    assert year_steps.open_recommendation(opened, by=work_committee).state == CycleState.RECOMMENDING


def test_recommendation_needs_the_small_unit_mode_confirmed(opened, work_committee, today, monkeypatch):
    """D3; the twin shows that nothing else would stop it."""
    today(AFTER_BASE)
    with pytest.raises(Refused, match="没有确认"):
        year_steps.open_recommendation(opened, by=work_committee)
    assert not RecommendationList.objects.exists()
    monkeypatch.setattr(year_steps, "not_yet", lambda cycle: [])
    assert year_steps.open_recommendation(opened, by=work_committee).state == CycleState.RECOMMENDING


def test_opening_recommendation_freezes_places_pool_and_branches(opened, unit, branch, work_committee, today):
    """D1–D3: 23 branches give 2 places; two small units share floor(10 % of 9 + 8) = 1."""
    for _ in range(22):
        factories.branch(unit)
    factories.honour(factories.branch(unit))
    small, smaller, empty = factories.unit(), factories.unit(), factories.unit()
    nine = [factories.branch(small) for _ in range(9)]
    for _ in range(8):
        factories.branch(smaller)
    factories.branch(unit, established_on=AFTER_BASE)
    ready(opened, work_committee)
    today(AFTER_BASE)
    year_steps.open_recommendation(opened, by=work_committee)
    own = RecommendationList.objects.get(unit=unit)
    pool = RecommendationList.objects.get(unit=None)
    assert (own.base, own.cap, own.pool, own.seats.count()) == (24, 2, None, 2)
    assert (pool.base, pool.cap, pool.seats.count()) == (17, 1, 1)
    assert {one.unit for one in pool.members.all()} == {small, smaller}
    assert RecommendationList.objects.get(unit=small).branches == [[one.pk, one.full_name] for one in nine]
    assert (RecommendationList.objects.get(unit=empty).cap, RecommendationList.objects.get(unit=empty).pool) == (
        0,
        None,
    )
    factories.branch(unit)
    own.refresh_from_db()
    assert own.base == 24


def test_honoured_branches_can_be_left_out_of_the_base(branch, unit, work_committee, today):
    for _ in range(9):
        factories.branch(unit)
    factories.honour(branch)
    cycle = year_steps.create_cycle(2026, by=work_committee, base_includes_honoured=False)
    ready(cycle, work_committee, SmallUnitMode.STRICT)
    year_steps.open_cycle(cycle, by=work_committee)
    today(AFTER_BASE)
    year_steps.open_recommendation(cycle, by=work_committee)
    own = RecommendationList.objects.get()
    assert (own.base, own.cap) == (9, 0)


def test_strict_is_zero_and_at_least_one_is_one(opened, unit, work_committee, second_member, today):
    ready(opened, work_committee, SmallUnitMode.MIN_ONE, "平直工〔2026〕20号", second_member)
    today(AFTER_BASE)
    year_steps.open_recommendation(opened, by=work_committee)
    own = RecommendationList.objects.get(unit=unit)
    assert (own.cap, own.is_min_one, own.seats.count()) == (1, True, 1)
    assert not RecommendationList.objects.filter(unit=None).exists()


def test_opening_recommendation_costs_the_same_for_many_units(
    opened, work_committee, today, django_assert_max_num_queries
):
    for _ in range(30):
        factories.branch(factories.unit())
    ready(opened, work_committee)
    today(AFTER_BASE)
    with django_assert_max_num_queries(16):
        year_steps.open_recommendation(opened, by=work_committee)
    assert RecommendationList.objects.count() == 32


# Extensions


def test_an_extension_is_for_one_unit_and_marks_what_is_late(opened, branch, unit, secretary, work_committee, today):
    """D9."""
    other = factories.branch()
    steps_case = Candidacy.objects.get(branch=branch)
    today(date(2027, 1, 11))
    factories.fill_in(steps_case, secretary)
    with pytest.raises(Refused, match="截止"):
        advance(steps_case, Action.APPLY, by=secretary)
    extend(opened, [unit], {Step.SELF_ASSESSMENT: date(2027, 1, 13)}, reason="暴雪停电。", by=work_committee)
    assert advance(steps_case, Action.APPLY, by=secretary).is_late
    assert not Extension.objects.filter(unit=other.unit).exists()
    assert AuditEntry.objects.filter(verb__startswith="延期").count() == 1


@pytest.mark.parametrize(
    ("due", "reason", "sentence"),
    [
        (date(2027, 1, 13), " ", "理由"),
        (date(2027, 1, 9), "暴雪。", "不能早于今天"),
        (date(2027, 1, 10), "暴雪。", "晚于原定"),
    ],
)
def test_an_extension_without_sense_is_refused(opened, unit, work_committee, today, due, reason, sentence):
    today(date(2027, 1, 10))
    with pytest.raises(Refused, match=sentence):
        extend(opened, [unit], {Step.SELF_ASSESSMENT: due}, reason=reason, by=work_committee)
    assert not Extension.objects.exists()


def test_only_the_work_committee_extends(opened, unit, organ_officer, leading_group):
    for other in (organ_officer, leading_group):
        with pytest.raises(PermissionDenied):
            extend(opened, [unit], {Step.ASSESSMENT: date(2027, 2, 1)}, reason="暴雪。", by=other)


def test_an_extension_carries_the_date_of_a_send_back_along(opened, branch, unit, work_committee, today):
    """A date of its own that has passed would leave a returned case without a way ahead."""
    Candidacy.objects.filter(branch=branch).update(self_assessment_due=date(2027, 1, 12))
    today(date(2027, 1, 13))
    extend(opened, [unit], {Step.SELF_ASSESSMENT: date(2027, 1, 15)}, reason="暴雪。", by=work_committee)
    assert own_date(Candidacy.objects.get(branch=branch)) == date(2027, 1, 15)


def test_naming_has_no_deadline_to_extend(opened, unit, work_committee):
    with pytest.raises(Refused, match="没有截止日期"):
        extend(opened, [unit], {Step.NAMING: date(2027, 8, 1)}, reason="推迟。", by=work_committee)


def test_the_pool_has_its_own_extension(opened, work_committee, today):
    with pytest.raises(Refused, match="没有正在进行的联合推荐"):
        extend_pool(opened, due=date(2027, 3, 1), reason="名额空出。", by=work_committee)
    ready(opened, work_committee)
    today(AFTER_BASE)
    year_steps.open_recommendation(opened, by=work_committee)
    assert extend_pool(opened, due=date(2027, 3, 1), reason="名额空出。", by=work_committee).due == date(2027, 3, 1)


# Closing


def test_closing_ends_every_open_case(opened, branch, unit, secretary, organ_officer, assessor, work_committee):
    """D35: what was not finished ends as not applied or not recommended."""
    second = year_steps.add_candidacy(opened, factories.branch(unit), by=organ_officer)
    applied = factories.applied(Candidacy.objects.get(branch=branch), secretary)
    assert closed(opened, work_committee, reason="年度工作结束。") >= 2
    assert factories.fresh(applied).state == State.NOT_RECOMMENDED
    assert factories.fresh(second).state == State.NOT_ANSWERED
    opened.refresh_from_db()
    assert (opened.state, opened.closing_reason) == (CycleState.CLOSED, "年度工作结束。")
    assert Transition.objects.filter(action=Action.CLOSE).count() == Candidacy.objects.count()


def test_closing_separates_submitted_lists_from_others(cycle, unit, work_committee, leading_group):
    """RECOMMENDED on a submitted list → not named; on a list never submitted → not recommended, its place is free."""
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.RECOMMENDING)
    submitted = factories.recommendation_list(cycle, unit)
    never = factories.recommendation_list(cycle, factories.unit())
    cases = []
    for one in (submitted, never):
        case = factories.candidacy(cycle, factories.branch(one.unit))
        Candidacy.objects.filter(pk=case.pk).update(state=State.RECOMMENDED, seat=one.seats.first())
        cases.append(case)
    RecommendationList.objects.filter(pk=submitted.pk).update(state=ListState.SUBMITTED)
    closed(cycle, work_committee, reason="年度工作结束。")
    assert [factories.fresh(case).state for case in cases] == [State.NOT_NAMED, State.NOT_RECOMMENDED]
    assert factories.fresh(cases[1]).seat is None


def test_closing_needs_a_reason_and_the_right(opened, work_committee, organisation_department):
    with pytest.raises(Refused, match="理由"):
        closed(opened, work_committee, reason="  ")
    with pytest.raises(PermissionDenied):
        year_steps.close_cycle(opened, by=organisation_department, reason="结束。")


def test_closing_waits_for_a_frozen_decision(opened, work_committee):
    decision = Decision.objects.create(cycle=opened, state=DecisionState.FROZEN)
    with pytest.raises(Refused, match="已冻结"):
        closed(opened, work_committee, reason="结束。")
    Decision.objects.filter(pk=decision.pk).update(state=DecisionState.DRAFT)
    closed(opened, work_committee, reason="结束。")


def test_closing_is_all_or_nothing(opened, branch, unit, organ_officer, work_committee, monkeypatch):
    second = year_steps.add_candidacy(opened, factories.branch(unit), by=organ_officer)
    real = door.Life.entry

    def failing(life, pk, *args):
        if pk == second.pk:
            raise Refused("不行。")
        return real(life, pk, *args)

    monkeypatch.setattr(door.Life, "entry", failing)
    with pytest.raises(Refused, match="不行"):
        closed(opened, work_committee, reason="结束。")
    assert not Transition.objects.exists()
    assert Cycle.objects.get(pk=opened.pk).is_running


def test_the_records_of_a_closing_continue_the_chain(opened, branch, secretary, work_committee):
    case = factories.applied(Candidacy.objects.get(branch=branch), secretary)
    closed(opened, work_committee, reason="年度工作结束。")
    first, last = Transition.objects.filter(candidacy=case)
    assert (last.number, last.action, last.note) == (2, Action.CLOSE, "年度工作结束。")
    assert last.digest == door.digest(last, first.digest)


def test_closing_costs_the_same_for_many_cases(opened, unit, organ_officer, work_committee):
    def queries(more):
        for _ in range(more):
            year_steps.add_candidacy(opened, factories.branch(unit), by=organ_officer)
        with CaptureQueriesContext(connection) as seen, transaction.atomic():
            closed(opened, work_committee, reason="结束。")
            transaction.set_rollback(True)
        return len(seen)

    assert queries(1) == queries(10)


def test_nothing_moves_in_a_closed_year(opened, branch, secretary, work_committee):
    closed(opened, work_committee, reason="结束。")
    with pytest.raises(Refused):
        advance(Candidacy.objects.get(branch=branch), Action.RESUME, by=secretary)


# Pages


def test_the_year_is_prepared_and_opened_in_the_browser(client, branch, work_committee):
    client.force_login(work_committee)
    answer = client.post("/cycles/new/", {"year": 2026})
    assert answer.url == "/cycles/2026/settings/"
    form = client.get(answer.url).context["form"]
    data = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    data |= {"base_includes_honoured": "on", "percent": "7.5", "includes_counties": ""}
    data.pop("includes_counties")
    answer = client.post("/cycles/2026/settings/", data)
    assert answer.url == "/cycles/2026/open/"
    assert Cycle.objects.get().ratio_bp == 750
    page = client.get("/cycles/2026/open/")
    assert "1个党支部参评" in page.content.decode()
    assert client.post("/cycles/2026/open/").url == "/cycles/2026/"
    assert Candidacy.objects.count() == 1


@pytest.mark.parametrize("act", ["open", "open-recommendation", "close"])
def test_an_act_on_a_year_that_is_past_it_leads_to_the_progress(client, work_committee, act):
    """Whoever presses twice, or comes late, sees how far the year is."""
    factories.cycle(2026, state=CycleState.CLOSED)
    client.force_login(work_committee)
    for answer in (client.get(f"/cycles/2026/{act}/"), client.post(f"/cycles/2026/{act}/", {"reason": "办结。"})):
        assert answer.url == "/cycles/2026/"


def test_wrong_settings_are_shown_with_everything_typed(client, draft, work_committee):
    client.force_login(work_committee)
    form = client.get("/cycles/2026/settings/").context["form"]
    data = {name: "" if form[name].value() is None else form[name].value() for name in form.fields}
    answer = client.post("/cycles/2026/settings/", data | {"percent": "120", "min_one_basis": "会议纪要3号"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "比例不能超过100" in page
    assert "会议纪要3号" in page
    assert "错误：" in page


def test_a_year_in_preparation_is_nobody_elses_business(client, draft, organ_officer, organisation_department):
    for other in (organ_officer, organisation_department):
        client.force_login(other)
        assert client.get("/cycles/2026/").status_code == 404
        assert client.get("/cycles/2026/settings/").status_code == 403


def test_closing_says_what_it_ends(client, opened, work_committee, second_member):
    client.force_login(work_committee)
    page = client.get("/cycles/2026/close/").content.decode()
    assert f"{Candidacy.objects.count()}个支部尚未办结" in page
    assert client.post("/cycles/2026/close/", {"reason": ""}).status_code == 422
    assert "须由市直工委两人办理" in page
    waiting = client.post("/cycles/2026/close/", {"reason": "年度工作结束。"}).url
    assert Cycle.objects.get().state == CycleState.OPEN
    client.force_login(second_member)
    seen = client.get(waiting).context["effect"].seen
    assert client.post(waiting, {"decision": "confirm", "seen": seen}).url == "/cycles/2026/changes/"
    assert Cycle.objects.get().state == CycleState.CLOSED


def test_a_page_says_why_not_yet_and_offers_no_button(client, opened, work_committee):
    client.force_login(work_committee)
    year_steps.create_cycle(2027, by=work_committee)
    page = client.get("/cycles/2027/open/").content.decode()
    assert "2026年度还没有结束" in page
    assert "启动2027年度</button>" not in page
    assert client.post("/cycles/2027/open/").status_code == 422
    Decision.objects.create(cycle=opened, state=DecisionState.FROZEN)
    page = client.get("/cycles/2026/close/").content.decode()
    assert "已冻结待会签" in page
    assert "<textarea" not in page
    wrong = client.post("/cycles/2026/close/", {"reason": "年度工作结束。"})
    assert wrong.status_code == 422
    assert "年度工作结束。" in wrong.content.decode()


def test_who_is_missing_is_said_before_opening(client, draft, branch, work_committee):
    client.force_login(work_committee)
    page = client.get("/cycles/2026/open/").content.decode()
    assert "1个党支部没有书记任职" in page and "1个单位只有一个党支部，没有指定考核单位" in page
    assert "启动2026年度</button>" in page, "a warning, no bar"
    factories.appointed(Role.SECRETARY, branch)
    assert "没有书记任职" not in client.get("/cycles/2026/open/").content.decode()


def test_the_schedule_prints_the_last_working_day(client, opened, secretary, today):
    """D8: 31 January 2027 is a Sunday."""
    today(clock.today())
    client.force_login(secretary)
    page = client.get("/cycles/2026/schedule/").content.decode()
    assert "2027年1月31日（周日）" in page
    assert "最后一个工作日是1月29日（周五）" in page


def test_the_schedule_shows_what_was_extended_for_the_own_unit(client, opened, unit, secretary, work_committee):
    other = factories.unit("市档案局")
    for one, day in ((unit, 14), (other, 18)):
        extend(opened, [one], {Step.SELF_ASSESSMENT: date(2027, 1, day)}, reason="搬迁。", by=work_committee)
    client.force_login(secretary)
    page = client.get("/cycles/2026/schedule/").content.decode()
    assert "市财政局延至1月14日（周四）" in page
    assert "市档案局" not in page


def test_extensions_are_made_in_the_browser_for_one_or_for_all(client, opened, unit, work_committee, today):
    factories.branch()
    client.force_login(work_committee)
    url = "/cycles/2026/extensions/new/"
    data = {"assessment": "2027-01-25", "target": unit.pk, "reason": "搬迁。"}
    assert client.post(url, data | {"target": "9999"}).status_code == 422
    assert client.post(url, data | {"assessment": ""}).status_code == 422
    wrong = client.post(url, data | {"assessment": "2027-01-05"})
    assert wrong.status_code == 422
    assert "须晚于原定的2027年1月20日" in wrong.content.decode()
    assert client.post(url, data).url == "/cycles/2026/extensions/"
    assert Extension.objects.count() == 1
    assert client.post(url, data | {"target": "all"}).status_code == 302
    assert Extension.objects.count() == 3
    assert "市财政局" in client.get("/cycles/2026/extensions/").content.decode()

"""The progress page: every number opens exactly the list it counts, within what the person may see (D32, D34, P5.1)."""

import re
from collections import Counter
from datetime import date, timedelta
from html import unescape

import pytest
from django.db.models import DateField, Value

from branches import clock
from branches.models import Unit
from branches.permissions import Role
from evaluation.cases import access as case_access
from evaluation.cycle import progress
from evaluation.cycle.outstanding import outstanding
from evaluation.cycle.steps.extension import extend
from evaluation.deadlines import STEPS
from evaluation.models import AssessmentTeam, Candidacy, Cycle, RecommendationList
from evaluation.vocabulary import CycleState, ListState, State, Step, Tone
from tests.support import boards, factories

URL = "/cycles/2026/"


def stand(case, state, seat=None):
    Candidacy.objects.filter(pk=case.pk).update(state=state, seat=seat)
    return factories.fresh(case)


def cases_of(cycle, unit, *states):
    return [stand(factories.candidacy(cycle, factories.branch(unit)), state) for state in states]


@pytest.fixture
def recommending(cycle, today):
    today(date(2027, 1, 22))
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.RECOMMENDING)
    cycle.refresh_from_db()
    return cycle


@pytest.fixture
def busy(recommending, unit):
    """Two units: one with a case in most states, one that only drafts."""
    cases_of(recommending, unit, *[state for state in State if state not in progress.RECOMMENDED])
    own = factories.recommendation_list(recommending, unit, base=40)
    for number, state in enumerate([State.RECOMMENDED, State.PROPOSED, State.NAMED, State.NOT_NAMED], 1):
        case = factories.candidacy(recommending, factories.branch(unit))
        stand(case, state, own.seats.get(number=number))
    factories.submit(own)
    cases_of(recommending, factories.unit("市档案局"), State.DRAFT, State.DRAFT)
    return recommending


def numbers_and_links(page):
    """(number, URL) of every number on the page that is a link to the list of cases."""
    bars = re.findall(r'<a href="(/candidacies/[^"]*)">[^<]*</a></th>\s*<td class="num">([\d,]+)', page)
    cells = re.findall(r'class="num"><a href="(/candidacies/[^"]*)">([\d,]+)</a>', page)
    words = re.findall(r'<a[^>]*href="(/candidacies/[^"]*)">[^<]*?(\d+)个</a>', page)
    return [(int(number.replace(",", "")), unescape(url)) for url, number in bars + cells + words]


@pytest.mark.parametrize("role", ["work_committee", "organisation_department", "organ_officer", "leading_group"])
def test_every_number_opens_the_list_that_it_counts(client, busy, role, request):
    client.force_login(request.getfixturevalue(role))
    found = numbers_and_links(client.get(URL).content.decode())
    assert len(found) >= 10
    for number, url in found:
        listed = client.get(url).context["listing"].count
        assert listed == number, url


def test_the_funnel_counts_who_has_come_this_far(busy, work_committee):
    funnel = progress.funnel(busy, work_committee)
    assert [(bar.label, bar.count) for bar in funnel.bars] == [
        ("应参评", 15),
        ("已申请", 8),
        ("已考核", 6),
        ("已推荐", 4),
        ("已命名", 1),
    ]
    assert {bar.label for bar in funnel.left} == {"不申请", "未申报", "已退出", "不得参评", "未推荐", "未命名"}


def test_a_closed_year_does_not_claim_to_know_who_was_assessed(busy, work_committee):
    """After the closing an applied branch and an assessed one both stand as not recommended."""
    Cycle.objects.filter(pk=busy.pk).update(state=CycleState.CLOSED)
    busy.refresh_from_db()
    assert "已考核" not in [bar.label for bar in progress.funnel(busy, work_committee).bars]


def test_unit_people_see_their_own_unit_only(client, busy, organ_officer):
    client.force_login(organ_officer)
    page = client.get(URL).content.decode()
    assert "市财政局" in page
    assert "市档案局" not in page
    assert progress.funnel(busy, organ_officer).total == 13


def test_a_secretary_sees_the_own_branch_and_no_table(client, busy, branch, secretary):
    factories.candidacy(busy, branch)
    client.force_login(secretary)
    page = client.get(URL).content.decode()
    assert branch.short_name in page
    assert "单位进度" not in page
    assert "市档案局" not in page


@pytest.mark.parametrize("role", ["system_admin", "audit_admin", "stranger"])
def test_people_without_business_see_no_case(client, busy, role, request):
    client.force_login(request.getfixturevalue(role))
    page = client.get(URL).content.decode()
    assert "没有参评的支部" in page
    assert "/candidacies/" not in page.split("<main")[1]


def test_picks_count_for_others_only_once_the_list_is_submitted(
    client, recommending, unit, work_committee, leading_group
):
    """D34, D39: neither as a bar nor as a place taken, nor as a number of what is still withheld."""
    own = boards.open_list(recommending, unit, leading_group, base=20)
    (case,) = boards.assessed(recommending, unit, "95.0")
    factories.candidacy(recommending, factories.branch(unit))

    def shown(user):
        client.force_login(user)
        page = client.get(URL)
        return page.content.decode().split("<main")[1], [cell.text for cell in page.context["listing"].rows[0]]

    def funnel_is_of_cases(user):
        cases = case_access.visible(user).filter(cycle=recommending)
        return progress.funnel(recommending, user).counts == Counter(one.state for one in cases)

    before = shown(work_committee)
    boards.pick(leading_group, case)
    assert shown(work_committee) == before, "to the byte"
    assert funnel_is_of_cases(work_committee) and funnel_is_of_cases(leading_group)
    assert "—／2" in before[1]
    assert "1／2" in shown(leading_group)[1]
    assert progress.funnel(recommending, leading_group).of(progress.RECOMMENDED) == 1
    factories.submit(own)
    assert progress.funnel(recommending, work_committee).of(progress.RECOMMENDED) == 1
    assert "1／2" in shown(work_committee)[1]


# 当前环节


def line(cycle, unit):
    """As somebody without any post would see it."""
    return progress.units(cycle, factories.person(), type(unit).objects.filter(pk=unit.pk), clock.today()).get()


def words(cycle, unit):
    found = progress.standing(line(cycle, unit))
    return found.label, found.tone


def test_a_unit_may_stand_at_two_steps_and_waits_for_the_nearest_date(cycle, unit, organ_officer):
    first, second = cases_of(cycle, unit, State.DRAFT, State.APPLIED)
    assert words(cycle, unit) == ("1个支部还在自评，1个支部待考核，考核组未成立", Tone.DOING)
    assert line(cycle, unit).due == cycle.self_assessment_due
    stand(first, State.APPLIED)
    assert words(cycle, unit)[0] == "2个支部待考核，考核组未成立"
    AssessmentTeam.objects.create(
        cycle=cycle, unit=unit, leader=organ_officer, formed_by=organ_officer, formed_at=clock.now()
    )
    assert words(cycle, unit)[0] == "2个支部待考核"
    assert line(cycle, unit).due == cycle.assessment_due
    stand(first, State.ASSESSED)
    stand(second, State.ASSESSED)
    assert words(cycle, unit) == ("等待推荐开启", Tone.DONE)


@pytest.mark.parametrize("state", [CycleState.OPEN, CycleState.RECOMMENDING])
def test_drafts_hold_a_unit_up_until_their_own_date_whatever_the_state_of_the_year(cycle, unit, today, state):
    """D39: an early opening of recommendation does not hide who still writes, a late one makes nobody wait for the silent."""
    Cycle.objects.filter(pk=cycle.pk).update(state=state)
    cycle.refresh_from_db()
    cases_of(cycle, unit, State.DRAFT)
    if state == CycleState.RECOMMENDING:
        factories.recommendation_list(cycle, unit)
    today(cycle.self_assessment_due)
    assert words(cycle, unit)[0].startswith("1个支部还在自评")
    assert line(cycle, unit).due == cycle.self_assessment_due
    today(cycle.self_assessment_due + timedelta(days=1))
    found = line(cycle, unit)
    assert (found.self_assessment_until, found.silent) == (None, 1)
    if state == CycleState.RECOMMENDING:
        assert words(cycle, unit) == ("1个支部未申报，推荐名单未报送", Tone.DOING)
        assert found.due == cycle.recommendation_due
    else:
        assert words(cycle, unit) == ("1个支部未申报", Tone.LOOK), "nothing else holds it up"


def test_D39_without_the_date_of_the_case_the_silent_hold_a_unit_up_for_good(cycle, unit, today, monkeypatch):
    """The twin."""
    cases_of(cycle, unit, State.DRAFT)
    today(cycle.self_assessment_due + timedelta(days=1))
    everything = progress.outstanding
    never = Value(date.max, output_field=DateField())
    monkeypatch.setattr(progress, "outstanding", lambda step: everything(step).annotate(last_day=never))
    assert words(cycle, unit)[0] == "1个支部还在自评"


def test_a_unit_waits_for_its_list_and_then_no_longer(recommending, unit):
    cases_of(recommending, unit, State.DRAFT, State.ASSESSED)
    own = factories.recommendation_list(recommending, unit)
    assert words(recommending, unit) == ("1个支部未申报，推荐名单未报送", Tone.DOING)
    assert line(recommending, unit).due == recommending.recommendation_due
    factories.submit(own)
    assert words(recommending, unit) == ("已报送，1个支部未申报", Tone.DONE)
    assert line(recommending, unit).due is None
    RecommendationList.objects.filter(pk=own.pk).update(state=ListState.OPEN, due=date(2027, 2, 3))
    assert line(recommending, unit).due == date(2027, 2, 3)


def test_a_unit_of_the_pool_waits_until_it_has_put_a_branch_forward(recommending, unit):
    (case,) = cases_of(recommending, unit, State.ASSESSED)
    pool = factories.recommendation_list(recommending, None, base=20)
    factories.recommendation_list(recommending, unit, base=5, pool=pool)
    assert words(recommending, unit) == ("名额为0，未推送联合推荐", Tone.DOING)
    stand(case, State.FORWARDED)
    assert words(recommending, unit) == ("已推送联合推荐", Tone.DONE)
    stand(case, State.RECOMMENDED, pool.seats.first())
    assert words(recommending, unit) == ("已推送联合推荐", Tone.DONE)


def test_a_unit_without_places_waits_for_nothing(recommending, unit):
    cases_of(recommending, unit, State.ASSESSED)
    factories.recommendation_list(recommending, unit, base=5)
    assert words(recommending, unit) == ("名额为0", Tone.OUT)


def test_late_units_come_first_and_an_extension_helps(client, cycle, unit, work_committee, today):
    """Who needs help first; D9."""
    other, idle = factories.unit("市档案局"), factories.unit("市统计局")
    cases_of(cycle, unit, State.APPLIED)
    cases_of(cycle, other, State.DRAFT)
    cases_of(cycle, idle, State.NOT_APPLIED)
    today(date(2027, 1, 12))
    client.force_login(work_committee)
    listing = client.get(URL).context["listing"]
    assert [row[0].value for row in listing.rows] == ["市档案局", "市财政局", "市统计局"]
    assert line(cycle, other).is_late
    assert [row[0].value for row in client.get(f"{URL}?late=True").context["listing"].rows] == ["市档案局"]
    extend(
        cycle,
        [other],
        {Step.SELF_ASSESSMENT: date(2027, 1, 25), Step.ASSESSMENT: date(2027, 1, 27)},
        reason="搬迁。",
        by=work_committee,
    )
    assert not line(cycle, other).is_late
    assert next(row[0].value for row in client.get(URL).context["listing"].rows) == "市财政局"


@pytest.mark.parametrize(
    ("state", "step", "usual"),
    [
        (State.DRAFT, Step.SELF_ASSESSMENT, date(2027, 1, 10)),
        (State.APPLIED, Step.ASSESSMENT, date(2027, 1, 20)),
    ],
)
def test_a_unit_is_judged_by_the_date_of_a_send_back(cycle, unit, work_committee, today, state, step, usual):
    """D9: the case's own date goes before the year's and the extension's; the earliest of several holds."""
    (case,) = cases_of(cycle, unit, state)
    later = usual + timedelta(days=6)
    Candidacy.objects.filter(pk=case.pk).update(**{STEPS[step].column: later})
    today(later)
    assert (line(cycle, unit).due, line(cycle, unit).is_late) == (later, False)
    today(later + timedelta(days=1))
    assert line(cycle, unit).is_late
    extend(cycle, [factories.unit()], {step: later + timedelta(days=3)}, reason="搬迁。", by=work_committee)
    assert line(cycle, unit).due == later
    cases_of(cycle, unit, state)
    assert line(cycle, unit).due == usual
    earlier = usual - timedelta(days=2)
    Candidacy.objects.filter(pk=case.pk).update(**{STEPS[step].column: earlier})
    assert line(cycle, unit).due == earlier


def test_key_numbers_open_the_table_with_as_many_units(client, cycle, unit, work_committee, today):
    cases_of(cycle, unit, State.APPLIED)
    cases_of(cycle, factories.unit(), State.DRAFT)
    cases_of(cycle, factories.unit(), State.DRAFT)
    today(date(2027, 1, 12))
    client.force_login(work_committee)
    for one in client.get(URL).context["numbers"]:
        assert client.get(URL + one["url"].split("#")[0]).context["listing"].count == one["number"]


DAYS = [date(2026, 12, 7), date(2027, 1, 10), date(2027, 1, 11), date(2027, 1, 21), date(2027, 2, 1)]


@pytest.mark.parametrize("day", DAYS)
def test_the_numbers_of_all_units_are_those_of_their_lines(busy, unit, today, day):
    """`held_up` asks the whole year at once what the line of each unit says."""
    own = factories.unit("市统计局")
    cases_of(busy, own, State.DRAFT, State.APPLIED)
    cases_of(busy, unit, State.APPLIED)
    factories.recommendation_list(busy, own, base=20)
    pool = factories.recommendation_list(busy, None, base=20)
    factories.recommendation_list(busy, factories.candidacy(busy).unit, base=5, pool=pool)
    (moved,) = cases_of(busy, factories.unit("市信访局"), State.DRAFT)
    Candidacy.objects.filter(pk=moved.pk).update(self_assessment_due=date(2027, 1, 25))
    today(day)
    assert progress.held_up(busy, clock.today()) == of_lines(busy)


def of_lines(cycle):
    lines = list(progress.units(cycle, factories.person(), Unit.objects.all(), clock.today()))

    def those(condition):
        return frozenset(one.pk for one in lines if condition(one))

    steps = {step: those(lambda one, step=step: getattr(one, f"{step}_until")) for step in progress.STAGES}
    return progress.HeldUp(steps, those(lambda one: one.silent), those(lambda one: one.is_late))


def test_a_number_that_forgets_who_is_silent_is_noticed(busy, today, monkeypatch):
    """The twin."""
    today(DAYS[2])
    lines = of_lines(busy)
    assert lines.silent
    monkeypatch.setattr(progress, "outstanding", lambda step: outstanding(step).exclude(state=State.DRAFT))
    assert progress.held_up(busy, clock.today()) != lines


def test_there_are_no_rank_numbers(client, busy, work_committee):
    """D32."""
    client.force_login(work_committee)
    page = client.get(URL).content.decode()
    assert not re.search(r"排名|名次|第 ?\d+ ?名", page)


@pytest.mark.parametrize("role", ["work_committee", "organ_officer"])
def test_the_page_costs_the_same_for_many_branches_and_units(
    client, cycle, unit, role, request, django_assert_max_num_queries
):
    """One unit with one case, then three units with six: the same number of queries, at most 20."""
    client.force_login(request.getfixturevalue(role))
    cases_of(cycle, unit, State.DRAFT)

    def queries():
        with django_assert_max_num_queries(20) as seen:
            client.get(URL)
        return len(seen)

    client.get("/")  # what a session and a process read once
    client.get(URL)
    first = queries()
    for one in (unit, factories.unit(), factories.unit()):
        cases_of(cycle, one, State.APPLIED, State.ASSESSED)
    assert queries() == first


# Which year


def test_the_entry_leads_to_the_running_year(client, work_committee, secretary):
    client.force_login(secretary)
    assert "还没有评定年度" in client.get("/progress/").content.decode()
    factories.cycle(2027, state=CycleState.DRAFT)
    factories.cycle(2025, state=CycleState.CLOSED)
    assert client.get("/progress/").url == "/cycles/2025/"
    factories.cycle(2026)
    assert client.get("/progress/").url == "/cycles/2026/"
    assert client.get("/schedule/").url == "/cycles/2026/schedule/"
    assert client.get("/cycles/2027/").status_code == 404
    client.force_login(work_committee)
    assert client.get("/cycles/2027/").status_code == 200


def test_a_missing_year_is_a_404(client, secretary):
    client.force_login(secretary)
    assert client.get("/cycles/2019/").status_code == 404


# What anybody may look up


def test_the_plan_shows_the_wording_of_the_year(client, secretary, organ_officer, work_committee):
    client.force_login(secretary)
    page = client.get("/policy/").content.decode()
    assert "第一议题" in page
    factories.cycle(2026)
    page = client.get("/policy/").content.decode()
    assert "第7项指标的内容。" in page
    assert 'id="c20"' in page
    assert 'id="d6"' in page
    assert organ_officer.name in page
    assert work_committee.name in page


def test_the_permissions_page_shows_the_grants(client, audit_admin):
    client.force_login(audit_admin)
    page = client.get("/permissions/").content.decode()
    for role in Role:
        assert role.label in page
    assert "考核组成员" in page


def test_a_closed_year_shows_results_instead_of_what_is_awaited(client, busy, work_committee):
    Cycle.objects.filter(pk=busy.pk).update(state=CycleState.CLOSED)
    client.force_login(work_committee)
    page = client.get(URL).content.decode()
    assert "当前环节" not in page
    assert "已命名" in page
    for number, url in numbers_and_links(page):
        assert client.get(url).context["listing"].count == number, url

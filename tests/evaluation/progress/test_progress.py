"""The progress page: every number opens exactly the list it counts, within what the person may see (D32, D34, P5.1)."""

import re
from collections import Counter
from datetime import date, timedelta
from html import unescape
from itertools import zip_longest
from types import SimpleNamespace

import pytest

from branches import clock
from branches.models import Unit
from branches.permissions import Role
from branches.queries import every_unit
from evaluation.cases import access as case_access
from evaluation.cases.knowledge import FROM_ABOVE
from evaluation.cycle import outstanding as cycle_outstanding
from evaluation.cycle.outstanding import dated, outstanding, undated
from evaluation.cycle.steps.extension import extend
from evaluation.deadlines import STEPS
from evaluation.models import AssessmentTeam, Candidacy, Cycle, Extension, RecommendationList, Score, ScoreSheet
from evaluation.progress import lines, picture, weakest
from evaluation.progress import waits as module
from evaluation.progress.counting import AsKnown, count
from evaluation.progress.kinds import KINDS, RECOMMENDED, STAGES
from evaluation.progress.waits import waits
from evaluation.vocabulary import CycleState, Grade, ListState, State, Step, Tone
from tests.support import boards, factories, self_assessments

URL = "/cycles/2026/"
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


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
    cases_of(recommending, unit, *[state for state in State if state not in RECOMMENDED])
    own = factories.recommendation_list(recommending, unit, base=40)
    for number, state in enumerate([State.RECOMMENDED, State.PROPOSED, State.NAMED, State.NOT_NAMED], 1):
        case = factories.candidacy(recommending, factories.branch(unit))
        stand(case, state, own.seats.get(number=number))
    factories.submit(own)
    cases_of(recommending, factories.unit("市档案局"), State.DRAFT, State.DRAFT)
    return recommending


def numbers_and_links(page):
    """(number, URL) of every number on the page that is a link to the list of cases: parts of the bar, cases of units."""
    page = page.split("<main")[1]
    parts = re.findall(r'<a href="(/candidacies/[^"]*)"><svg.*?</svg>[^<]*<strong>([\d,]+)</strong>', page, re.DOTALL)
    units = re.findall(
        r'<th scope="row"><a href="(/candidacies/[^"]*)">[^<]*</a></th>\s*<td class="num c-count">([\d,]+)', page
    )
    return [(int(number.replace(",", "")), unescape(url)) for url, number in parts + units]


@pytest.mark.parametrize("role", ["work_committee", "organisation_department", "organ_officer", "leading_group"])
def test_every_number_opens_the_list_that_it_counts(client, busy, role, request):
    client.force_login(request.getfixturevalue(role))
    found = numbers_and_links(client.get(URL).content.decode())
    assert len(found) >= 8
    for number, url in found:
        listed = client.get(url).context["listing"].count
        assert listed == number, url


def parts(cycle, user):
    return {part.kind.label: part.count for part in picture.of_year(AsKnown(cycle, user)).parts}


def test_the_bar_is_a_partition_of_all_cases(busy, work_committee):
    assert parts(busy, work_committee) == {
        "未开始": 3,
        "已申请": 1,
        "已考核": 2,
        "已推荐": 2,
        "已命名": 1,
        "未推荐、未命名": 2,
        "不申请、退出、不得参评": 4,
    }
    assert picture.of_year(AsKnown(busy, work_committee)).total == Candidacy.objects.filter(cycle=busy).count()


def test_every_state_belongs_to_one_part_and_drafts_to_two():
    found = Counter(state for kind in KINDS for state in kind.states)
    assert found == {state: 2 if state == State.DRAFT else 1 for state in State}


@pytest.mark.parametrize("role", ["work_committee", "organ_officer"])
def test_the_bars_of_units_add_up_to_the_bar_of_the_year(busy, role, request):
    year = AsKnown(busy, request.getfixturevalue(role))
    whole = sum((Counter(picture.of_unit(one).counts) for one in year.by_unit.values()), Counter())
    assert +whole == +Counter(picture.of_year(year).counts)


def test_a_draft_is_under_way_once_something_is_filled_in(client, recommending, unit, work_committee):
    """Not by signing in, nor by looking at the form."""
    case, _ = (factories.candidacy(recommending, factories.branch(unit)) for _ in range(2))
    secretary = factories.appointed(Role.SECRETARY, case.branch)
    client.force_login(secretary)
    client.get(f"/candidacies/{case.pk}/self-assessment/")
    assert parts(recommending, work_committee) == {"未开始": 2}
    self_assessments.rate(case, recommending.criteria.first(), secretary)
    assert parts(recommending, work_committee) == {"未开始": 1, "填写中": 1}


def test_a_unit_in_which_nothing_moves_for_a_week_is_told_and_found(client, recommending, unit, work_committee, today):
    factories.candidacy(recommending, factories.branch(unit))
    client.force_login(work_committee)

    def still():
        return [line.still for line in client.get(URL).context["listing"].lines]

    start = clock.today()
    today(start + timedelta(days=6))
    assert still() == [0]
    assert client.get(f"{URL}?still=True").context["listing"].count == 0, "its year has only just begun"
    today(start + timedelta(days=7))
    assert still() == [7]
    assert client.get(f"{URL}?still=True").context["listing"].count == 1


def test_a_withheld_move_is_no_sign_of_life(
    recommending, unit, work_committee, leading_group, organ_officer, secretary, branch, assessor, today
):
    """D52: neither a date nor a number tells that a unit has begun to pick."""
    case = factories.candidacy(recommending, branch)
    today(date(2027, 1, 5))
    case = factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    boards.open_list(recommending, unit, leading_group, base=20)
    today(clock.today() + timedelta(days=9))
    before = AsKnown(recommending, work_committee)
    still = picture.moving(before, clock.today())
    boards.pick(leading_group, case)
    after = AsKnown(recommending, work_committee)
    assert after.by_unit == before.by_unit
    assert picture.moving(after, clock.today()) == still
    within = AsKnown(recommending, leading_group)
    assert within.by_unit != before.by_unit, "the twin: within the unit it is known"


def test_units_are_ticked_and_urged_or_given_more_time(client, recommending, unit, work_committee):
    cases_of(recommending, unit, State.DRAFT)
    other = factories.unit("市档案局")
    cases_of(recommending, other, State.DRAFT)
    officers = [factories.appointed(Role.ORGAN_OFFICER, one) for one in (unit, other)]
    client.force_login(work_committee)
    page = client.get(f"/nudge/?unit={other.pk}").content.decode()
    assert officers[0].name not in page
    chosen = client.get(f"/cycles/2026/extensions/new/?unit={unit.pk}&unit={other.pk}")
    assert f"选中的2个单位：{unit.name}、{other.name}" in chosen.content.decode()


def criteria(case, *marks):
    """A concluded assessment by one assessor; what is not said is met."""
    sheet = ScoreSheet.objects.create(candidacy=case, assessor=factories.person(), submitted_at=clock.now())
    Score.objects.bulk_create(
        Score(sheet=sheet, criterion=one, grade=mark)
        for one, mark in zip_longest(case.cycle.criteria.all(), marks, fillvalue=Grade.MET)
    )


def test_weak_criteria_are_told_of_ten_assessed_branches_and_more(recommending, unit):
    for number, case in enumerate(cases_of(recommending, unit, *[State.ASSESSED] * 10), 1):
        assert weakest.weakest(recommending) is None
        criteria(case, Grade.UNMET if number < 3 else Grade.PARTLY, Grade.PARTLY if number == 4 else Grade.MET)
    criteria(*cases_of(recommending, unit, State.APPLIED), Grade.UNMET, Grade.UNMET, Grade.UNMET)
    found = weakest.weakest(recommending)
    assert [(row.criterion.number, row.unmet, row.partly) for row in found.rows] == [(1, 2, 8), (2, 0, 1)]
    assert found.branches == 10, "an assessment that is not concluded does not count"


def test_unit_people_see_their_own_unit_only(client, busy, organ_officer):
    client.force_login(organ_officer)
    page = client.get(URL).content.decode()
    assert "市财政局" in page
    assert "市档案局" not in page
    assert picture.of_year(AsKnown(busy, organ_officer)).total == 13


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
        text = TOKEN.sub("", page.content.decode().split("<main")[1])
        return text, [cell.text for cell in page.context["listing"].rows[0]]

    def known_are_cases(user):
        cases = case_access.visible(user).filter(cycle=recommending)
        return case_access.by_known_state(user, recommending) == Counter(one.state for one in cases)

    before = shown(work_committee)
    boards.pick(leading_group, case)
    assert shown(work_committee) == before, "to the byte"
    assert known_are_cases(work_committee) and known_are_cases(leading_group)
    assert "—／2" in before[1]
    assert "1／2" in shown(leading_group)[1]
    assert parts(recommending, leading_group)["已推荐"] == 1
    factories.submit(own)
    assert parts(recommending, work_committee)["已推荐"] == 1
    assert "1／2" in shown(work_committee)[1]


# 当前环节


def line(cycle, unit):
    return waits(cycle, count(cycle, FROM_ABOVE, [unit.pk]), clock.today())[unit.pk]


def words(cycle, unit):
    """As somebody without any post would see it."""
    row = lines.units(cycle, factories.person(), Unit.objects.filter(pk=unit.pk)).get()
    found = lines.standing(row, line(cycle, unit))
    return found.label, found.tone


def test_a_unit_may_stand_at_two_steps_and_waits_for_the_nearest_date(cycle, unit, organ_officer):
    first, second = cases_of(cycle, unit, State.DRAFT, State.APPLIED)
    assert words(cycle, unit) == ("1个在自评，1个待考核，未成立考核组", Tone.DOING)
    assert line(cycle, unit).due == cycle.self_assessment_due
    stand(first, State.APPLIED)
    assert words(cycle, unit)[0] == "2个待考核，未成立考核组"
    AssessmentTeam.objects.create(
        cycle=cycle, unit=unit, leader=organ_officer, formed_by=organ_officer, formed_at=clock.now()
    )
    assert words(cycle, unit)[0] == "2个待考核"
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
    assert words(cycle, unit)[0].startswith("1个在自评")
    assert line(cycle, unit).due == cycle.self_assessment_due
    today(cycle.self_assessment_due + timedelta(days=1))
    found = line(cycle, unit)
    assert (found.until.get(Step.SELF_ASSESSMENT), found.silent) == (None, 1)
    if state == CycleState.RECOMMENDING:
        assert words(cycle, unit) == ("1个未申报，名单未报送", Tone.DOING)
        assert found.due == cycle.recommendation_due
    else:
        assert words(cycle, unit) == ("1个未申报", Tone.LOOK), "nothing else holds it up"


def test_D39_without_the_date_of_the_case_the_silent_hold_a_unit_up_for_good(cycle, unit, today, monkeypatch):
    """The twin."""
    cases_of(cycle, unit, State.DRAFT)
    today(cycle.self_assessment_due + timedelta(days=1))
    monkeypatch.setattr(module, "dated", lambda *asked: (one._replace(last_day=date.max) for one in dated(*asked)))
    assert words(cycle, unit)[0] == "1个在自评"


def test_a_unit_waits_for_its_list_and_then_no_longer(recommending, unit):
    cases_of(recommending, unit, State.DRAFT, State.ASSESSED)
    own = factories.recommendation_list(recommending, unit)
    assert words(recommending, unit) == ("1个未申报，名单未报送", Tone.DOING)
    assert line(recommending, unit).due == recommending.recommendation_due
    factories.submit(own)
    assert words(recommending, unit) == ("已报送，1个未申报", Tone.DONE)
    assert line(recommending, unit).due is None
    RecommendationList.objects.filter(pk=own.pk).update(state=ListState.OPEN, due=date(2027, 2, 3))
    assert line(recommending, unit).due == date(2027, 2, 3)


def test_a_unit_of_the_pool_waits_until_it_has_put_a_branch_forward(recommending, unit):
    (case,) = cases_of(recommending, unit, State.ASSESSED)
    pool = factories.recommendation_list(recommending, None, base=20)
    factories.recommendation_list(recommending, unit, base=5, pool=pool)
    assert words(recommending, unit) == ("未推送", Tone.DOING)
    stand(case, State.FORWARDED)
    assert words(recommending, unit) == ("已推送", Tone.DONE)
    stand(case, State.RECOMMENDED, pool.seats.first())
    assert words(recommending, unit) == ("已推送", Tone.DONE)


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


@pytest.fixture
def pooled(busy, unit, work_committee):
    """Besides, units of the pool: one that only drafts, one that has put a branch forward, one whose branch has a place."""
    pool = factories.recommendation_list(busy, None, base=20)
    silent, waiting, placed = (factories.unit(name) for name in ("市信访局", "市统计局", "市司法局"))
    for one in (silent, waiting, placed):
        factories.recommendation_list(busy, one, base=5, pool=pool)
        cases_of(busy, one, State.DRAFT, State.APPLIED)
    cases_of(busy, waiting, State.FORWARDED)
    stand(factories.candidacy(busy, factories.branch(placed)), State.RECOMMENDED, pool.seats.earliest("number"))
    day = {"due": date(2027, 1, 26), "by": work_committee, "at": clock.now()}
    Extension.objects.create(cycle=busy, unit=silent, step=Step.SELF_ASSESSMENT, **day)
    Candidacy.objects.filter(unit=unit, state=State.APPLIED).update(assessment_due=date(2027, 1, 24))
    RecommendationList.objects.filter(unit=silent).update(due=date(2027, 1, 28))
    return busy


def asked_one_by_one(cycle):
    rows = ((step, outstanding(step).filter(cycle=cycle).values_list("unit", "last_day")) for step in STAGES)
    return Counter((unit, step, day) for step, found in rows for unit, day in found)


def of_year(cycle, units=None):
    return dated(cycle, undated(cycle, every_unit() if units is None else units))


def put_together(cycle):
    found = Counter()
    for unit, step, day, number in of_year(cycle):
        found[unit, step, day] += number
    return found


def test_a_year_put_together_waits_for_what_each_step_waits_for(pooled):
    assert put_together(pooled) == asked_one_by_one(pooled)
    assert {step for _, step, _ in put_together(pooled)} == set(STAGES)
    of_one = Unit.objects.filter(name="市信访局")
    assert {one.unit for one in of_year(pooled, of_one)} == set(of_one.values_list("pk", flat=True))
    assert Counter(one.step for one in of_year(pooled, of_one)) == Counter(STAGES)


@pytest.mark.parametrize("name", ["Extension", "RecommendationList", "NamingCandidate"])
def test_twin_without_one_of_its_questions_a_year_waits_for_something_else(pooled, monkeypatch, name):
    nothing = SimpleNamespace(objects=getattr(cycle_outstanding, name).objects.none())
    told = asked_one_by_one(pooled)
    monkeypatch.setattr(cycle_outstanding, name, nothing)
    assert put_together(pooled) != told


def test_a_year_that_does_not_run_waits_for_nothing(pooled):
    pooled.state = CycleState.CLOSED
    assert list(of_year(pooled)) == []


DAYS = [date(2026, 12, 7), date(2027, 1, 10), date(2027, 1, 11), date(2027, 1, 21), date(2027, 2, 1)]


@pytest.mark.parametrize("day", DAYS)
def test_the_numbers_of_all_units_are_those_of_their_lines(busy, unit, today, day):
    """The whole year is asked at once for what each unit by itself says."""
    own = factories.unit("市统计局")
    cases_of(busy, own, State.DRAFT, State.APPLIED)
    cases_of(busy, unit, State.APPLIED)
    factories.recommendation_list(busy, own, base=20)
    pool = factories.recommendation_list(busy, None, base=20)
    factories.recommendation_list(busy, factories.candidacy(busy).unit, base=5, pool=pool)
    (moved,) = cases_of(busy, factories.unit("市信访局"), State.DRAFT)
    Candidacy.objects.filter(pk=moved.pk).update(self_assessment_due=date(2027, 1, 25))
    today(day)
    assert held_up(busy) == of_lines(busy)


def held_up(cycle):
    units = count(cycle, FROM_ABOVE, set(every_unit().values_list("pk", flat=True)))
    return lines.held_up(units, waits(cycle, units, clock.today()))


def of_lines(cycle):
    rows = [(row, line(cycle, row)) for row in lines.units(cycle, factories.person(), Unit.objects.all())]

    def those(condition):
        return frozenset(row.pk for row, wait in rows if condition(row, wait))

    steps = {step: those(lambda row, wait, step=step: step in wait.until) for step in STAGES}
    empty = those(lambda row, wait: Step.SELF_ASSESSMENT in wait.until and not row.applied)
    silent, late = those(lambda row, wait: wait.silent), those(lambda row, wait: wait.is_late)
    return lines.HeldUp(steps, silent, late, empty)


def test_a_number_that_forgets_who_is_silent_is_noticed(busy, today, monkeypatch):
    """The twin."""
    today(DAYS[2])
    found = of_lines(busy)
    assert found.silent
    spoken = (one for one in of_year(busy) if one.step != Step.SELF_ASSESSMENT)
    monkeypatch.setattr(module, "dated", lambda *asked: spoken)
    assert held_up(busy) != found


def test_there_are_no_rank_numbers(client, busy, work_committee):
    """D32."""
    client.force_login(work_committee)
    page = client.get(URL).content.decode()
    assert not re.search(r"排名|名次|第 ?\d+ ?名", page)


@pytest.mark.parametrize("role", ["work_committee", "organ_officer"])
def test_the_page_costs_the_same_for_many_branches_and_units(
    client, cycle, unit, role, request, django_assert_max_num_queries
):
    """One unit with two cases, then three units with six more: the same number of queries, at most 20."""
    client.force_login(request.getfixturevalue(role))
    cases_of(cycle, unit, State.DRAFT, State.ASSESSED)

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

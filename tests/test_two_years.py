"""Two years over HTTP, the clock moved from day to day, in which whatever can go another way does.

Where the straight way is meant, `test_journey` has walked it page by page; here it is made by hand.
"""

from datetime import date

import pytest

from branches.models import Branch, Unit, User
from branches.permissions import Role
from evaluation.integrity import checks
from evaluation.messages.sending import lists as list_news
from evaluation.models import Candidacy, Cycle, Honour, Notice, RecommendationList, Reinspection, Succession, YearChange
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.vacancies import steps as vacancies_steps
from evaluation.vocabulary import HonourState, ListState, ReinspectionState, State
from tests.support import factories
from tests.support.factories import PASSWORD
from tests.support.people import Person, deliberate, verify

YEAR = "/cycles/2026"


class City:
    """Units of every awkward kind, the people, and what is done again and again."""

    def __init__(self, enter) -> None:
        self.enter = enter
        away = self.away = factories.branch(factories.unit("市文联"), "机关党支部")
        self.water = self.unit_of("市水利局", 10)  # its only officer belongs to its first branch
        self.forest = self.unit_of("市林业局", 20)  # two places
        self.science = self.unit_of("市科协", 1)  # one branch, assessed by another unit
        self.work = self.unit_of("市直工委机关", 10)  # both people of 市直工委 belong to its first branch
        self.silent = self.unit_of("市档案馆", 6)  # never says a word
        self.merged = self.unit_of("市粮食局", 2)  # goes into 市水利局 in March
        self.disputed = self.unit_of("市体育局", 10)  # the two bodies never agree on its branch
        own = self.branch(self.work, 1)
        self.committee = self.person(Role.WORK_COMMITTEE, None, own)
        self.second = self.person(Role.WORK_COMMITTEE, None, own)
        self.department = self.person(Role.ORGANISATION_DEPARTMENT, None, away)
        self.other = self.person(Role.ORGANISATION_DEPARTMENT, None, away)
        self.system = self.person(Role.SYSTEM_ADMIN, None, away)
        self.security = self.person(Role.SECURITY_ADMIN, None, away)
        self.officers, self.leading = {}, {}
        for unit in (self.water, self.forest, self.work, self.silent, self.merged, self.disputed):
            home = self.branch(unit, 1) if unit == self.water else away
            self.officers[unit] = self.person(Role.ORGAN_OFFICER, unit, home)
            self.leading[unit] = self.person(Role.LEADING_GROUP, unit, away)
        self.leading[self.science] = self.person(Role.LEADING_GROUP, self.science, away)
        self.assessors = [factories.person(own_branch=away) for _ in range(2)]
        self.secretaries: dict[int, Person] = {}

    def unit_of(self, name: str, branches: int) -> Unit:
        unit = factories.unit(name)
        for number in range(1, branches + 1):
            factories.branch(unit, f"第{number}党支部")
        return unit

    def branch(self, unit: Unit, number: int) -> Branch:
        return unit.branches.order_by("pk")[number - 1]

    def person(self, role: Role, place, own: Branch) -> Person:
        user = factories.appointed(role, place, own_branch=own, name=f"{role.label}{User.objects.count()}")
        return self.enter(user.username)

    def case(self, unit: Unit, number: int, year: int = 2026) -> Candidacy:
        return Candidacy.objects.get(cycle__year=year, branch=self.branch(unit, number))

    def secretary(self, case: Candidacy) -> Person:
        if case.branch_id not in self.secretaries:
            self.secretaries[case.branch_id] = self.person(Role.SECRETARY, case.branch, case.branch)
        return self.secretaries[case.branch_id]

    def apply(self, case: Candidacy) -> Person:
        secretary = self.secretary(case)
        factories.fill_in(factories.fresh(case), secretary.user)
        self_assessment_steps.apply(factories.fresh(case), by=secretary.user)
        return secretary

    def assess(self, case: Candidacy, officer: Person) -> None:
        """By two members, who bring all that the opinion needs; the officer hands the opinion in himself."""
        for assessor in self.assessors:
            factories.assess(factories.fresh(case), officer.user, assessor)
        officer.go(f"/candidacies/{case.pk}/assessment/opinion/")
        officer.fill("text", text="工作扎实，作用还要发挥。", advice="recommend").send()
        officer.go(f"/candidacies/{case.pk}/conclude/").press("提交考核意见")
        assert state(case) == State.ASSESSED

    def recommend(self, unit: Unit, *cases: Candidacy) -> None:
        board = f"{YEAR}/units/{unit.pk}/recommendation/"
        leading = self.leading[unit]
        deliberate(leading, board)
        for case in cases:
            leading.go(f"/candidacies/{case.pk}/recommend/").press("推荐")
        self.hand_in(unit, *cases)

    def hand_in(self, unit: Unit, *cases: Candidacy, **more: str) -> None:
        leading = self.leading[unit].go(f"{YEAR}/units/{unit.pk}/recommendation/submit/")
        appraisals = {f"appraisal_{case.pk}": "班子坚强，群众公认。" for case in cases}
        leading.fill("seen", **appraisals, **more).send()

    def verdicts(self, case: Candidacy, *bodies: tuple[Person, str]) -> None:
        first = bodies[0][0]
        first.go(f"/candidacies/{case.pk}/verification/")
        verify(first)
        for person, verdict in bodies:
            person.go(f"/candidacies/{case.pk}/evaluation/")
            person.fill("verdict", verdict=verdict, reason="创建成效不突出。" if verdict == "decline" else "").send()

    def name(self, number: str, *names: str) -> None:
        """Freeze what is proposed, sign by both bodies, proclaim."""
        self.committee.go(f"{YEAR}/naming/").follow("冻结名单").press("冻结名单")
        for person in (self.committee, self.department):
            person.go(f"{YEAR}/naming/").follow("查看名单后签署")
            assert all(person.sees(name) for name in names)
            person.fill("password", has_read=True, password=PASSWORD).send()
        self.committee.go(f"{YEAR}/naming/").follow("发布")
        leaders = {"leader_work_committee": "顾长河", "leader_organisation_department": "方致远"}
        self.committee.fill("document_number", document_number=number, count=str(len(names)), **leaders).send()

    def confirm(self, change: YearChange) -> None:
        """What one of 市直工委 asked for does nothing until the other has said yes."""
        self.committee.go(f"/cycles/{change.cycle.year}/changes/{change.pk}/")
        assert self.committee.sees("须由")
        self.second.go(f"/cycles/{change.cycle.year}/changes/{change.pk}/").press("确认")


def state(case: Candidacy) -> str:
    return Candidacy.objects.get(pk=case.pk).state


@pytest.fixture
def city(db, django_app_factory) -> City:
    return City(lambda username: Person(django_app_factory(csrf_checks=True), username))


def test_two_years_in_which_everything_goes_another_way(city, today):
    cases = a_year_begins(city)
    the_branches_apply(city, cases, today)
    the_units_assess(city, cases, today)
    the_units_recommend(city, cases, today)
    a_list_comes_back_in_february(city, cases, today)
    spring(city, cases, today)
    the_two_bodies_decide(city, cases, today)
    after_the_decision(city, cases, today)
    the_year_is_closed(city, cases, today)
    the_next_year_begins_in_march(city, cases, today)
    assert [result.problems for result in checks.check() if result.problems] == []


def a_year_begins(city: City) -> dict[str, Candidacy]:
    # A unit with one branch names who assesses it: two people, before the year opens.
    city.committee.go("/cycles/new/").fill("year", year="2026").send()
    city.committee.go(f"{YEAR}/settings/").fill("notice_days", notice_days="0").send()
    city.committee.go(f"{YEAR}/small-units/").fill("mode", mode="pooled").send()
    city.committee.go(f"{YEAR}/open/")
    assert city.committee.sees("市科协")
    city.system.go(f"/units/{city.science.pk}/edit/")
    city.system.fill("assessing_unit", assessing_unit=str(city.forest.pk)).send()
    city.security.go("/changes/").press("确认")
    city.science.refresh_from_db()
    assert city.science.assessing_unit == city.forest

    # One clerk does not set the whole city to 100 %.
    city.committee.go(f"{YEAR}/settings/")
    city.committee.fill("percent", percent="100", reason="试一试。", document="便函1号").send()
    assert Cycle.objects.get().ratio_bp == 1000
    change = YearChange.objects.get()
    city.second.go(f"{YEAR}/changes/{change.pk}/")
    assert city.second.sees("超过方案规定的10%")
    city.second.fill("remark", remark="不符合方案。").press("不同意")
    assert Cycle.objects.get().ratio_bp == 1000
    city.committee.go(f"{YEAR}/open/").press("启动")
    return {
        "own officer": city.case(city.water, 1),
        "sent back": city.case(city.water, 2),
        "named": city.case(city.forest, 1),
        "found": city.case(city.forest, 2),
        "third": city.case(city.forest, 3),
        "one branch": city.case(city.science, 1),
        "own body": city.case(city.work, 1),
        "disputed": city.case(city.disputed, 1),
        "merged": city.case(city.merged, 1),
    }


def the_branches_apply(city: City, cases: dict[str, Candidacy], today) -> None:
    today(date(2026, 12, 10))
    # The year round: what the city asks of its units and branches.
    city.committee.go(f"{YEAR}/arrangement/write/").fill(
        "title", title="2026年度创建工作安排", text="抓好组织生活。"
    ).send()
    city.committee.go(f"{YEAR}/arrangement/publish/").press("发布")
    city.officers[city.forest].go(f"{YEAR}/units/{city.forest.pk}/arrangement/")
    city.officers[city.forest].fill("remark", remark="每月报一次。").send()
    secretary = city.secretary(cases["named"]).go(f"{YEAR}/arrangement/")
    assert secretary.sees("每月报一次。")
    secretary.press("已阅")

    # A branch that says it does not reach a criterion cannot apply; corrected, it does.
    named = cases["named"]
    factories.fill_in(named, secretary.user)
    secretary.go(f"/candidacies/{named.pk}/self-assessment/criteria/3/").fill(
        "mark", mark="unmet", statement="还没有做到。"
    ).send()
    secretary.go(f"/candidacies/{named.pk}/self-assessment/check/")
    assert secretary.sees("未达到")
    secretary.go(f"/candidacies/{named.pk}/self-assessment/criteria/3/").fill(
        "mark", mark="met", statement="已经做到。"
    ).send()
    for case in cases.values():
        city.apply(case)
    assert {state(case) for case in cases.values()} == {State.APPLIED}


def the_units_assess(city: City, cases: dict[str, Candidacy], today) -> None:
    today(date(2027, 1, 12))
    # The only officer belongs to the branch: who can help is told place, post and number.
    officer = city.officers[city.water]
    officer.go(f"/candidacies/{cases['own officer'].pk}/")
    assert officer.sees("回避")
    vacancies_steps.look()
    for person in (city.committee, city.security):
        person.go("/vacancies/")
        rows = [row.text for row in person.page.html.select("tbody tr")]
        told = [row for row in rows if row.split() and "市水利局" in row and "机关党组织经办人" in row]
        assert told and "第1党支部" not in told[0], "place, post and number, never a case"
    helper = city.person(Role.ORGAN_OFFICER, city.water, city.away)
    city.assess(cases["own officer"], helper)

    # Sent back twice, the second time by the organ itself: the case keeps its date and is concluded.
    sent_back = cases["sent back"]
    city.assess(sent_back, helper)
    city.committee.go("/").follow("核对名额并开启").press("开启")
    city.leading[city.water].go(f"/candidacies/{sent_back.pk}/send-back/")
    city.leading[city.water].fill("due", due="2027-01-25", note="请补充考核情况。").send()
    helper.go(f"/candidacies/{sent_back.pk}/send-back/").fill("due", due="2027-01-20", note="请补充自评。").send()
    assert state(sent_back) == State.DRAFT
    today(date(2027, 1, 22))
    secretary = city.secretary(sent_back)
    secretary.go(f"/candidacies/{sent_back.pk}/self-assessment/check/")
    assert state(sent_back) == State.DRAFT
    today(date(2027, 1, 19))
    secretary.go(f"/candidacies/{sent_back.pk}/self-assessment/check/").press("提交")
    today(date(2027, 1, 24))
    city.assess(sent_back, helper)

    today(date(2027, 1, 18))
    for name in ("named", "found", "third", "one branch"):
        city.assess(cases[name], city.officers[city.forest])
    city.assess(cases["own body"], city.officers[city.work])
    city.assess(cases["disputed"], city.officers[city.disputed])

    # A branch that has found a mistake asks for its form; whoever assesses may send it back, or go on.
    merged = cases["merged"]
    factories.assess(merged, city.officers[city.merged].user, city.assessors[0])
    city.secretary(merged).go(f"/candidacies/{merged.pk}/").follow("请机关退回修改")
    city.secretary(merged).fill("reason", reason="党员数写错了。").send()
    city.officers[city.merged].go("/")
    assert city.officers[city.merged].sees("退回")


def the_units_recommend(city: City, cases: dict[str, Candidacy], today) -> None:
    today(date(2027, 1, 25))
    city.recommend(city.water, cases["own officer"])
    city.recommend(city.forest, cases["named"], cases["found"])
    city.recommend(city.work, cases["own body"])
    city.recommend(city.disputed, cases["disputed"])
    leading = city.leading[city.science]
    deliberate(leading, f"{YEAR}/units/{city.science.pk}/recommendation/")
    leading.go(f"/candidacies/{cases['one branch'].pk}/forward/")
    leading.fill("appraisal", appraisal="虽小而强。").send()
    assert state(cases["one branch"]) == State.FORWARDED
    assert Notice.objects.filter(kind="recommendation").count() == 5, "putting forward makes a report too"

    # More places after the hand-in: only together, and the unit is told what it may do.
    city.committee.go(f"{YEAR}/ratio/?target={city.forest.pk}&percent=15")
    city.committee.fill("reason", reason="工作突出。", document="纪要〔2027〕1号").send()
    own = RecommendationList.objects.get(unit=city.forest)
    assert own.cap == 2
    city.confirm(YearChange.objects.latest("pk"))
    own.refresh_from_db()
    assert (own.cap, own.state) == (3, ListState.SUBMITTED)
    list_news.sweep()
    city.leading[city.forest].go("/messages/")
    assert city.leading[city.forest].sees("名额")


def a_list_comes_back_in_february(city: City, cases: dict[str, Candidacy], today) -> None:
    today(date(2027, 2, 3))
    city.committee.go(f"{YEAR}/units/{city.forest.pk}/recommendation/return/")
    city.committee.fill("due", due="2027-02-10", reason="增加了1个名额。").send()
    city.leading[city.forest].go(f"/candidacies/{cases['third'].pk}/recommend/").press("推荐")
    city.hand_in(city.forest, cases["named"], cases["found"], cases["third"])
    assert state(cases["third"]) == State.RECOMMENDED

    # Once the units' date has passed the pool is picked from, by somebody who may.
    picker = city.committee
    deliberate(picker, f"{YEAR}/pool/")
    picker.go(f"{YEAR}/pool/{cases['one branch'].pk}/")
    picker.fill("note", note="基层基础扎实。").send()
    city.leading[city.science].go(f"/candidacies/{cases['one branch'].pk}/")
    assert not city.leading[city.science].sees("已推荐")
    picker.go(f"{YEAR}/pool/finish/").fill("seen").send()
    list_news.sweep()
    city.leading[city.science].go("/messages/")
    assert city.leading[city.science].sees("联合推荐")
    assert state(cases["one branch"]) == State.RECOMMENDED


def spring(city: City, cases: dict[str, Candidacy], today) -> None:
    today(date(2027, 3, 8))
    # The bureau is merged; its successor acts for it until the year is closed.
    officer = city.officers[city.merged].go(f"/units/{city.merged.pk}/successions/unite/")
    officer.fill("basis", into=str(city.water.pk), effective_on="2027-03-08", basis="平编〔2027〕3号").send()
    city.committee.go(f"/successions/{Succession.objects.get().pk}/confirm/")
    clashing = {f"short_name{one.pk}": f"粮食{one.short_name}" for one in city.merged.branches.all()}
    city.committee.fill(next(iter(clashing)), **clashing).send()
    assert state(cases["merged"]) == State.APPLIED
    # A matter of the unit is entered once and answered for each of its branches.
    officer = city.officers[city.forest].go(f"{YEAR}/units/{city.forest.pk}/matters/").fill("facts")
    condition = officer.form.fields["condition"][0].options[-1][0]
    given = {"condition": condition, "facts": "受到通报。", "decided_on": "2026-11-02", "basis": "通报〔2026〕8号"}
    officer.fill("facts", **given).send()
    names = ("named", "found", "third")
    officer.fill(f"case_{cases['named'].pk}", **{f"case_{cases[name].pk}": "no" for name in names}).send()
    assert {state(cases[name]) for name in names} == {State.RECOMMENDED}
    today(date(2027, 4, 6))
    city.committee.go(f"{YEAR}/halfyear/begin/")
    city.committee.fill("answers_due", answers_due="2027-04-20", summaries_due="2027-04-28").send()
    secretary = city.secretary(cases["named"]).go(f"{YEAR}/branches/{cases['named'].branch_id}/halfyear/")
    secretary.fill("progress", progress="创建活动按计划进行。").send()
    today(date(2027, 4, 22))
    officer = city.officers[city.forest].go(f"{YEAR}/units/{city.forest.pk}/halfyear/summary/")
    officer.fill("text", text="总体平稳。").send()
    city.committee.go(f"{YEAR}/halfyear/")
    assert city.committee.sees("市档案馆")

    # 五（三）
    city.committee.go("/promotion/new/").fill(
        "title",
        kind="symposium",
        title="创建经验座谈会",
        held_on="2027-04-01",
        organiser="市直工委",
        reference="简报第3期",
    ).send()
    secretary.go("/promotion/")
    assert secretary.sees("创建经验座谈会")


def the_two_bodies_decide(city: City, cases: dict[str, Candidacy], today) -> None:
    today(date(2027, 6, 10))
    people = [city.committee, city.second, city.department, city.other]
    ids = [str(person.user.pk) for person in people]
    city.committee.go(f"{YEAR}/naming/").follow("组成考核评定组").fill("members", members=ids, leader=ids[0]).send()
    both = ((city.committee, "name"), (city.department, "name"))
    for name in ("own officer", "named", "found", "third"):
        city.verdicts(cases[name], *both)
    city.verdicts(cases["one branch"], (city.second, "name"), (city.department, "name"))
    city.verdicts(cases["disputed"], (city.committee, "name"), (city.department, "decline"))
    for person in (city.committee, city.department):
        person.go("/")
        assert person.sees("协商")

    # All of 市直工委 belong to the branch: the other body decides for both, and the file says so.
    city.committee.go(f"/candidacies/{cases['own body'].pk}/evaluation/")
    assert city.committee.page.forms == {} or not city.committee.sees("提交意见")
    city.verdicts(cases["own body"], (city.department, "name"))
    city.committee.go(f"{YEAR}/naming/").follow("统一生效").press("统一生效")
    city.department.go(f"/candidacies/{cases['own body'].pk}/propose/").press("列入拟命名")
    assert state(cases["own body"]) == State.PROPOSED
    assert state(cases["disputed"]) == State.RECOMMENDED

    # A finding: the branch is out at once, its place free; its brothers are named without it.
    found = cases["found"]
    city.department.go(f"/candidacies/{found.pk}/verification/4/")
    city.department.fill("facts", facts="受到通报问责。", decided_on="2026-11-02", basis="通报9号").send()
    assert state(found) == State.DISQUALIFIED
    today(date(2027, 7, 1))
    city.name("平组通〔2027〕12号", *["第1党支部"] * 3, "第3党支部", "第1党支部")
    assert state(cases["named"]) == State.NAMED


def after_the_decision(city: City, cases: dict[str, Candidacy], today) -> None:
    today(date(2027, 7, 8))
    # The finding was wrong: two people correct it, the list comes back with its named brother on it, and the branch is
    # recommended and named by a second decision.
    found, board = cases["found"], f"{YEAR}/units/{city.forest.pk}/recommendation/"
    finding = found.verifications.get(takes_effect=True)
    check = f"/candidacies/{found.pk}/verification/findings/{finding.pk}"
    city.department.go(f"{check}/correction/").fill("reason", reason="认错了支部。").send()
    city.committee.go(f"{check}/correct/").press("更正")
    city.committee.go(f"/candidacies/{found.pk}/reinstate/").fill("due", due="2027-07-20").send()
    assert state(found) == State.ASSESSED
    city.committee.go(f"{board}return/").fill("due", due="2027-07-20", reason="恢复1个支部的参评资格。").send()
    city.leading[city.forest].go(f"/candidacies/{found.pk}/recommend/").press("推荐")
    city.hand_in(city.forest, found)
    assert (state(found), state(cases["named"])) == (State.RECOMMENDED, State.NAMED)
    city.committee.go(f"/candidacies/{found.pk}/verification/")
    verify(city.committee)
    city.committee.go(f"{YEAR}/naming/").follow("统一生效").press("统一生效")
    city.name("平组通〔2027〕15号", "第2党支部")
    assert state(found) == State.NAMED


def the_year_is_closed(city: City, cases: dict[str, Candidacy], today) -> None:
    today(date(2027, 9, 1))
    city.committee.go(f"{YEAR}/close/").fill("reason", reason="本年度办结。").send()
    for change in YearChange.objects.filter(outcome="open"):
        city.confirm(change)
    assert Cycle.objects.get().state == "closed"
    assert state(cases["disputed"]) == State.NOT_NAMED
    assert {state(city.case(city.silent, number)) for number in (1, 2, 3)} == {State.NOT_ANSWERED}
    city.committee.go(f"{YEAR}/lateness/")
    assert city.committee.sees("市档案馆")
    city.officers[city.silent].go(f"{YEAR}/units/{city.silent.pk}/lateness/")
    assert city.officers[city.silent].sees("没有支部书记"), "marked, and not counted"

    # What was not recommended reads what was thought of it.
    sent_back = cases["sent back"]
    city.secretary(sent_back).go(f"/candidacies/{sent_back.pk}/")
    assert city.secretary(sent_back).sees("工作扎实，作用还要发挥。")


def the_next_year_begins_in_march(city: City, cases: dict[str, Candidacy], today) -> None:
    today(date(2028, 3, 6))
    city.committee.go("/cycles/new/").fill("year", year="2027").send()
    assert city.committee.sees("惯例日期已经过去")
    late = {"reason": "上年度命名表彰延后。", "document": "市直工委会议纪要〔2028〕2号"}
    city.committee.fill("recommendation_due", **late).send()
    for change in YearChange.objects.filter(cycle__year=2027, outcome="open"):
        city.confirm(change)
    cycle = Cycle.objects.get(year=2027)
    assert date(2028, 3, 6) <= cycle.self_assessment_opens_on < cycle.self_assessment_due < cycle.recommendation_due
    city.committee.go("/cycles/2027/open/").press("启动")
    honour = Honour.objects.get(branch=cases["named"].branch)
    one = Reinspection.objects.get(cycle=cycle, honour=honour)
    officer = city.officers[city.forest].go(f"/reinspections/{one.pk}/fill/")
    answers = {f"answer_{number}": "no" for number in range(1, 7)}
    officer.fill("suggestion", suggestion="suggest-keeping", deviation_5="学习笔记不全。", **answers).send()
    assert Reinspection.objects.get(pk=one.pk).state == ReinspectionState.KEEPING_SUGGESTED
    city.committee.go(f"/honours/{honour.pk}/nominations/new/")
    city.committee.fill("put_forward_on", put_forward_on="2028-03-06", award="organisation").send()
    # Five of the first decision, one of the second.
    assert Honour.objects.filter(state=HonourState.STANDING).count() == 6

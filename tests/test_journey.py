"""One whole year over HTTP: from the register to the naming decision, every step by the person whose step it is.

No script runs; every form is the page's own. The units are those of the sample register: one with places of its own,
and small ones that share a pool (D3).
"""

from datetime import date

import pytest

from branches import tasks
from branches.models import Branch, PrintRun, Unit, User
from evaluation.documents import queue
from evaluation.models import Candidacy, Cycle, Honour, Notice, RecommendationList
from evaluation.vocabulary import State
from tests.plugins.databases import ROOT
from tests.support.console import create_administrators
from tests.support.factories import PASSWORD
from tests.support.people import Person, deliberate, verify

REGISTER = ROOT / "branches/data/register.xlsx"
BIG, SMALL = "市人大常委会机关", ("市信访局", "市司法局")
SITE = {
    "phone": "0375-2660001",
    "address": "平顶山市行政办公区1号楼",
    "organisation_department_name": "中共平顶山市委组织部",
    "organisation_department_code": "平组通",
    "work_committee_name": "中共平顶山市委市直机关工作委员会",
    "work_committee_code": "平直工",
}


@pytest.fixture
def enter(django_app_factory):
    return lambda username, *args, **kwargs: Person(django_app_factory(csrf_checks=True), username, *args, **kwargs)


@pytest.fixture
def administrators(db, enter, monkeypatch):
    """A new site: three people each type an account and a password at the console."""
    names = ["system_admin", "security_admin", "audit_admin"]
    create_administrators(monkeypatch, *names, password=PASSWORD)
    return {name: enter(name) for name in names}


class Year:
    """The acts of the year, in the words of the people."""

    def __init__(self, administrators, enter) -> None:
        self.system, self.security = administrators["system_admin"], administrators["security_admin"]
        self.enter = enter

    def import_register(self) -> None:
        self.system.go("/branches/import/")
        form = next(form for form in self.system.page.forms.values() if "file" in form.fields)
        form["file"] = ("名册.xlsx", REGISTER.read_bytes())
        self.system.page = form.submit().maybe_follow()
        tasks.work("imports")
        self.system.go(self.system.page.request.path).follow("查看结果")
        assert self.system.sees("501")
        self.system.press("导入")
        tasks.work("imports")

    def person(self, username: str, name: str, own: Branch, role: str, place: str = "") -> Person:
        """An account by the system administrator, a post by the security administrator."""
        self.system.go("/people/new/").fill("username", name=name, username=username, phone="0375-2900000").send()
        user = User.objects.get(username=username)
        self.system.go(f"/people/{user.pk}/branch/?q={own.unit.name}{own.short_name}")
        self.system.fill("branch", branch=str(own.pk)).send()
        if role:
            self.security.go(f"/people/{user.pk}/posts/?role={role}&q={place}")
            self.security.fill("place", starts_on="2026-01-01")
            if not self.security.form["place"].value:
                self.security.form["place"] = self.security.form["place"].options[0][0]
            self.security.send()
        code = self.system.go(f"/people/{user.pk}/slip/").press("打印开通条").page.html.select_one(".slip-code").text
        self.security.go("/words/").fill("chosen", chosen=[str(PrintRun.objects.latest("pk").pk)]).send()
        word = self.security.page.html.select_one(".key").text
        return self.enter(username, keys=(code, word))


def self_assess(secretary: Person, case: Candidacy) -> None:
    secretary.go("/").follow("开始填写")
    for number in range(1, 21):
        secretary.go(f"/candidacies/{case.pk}/self-assessment/criteria/{number}/")
        secretary.fill("mark", mark="met", statement=f"第{number}项按要求完成。").send()
    secretary.go(f"/candidacies/{case.pk}/self-assessment/declarations/")
    secretary.fill("d1", **{f"d{number}": "no" for number in range(1, 7)}).send()
    secretary.go(f"/candidacies/{case.pk}/self-assessment/basics/").fill("secretary_name", summary="班子健全。").send()
    secretary.go(f"/candidacies/{case.pk}/self-assessment/resolution/")
    meeting = {"met_on": "2026-12-20", "expected": "9", "present": "8", "in_favour": "8", "resolution": "同意申请。"}
    secretary.fill("met_on", **meeting).send()
    secretary.go(f"/candidacies/{case.pk}/self-assessment/check/").press("提交")
    assert Candidacy.objects.get(pk=case.pk).state == State.APPLIED


def assess(officer: Person, assessor: Person, case: Candidacy) -> None:
    assessor.go(f"/candidacies/{case.pk}/assessment/visits/add/")
    assessor.fill(
        "visited_on", visited_on="2027-01-08", findings="组织生活记录完整。", visitors=[str(assessor.user.pk)]
    ).send()
    assessor.go(f"/candidacies/{case.pk}/assessment/score/all/")
    assessor.fill("c1-mark", **{f"c{number}-mark": "met" for number in range(1, 21)}).send()
    assessor.go(f"/candidacies/{case.pk}/assessment/score/").press("提交")
    officer.go(f"/candidacies/{case.pk}/verification/")
    verify(officer)
    officer.go(f"/candidacies/{case.pk}/assessment/opinion/").fill("text", text="工作扎实。", advice="recommend").send()
    officer.go(f"/candidacies/{case.pk}/conclude/").press("提交考核意见")
    assert Candidacy.objects.get(pk=case.pk).state == State.ASSESSED


def test_a_year_runs_from_the_register_to_the_decision(administrators, enter, today):
    year = Year(administrators, enter)
    year.import_register()
    assert (Unit.objects.exclude(kind="city").count(), Branch.objects.count()) == (71, 501)

    far = list(Branch.objects.filter(unit__name="市文联").order_by("pk")[:3])
    committee = year.person("gongwei", "李工委", far[0], "work_committee")
    second = year.person("gongwei2", "吴工委", far[1], "work_committee")
    department = year.person("zuzhibu", "周组织", far[2], "organisation_department")

    units = {name: Unit.objects.get(name=name) for name in (BIG, *SMALL)}
    cases_of, teams = {}, {}
    for n, (name, unit) in enumerate(units.items()):
        branches = list(unit.branches.order_by("pk"))
        secretary = year.person(f"shuji{n}", "王书记", branches[0], "secretary", f"{name}{branches[0].short_name}")
        officer = year.person(f"jiguan{n}", "赵专干", far[0], "organ_officer", name)
        leading = year.person(f"dangzu{n}", "孙党组", branches[1], "leading_group", name)
        assessor = year.person(f"kaohe{n}", "钱考核", branches[1], "")
        cases_of[name], teams[name] = branches[0], (secretary, officer, leading, assessor)

    committee.go("/").follow("去填写").fill("phone", **SITE).send()
    committee.go("/cycles/new/").fill("year", year="2026").send()
    cycle = Cycle.objects.get()
    committee.go("/cycles/2026/settings/").fill("notice_days", notice_days="2", sheets_needed="1").send()
    committee.go("/cycles/2026/small-units/").fill("mode", mode="pooled").send()
    committee.go("/cycles/2026/open/").press("启动")
    assert Candidacy.objects.filter(cycle=cycle).count() == 501

    today(date(2026, 12, 21))
    cases = {name: Candidacy.objects.get(branch=branch) for name, branch in cases_of.items()}
    for name, (secretary, *_) in teams.items():
        self_assess(secretary, cases[name])

    today(date(2027, 1, 8))
    for name, (_, officer, _, assessor) in teams.items():
        officer.go("/").follow("成立考核组")
        member = str(assessor.user.pk)
        officer.fill("members", members=[member], leader=member).send()
        assess(officer, assessor, cases[name])
    committee.go("/").follow("核对名额并开启").press("开启")
    assert RecommendationList.objects.get(unit=units[BIG]).cap == 1
    assert RecommendationList.objects.get(unit=units[SMALL[0]]).cap == 0

    today(date(2027, 1, 20))
    for name, (_, _, leading, _) in teams.items():
        deliberate(leading, f"/cycles/2026/units/{units[name].pk}/recommendation/")
        if name == BIG:
            leading.go(f"/candidacies/{cases[name].pk}/recommend/").press("推荐")
        else:
            leading.go(f"/candidacies/{cases[name].pk}/forward/").fill("appraisal", appraisal="同意推送。").send()
    leading = teams[BIG][2]
    opinion = f"appraisal_{cases[BIG].pk}"
    leading.go(f"/cycles/2026/units/{units[BIG].pk}/recommendation/submit/").fill(opinion, **{opinion: "同意。"}).send()

    today(date(2027, 2, 3))  # the units' date has passed, nobody is taken back any more
    deliberate(second, "/cycles/2026/pool/")
    second.go(f"/cycles/2026/pool/{cases[SMALL[0]].pk}/").fill("note", note="基层基础扎实。").send()
    second.go("/cycles/2026/pool/finish/").fill("seen").send()
    assert Candidacy.objects.get(pk=cases[SMALL[1]].pk).state == State.FORWARDED

    today(date(2027, 6, 14))
    people = {person: str(person.user.pk) for person in (committee, department)}
    committee.go("/cycles/2026/naming/").follow("组成考核评定组")
    committee.fill("members", members=list(people.values()), leader=people[committee]).send()
    named = [cases[BIG], cases[SMALL[0]]]
    for case in named:
        committee.go(f"/candidacies/{case.pk}/verification/")
        verify(committee)
        for person in people:
            person.go(f"/candidacies/{case.pk}/evaluation/").fill("verdict", verdict="name").send()
    committee.go("/cycles/2026/naming/").follow("统一生效").press("统一生效")
    committee.go("/cycles/2026/naming/").follow("开始公示").press("开始公示")

    today(date(2027, 6, 28))
    committee.go("/cycles/2026/naming/").follow("冻结名单").press("冻结名单")
    for person in people:
        person.go("/cycles/2026/naming/").follow("查看名单后签署")
        person.fill("password", has_read=True, password=PASSWORD).send()
    today(date(2027, 7, 1))
    committee.go("/cycles/2026/naming/").follow("发布命名决定")
    leaders = {"leader_work_committee": "顾长河", "leader_organisation_department": "方致远"}
    typed = {"document_number": "平组通〔2027〕12号", "dated_on": "2027-07-01", "count": "2", **leaders}
    committee.fill("document_number", **typed).send()

    assert {honour.branch_id for honour in Honour.objects.all()} == {case.branch_id for case in named}
    assert {honour.named_on for honour in Honour.objects.all()} == {date(2027, 7, 1)}
    queue.work()
    pdf = teams[BIG][0].app.get(f"/notices/{Notice.objects.get(kind='naming').pk}.pdf")
    assert pdf.body.startswith(b"%PDF")

    committee.go("/cycles/2026/close/").fill("reason", reason="命名决定已发布。").send()
    open_cases = Candidacy.objects.filter(cycle=cycle).exclude(
        state__in=["named", "not_recommended", "not_applied", "not_answered"]
    )
    assert not open_cases.exists()
    teams[BIG][0].go("/")
    assert teams[BIG][0].sees("年度已命名为“四强”党支部")

"""Three years of four titles over HTTP, the clock moved from day to day: kept, revoked, lapsed, in dispute.

Everything up to the assessment is made by hand here: `test_journey` walks that way page by page.
"""

from datetime import date
from typing import Any

import pytest

from branches.models import Branch
from branches.permissions import Role
from evaluation.integrity import checks
from evaluation.models import Candidacy, Cycle, Honour, Plaque, Reinspection, Succession
from evaluation.self_assessment import steps as self_assessment_steps
from evaluation.succession.steps import confirm
from evaluation.vocabulary import HonourState, PlaqueState, ReinspectionState, State
from tests.support import factories
from tests.support.factories import PASSWORD
from tests.support.people import Person, deliberate, verify

LONG = "该支部班子长期不健全，组织生活不经常，作用发挥不明显。"
DEVIATES = {"deviation_8": "组织生活不经常。", "grounds": ["c8"]}


class City:
    """The people, each signed in, and the acts that come again every year."""

    def __init__(self, enter) -> None:
        self.enter = enter
        self.unit = factories.unit("市水利局")
        self.branches = [factories.branch(self.unit, f"第{number}党支部") for number in range(1, 41)]
        away = factories.branch(factories.unit("市林业局"))
        self.assessor = factories.person("钱考核", own_branch=self.branches[20])
        self.officer = self.person(Role.ORGAN_OFFICER, self.unit, away)
        self.leading = self.person(Role.LEADING_GROUP, self.unit, away)
        self.committee = self.person(Role.WORK_COMMITTEE, None, away)
        self.department = self.person(Role.ORGANISATION_DEPARTMENT, None, away)
        self.system = self.person(Role.SYSTEM_ADMIN, None, away)

    def person(self, role: Role, place, own: Branch) -> Person:
        user = factories.appointed(role, place, own_branch=own, name=role.label, since=date(2020, 1, 1))
        return self.enter(user.username)

    @property
    def bodies(self) -> tuple[Person, Person]:
        return self.committee, self.department

    def open(self, year: int) -> Cycle:
        self.committee.go("/cycles/new/").fill("year", year=str(year)).send()
        self.committee.go(f"/cycles/{year}/settings/").fill("notice_days", notice_days="0", sheets_needed="1").send()
        self.committee.go(f"/cycles/{year}/small-units/").fill("mode", mode="pooled").send()
        self.committee.go(f"/cycles/{year}/open/").press("启动")
        return Cycle.objects.get(year=year)

    def close(self, year: int) -> None:
        self.committee.go(f"/cycles/{year}/close/").fill("reason", reason="本年度办结。").send()

    def sign_and_proclaim(self, board: str, number: str, count: int) -> None:
        for person in self.bodies:
            person.go(board).follow("查看名单后签署")
            person.fill("password", has_read=True, password=PASSWORD).send()
        self.committee.go(board).follow("发布")
        leaders = {"leader_work_committee": "顾长河", "leader_organisation_department": "方致远"}
        self.committee.fill("document_number", document_number=number, count=str(count), **leaders).send()

    def reinspect(self, one: Reinspection, **more: Any) -> None:
        self.officer.go(f"/reinspections/{one.pk}/fill/")
        answers = {f"answer_{number}": "no" for number in range(1, 7)}
        self.officer.fill("suggestion", **answers, **more).send()

    def report(self, year: int) -> None:
        self.officer.go(f"/cycles/{year}/units/{self.unit.pk}/reinspections/report/").press("报送")

    def review(self, one: Reinspection, committee: str, department: str) -> None:
        for person, verdict in zip(self.bodies, (committee, department), strict=True):
            person.go(f"/reinspections/{one.pk}/review/").fill("verdict", verdict=verdict, reason="经研究。").send()


@pytest.fixture
def city(db, django_app_factory) -> City:
    return City(lambda username: Person(django_app_factory(csrf_checks=True), username))


def one(honour: Honour, year: int) -> Reinspection:
    return Reinspection.objects.get(honour=honour, cycle__year=year, is_special=False)


def test_a_title_lives_through_three_years(city, today):
    # The first year names four branches.
    cycle = city.open(2026)
    today(date(2027, 1, 8))
    cases = []
    for branch in city.branches[:4]:
        secretary = factories.appointed(Role.SECRETARY, branch, own_branch=branch)
        case = factories.fresh(Candidacy.objects.get(cycle=cycle, branch=branch))
        factories.fill_in(case, secretary)
        self_assessment_steps.apply(case, by=secretary)
        cases.append(factories.assessed(factories.fresh(case), city.officer.user, city.assessor))
    city.committee.go("/").follow("核对名额并开启").press("开启")
    today(date(2027, 1, 20))
    deliberate(city.leading, f"/cycles/2026/units/{city.unit.pk}/recommendation/")
    for case in cases:
        city.leading.go(f"/candidacies/{case.pk}/recommend/").press("推荐")
    city.leading.go(f"/cycles/2026/units/{city.unit.pk}/recommendation/submit/").press("报送")
    today(date(2027, 6, 14))
    ids = [str(person.user.pk) for person in city.bodies]
    city.committee.go("/cycles/2026/naming/").follow("组成考核评定组").fill(
        "members", members=ids, leader=ids[0]
    ).send()
    for case in cases:
        city.committee.go(f"/candidacies/{case.pk}/verification/")
        verify(city.committee)
        for person in city.bodies:
            person.go(f"/candidacies/{case.pk}/evaluation/").fill("verdict", verdict="name").send()
    city.committee.go("/cycles/2026/naming/").follow("统一生效").press("统一生效")
    city.committee.go("/cycles/2026/naming/").follow("冻结名单").press("冻结名单")
    today(date(2027, 7, 1))
    city.sign_and_proclaim("/cycles/2026/naming/", "平组通〔2027〕12号", 4)
    city.close(2026)
    kept, revoked, lapsed, disputed = Honour.objects.order_by("branch")
    plaque = Plaque.objects.create(
        honour=revoked, number="PDS-2026-002", state=PlaqueState.ISSUED, made_on=date(2027, 7, 1),
        issued_on=date(2027, 7, 1), issued_to="书记", by=city.committee.user, at=cycle.opened_at,
    )  # fmt: skip

    # The second year: re-inspected by the unit, reviewed by both bodies.
    today(date(2027, 12, 6))
    city.open(2027)
    assert Reinspection.objects.filter(cycle__year=2027).count() == 4
    assert not Candidacy.objects.filter(cycle__year=2027, branch__in=city.branches[:4]).exists()
    city.officer.go(f"/units/{city.unit.pk}/successions/dissolve/")
    city.officer.fill("basis", branch=str(lapsed.branch_id), effective_on="2027-12-06", basis="批复〔2027〕3号").send()
    confirm(Succession.objects.get(), by=city.committee.user)
    lapsed.refresh_from_db()
    assert (lapsed.state, one(lapsed, 2027).state) == (HonourState.LAPSED, ReinspectionState.VOID)
    today(date(2028, 1, 10))
    city.officer.go("/").follow("去复查")
    city.reinspect(one(kept, 2027), suggestion="suggest-keeping")
    city.reinspect(one(revoked, 2027), suggestion="suggest-revocation", reason=LONG, **DEVIATES)
    city.officer.go(f"/cycles/2027/units/{city.unit.pk}/reinspections/report/")
    assert city.officer.sees("还有1个支部没有复查建议")
    city.reinspect(one(disputed, 2027), suggestion="suggest-keeping")
    city.report(2027)
    today(date(2028, 5, 10))
    for person in city.bodies:
        person.go(f"/reinspections/{one(kept, 2027).pk}/review/").press("同意单位建议")
    assert one(kept, 2027).state == ReinspectionState.KEPT
    city.review(one(revoked, 2027), "revoke", "revoke")
    city.review(one(disputed, 2027), "keep", "revoke")
    city.committee.go("/cycles/2027/reinspections/").follow("核对后冻结撤销名单")
    assert city.committee.sees("收回牌匾PDS-2026-002")
    city.committee.press("冻结名单")
    city.sign_and_proclaim("/cycles/2027/reinspections/", "平组通〔2028〕6号", 1)
    revoked.refresh_from_db()
    plaque.refresh_from_db()
    assert (revoked.state, revoked.revocation_number) == (HonourState.REVOKED, "平组通〔2028〕6号")
    assert plaque.state == PlaqueState.ISSUED  # outstanding until its return is recorded
    today(date(2028, 7, 20))
    city.close(2027)
    disputed.refresh_from_db()
    assert disputed.state == HonourState.STANDING

    # The third year: the revoked branch applies again, the dispute is settled.
    today(date(2028, 12, 6))
    city.open(2028)
    again = Candidacy.objects.get(cycle__year=2028, branch=revoked.branch)
    secretary = city.person(Role.SECRETARY, revoked.branch, revoked.branch)
    secretary.go(f"/candidacies/{again.pk}/self-assessment/")
    assert secretary.sees("开始填写")
    assert again.state == State.DRAFT
    later = one(disputed, 2028)
    assert (later.carries_over, one(disputed, 2027).state) == (one(disputed, 2027), ReinspectionState.VOID)
    city.officer.go(f"/reinspections/{later.pk}/")
    assert city.officer.sees("没有办结，并入本次")
    city.reinspect(later, suggestion="suggest-keeping")
    city.reinspect(one(kept, 2028), suggestion="suggest-keeping")
    city.report(2028)
    today(date(2029, 2, 20))
    for person in city.bodies:
        person.go("/cycles/2028/reinspections/").follow("核对后一并同意保留").press("同意保留")
    assert {one(honour, 2028).state for honour in (kept, disputed)} == {ReinspectionState.KEPT}
    assert {honour.state for honour in Honour.objects.exclude(pk__in=[revoked.pk, lapsed.pk])} == {HonourState.STANDING}
    assert [result.problems for result in checks.check() if result.problems] == []

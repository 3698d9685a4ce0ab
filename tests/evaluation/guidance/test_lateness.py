"""逾期情况: who was late or silent, in the order of the register; what excuses, and what followed (D42, D59)."""

from datetime import date, timedelta
from io import BytesIO

import pytest
from openpyxl import load_workbook

from branches import clock
from branches.models import Appointment, Branch
from branches.permissions import Role
from evaluation.advance import Refused
from evaluation.guidance import lateness as year_lateness
from evaluation.guidance.delay import Matter
from evaluation.guidance.steps import half_year as half_year_steps
from evaluation.guidance.steps import measures as measures_steps
from evaluation.models import (
    Candidacy,
    Cycle,
    LatenessMeasure,
    ListVersion,
    Reinspection,
    ReinspectionReport,
    Transition,
)
from evaluation.vocabulary import Action, CycleState, State
from tests.support import factories

pytestmark = pytest.mark.django_db
PAGE = "/cycles/2026/lateness/"
TALK = {"kind": "talk", "on": date(2027, 1, 12), "document": "约谈记录〔2027〕1号"}


def moved(case, action, before, after, by, *, at, is_late=True):
    """A move as it stands on record."""
    number = case.transitions.count() + 1
    return Transition.objects.create(
        candidacy=case, number=number, action=action, before=before, after=after, by=by, is_late=is_late, at=at,
        digest=str(number),
    )  # fmt: skip


def found(cycle):
    return [(one.place, one.matter, one.label, one.excuse) for one in year_lateness.delays(cycle)]


def with_secretary(unit, name):
    made = factories.branch(unit, name)
    factories.appointed(Role.SECRETARY, made)
    return made


def test_silent_branches_stand_in_the_order_of_the_register_and_excused_ones_are_marked(
    cycle, branch, secretary, unit, today
):
    alone, added = factories.branch(unit, "无书记党支部"), with_secretary(unit, "后列入党支部")
    quiet = with_secretary(unit, "甲党支部")
    for one in (quiet, added, alone, branch):
        factories.candidacy(cycle, one)
    Candidacy.objects.filter(branch=added).update(added_on=date(2026, 12, 20))
    today(date(2027, 1, 10))
    assert found(cycle) == [], "its last day is not over"
    today(date(2027, 1, 11))
    silent = Matter.SELF_ASSESSMENT
    assert found(cycle) == [
        ("预算科党支部", silent, "未报", ""),
        ("无书记党支部", silent, "未报", "没有支部书记"),
        ("后列入党支部", silent, "未报", "启动后列入参评"),
        ("甲党支部", silent, "未报", ""),
    ]
    assert year_lateness.counted(year_lateness.by_unit(cycle)) == {"late": 0, "silent": 2, "excused": 2}
    Appointment.objects.filter(branch=quiet).update(ends_on=date(2027, 1, 9))
    assert year_lateness.of_branch(cycle, quiet)[0].excuse == "没有支部书记", "in that step"


def test_an_own_date_is_what_counts_and_a_return_excuses_what_comes_within_it(
    cycle, case, secretary, organ_officer, today
):
    at = clock.start_of(date(2027, 1, 14))
    moved(case, Action.APPLY, State.DRAFT, State.APPLIED, secretary, at=clock.now(), is_late=False)
    moved(case, Action.SEND_BACK, State.APPLIED, State.DRAFT, organ_officer, at=clock.now(), is_late=False)
    Candidacy.objects.filter(pk=case.pk).update(self_assessment_due=date(2027, 1, 15))
    today(date(2027, 1, 15))
    assert found(cycle) == []
    today(date(2027, 1, 16))
    assert found(cycle) == [("预算科党支部", Matter.CORRECTION, "未报", "")]
    moved(case, Action.APPLY, State.DRAFT, State.APPLIED, secretary, at=at)
    Candidacy.objects.filter(pk=case.pk).update(state=State.ASSESSED)
    assert found(cycle) == [], "sent back, it had a date of its own"


def test_late_moves_of_branch_and_unit(cycle, branch, secretary, organ_officer, leading_group, assessor, today):
    late = factories.candidacy(cycle, branch)
    at = clock.start_of(date(2027, 1, 12))
    moved(late, Action.APPLY, State.DRAFT, State.APPLIED, secretary, at=at)
    moved(late, Action.CONCLUDE, State.APPLIED, State.ASSESSED, organ_officer, at=at + timedelta(days=20))
    in_time = factories.candidacy(cycle, with_secretary(branch.unit, "按时党支部"))
    moved(in_time, Action.APPLY, State.DRAFT, State.APPLIED, secretary, at=clock.now(), is_late=False)
    moved(in_time, Action.CONCLUDE, State.APPLIED, State.ASSESSED, organ_officer, at=at + timedelta(days=10))
    waiting = factories.candidacy(cycle, with_secretary(branch.unit, "待考核党支部"))
    Candidacy.objects.filter(pk__in=[late.pk, in_time.pk]).update(state=State.ASSESSED)
    Candidacy.objects.filter(pk=waiting.pk).update(state=State.APPLIED)
    own = factories.recommendation_list(cycle, branch.unit)
    today(date(2027, 2, 1))
    assert found(cycle) == [
        ("本单位", Matter.ASSESSMENT, "逾期", ""),
        ("本单位", Matter.ASSESSMENT, "未报", ""),
        ("本单位", Matter.LIST, "未报", ""),
        ("预算科党支部", Matter.SELF_ASSESSMENT, "逾期", ""),
    ]
    assert [one.about for one in year_lateness.delays(cycle)[:2]] == ["按时党支部", "待考核党支部"]
    meeting = factories.deliberated(own, leading_group)
    ListVersion.objects.create(list=own, number=1, rows=[], deliberation=meeting, by=leading_group, at=clock.now())
    factories.submit(own)
    assert ("本单位", Matter.LIST, "逾期", "") in found(cycle)
    assert ("本单位", Matter.LIST, "未报", "") not in found(cycle)


def test_nothing_tells_what_a_unit_has_picked_on_a_list_that_stands_open(
    recommending, branch, secretary, organ_officer, leading_group, assessor, today
):
    case = factories.candidacy(recommending, branch)
    own = factories.recommendation_list(recommending, branch.unit)
    Candidacy.objects.filter(pk=case.pk).update(state=State.ASSESSED)
    today(date(2027, 2, 1))
    before = year_lateness.delays(recommending)
    moved(case, Action.RECOMMEND, State.ASSESSED, State.RECOMMENDED, leading_group, at=clock.now())
    Candidacy.objects.filter(pk=case.pk).update(state=State.RECOMMENDED, seat=own.seats.get(number=1))
    assert year_lateness.delays(recommending) == before


def test_reinspections_reported_late_or_not_at_all(cycle, branch, organ_officer, today):
    one = Reinspection.objects.create(cycle=cycle, honour=factories.honour(branch), since=clock.now())
    today(date(2027, 2, 1))
    assert found(cycle) == [("本单位", Matter.REINSPECTION, "未报", "")]
    report = ReinspectionReport.objects.create(
        cycle=cycle, unit=branch.unit, number=1, rows=[], is_late=True, by=organ_officer, at=clock.now()
    )
    Reinspection.objects.filter(pk=one.pk).update(report=report)
    assert found(cycle) == [("本单位", Matter.REINSPECTION, "逾期", "")]


def test_a_closed_year_tells_what_was_open_at_its_end(cycle, branch, secretary, work_committee, today):
    silent, left = (
        factories.candidacy(cycle, branch),
        factories.candidacy(cycle, with_secretary(branch.unit, "乙党支部")),
    )
    today(date(2027, 8, 1))
    moved(silent, Action.CLOSE, State.DRAFT, State.NOT_ANSWERED, work_committee, at=clock.now(), is_late=False)
    moved(left, Action.CLOSE, State.APPLIED, State.NOT_RECOMMENDED, work_committee, at=clock.now(), is_late=False)
    Candidacy.objects.filter(pk=silent.pk).update(state=State.NOT_ANSWERED)
    Candidacy.objects.filter(pk=left.pk).update(state=State.NOT_RECOMMENDED)
    Cycle.objects.filter(pk=cycle.pk).update(state=CycleState.CLOSED, closed_at=clock.now())
    cycle.refresh_from_db()
    assert found(cycle) == [
        ("本单位", Matter.ASSESSMENT, "未报", ""),
        ("预算科党支部", Matter.SELF_ASSESSMENT, "未报", ""),
    ]


def test_the_half_year_inspection_counts_by_its_own_dates(
    cycle, branch, secretary, work_committee, organ_officer, today
):
    Branch.objects.filter(short_name="办公室党支部").update(dissolved_on=date(2026, 12, 8))
    report = half_year_steps.begin(
        cycle, by=work_committee, answers_due=date(2026, 12, 14), summaries_due=date(2026, 12, 21)
    )
    today(date(2026, 12, 22))
    assert found(cycle) == [
        ("本单位", Matter.SUMMARY, "未报", ""),
        ("预算科党支部", Matter.ANSWER, "未报", ""),
        ("办公室党支部", Matter.ANSWER, "未报", "支部已撤销"),
    ]
    half_year_steps.answer(report, branch, by=secretary, progress="进展。")
    half_year_steps.sum_up(report, branch.unit, by=organ_officer, text="小结。")
    assert {label for _, _, label, excuse in found(cycle) if not excuse} == {"逾期"}


@pytest.fixture
def late(cycle, branch, secretary, today):
    """The own unit and a foreign one, each with a silent branch."""
    for one in (branch, with_secretary(factories.unit("市体育局"), "体育党支部")):
        factories.candidacy(cycle, one)
    today(date(2027, 1, 12))
    return cycle


def test_the_city_sees_all_and_a_unit_itself_over_http(
    client, late, branch, secretary, organ_officer, leading_group, work_committee, organisation_department, audit_admin
):
    own, foreign = f"/cycles/2026/units/{branch.unit_id}/lateness/", "市体育局"
    for user, sees_all in (
        (work_committee, True), (organisation_department, True), (organ_officer, False), (leading_group, False),
    ):  # fmt: skip
        client.force_login(user)
        page = client.get(PAGE).content.decode()
        assert ("预算科党支部" in page, foreign in page) == (True, sees_all)
        rows = list(load_workbook(BytesIO(client.get(f"{PAGE}?export=xlsx").content)).active.values)[1:]
        assert [row[:4] for row in rows][:1] == [("市财政局", "预算科党支部", "支部自评和申请", "未报")]
        assert len(rows) == (2 if sees_all else 1)
        other = Branch.objects.get(short_name="体育党支部").unit_id
        assert client.get(f"/cycles/2026/units/{other}/lateness/").status_code == (200 if sees_all else 404)
        assert client.get(own).status_code == 200
    for user in (secretary, audit_admin):
        client.force_login(user)
        assert client.get(PAGE).status_code == 403


def test_what_followed_is_recorded_beside_it_and_struck_out_but_kept(
    client, late, branch, work_committee, organ_officer, organisation_department
):
    own = f"/cycles/2026/units/{branch.unit_id}/lateness/"
    for user in (organ_officer, organisation_department):
        client.force_login(user)
        assert client.post(f"{own}record/", TALK).status_code == 403
    client.force_login(work_committee)
    tomorrow = client.post(f"{own}record/", TALK | {"on": "2027-01-13"})
    assert tomorrow.status_code == 422 and TALK["document"] in tomorrow.content.decode()
    assert client.post(f"{own}record/", TALK | {"kind": "other"}).status_code == 422
    assert client.post(f"{own}record/", TALK | {"branch": branch.pk}).url == own
    one = LatenessMeasure.objects.get()
    assert (one.branch, one.unit) == (branch, branch.unit)
    client.force_login(organ_officer)
    page = client.get(own).content.decode()
    assert "约谈" in page and TALK["document"] in page and "作废" not in page
    assert client.post(f"/lateness/{one.pk}/strike/", {"reason": "登错。"}).status_code == 403
    client.force_login(work_committee)
    assert client.post(f"/lateness/{one.pk}/strike/", {"reason": ""}).status_code == 422
    assert client.post(f"/lateness/{one.pk}/strike/", {"reason": "登错单位。"}).url == own
    assert client.post(f"/lateness/{one.pk}/strike/", {"reason": "再来。"}).status_code == 409
    page = client.get(own).content.decode()
    assert "<del>" in page and "登错单位。" in page and TALK["document"] in page
    assert TALK["document"] not in client.get(PAGE).content.decode()


def test_nothing_follows_where_nothing_was_late(late, work_committee):
    quiet = factories.branch(factories.unit("市科技局"))
    with pytest.raises(Refused, match="没有逾期或未报"):
        measures_steps.record(late, quiet.unit, by=work_committee, **TALK)

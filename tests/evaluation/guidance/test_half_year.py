"""半年督查: one short answer a branch, one summary a unit, and 市直工委 sees who is silent (D48)."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import load_workbook

from branches.permissions import Role
from evaluation import worklist
from evaluation.advance import Refused
from evaluation.guidance.steps import half_year as half_year_steps
from evaluation.models import AskedBranch, Cycle, HalfYearAnswer, HalfYearReport
from evaluation.vocabulary import CycleState
from evaluation.vocabulary.duties import Duty
from tests.support import factories

pytestmark = pytest.mark.django_db
PAGE = "/cycles/2026/halfyear/"
DATES = {"answers_due": date(2026, 12, 14), "summaries_due": date(2026, 12, 21)}


@pytest.fixture
def report(branch, work_committee):
    """Of a year in preparation, on 7 December."""
    return half_year_steps.begin(factories.cycle(2026, CycleState.DRAFT), by=work_committee, **DATES)


def owed(user, duty):
    return [task for task in worklist.tasks(user) if task.duty is duty]


def signed_in(client, user):
    client.force_login(user)
    return client


def test_it_goes_up_over_http(
    client, branch, work_committee, secretary, organ_officer, leading_group, foreign_officer, organisation_department
):
    factories.cycle(2026, CycleState.DRAFT)
    holder = factories.branch(branch.unit, "有称号党支部")
    factories.honour(holder)
    assert signed_in(client, secretary).get(PAGE).status_code == 404
    signed_in(client, work_committee)
    late = {"answers_due": "2026-12-01", "summaries_due": "2026-12-21"}
    assert "不能早于今天" in client.post(f"{PAGE}begin/", late).content.decode()
    given = {name: day.isoformat() for name, day in DATES.items()}
    turned = given | {"summaries_due": given["answers_due"]}
    assert "须晚于支部填报截止" in client.post(f"{PAGE}begin/", turned).content.decode()
    assert client.get(f"{PAGE}begin/").context["branches"] == 3
    assert client.post(f"{PAGE}begin/", given | {"request": "写清换届情况。"}).url == PAGE
    assert "一个年度只有一次" in client.post(f"{PAGE}begin/", given).content.decode()
    assert AskedBranch.objects.filter(branch=holder).exists(), "holders of the honour too"

    (task,) = owed(secretary, Duty.ANSWER_HALF_YEAR)
    assert (task.url, task.due) == (f"/cycles/2026/branches/{branch.pk}/halfyear/", DATES["answers_due"])
    assert "写清换届情况。" in signed_in(client, secretary).get(task.url).content.decode()
    wrong = client.post(task.url, {"progress": "", "difficulty": "缺活动场所。", "seen": 0})
    assert wrong.status_code == 422 and "缺活动场所。" in wrong.content.decode()
    assert client.post(task.url, {"progress": "已开展学习8次。", "difficulty": "缺活动场所。", "seen": 0}).url == PAGE
    assert not owed(secretary, Duty.ANSWER_HALF_YEAR)
    stale = client.post(task.url, {"progress": "另一人写的。", "seen": 0})
    assert stale.status_code == 409
    assert "另一人写的。" in stale.content.decode() and "已开展学习8次。" in stale.content.decode()
    assert client.post(task.url, {"progress": "已开展学习9次。", "seen": 1}).url == PAGE
    assert client.post(f"/cycles/2026/branches/{holder.pk}/halfyear/", {"progress": "x"}).status_code == 404
    assert client.get(f"{PAGE}begin/").status_code == 403

    (task,) = owed(organ_officer, Duty.SUM_UP_HALF_YEAR)
    assert (task.hint, task.due) == ("2个支部还没有填报", DATES["summaries_due"])
    page = signed_in(client, organ_officer).get(task.url).content.decode()
    assert "已开展学习9次。" in page, "the answers stand beside it"
    waiting = client.post(task.url, {"text": "总体平稳。", "seen": 0})
    assert waiting.status_code == 422 and "还有2个支部没有填报" in waiting.content.decode()
    assert signed_in(client, foreign_officer).get(task.url).status_code == 404
    unit_page = f"/cycles/2026/units/{branch.unit_id}/halfyear/"
    assert client.get(unit_page).status_code == 404
    assert "已开展学习9次。" in signed_in(client, leading_group).get(unit_page).content.decode()
    assert client.get(task.url).status_code == 403

    city = signed_in(client, organisation_department).get(f"{PAGE}?answer=silent")
    assert (city.context["answered"], city.context["branches"]) == (1, 3)
    assert "有称号党支部" in city.content.decode() and "已开展学习9次。" not in city.content.decode()
    rows = list(load_workbook(BytesIO(client.get(f"{PAGE}?export=xlsx").content)).active.values)
    assert [row[1:3] for row in rows[1:]] == [
        ("预算科党支部", "已填报"),
        ("办公室党支部", "未填报"),
        ("有称号党支部", "未填报"),
    ]


def test_after_its_date_the_first_answer_counts_as_late_and_none_is_changed(
    report, branch, secretary, organ_officer, today
):
    today(date(2026, 12, 15))
    half_year_steps.answer(report, branch, by=secretary, progress="进展。")
    with pytest.raises(Refused, match="不能再改"):
        half_year_steps.answer(report, branch, by=secretary, progress="改。")
    half_year_steps.sum_up(report, branch.unit, by=organ_officer, text="小结。")
    half_year_steps.sum_up(report, branch.unit, by=organ_officer, text="小结，更全。")
    today(date(2026, 12, 22))
    with pytest.raises(Refused, match="不能再改"):
        half_year_steps.sum_up(report, branch.unit, by=organ_officer, text="又改。")
    assert [one.text for one in report.summaries.all()] == ["小结。", "小结，更全。"]


def test_a_branch_that_is_dissolved_holds_no_summary_up(report, branch, secretary, organ_officer):
    for asked in report.asked.exclude(branch=branch):
        asked.branch.__class__.objects.filter(pk=asked.branch_id).update(dissolved_on=date(2026, 12, 7))
    half_year_steps.answer(report, branch, by=secretary, progress="进展。")
    assert half_year_steps.sum_up(report, branch.unit, by=organ_officer, text="小结。").number == 1


def test_whoever_was_not_asked_does_not_answer_and_nobody_once_the_year_is_over(report, secretary, branch):
    later = factories.branch(branch.unit, "新设党支部")
    new = factories.appointed(Role.SECRETARY, later)
    with pytest.raises(Refused, match="没有发给本支部"):
        half_year_steps.answer(report, later, by=new, progress="进展。")
    assert not owed(new, Duty.ANSWER_HALF_YEAR)
    Cycle.objects.filter(pk=report.cycle_id).update(state=CycleState.CLOSED)
    with pytest.raises(Refused, match="已结束"):
        half_year_steps.answer(report, branch, by=secretary, progress="进展。")
    assert not owed(secretary, Duty.ANSWER_HALF_YEAR)
    assert not HalfYearAnswer.objects.exists()
    assert HalfYearReport.objects.count() == 1


def test_a_secretary_of_two_branches_answers_for_each(report, branch, secretary, client):
    second = (
        report.asked.exclude(branch=branch).get().branch if report.asked.count() > 1 else factories.branch(branch.unit)
    )
    AskedBranch.objects.get_or_create(report=report, branch=second, unit=branch.unit)
    factories.access.grant(secretary, Role.SECRETARY, second, starts_on=date(2020, 1, 1), by=None)
    assert len(owed(secretary, Duty.ANSWER_HALF_YEAR)) == 2
    half_year_steps.answer(report, second, by=secretary, progress="进展。")
    assert len(owed(secretary, Duty.ANSWER_HALF_YEAR)) == 1
    assert len(signed_in(client, secretary).get(PAGE).context["own"]) == 2

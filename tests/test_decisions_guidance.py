"""Decisions on 五（一）, all year round: each rule with a test that names it, and its twin."""

from datetime import date

import pytest
from django.urls import reverse

from branches import clock
from branches.permissions import Role
from evaluation.advance import Refused
from evaluation.guidance import lateness as year_lateness
from evaluation.guidance import queries as guidance_queries
from evaluation.guidance.steps import arrangement as arrangement_steps
from evaluation.guidance.steps import half_year as half_year_steps
from evaluation.guidance.steps import measures as measures_steps
from evaluation.models import Candidacy, LatenessMeasure, RecommendationList
from evaluation.vocabulary import CycleState, State
from tests.support import factories

pytestmark = pytest.mark.django_db
TEXT = {"title": "年度工作安排", "text": "抓好组织生活。"}
DATES = {"answers_due": date(2026, 12, 14), "summaries_due": date(2026, 12, 21)}
TALK = {"kind": "talk", "on": date(2026, 12, 7), "document": "约谈记录1号"}


def counted(cycle):
    return year_lateness.counted(year_lateness.by_unit(cycle))


@pytest.fixture
def silent(cycle, unit, branch, secretary, today):
    """Past its date: a branch with a secretary, one without, in the order of the register."""
    for one in (factories.branch(unit, "无书记党支部"), branch):
        factories.candidacy(cycle, one)
    today(date(2027, 1, 11))
    return cycle


def test_D42_late_and_silent_stand_by_the_register_and_excused_ones_are_not_counted(silent):
    found = [(one.place, one.label, one.excuse) for one in year_lateness.delays(silent)]
    assert found == [("预算科党支部", "未报", ""), ("无书记党支部", "未报", "没有支部书记")]
    assert counted(silent) == {"late": 0, "silent": 1, "excused": 1}


def test_D42_without_its_excuse_a_branch_without_a_secretary_counts(silent, monkeypatch):
    monkeypatch.setattr(year_lateness, "_excused", lambda cycle, found: found)
    assert counted(silent) == {"late": 0, "silent": 2, "excused": 0}


def test_D48_one_of_each_goes_to_the_branches_active_that_day_holders_too(branch, work_committee):
    preparing = factories.cycle(2026, CycleState.DRAFT)
    holder = factories.branch(branch.unit)
    factories.honour(holder)
    gone = factories.branch(branch.unit, dissolved_on=clock.today())
    made = arrangement_steps.write(preparing, by=work_committee, **TEXT)
    arrangement_steps.publish(made, by=work_committee)
    report = half_year_steps.begin(preparing, by=work_committee, **DATES)
    for rows in (made.readings, report.asked):
        went_to = set(rows.values_list("branch", flat=True))
        assert {branch.pk, holder.pk} <= went_to and gone.pk not in went_to
    with pytest.raises(Refused, match="一个年度只有一个"):
        arrangement_steps.write(preparing, by=work_committee, **TEXT)
    with pytest.raises(Refused, match="一个年度只有一次"):
        half_year_steps.begin(preparing, by=work_committee, **DATES)


def test_D48_without_its_rule_nobody_would_see_what_a_year_in_preparation_carries(
    branch, work_committee, secretary, client, monkeypatch
):
    preparing = factories.cycle(2026, CycleState.DRAFT)
    half_year_steps.begin(preparing, by=work_committee, **DATES)
    client.force_login(secretary)
    page = reverse("evaluation:half_year", args=[2026])
    assert client.get(page).status_code == 200
    monkeypatch.setattr(
        guidance_queries, "years", lambda user: preparing.__class__.objects.exclude(state=CycleState.DRAFT)
    )
    assert client.get(page).status_code == 404


def test_D48_the_panel_reads_both_beside_the_candidate(
    client, recommending, branch, secretary, organ_officer, work_committee, organisation_department
):
    made = arrangement_steps.write(recommending, by=work_committee, **TEXT)
    arrangement_steps.publish(made, by=work_committee)
    dates = {"answers_due": date(2027, 1, 8), "summaries_due": date(2027, 1, 9)}
    report = half_year_steps.begin(recommending, by=work_committee, **dates)
    case = factories.candidacy(recommending, branch)
    own = factories.recommendation_list(recommending, branch.unit)
    Candidacy.objects.filter(pk=case.pk).update(state=State.RECOMMENDED, seat=own.seats.get(number=1))
    RecommendationList.objects.filter(pk=own.pk).update(state="submitted", submitted_at=clock.now())
    page = reverse("evaluation:naming_evaluate", args=[case.pk])
    client.force_login(organisation_department)
    shown = client.get(page).content.decode()
    assert "日常工作" in shown and "未阅" in shown and "未填报" in shown
    arrangement_steps.pass_on(made, branch.unit, by=organ_officer)
    arrangement_steps.read(made, branch, by=secretary, number=1)
    for other in report.asked.exclude(branch=branch):
        half_year_steps.answer(
            report, other.branch, by=factories.appointed(Role.SECRETARY, other.branch), progress="无。"
        )
    half_year_steps.answer(report, branch, by=secretary, progress="换届已经完成。", difficulty="缺活动场所。")
    half_year_steps.sum_up(report, branch.unit, by=organ_officer, text="总体平稳。")
    shown = client.get(page).content.decode()
    assert all(words in shown for words in ("已阅", "换届已经完成。", "缺活动场所。", "总体平稳。"))


def test_D59_what_followed_is_recorded_only_where_somebody_was_late(silent, branch, work_committee):
    measures_steps.record(silent, branch.unit, branch=branch, by=work_committee, **TALK)
    assert [one.document for one in year_lateness.line(silent, branch.unit).in_force] == [TALK["document"]]
    quiet = factories.branch(factories.unit())
    with pytest.raises(Refused, match="没有逾期或未报"):
        measures_steps.record(silent, quiet.unit, by=work_committee, **TALK)


def test_D59_without_its_rule_it_is_recorded_of_anybody(silent, work_committee, monkeypatch):
    monkeypatch.setattr(year_lateness, "concerns", lambda cycle, unit, branch: True)
    measures_steps.record(silent, factories.branch(factories.unit()).unit, by=work_committee, **TALK)
    assert LatenessMeasure.objects.exists()

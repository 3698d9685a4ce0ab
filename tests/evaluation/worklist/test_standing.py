"""Home says where everybody stands, also him who has nothing to do: for whom he waits, or how it is with what he looks after."""

import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache

from branches import audit, clock
from branches.permissions import Role
from evaluation.models import Cycle, Sweep
from evaluation.status import queries as status_queries
from evaluation.worklist import new_site, views
from evaluation.worklist.home import own_cases
from evaluation.worklist.standing import standing
from tests.support import boards, factories


def head(client, user):
    """The first section of the page, without its marks."""
    client.force_login(user)
    page = client.get("/").content.decode()
    return re.sub("</?span[^>]*>", "", page.split('<section class="hero">')[1].split("</section>")[0])


def test_a_branch_that_has_applied_reads_for_whom_it_waits_and_whom_to_ring(client, case, secretary, organ_officer):
    organ_officer.phone = "13900000001"
    organ_officer.save()
    factories.applied(case, secretary)
    found = head(client, secretary)
    assert f"已提交，等{case.unit.organ_organisation}考核" in found
    assert "考核截止1月20日（周三）" in found
    assert organ_officer.name in found and "13900000001" in found
    for label in ("看回执", "发现写错了"):
        assert label in found


def test_a_branch_that_is_picked_reads_the_same_until_the_list_is_handed_in(
    client, case, secretary, organ_officer, assessor, leading_group
):
    """D34."""
    factories.assessed(factories.applied(case, secretary), organ_officer, assessor)
    Cycle.objects.filter(pk=case.cycle_id).update(state="recommending")
    own = boards.open_list(case.cycle, case.unit, leading_group, base=10)
    before = head(client, secretary)
    assert "已考核，等结果" in before
    boards.pick(leading_group, factories.fresh(case))
    assert head(client, secretary) == before
    factories.submit(own)
    assert head(client, secretary) != before, "the twin: handed in, it is told"


def test_a_branch_that_missed_the_day_is_told_so(case, secretary, today):
    today(date(2027, 1, 11))
    assert standing(secretary, own_cases(secretary)).sentence == "今年没有提交申请"


def test_whoever_runs_the_year_reads_how_many_units_have_not_begun(client, case, secretary, work_committee, today):
    other = factories.candidacy(case.cycle)
    found = standing(work_committee, [])
    assert found.sentence == "2个单位还没有支部申请，1月10日（周日）截止"
    client.force_login(work_committee)
    assert other.unit.name in client.get(found.url).content.decode()
    factories.applied(case, secretary)
    assert standing(work_committee, []).clauses[0].startswith("1个单位")
    listed = client.get(found.url).content.decode().split('id="units"')[1]
    assert other.unit.name in listed and case.unit.name not in listed
    today(date(2027, 1, 11))
    assert standing(work_committee, []) is None


def test_the_system_administrator_reads_what_has_to_be_seen_to(system_admin, monkeypatch):
    cache.clear()
    lines = [status_queries.Line("数据库", "正常"), status_queries.Line("磁盘", "满", "请清理。")]
    monkeypatch.setattr(status_queries, "lines", lambda: lines)
    assert standing(system_admin, []).sentence == "有1项需要处理：磁盘满"
    assert status_queries.headline([lines[1], lines[1]]) == "有2项需要处理：磁盘、磁盘"
    cache.clear()
    monkeypatch.setattr(status_queries, "lines", lambda: lines[:1])
    assert standing(system_admin, []).sentence == "系统运行正常"


def test_what_is_wrong_comes_first_and_says_for_how_long(client, system_admin, secretary):
    Sweep.objects.create(name="announce", started_at=clock.now() - timedelta(days=14))
    found = status_queries.lines()
    assert [bool(line.advice) for line in found] == sorted((bool(line.advice) for line in found), reverse=True)
    stopped = next(line for line in found if line.label == "自动任务")
    assert (stopped.value[:5], bool(stopped.advice)) == ("停了14天", True)
    client.force_login(system_admin)
    page = client.get("/status/").content.decode()
    assert "项需要处理：" in page.split("</h1>")[0]
    assert page.split("<tbody>")[1].index("停了14天") < page.split("<tbody>")[1].index("tag-done")


def test_the_system_administrator_sees_all_lines_as_ticks_whatever_else_waits(
    client, system_admin, security_admin, branch, monkeypatch
):
    Sweep.objects.create(name="announce", started_at=clock.now() - timedelta(days=14))
    cache.clear()
    monkeypatch.setattr(views.new_site, "way_of", lambda user, among: new_site.Way())
    client.force_login(system_admin)
    page = client.get("/").content.decode()
    ticks = page.split('<ul class="ticks"')[1].split("</ul>")[0]
    assert [label for label in ("数据库", "自动任务", "磁盘") if label not in ticks] == []
    assert "tag-look" in ticks and "tag-done" in ticks
    client.force_login(security_admin)
    assert '<ul class="ticks"' not in client.get("/").content.decode()


@pytest.mark.parametrize(("days", "sentence"), [(30, "1个任职30天内到期"), (31, "没有需要确认的任职")])
def test_the_security_administrator_reads_which_posts_end_soon(unit, security_admin, days, sentence):
    officer = factories.appointed(Role.ORGAN_OFFICER, unit)
    officer.appointments.update(ends_on=clock.today() + timedelta(days=days))
    assert standing(security_admin, []).sentence == sentence


def test_the_security_administrator_reads_how_many_people_hold_no_post(unit, security_admin):
    factories.person("无职务", unit=unit)
    assert standing(security_admin, []).sentence == "1人没有任职"


def test_a_unit_with_nothing_to_do_reads_for_whom_its_cases_wait_and_whom_to_ring(
    case, secretary, organ_officer, leading_group, assessor
):
    assert standing(organ_officer, []).sentence == "等1个支部自评"
    assert standing(organ_officer, []).note == "自评1月10日（周日）截止"
    factories.applied(case, secretary)
    found = standing(leading_group, [])
    assert found.sentence == f"等{case.unit.organ_organisation}办理"
    assert (found.note, list(found.people)) == ("1个支部已申请", [organ_officer])
    factories.assessed(factories.fresh(case), organ_officer, assessor)
    assert standing(organ_officer, []).sentence == f"等{case.unit.leading_group}办理"


def test_the_auditor_reads_how_many_acts_of_the_week_to_look_at(audit_admin, unit, system_admin, today):
    assert standing(audit_admin, []).sentence == "最近7天没有高风险操作"
    for verb in ("导出参评支部", "导出党支部", "退回评分", "修改单位"):
        audit.record(verb, unit, by=system_admin)
    found = standing(audit_admin, [])
    assert (found.sentence, found.note) == ("最近7天高风险操作3条", "退回1　导出2")
    today(clock.today() + timedelta(days=8))
    assert standing(audit_admin, []).sentence == "最近7天没有高风险操作"


def test_the_task_of_the_head_stands_in_the_list_too(client, case, secretary):
    client.force_login(secretary)
    page = client.get("/")
    (task,) = page.context["near"]
    assert page.context["first"].url == task.url
    assert len(page.context["near"]) + len(page.context["later"]) == len(page.context["tasks"])


def test_what_is_due_after_two_months_is_folded_where_something_is_nearer(client, work_committee, cycle, unit):
    client.force_login(work_committee)
    page = client.get("/")
    by = clock.today() + timedelta(days=60)
    assert all(task.due and task.due > by for task in page.context["later"])

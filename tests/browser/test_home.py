"""Whoever signs in reads where he stands without moving the page: the sentence and its button are in the first 600 pixels.

The pages are made by the test itself, one year in order, and shown with the style sheets of the site: no server is started.
"""

import re
from datetime import date

import pytest
from django.test import Client
from playwright.sync_api import sync_playwright

from branches.models import Branch
from branches.permissions import Role
from evaluation.advance import advance
from evaluation.assessment.steps import assessment as assessment_steps
from evaluation.assessment.steps import team as team_steps
from evaluation.models import Cycle
from evaluation.vocabulary import Action
from tests.browser.conftest import ARGUMENTS, EXECUTABLE
from tests.support import boards, factories
from tests.support.shown import styled

pytestmark = [pytest.mark.browser, pytest.mark.django_db]
FIRST_SIGHT = 600
Scene = tuple[str, str, str, str]


@pytest.fixture
def scenes(case, secretary, organ_officer, assessor, leading_group, work_committee, organisation_department,
           system_admin, security_admin, audit_admin, today) -> list[Scene]:  # fmt: skip
    """(who, what he reads, his button, the page), in the order of a year."""
    found: list[Scene] = []

    def look(person, sentence, button="", url="/"):
        client = Client()
        client.force_login(person)
        page = client.get(url).content.decode()
        found.append((f"{person.name} {sentence}", sentence, button, styled(page)))

    look(system_admin, "项需要处理：", "查看")
    for branch in Branch.objects.exclude(pk=case.branch_id):
        factories.appointed(Role.SECRETARY, branch)
    look(security_admin, "1人没有任职", "办理任职")
    look(audit_admin, "最近7天没有高风险操作", "看审计记录")
    for person in (assessor, organisation_department):
        look(person, "现在没有待办")
    look(work_committee, "1个单位还没有支部申请，1月10日（周日）截止", "看单位")
    look(leading_group, "等1个支部自评")
    look(secretary, "填写2026年度自评，1月10日（周日）截止", "开始填写")
    factories.fill_in(case, secretary)
    look(secretary, "已填完28项，请检查并提交", "检查并提交")
    advance(case, Action.APPLY, by=secretary)
    look(secretary, "已提交，等市财政局机关党委考核", "看回执")
    look(organ_officer, "成立考核组，1月20日（周三）截止", "成立考核组")
    team_steps.form_team(case.cycle, case.unit, leader=assessor, members=[assessor], by=organ_officer)
    look(assessor, "去市财政局预算科党支部评分，1月20日（周三）截止", "去评分")
    look(organ_officer, "考核还差1个支部，1月20日（周三）前提交", "办理")
    look(organ_officer, "还差4件事：先实地查看", "记录实地查看", f"/candidacies/{case.pk}/")
    assessment_steps.send_back(
        factories.fresh(case), by=organ_officer, note="请补正。", due=date(2027, 1, 12), items={"c3": "日期写错。"}
    )
    look(secretary, "退回1项，1月12日（周二）前补正", "改第3项")
    advance(factories.fresh(case), Action.APPLY, by=secretary)
    factories.assessed(factories.fresh(case), organ_officer, assessor)
    look(secretary, "已考核，等结果", "看办理情况")
    look(organ_officer, "汇总考核意见", "汇总成文")
    assessment_steps.draw_up(case.cycle, case.unit, by=organ_officer)
    look(organ_officer, "等市财政局党组办理")
    Cycle.objects.update(state="recommending")
    today(factories.IN_JANUARY)
    boards.open_list(case.cycle, case.unit, leading_group, base=20)
    look(leading_group, "名额2个，已选0个，1月31日（周日）前报送", "打开推荐名单")
    return found


def test_everybody_reads_where_he_stands_at_first_sight(scenes):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        page = browser.new_page()
        wrong = {}
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 740})
            for who, sentence, button, html in scenes:
                page.set_content(html, wait_until="domcontentloaded")
                if fault := _fault(page, sentence, button):
                    wrong[who, width] = fault
        browser.close()
    assert wrong == {}


def _fault(page, sentence, button):
    head = page.locator("main h1")
    box = head.bounding_box()
    if sentence not in head.inner_text().replace("\n", ""):
        return head.inner_text()
    if not 0 < box["y"] <= box["y"] + box["height"] <= FIRST_SIGHT:
        return f"the sentence ends at {box['y'] + box['height']}"
    if button:
        one = page.locator(".hero .btn-primary")
        end = one.bounding_box()
        if not re.fullmatch(button, one.inner_text()) or end["y"] + end["height"] > FIRST_SIGHT:
            return f"{one.inner_text()} ends at {end['y'] + end['height']}"
    return "" if page.evaluate("document.documentElement.scrollWidth <= innerWidth") else "moves sideways"

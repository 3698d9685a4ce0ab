"""The year goes on in a real browser without any script: picking, signing, proclaiming, the scores."""

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.support import crawl


@pytest.fixture
def plain_page(open_page):
    """A telephone without scripts."""
    return lambda account: open_page(account, width=360, javascript=False)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.click(f"button:visible:has-text('{name}')")


def test_leading_group_picks_and_writes_its_opinions(plain_page):
    page = plain_page("leading_group")
    page.click(".hero .btn-primary")
    picked = page.locator("button:has-text('取消')")
    before = picked.count()
    press(page, "选入")
    expect(page.locator("main")).to_contain_text("已选入")
    assert picked.count() == before + 1
    press(page, "▼")
    expect(page.locator("main")).to_contain_text("推荐顺序已保存")
    press(page, "取消")
    assert picked.count() == before
    press(page, "选入")
    page.click("a:has-text('检查并报送')")
    # Branches of the unit may still answer: until then the list waits, and what is written for it is kept (D39).
    expect(page.locator("main")).to_contain_text("个支部在自评、期限未到")
    assert page.locator("button:has-text('报送市直工委')").count() == 0
    for field in page.locator("main textarea").all():
        field.fill("经会议研究，按程序办理。")
    press(page, "保存意见，暂不报送")
    expect(page.locator("main")).to_contain_text("综合考评意见已保存，名单还没有报送")


def test_department_signs_and_the_committee_proclaims(plain_page):
    department, committee = plain_page("organisation_department"), plain_page("work_committee")
    department.goto(crawl.find(department, "/versions/N/"))
    count = department.locator("main tbody tr").count()
    department.check("[name=has_read]", force=True)
    department.fill("[name=password]", settings.DEMO_PASSWORD)
    press(department, "签署第")
    expect(department.locator("main")).to_contain_text("双方")
    committee.goto(crawl.find(committee, "/cycles/N/naming/"))
    committee.click(".btn-primary:has-text('登记签发')")
    committee.fill("[name=leader]", "方致远")
    committee.fill("[name=signed_on]", timezone.localdate().isoformat())
    press(committee, "登记")
    committee.goto(crawl.find(committee, "/decisions/N/proclaim/"))
    committee.fill("[name=document_number]", "平组通〔2027〕99号")
    committee.fill("[name=count]", str(count))
    press(committee, "发布，命名")
    for page in (committee, department):
        page.goto(committee.url)
        expect(page.locator("main")).to_contain_text("平组通〔2027〕99号")


def test_assessor_scores_and_finds_it_again(plain_page):
    page = plain_page("assessor")
    page.goto(crawl.find(page, "/candidacies/N/assessment/score/all/"))
    address = page.url
    page.check("[name=c1-mark][value=partly]", force=True)
    page.fill("[name=c1-note]", "看了会议记录。")
    press(page, "保存")
    page.goto(address)
    assert page.is_checked("[name=c1-mark][value=partly]")
    assert page.input_value("[name=c1-note]") == "看了会议记录。"

"""Scoring on a phone: with a tap, without JavaScript, and through a lost connection."""

from playwright.sync_api import Page, expect

CRITERIA = 20


def start(page: Page) -> None:
    """From the assessor's list to the first criterion of the first branch that waits: two taps."""
    page.goto("/assessments/")
    page.locator("section.card-box a.btn", has_text="开始评分").first.click()
    expect(page.locator("h1")).to_contain_text("1. ")


def indicator(page: Page):
    return page.locator("[data-autosave-status]")


def test_a_branch_is_scored_without_javascript(open_page):
    page = open_page("assessor", width=360, javascript=False)
    start(page)
    for number in range(1, CRITERIA + 1):
        expect(page.locator("h1")).to_contain_text(f"{number}. ")
        page.check("input[value=unmet]" if number == 5 else "input[value=met]")
        page.click(".bottom-bar button")
    expect(page.locator("h1")).to_have_text("请核对后提交")
    page.click(".bottom-bar button")
    expect(page.locator(".errors")).to_contain_text("第5项评为“未达到”，请写明现场看到什么。")
    page.locator(".task a").nth(4).click()
    page.fill("[name=note]", "只见到两次记录。")
    page.click(".bottom-bar button")
    page.locator(".back a").click()
    page.click(".bottom-bar button")
    expect(page.locator("[role=status]").first).to_contain_text("的评分已提交")


def test_one_tap_keeps_a_mark(open_page):
    page = open_page("assessor", width=360)
    start(page)
    address = page.url
    page.locator(".choice label", has_text="基本达到").click()
    expect(indicator(page)).to_contain_text("已保存到服务器")
    page.goto(address)
    expect(page.locator("input[value=partly]")).to_be_checked()


def test_marks_and_notes_outlive_a_lost_connection(open_page):
    page = open_page("assessor", width=360)
    page.goto("/assessments/")
    page.locator("section.card-box a.btn").last.click()
    address = page.url
    page.context.set_offline(True)
    page.locator(".choice label", has_text="未达到").click()
    page.fill("[name=note]", "地下室没有网络，先写下。")
    expect(indicator(page)).to_contain_text("没有网络")
    page.context.set_offline(False)
    expect(indicator(page)).to_contain_text("已保存到服务器", timeout=15000)
    page.goto(address)
    expect(page.locator("input[value=unmet]")).to_be_checked()
    expect(page.locator("[name=note]")).to_have_value("地下室没有网络，先写下。")

"""Step 1 in a browser: the secretary's way from the task list to the receipt, with and without scripts."""

import re

import pytest
from django.conf import settings
from playwright.sync_api import Page, expect

from tests.support import files
from tests.support.soundness import faults

WORDS = "开展警示教育4次，全体党员签订承诺书。"


@pytest.fixture
def tasks(open_page):
    """Opens the secretary's task list."""

    def open_tasks(*, width: int = 1280, javascript: bool = True) -> Page:
        page = open_page("secretary", width=width, javascript=javascript)
        page.goto("/candidacies/?state=draft")
        page.locator("main table a[href^='/candidacies/']").first.click()
        page.click("a:text-is('支部自评')")
        return page

    return open_tasks


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.click(f"button:visible:has-text('{name}')")


def fill_in_the_rest(page: Page) -> None:
    """From an open criterion to the last one."""
    while "/criteria/" in page.url:
        page.check("[name=mark][value=met]", force=True)
        page.fill("[name=statement]", WORDS)
        press(page, "保存，继续")


def test_every_page_is_sound(tasks):
    page = tasks()
    start = page.url
    parts = (
        "",
        "all/",
        "criteria/14/",
        "basics/",
        "declarations/",
        "resolution/",
        "check/",
        "print/",
        "print/?blank=1",
    )
    found = {}
    for part in parts:
        page.goto(start + part)
        found[part] = faults(page)
    page.goto(start)
    page.click("text=材料库")
    found["library"] = faults(page)
    assert not any(found.values()), found


def test_typing_is_saved_by_itself_and_is_there_again(tasks):
    page = tasks()
    page.click(".hero .btn-primary")
    page.fill("[name=statement]", WORDS)
    expect(page.locator("[data-autosave-status]")).to_contain_text("已保存到服务器", timeout=10_000)
    page.reload()
    assert page.input_value("[name=statement]") == WORDS


def test_two_windows_show_both_texts_and_lose_none(tasks):
    one, two = tasks(), tasks()
    for page in (one, two):
        page.click("a:has-text('岗位建功')")
    one.fill("[name=statement]", "第一个窗口写的")
    expect(one.locator("[data-autosave-status]")).to_contain_text("已保存到服务器", timeout=10_000)
    two.fill("[name=statement]", "第二个窗口写的")
    expect(two.locator(".autosave-sides")).to_contain_text("第一个窗口写的", timeout=10_000)
    assert faults(two) == []
    two.click("text=合并后保存")
    expect(two.locator("[data-autosave-status]")).to_contain_text("已保存到服务器", timeout=10_000)
    two.reload()
    assert {"第一个窗口写的", "第二个窗口写的"} <= set(two.input_value("[name=statement]").split("\n"))


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-autosave-status]")).to_contain_text(words, timeout=10_000)


def test_every_line_of_the_whole_page_is_saved_by_itself(tasks):
    page = tasks()
    page.click("a:has-text('整页填写')")
    page.fill("[name=c16-statement]", "第十六项写的")
    page.fill("[name=c17-statement]", "第十七项写的")
    page.check("[name=c17-mark][value=partly]", force=True)
    says(page, "已保存到服务器")
    expect(page.locator("[name=c16-base_version]")).not_to_have_value("0", timeout=10_000)
    page.goto(page.url.replace("all/", "criteria/16/"))
    assert page.input_value("[name=statement]") == "第十六项写的"
    page.goto(page.url.replace("criteria/16/", "all/"))
    assert page.input_value("[name=c17-statement]") == "第十七项写的"
    expect(page.locator("[name=c17-mark][value=partly]")).to_be_checked()


def test_a_conflict_on_the_whole_page_stands_at_its_line(tasks):
    one, two = tasks(), tasks()
    for page in (one, two):
        page.click("a:has-text('整页填写')")
    one.fill("[name=c18-statement]", "第一个窗口写的")
    says(one, "已保存到服务器")
    two.fill("[name=c18-statement]", "第二个窗口写的")
    panel = two.locator("#c18 [role=alert]")
    expect(panel).to_contain_text("您在另一个窗口也改了这里", timeout=10_000)
    two.fill("[name=c19-statement]", "别的项照常保存")
    expect(two.locator("[name=c19-base_version]")).not_to_have_value("0", timeout=10_000)
    assert faults(two) == []
    panel.locator("text=合并后保存").click()
    says(two, "已保存到服务器")
    two.reload()
    assert two.input_value("[name=c18-statement]") == "第二个窗口写的\n第一个窗口写的"


def test_the_whole_page_is_saved_without_scripts_on_a_telephone(tasks):
    page = tasks(width=360, javascript=False)
    page.click("a:has-text('整页填写')")
    page.check("[name=c20-mark][value=met]", force=True)
    page.fill("[name=c20-statement]", WORDS)
    page.fill("[name=c19-statement]", "字" * 320)
    press(page, "保存，继续填写")
    expect(page.locator("#c19 .field-errors").last).to_contain_text("超出20字")
    assert page.input_value("[name=c19-statement]") == "字" * 320
    assert page.input_value("[name=c20-statement]") == WORDS
    page.check("[name=c19-mark][value=met]", force=True)
    page.fill("[name=c19-statement]", WORDS)
    press(page, "保存并返回清单")
    expect(page.locator("[role=status]").first).to_contain_text("已保存1项。")


def sign_in(page: Page, account: str) -> None:
    page.fill("[name=username]", account)
    page.fill("[name=password]", settings.DEMO_PASSWORD)
    page.press("[name=password]", "Enter")


def test_whoever_signs_in_again_in_another_tab_comes_back_to_a_saved_page(tasks):
    page = tasks()
    page.click(".hero .btn-primary")
    page.context.clear_cookies()
    page.fill("[name=statement]", "登录过期时写的")
    says(page, "登录已过期，已存在本机")
    with page.context.expect_page() as opened:
        page.click("text=重新登录")
    sign_in(opened.value, "secretary")
    expect(page.locator("[data-autosave-status]")).to_contain_text("已保存到服务器", timeout=10_000)
    assert opened.value.is_closed()
    page.reload()
    assert page.input_value("[name=statement]") == "登录过期时写的"


def test_another_person_who_signs_in_meanwhile_gets_nothing_under_his_name(tasks):
    page = tasks()
    page.click(".hero .btn-primary")
    before = page.input_value("[name=statement]")
    page.context.clear_cookies()
    page.fill("[name=statement]", "书记写的，不是别人的")
    says(page, "登录已过期")
    with page.context.expect_page() as opened:
        page.click("text=重新登录")
    sign_in(opened.value, "assessor")
    says(page, "现在登录的是另一个人，这一页的内容不会存到他名下")
    assert page.input_value("[name=statement]") == "书记写的，不是别人的"
    fresh = tasks()
    fresh.click(".hero .btn-primary")
    assert fresh.input_value("[name=statement]") == before


def test_whole_way_without_scripts_on_a_telephone(tasks):
    page = tasks(width=360, javascript=False)
    start = page.url
    page.click(".hero .btn-primary")
    page.fill("[name=statement]", "字" * 320)
    press(page, "保存，继续")
    expect(page).to_have_title(re.compile("^错误："))
    assert page.input_value("[name=statement]") == "字" * 320
    page.set_input_files("[name=upload]", [{"name": "台账.xlsx", "mimeType": "", "buffer": files.xlsx()}])
    press(page, "添加到本项")
    expect(page.locator("main")).to_contain_text("台账")
    fill_in_the_rest(page)
    for number in range(1, 7):
        page.check(f"[name=d{number}][value={'pending' if number == 2 else 'no'}]", force=True)
    press(page, "保存申报")
    page.fill("[name=d2]", "等次尚未公布。")
    press(page, "保存说明")
    page.goto(f"{start}basics/")
    press(page, "核对无误")
    page.goto(f"{start}resolution/")
    held_on = page.evaluate("new Date(Date.now() - 864e5).toISOString().slice(0, 10)")
    numbers = {"met_on": held_on, "expected": "9", "present": "9", "in_favour": "8", "resolution": "同意申请。"}
    for name, value in numbers.items():
        page.fill(f"[name={name}]", value)
    press(page, "保存")
    page.click("a:text-is('检查并提交')")
    press(page, "提交给")
    assert page.url.endswith("/receipt/")
    expect(page.locator("main")).to_contain_text("回执号")
    page.click("text=看看我提交的内容")
    expect(page.locator("main")).to_contain_text(WORDS)
    expect(page.locator("main")).not_to_contain_text("等次尚未公布")

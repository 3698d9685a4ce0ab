"""Step 1 in a browser: the secretary's way from the task list to the receipt, with and without scripts."""

import re

import pytest
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
    parts = ("", "criteria/14/", "basics/", "declarations/", "resolution/", "check/", "print/", "print/?blank=1")
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

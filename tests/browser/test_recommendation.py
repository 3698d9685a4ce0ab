"""Step 3 in a browser: the leading Party group's board and 市直工委's pool, with and without scripts."""

import re
from functools import cache

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page

PARTS = ("", "papers/", "deliberation/", "submit/")


@cache
def axe() -> Axe:
    return Axe()


def faults(page: Page) -> list[str]:
    """What is wrong with a page for eyes and screen readers."""
    found = [one["id"] for one in axe().run(page).response["violations"]]
    if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
        found.append("scrolls sideways")
    return found


def press(page: Page, button: Locator) -> None:
    with page.expect_navigation():
        button.click()


def picked(page: Page) -> list[str]:
    labels = [box.get_attribute("aria-label") or "" for box in page.locator("input[name^=rank_]").all()]
    return [label.removesuffix("的顺序") for label in labels]


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_of_the_board_is_sound_at(open_page, width):
    page = open_page("leading_group", width=width)
    page.goto("/recommendation/")
    board = page.url
    found = {}
    for part in PARTS:
        page.goto(board + part)
        found[part] = faults(page)
    page.goto(f"{board}deliberation/")
    press(page, page.locator("button:visible:has-text('保存会议记录')"))
    found["errors"] = faults(page)
    assert page.locator(".errors").evaluate("box => box === document.activeElement")
    assert {part: names for part, names in found.items() if names} == {}


@pytest.mark.parametrize("width", [360, 1280])
def test_every_page_of_the_pool_is_sound_at(open_page, width):
    page = open_page("work_committee", width=width)
    page.goto("/pool/")
    pool = page.url
    found = {"": faults(page)}
    for part in ("deliberation/", "finish/"):
        page.goto(pool + part)
        found[part] = faults(page)
    page.goto(pool)
    page.locator("a:text-is('查看并选定')").first.click()
    found["pick"] = faults(page)
    assert {part: names for part, names in found.items() if names} == {}


def test_the_sentence_and_the_button_are_seen_at_once(open_page):
    page = open_page("leading_group", width=360)
    page.goto("/recommendation/")
    assert re.match(r"已选\d个，最多\d个，\d+月\d+日（周.）前报送", page.inner_text("h1"))
    box = page.locator("a.btn-primary").first.bounding_box()
    assert box
    assert box["y"] + box["height"] < 600


def test_picking_to_the_cap_swapping_and_ordering_without_scripts(open_page):
    page = open_page("leading_group", width=360, javascript=False)
    page.goto("/recommendation/")
    while page.locator("button:has-text('选入')").count():
        press(page, page.locator("button:has-text('选入')").first)
    full = picked(page)
    press(page, page.locator("a:has-text('选入')").first)
    assert "名额已满" in page.inner_text("h1")
    press(page, page.locator("button:has-text('换下')").first)
    swapped = picked(page)
    assert swapped[1:] == full[1:]
    assert swapped[0] != full[0]
    press(page, page.locator(f"button[aria-label='{swapped[0]}下移一位']"))
    assert picked(page)[:2] == [swapped[1], swapped[0]]
    page.fill(f"input[aria-label='{swapped[0]}的顺序']", "1")
    press(page, page.locator("button:has-text('保存填写的顺序')"))
    assert picked(page) == swapped
    page.click("a:has-text('检查并报送')")
    # Branches of the unit may still answer: until then the list waits, and what is written for it is kept (D39).
    assert page.inner_text("h1") == f"检查并报送：推荐{len(swapped)}个支部"
    assert page.locator("button:has-text('报送市直工委')").count() == 0
    for box in page.locator("main textarea").all():
        box.fill("承担重点任务，群众评价高。")
    press(page, page.locator("button:has-text('保存意见，暂不报送')"))
    assert "名单还没有报送" in page.inner_text("main")

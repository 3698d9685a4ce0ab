"""The score sheet in a real browser: grades within reach on every telephone, a row an item on a wide screen, no script needed."""

import pytest
from playwright.sync_api import Page, expect

CRITERIA = 20
PHONES = [(360, 640, False), (320, 568, False), (360, 640, True), (320, 568, True)]
# One item at a time, as the list of items opens it; the bar says the most that it may.
SHOW = """part => {
    document.querySelector(`[data-jump] a[href="#${part}"]`).click();
    document.querySelector('[data-place]').textContent = '已存本机 10:21';
}"""
# Of the grades of an item: rows they stand in, how far down the last ends, and where the bar begins.
GRADES = """part => {
    const boxes = [...document.querySelectorAll(`#${part} .grades label`)].map(one => one.getBoundingClientRect());
    return {
        rows: new Set(boxes.map(box => Math.round(box.top))).size,
        bottom: Math.max(...boxes.map(box => box.bottom)),
        right: Math.max(...boxes.map(box => box.right)),
        broken: [...document.querySelectorAll(`#${part} .grades label span`)].filter(one => one.getClientRects().length > 2).length,
        bar: document.querySelector('.bottom-bar').getBoundingClientRect().top,
    };
}"""
# What the focus is on: how it stands between the head and the bar.
FOCUS = """() => {
    const one = document.activeElement;
    const box = (one.labels && one.labels.length && one.type === 'radio' ? one.labels[0] : one).getBoundingClientRect();
    const head = document.querySelector('.score-head'), bar = document.querySelector('.bottom-bar');
    const inside = bar.contains(one) || head.contains(one) || one.closest('.skip');
    return {
        name: one.name || one.textContent.trim().slice(0, 12),
        last: bar.contains(one),
        hidden: !inside && (box.top >= bar.getBoundingClientRect().top || box.bottom <= head.getBoundingClientRect().bottom),
    };
}"""
TWICE = """async () => {
    const form = document.querySelector('#f'), body = new URLSearchParams({
        csrfmiddlewaretoken: form.elements.csrfmiddlewaretoken.value, person: form.dataset.person, part: 'c3',
        op: 'c7b3e9a0-1f42-4c7a-9a39-0d9f4a1b2c3d', base_version: '0', mark: 'met', note: '同时到的。' });
    const send = () => fetch(form.dataset.save, { method: 'POST', body, headers: { Accept: 'application/json' } });
    const answers = await Promise.all([send(), send(), send()]);
    return Promise.all(answers.map(one => one.text()));
}"""


def start(page: Page, *, javascript: bool = True) -> None:
    """From the assessor's list to the sheet of the first branch that waits: two taps. Scripts are at work on it by then."""
    page.goto("/assessments/")
    page.locator("section.card-box a.btn", has_text="评分").first.click()
    page.wait_for_url("**/score/all/*")
    if javascript:
        expect(page.locator("[data-chip]")).to_contain_text("已上传", timeout=20000)


def press(page: Page, name: str) -> None:
    with page.expect_navigation():
        page.click(f".bottom-bar button:has-text('{name}')")


def test_a_branch_is_scored_by_one_save_without_javascript(open_page):
    page = open_page("assessor", width=360, javascript=False)
    start(page, javascript=False)
    address = page.url
    for number in range(1, CRITERIA + 1):
        page.check(f"[name=c{number}-mark][value={'unmet' if number == 5 else 'met'}]", force=True)
    press(page, "保存")
    expect(page.locator("main [role=status]").first).to_contain_text("已保存")
    assert page.locator("#f input[type=radio]:checked").count() == CRITERIA
    press(page, "核对并提交")
    expect(page.locator(".errors")).to_contain_text("第5项评为“未达到”，请写明现场看到什么。")
    expect(page.locator("#c5 .item-note .field-errors")).to_contain_text("请写明现场看到什么")
    page.fill("[name=c5-note]", "只见到两次记录。")
    press(page, "核对并提交")
    expect(page.locator("h1")).to_have_text("请核对后提交")
    press(page, "提交本支部评分")
    expect(page.locator("[role=status]").first).to_contain_text("的评分已提交")
    page.goto(address)
    assert page.locator("main input[type=radio]").count() == 0
    expect(page.locator("#c5")).to_contain_text("只见到两次记录。")
    scripted = open_page("assessor", width=360)
    scripted.goto(address)
    expect(scripted.locator("[data-position]")).to_have_text("第1项，共20项")
    assert scripted.locator(".score-dot-full").count() == CRITERIA


@pytest.mark.parametrize(("width", "height", "is_large"), PHONES)
def test_grades_stand_in_one_row_above_the_bar(open_page, width, height, is_large):
    page = phone(open_page, width, height, is_large=is_large)
    found = {}
    for number in range(1, CRITERIA + 1):
        page.evaluate(SHOW, part := f"c{number}")
        found[part] = page.evaluate(GRADES, part)
    assert {part: one for part, one in found.items() if one["rows"] != 1} == {}
    assert {part: one for part, one in found.items() if not 0 < one["bottom"] <= one["bar"] or one["broken"]} == {}
    assert max(one["right"] for one in found.values()) <= width
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_twin_a_taller_head_would_push_them_under_the_bar(open_page):
    page = phone(open_page, 320, 568, is_large=True)
    page.evaluate("document.querySelector('.score-tabs').insertAdjacentHTML('afterend', '<p>长</p>'.repeat(8))")
    page.evaluate(SHOW, "c12")
    found = page.evaluate(GRADES, "c12")
    assert found["bottom"] > found["bar"]


def phone(open_page, width: int, height: int, *, is_large: bool = False) -> Page:
    page = open_page("assessor", width=width)
    page.set_viewport_size({"width": width, "height": height})
    start(page)
    if is_large:
        page.evaluate("document.documentElement.classList.add('large')")
    return page


def test_what_is_wrong_leads_to_an_item_that_was_not_shown(open_page):
    page = phone(open_page, 360, 640)
    page.evaluate(SHOW, "remark")
    press(page, "核对并提交")
    page.locator(".errors summary").click()
    page.locator(".errors a", has_text="第5项还没有评分。").click()
    expect(page.locator("#c5")).to_be_visible()
    assert page.locator("#c5 .grades").bounding_box()["y"] > 0
    assert page.evaluate("document.activeElement.name") == "c5-mark"
    assert page.evaluate(GRADES, "c5")["bottom"] <= page.evaluate(GRADES, "c5")["bar"]


def test_the_bar_stays_at_the_bottom_of_a_short_item(open_page):
    page = phone(open_page, 360, 640)
    page.evaluate(SHOW, "remark")
    bar = page.locator(".bottom-bar").bounding_box()
    assert round(bar["y"] + bar["height"]) == 640


def test_the_focus_is_never_under_the_bar_or_the_head(open_page):
    page = open_page("assessor", width=360, javascript=False)
    page.set_viewport_size({"width": 360, "height": 640})
    start(page, javascript=False)
    hidden, steps = [], 0
    while steps < 200:
        page.keyboard.press("Tab")
        steps += 1
        found = page.evaluate(FOCUS)
        hidden += [found["name"]] if found["hidden"] else []
        if found["last"]:
            break
    assert steps > 3 * CRITERIA
    assert hidden == []


@pytest.mark.parametrize("width", [320, 360, 640, 768, 1024, 1280, 1920])
def test_the_page_never_scrolls_sideways(open_page, width):
    page = open_page("assessor", width=width)
    start(page)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_wide_screen_shows_a_row_an_item(open_page):
    page = open_page("assessor")
    start(page)
    for part in ("c1", "c12", "c20"):
        head, grades = page.locator(f"#{part} h3").bounding_box(), page.locator(f"#{part} .grades").bounding_box()
        note = page.locator(f"#{part} textarea").bounding_box()
        assert grades["x"] > head["x"] + head["width"]
        assert abs(grades["y"] - head["y"]) < 12
        assert (round(note["x"]), note["height"] <= 52) == (round(grades["x"]), True)
        # Three lines beside the branch's words: the grades, what was seen, photographs.
        assert page.locator(f"#{part}").bounding_box()["height"] <= 176
    assert page.locator(".top").is_visible()


def test_on_a_wide_screen_one_button_leads_to_what_is_not_marked_yet(open_page):
    page = open_page("assessor")
    page.goto("/assessments/")
    page.locator("section.card-box a.btn", has_text="评分").last.click()
    expect(page.locator("[data-chip]")).to_contain_text("已上传", timeout=20000)
    following = page.locator(".bottom-bar button:has-text('下一个未评项')")
    open_ones = [
        f"c{number}" for number in range(1, CRITERIA + 1) if not page.locator(f"[name=c{number}-mark]:checked").count()
    ]
    for part in (open_ones[0], open_ones[1]):
        following.click()
        assert page.evaluate("document.activeElement.closest('[data-part]').id") == part
        page.check(f"[name={part}-mark][value=met]", force=True)
    page.locator(f"#{open_ones[-1]} textarea").focus()
    following.click()
    assert page.evaluate("document.activeElement.closest('[data-part]').id") == open_ones[2]


def test_three_sends_of_one_save_at_once_get_one_answer(open_page):
    page = open_page("assessor")
    page.goto("/assessments/")
    page.locator("section.card-box a.btn", has_text="评分").last.click()
    page.wait_for_url("**/score/all/*")
    answers = page.evaluate(TWICE)
    assert len(set(answers)) == 1
    assert '"version": 1' in answers[0]
    page.reload()
    assert page.locator("#c3").get_attribute("data-version") == "1"

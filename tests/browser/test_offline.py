"""A branch is scored where there is no network, on the real pages: prepared, cut off, brought home."""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image
from playwright.sync_api import Browser, BrowserContext, FilePayload, Locator, Page, Route, expect

from tests.browser.conftest import ARGUMENTS, EXECUTABLE
from tests.plugins.databases import Scratch, copy, drop
from tests.plugins.sites import serving

CRITERIA = 20
PHONE = 360
HOST = "phone.test"


def chip(page: Page, words: str | re.Pattern[str]) -> None:
    expect(page.locator("[data-chip] summary")).to_have_text(words, timeout=20000)


def due(page: Page) -> list[str]:
    """The addresses of the branches that wait to be scored, as 考核 lists them."""
    page.goto("/assessments/")
    return [str(one.get_attribute("data-url")) for one in page.locator("[data-ready-case]").all()]


def prepare(page: Page) -> list[str]:
    """Every branch, so that it opens without network; returns the addresses."""
    found = due(page)
    page.get_by_role("button", name="全部备好").click()
    expect(page.locator("[data-ready-count]")).to_contain_text(f"已备好{len(found)}个", timeout=30000)
    return found


def section(page: Page, part: str) -> Locator:
    return page.locator(f"[data-part={part}]")


def mark(page: Page, part: str, value: str = "met") -> None:
    page.locator(f"[name={part}-mark][value={value}]").check(force=True)


def score_all(page: Page) -> None:
    """From the first item to the last with 下一项, as on a phone, once the page has taken its shape."""
    expect(page.locator("[data-chip] summary")).to_be_visible(timeout=20000)
    page.evaluate("location.hash = ''")
    for number in range(1, CRITERIA + 1):
        expect(section(page, f"c{number}")).to_be_visible()
        mark(page, f"c{number}")
        page.locator("[data-next]").click()


def versions(page: Page) -> dict[str, tuple[str, str]]:
    """What the server holds: version and mark of each criterion, read off its own page without any script."""
    return page.evaluate(
        """async (count) => {
        const text = await (await fetch(location.pathname, {cache: "reload"})).text();
        const page = new DOMParser().parseFromString(text, "text/html");
        const found = {};
        for (let number = 1; number <= count; number += 1) {
          const chosen = page.querySelector(`[name=c${number}-mark]:checked`);
          const one = page.querySelector(`[data-part=c${number}]`);
          found[`c${number}`] = [one.dataset.version, chosen ? chosen.value : ""];
        }
        return found;
    }""",
        CRITERIA,
    )


def drop_answers(context: BrowserContext, number: int) -> Callable[[], int]:
    """The server does what it is asked, and so many of its answers get lost; returns how many are left to lose."""
    left = [number]

    def handle(route: Route) -> None:
        answer = route.fetch()
        if left[0]:
            left[0] -= 1
            route.abort()
        else:
            route.fulfill(response=answer)

    context.route("**/score/save/", handle)
    return lambda: left[0]


def try_until(page: Page, condition: Callable[[], bool]) -> None:
    """Let the page try again, sooner than its pauses would, until it has come so far."""
    for _ in range(100):
        if condition():
            return
        page.evaluate("window.dispatchEvent(new Event('online'))")
        page.wait_for_timeout(200)
    pytest.fail("the page did not come so far")


def sign_in(page: Page, account: str) -> None:
    page.goto("/login/")
    page.fill("[name=username]", account)
    page.fill("[name=password]", settings.DEMO_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)


def test_twenty_items_without_network_and_three_lost_answers_make_twenty_rows(open_page):
    page = open_page("assessor", width=PHONE)
    address = prepare(page)[0]
    page.context.set_offline(True)
    page.goto(address)
    score_all(page)
    chip(page, f"断网·待传{CRITERIA}")
    page.reload()
    chip(page, f"断网·待传{CRITERIA}")
    expect(page.locator("[name=c20-mark][value=met]")).to_be_checked()
    left = drop_answers(page.context, 3)
    page.context.set_offline(False)
    try_until(page, lambda: not left())
    chip(page, "已上传")
    assert versions(page) == {f"c{number}": ["1", "met"] for number in range(1, CRITERIA + 1)}


def test_who_is_quicker_than_the_scripts_loses_nothing_of_now_and_before(open_page):
    page = open_page("assessor", width=PHONE)
    address = due(page)[0]
    page.context.route("**/score/save/", lambda route: route.abort())
    page.goto(f"{address}#c3")
    chip(page, "已上传")
    page.fill("[name=c3-note]", "还没有上传的")
    chip(page, "断网·待传1")
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.context.route("**/scoring/page*.js", hold)
    with page.expect_request("**/scoring/page*.js"):
        page.reload()
    mark(page, "c3")
    page.fill("[name=c4-note]", "抢先写的")
    page.context.unroute("**/score/save/")
    held.pop().continue_()
    chip(page, "已上传")
    expect(page.locator("[name=c3-note]")).to_have_value("还没有上传的")
    page.reload()
    expect(page.locator("[name=c3-mark][value=met]")).to_be_checked()
    expect(page.locator("[name=c3-note]")).to_have_value("还没有上传的")
    expect(page.locator("[name=c4-note]")).to_have_value("抢先写的")


def test_an_edit_on_the_pc_between_a_lost_answer_and_its_retry_stands(open_page):
    phone = open_page("assessor", width=PHONE)
    address = due(phone)[-1]
    phone.goto(f"{address}#c1")
    chip(phone, "已上传")
    drop_answers(phone.context, 1)
    mark(phone, "c1", "partly")
    chip(phone, "断网·待传1")
    pc = open_page("assessor")
    pc.goto(address)
    chip(pc, "已上传")
    expect(pc.locator("[name=c1-mark][value=partly]")).to_be_checked()
    pc.fill("[name=c1-note]", "电脑上写的")
    expect(pc.locator("[data-place]")).to_contain_text("已存本机")
    wait_for_version(pc, "c1", "2")
    phone.evaluate("window.dispatchEvent(new Event('online'))")
    chip(phone, "已上传")
    expect(phone.locator("[data-conflict]")).to_have_count(0)
    pc.reload()
    expect(pc.locator("[name=c1-note]")).to_have_value("电脑上写的")


def wait_for_version(page: Page, part: str, version: str) -> None:
    for _ in range(200):
        if versions(page)[part][0] == version:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"{part} is not at version {version}")


def test_a_session_that_ends_without_network_is_made_good_by_signing_in_again(open_page):
    page = open_page("assessor", width=PHONE)
    address = prepare(page)[1]
    page.context.set_offline(True)
    page.goto(f"{address}#c2")
    chip(page, "已上传")
    mark(page, "c2")
    chip(page, "断网·待传1")
    page.context.clear_cookies()
    page.context.set_offline(False)
    chip(page, re.compile("登录已过期·待传1"))
    page.click("[data-chip] summary")
    with page.context.expect_page() as opened:
        page.locator(".chip-list").get_by_role("link", name="重新登录").click()
    again = opened.value
    again.fill("[name=username]", "assessor")
    again.fill("[name=password]", settings.DEMO_PASSWORD)
    again.press("[name=password]", "Enter")
    page.bring_to_front()
    chip(page, "已上传")
    assert versions(page)["c2"] == ["1", "met"]


def test_signing_out_takes_prepared_pages_away(open_page):
    page = open_page("assessor", width=PHONE)
    address = prepare(page)[0]
    page.goto("/assessments/")
    page.locator("form[data-sign-out] button").first.dispatch_event("click")
    page.wait_for_url("**/login/**")
    assert page.evaluate("caches.keys().then((names) => names.filter((name) => name.startsWith('prepared|')))") == []
    page.context.set_offline(True)
    page.goto(address)
    expect(page.locator("h1")).to_have_text("没有网络，打不开这一页")
    expect(page.get_by_text("本机没有备好的支部")).to_be_visible()


def test_without_network_a_page_that_is_not_prepared_says_what_is(open_page):
    page = open_page("assessor", width=PHONE)
    found = prepare(page)
    page.context.set_offline(True)
    page.goto(found[0].replace("score/all/", ""))
    expect(page.locator("h1")).to_have_text("没有网络，打不开这一页")
    page.locator("main a").first.click()
    expect(page.locator("form[data-scoring]")).to_be_visible()


def test_the_next_person_opens_nothing_of_the_one_before_and_sends_nothing(open_page):
    page = open_page("assessor", width=PHONE)
    address = prepare(page)[0]
    page.context.set_offline(True)
    page.goto(f"{address}#c3")
    page.fill("[name=c3-note]", "前一位写的")
    chip(page, "断网·待传1")
    page.goto("about:blank")
    page.context.clear_cookies()
    page.context.set_offline(False)
    sign_in(page, "organ_officer")
    expect(page.locator("[data-others]")).to_contain_text("1项未上传")
    expect(page.locator("[data-others]")).not_to_contain_text("前一位写的")
    page.context.set_offline(True)
    page.goto(address)
    expect(page.locator("h1")).to_have_text("没有网络，打不开这一页")
    page.context.set_offline(False)
    page.context.clear_cookies()
    sign_in(page, "assessor")
    try_until(page, lambda: page.evaluate("Object.keys(localStorage).every((key) => !key.startsWith('unsent:'))"))
    page.goto(address)
    expect(page.locator("[name=c3-note]")).to_have_value("前一位写的")


def packs(page: Page) -> list[str]:
    """The names of the caches with prepared pages: person, case, release, time."""
    return page.evaluate("caches.keys().then((names) => names.filter((name) => name.startsWith('prepared|')))")


def test_prepared_pages_go_after_seven_days_but_not_one_with_unsent_work(open_page):
    page = open_page("assessor", width=PHONE)
    address = prepare(page)[0]
    page.goto(f"{address}#c4")
    chip(page, "已上传")
    page.context.set_offline(True)
    page.fill("[name=c4-note]", "还没有传")
    chip(page, "断网·待传1")
    page.context.set_offline(False)
    page.context.route("**/score/save/", lambda route: route.abort())
    page.clock.set_fixed_time(datetime.now(UTC) + timedelta(days=8))
    page.goto("/assessments/")
    expect(page.locator("[data-ready-count]")).to_contain_text("已备好1个")
    assert [name.split("|")[2] for name in packs(page)] == [address.split("/")[2]]


def test_a_new_release_prepares_a_page_anew_when_it_is_opened(open_page):
    page = open_page("assessor", width=PHONE)
    address = prepare(page)[0]
    before = [name for name in packs(page) if f"|{address.split('/')[2]}|" in name]

    def released(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=re.sub('data-release="[^"]*"', 'data-release="99.0"', answer.text()))

    page.context.route(f"**{address}", released)
    page.goto(address)

    def is_new() -> bool:
        now = [name.split("|")[3] for name in packs(page) if f"|{address.split('/')[2]}|" in name]
        return now == ["99.0"]

    try_until(page, is_new)
    assert len(before) == 1 and "|99.0|" not in before[0]


def photograph() -> FilePayload:
    picture = BytesIO()
    Image.new("RGB", (640, 480), "grey").save(picture, "JPEG")
    return {"name": "现场.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def test_a_photograph_taken_without_network_outlives_the_page_and_goes_out_last(open_page):
    page = open_page("assessor", width=PHONE)
    address = prepare(page)[-1]
    page.context.set_offline(True)
    page.goto(f"{address}#c7")
    page.set_input_files("#photo-7", [photograph()])
    chip(page, "断网·待传1")
    mark(page, "c7")
    chip(page, "断网·待传2")
    page.reload()
    chip(page, "断网·待传2")
    sent: list[str] = []
    page.on("request", lambda one: sent.append(one.url.split("/")[-2]) if one.method == "POST" else None)
    page.context.set_offline(False)
    chip(page, "已上传")
    assert sent == ["save", "photos"]
    expect(page.locator("#photos-7 img")).to_have_count(1)


@pytest.fixture
def plain_site(demo_site: Scratch) -> Iterator[str]:
    """A server that answers to another name than the loopback's, which alone would count as trusted."""
    scratch = copy(demo_site)
    own = {"SECRET_KEY": "of-the-test" * 6, "DEMO_PASSWORD": settings.DEMO_PASSWORD + "-of-the-test"}
    with serving(scratch, ALLOWED_HOSTS=f"{HOST},127.0.0.1", **own) as url:
        yield url.replace("127.0.0.1", HOST)
    drop(scratch)


def test_over_plain_http_the_open_page_scores_everything_and_asks_to_stay_open(plain_site, tmp_path: Path, browser):
    context = start(browser, tmp_path, plain_site, f"--host-resolver-rules=MAP {HOST} 127.0.0.1")
    page = context.new_page()
    sign_in(page, "assessor")
    assert page.evaluate("[isSecureContext, 'serviceWorker' in navigator]") == [False, False]
    address = due(page)[0]
    expect(page.locator("[data-ready-impossible]")).to_be_visible()
    page.goto(address)
    chip(page, "已上传")
    context.set_offline(True)
    score_all(page)
    chip(page, f"断网·待传{CRITERIA}")
    expect(page.get_by_text("请不要关闭或刷新本页")).to_be_visible()
    page.close(run_before_unload=False)
    context.set_offline(False)
    page = context.new_page()
    page.goto(address)
    chip(page, "已上传")
    assert versions(page) == {f"c{number}": ["1", "met"] for number in range(1, CRITERIA + 1)}
    context.close()


def test_a_browser_that_was_ended_goes_on_without_network(site, tmp_path: Path, browser):
    context = start(browser, tmp_path, site)
    page = context.new_page()
    sign_in(page, "assessor")
    address = prepare(page)[-1]
    page.goto(f"{address}#c5")
    chip(page, re.compile("已上传|待传"))
    context.set_offline(True)
    mark(page, "c5")
    chip(page, "断网·待传1")
    context.close()
    context = start(browser, tmp_path, site)
    page = context.new_page()
    context.set_offline(True)
    page.goto(f"{address}#c6")
    expect(page.locator("[name=c5-mark][value=met]")).to_be_checked()
    mark(page, "c6")
    chip(page, "断网·待传2")
    context.close()


def start(browser: Browser, folder: Path, site: str, *more: str) -> BrowserContext:
    """A browser with a profile of its own, which is there when it is started again."""
    return browser.browser_type.launch_persistent_context(
        folder / "profile",
        executable_path=EXECUTABLE,
        args=[*ARGUMENTS, *more],
        base_url=site,
        locale="zh-CN",
        viewport={"width": PHONE, "height": 640},
    )

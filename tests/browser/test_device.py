"""What is scored stays on the device until the server has it, whatever happens on the way.

The page is the kit's own and comes over plain HTTP, as on an intranet without certificates: no worker, no locks. The
server's answers are the test's; what it keeps, it keeps as the real one does.
"""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.staticfiles import finders
from django.template import Context, Template
from playwright.sync_api import Browser, BrowserContext, Page, Route, expect

SITE = "http://kit.test"
SCORE = f"{SITE}/candidacies/1/assessment/score/all/"
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
PARTS = ("c1", "c2", "c3")
SOURCE = """{% extends "base.html" %}{% block title %}评分{% endblock %}{% block heading %}财务科党支部评分{% endblock %}
{% block content %}<div data-others hidden><div data-others-lines></div></div><div data-chip></div>
<form method="post" id="f" data-scoring data-save="/candidacies/1/assessment/score/save/" data-case="1"
 data-person="{{ user.pk }}" data-open="1" data-release="1.0">
<input type="hidden" name="csrfmiddlewaretoken" value="{{ token }}">
{% for part in parts %}<section id="{{ part.name }}" data-part="{{ part.name }}" data-version="{{ part.version }}" data-strength="political"
 data-title="{{ part.title }}"><h3>{{ part.title }}</h3><fieldset><legend>等次</legend>
{% for value, label in grades %}<input type="radio" name="{{ part.name }}-mark" value="{{ value }}"
 id="{{ part.name }}-{{ value }}"{% if part.mark == value %} checked{% endif %}><label
 for="{{ part.name }}-{{ value }}">{{ label }}</label>{% endfor %}</fieldset>
<textarea name="{{ part.name }}-note" aria-label="现场看到什么">{{ part.note }}</textarea></section>{% endfor %}</form>{% endblock %}
{% block bar %}<p data-place></p><button type="button" data-previous>上一项</button>
<button type="button" data-next>下一项</button>{% endblock %}"""
HOME = """{% extends "base.html" %}{% block title %}待办{% endblock %}{% block heading %}待办{% endblock %}
{% block content %}<form><input type="hidden" name="csrfmiddlewaretoken" value="{{ token }}"></form>
<div data-others hidden><div data-others-lines></div></div>{% endblock %}"""
GRADES = (("met", "达到"), ("partly", "基本达到"), ("unmet", "未达到"))
PEOPLE = {7: "李禾生", 8: "王建国"}


class Server:
    """Keeps rows with versions, and answers each save by its number; says something else where the test wants it."""

    def __init__(self) -> None:
        self.person: int | None = 7
        self.token = "first"
        self.rows: dict[str, dict[str, Any]] = {}
        self.answers: dict[str, dict[str, Any]] = {}
        self.tries: list[dict[str, list[str]]] = []
        self.signed_out = 0
        self.drops = 0
        self.holding, self.held = False, []
        self.refusal: tuple[int, dict[str, Any]] | None = None
        self.without: dict[str, tuple[str, str]] = {}

    def __call__(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            route.fulfill(body=self.static(path), content_type=TYPES[path.rsplit(".", 1)[1]])
        elif path.endswith("/score/save/"):
            self.tries.append(parse_qs(route.request.post_data, keep_blank_values=True))
            if self.holding:
                self.held.append(route)
            else:
                self.save(route)
        elif path == "/still-here/":
            told = {"person": self.person, "token": self.token} if self.person else {"login": "/login/"}
            route.fulfill(status=200 if self.person else 401, body=json.dumps(told), content_type="application/json")
        elif path == "/logout/":
            self.signed_out += 1
            route.fulfill(body="<h1>已退出</h1>", content_type="text/html; charset=utf-8")
        else:
            source = SOURCE if path.startswith("/candidacies/") else HOME
            route.fulfill(body=self.html(source), content_type="text/html; charset=utf-8")

    def static(self, path: str) -> bytes:
        """The file, without the guard that a twin takes away."""
        text = Path(str(finders.find(path[8:]))).read_bytes()
        guard, instead = self.without.get(path.rsplit("/", 1)[1], ("", ""))
        assert guard.encode() in text
        return text.replace(guard.encode(), instead.encode()) if guard else text

    def save(self, route: Route) -> None:
        sent = {name: values[0] for name, values in parse_qs(route.request.post_data, keep_blank_values=True).items()}
        if self.refusal:
            status, told = self.refusal
        elif self.person is None:
            status, told = 401, {"login": "/login/"}
        elif route.request.headers["x-csrftoken"] != self.token:
            status, told = 403, {"token": self.token}
        else:
            status, told = self.kept(sent)
        if self.drops:
            self.drops -= 1
            route.abort()
        else:
            route.fulfill(status=status, body=json.dumps(told), content_type="application/json")

    def kept(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        if sent["op"] in self.answers:
            return 200, self.answers[sent["op"]]
        now = self.rows.get(sent["part"], {"version": 0})
        if int(sent["base_version"]) != now["version"]:
            fields = {"mark": now["mark"], "note": now["note"]}
            return 409, {
                "conflict": {"version": now["version"], "at": now["at"], "who": "您在另一台设备上", "fields": fields}
            }
        self.write(sent["part"], sent.get("mark", ""), sent["note"])
        self.answers[sent["op"]] = {
            "part": sent["part"],
            "version": self.rows[sent["part"]]["version"],
            "saved_at": "2026-12-10T10:21:00+08:00",
        }
        return 200, self.answers[sent["op"]]

    def write(self, part: str, mark: str, note: str) -> None:
        version = self.rows.get(part, {"version": 0})["version"] + 1
        self.rows[part] = {"version": version, "mark": mark, "note": note, "at": "2026-12-10T10:18:00+08:00"}

    def html(self, source: str) -> str:
        person = SimpleNamespace(is_authenticated=True, pk=self.person, name=PEOPLE.get(self.person or 0, ""))
        furniture = {"navigation": [], "session_seconds": 1800}
        parts = [{"name": one, "title": f"{one[1:]}. 指标", "version": 0} | self.rows.get(one, {}) for one in PARTS]
        context = {"user": person, "furniture": furniture, "parts": parts, "grades": GRADES, "token": self.token}
        return Template(source).render(Context(context))


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def context(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    made = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900}, accept_downloads=True)
    made.route("**/*", server)
    yield made
    made.close()


@pytest.fixture
def page(context: BrowserContext) -> Iterator[Page]:
    faults: list[str] = []
    context.on("weberror", lambda fault: faults.append(str(fault.error)))
    made = context.new_page()
    made.goto(SCORE)
    chip(made, "已上传")
    yield made
    assert faults == []


def chip(page: Page, words: str, patience: float = 15000) -> None:
    expect(page.locator("[data-chip] summary")).to_have_text(words, timeout=patience)


def tap(page: Page, part: str, mark: str) -> None:
    page.check(f"#{part}-{mark}")


def waiting(page: Page) -> list[dict[str, Any]]:
    """The queue as it lies in the browser."""
    return page.evaluate(
        """(async () => { const { waiting } = await import("/static/js/scoring/store.js"); return waiting("7"); })()"""
    )


def has(page: Page, server: Server, rows: dict[str, tuple[int, str]]) -> None:
    """Let the page go on until the server holds just these versions and marks, however slow the machine is."""
    for _ in range(400):
        if marks(server) == rows:
            break
        page.wait_for_timeout(50)
    assert marks(server) == rows
    chip(page, "已上传")


def lose_network(page: Page, server: Server) -> None:
    page.context.unroute("**/*", server)
    page.context.set_offline(True)


def find_network(page: Page, server: Server) -> None:
    page.context.route("**/*", server)
    page.context.set_offline(False)


def marks(server: Server) -> dict[str, tuple[int, str]]:
    return {part: (row["version"], row["mark"]) for part, row in server.rows.items()}


def test_a_tap_is_on_the_device_and_then_on_the_server(page, server):
    tap(page, "c1", "met")
    expect(page.locator("[data-place]")).to_contain_text("已存本机")
    has(page, server, {"c1": (1, "met")})
    tap(page, "c1", "partly")
    has(page, server, {"c1": (2, "partly")})
    assert [one["base_version"] for one in server.tries] == [["0"], ["1"]]


def test_without_network_all_waits_and_goes_in_order_when_it_is_back(page, server):
    lose_network(page, server)
    for part in PARTS:
        tap(page, part, "met")
    chip(page, "断网·待传3")
    page.click("[data-chip] summary")
    expect(page.locator(".chip-list li")).to_have_count(3)
    find_network(page, server)
    chip(page, "已上传")
    assert [one["part"][0] for one in server.tries] == list(PARTS)
    assert marks(server) == dict.fromkeys(PARTS, (1, "met"))


def test_a_lost_answer_is_asked_for_again_and_counts_once(page, server):
    server.drops = 1
    tap(page, "c1", "met")
    chip(page, "断网·待传1")
    tap(page, "c1", "partly")
    has(page, server, {"c1": (2, "partly")})
    first, again, newer = server.tries
    assert first["op"] == again["op"] != newer["op"]
    assert (again["mark"], newer["mark"], newer["base_version"]) == (["met"], ["partly"], ["1"])


def test_an_edit_elsewhere_between_a_lost_answer_and_its_retry_stands(page, server):
    server.drops = 1
    tap(page, "c1", "met")
    chip(page, "断网·待传1")
    server.write("c1", "unmet", "电脑上写的")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    chip(page, "已上传")
    assert server.rows["c1"]["note"] == "电脑上写的"
    expect(page.locator("[data-conflict]")).to_have_count(0)


def test_two_texts_stand_side_by_side_and_nothing_is_chosen(page, server):
    server.write("c1", "met", "名单已补看")
    tap(page, "c1", "partly")
    page.fill("[name=c1-note]", "名单没有看到")
    chip(page, "1项待选")
    panel = page.locator("[data-conflict=c1]")
    expect(panel.locator("mark")).to_have_text(["基本", "没有看到", "已补看"])
    expect(panel.locator(".both-one")).to_have_count(2)
    assert server.rows["c1"]["note"] == "名单已补看"
    panel.get_by_text("两段合并，我来改").click()
    expect(page.locator("[name=c1-note]")).to_have_value("名单没有看到\n名单已补看")
    chip(page, "已上传")
    assert server.rows["c1"]["note"].splitlines() == ["名单没有看到", "名单已补看"]


@pytest.mark.parametrize(("choice", "kept"), [("用这台电脑上的", "这里的"), ("用另一台设备上的", "那里的")])
def test_the_text_that_is_chosen_is_the_one_that_stands(page, server, choice, kept):
    server.write("c1", "met", "那里的")
    page.fill("[name=c1-note]", "这里的")
    chip(page, "1项待选")
    page.get_by_role("button", name=choice).click()
    chip(page, "已上传")
    assert server.rows["c1"]["note"] == kept
    expect(page.locator("[name=c1-note]")).to_have_value(kept)


def test_a_second_window_makes_no_conflict_with_oneself(page, server, context):
    second = context.new_page()
    second.goto(SCORE)
    tap(page, "c1", "met")
    has(page, server, {"c1": (1, "met")})
    expect(second.locator("#c1-met")).to_be_checked()
    tap(second, "c1", "unmet")
    has(second, server, {"c1": (2, "unmet")})
    expect(page.locator("#c1-unmet")).to_be_checked()


def test_what_a_lost_page_held_is_there_when_it_opens_again(page, server):
    server.drops = 10**6
    tap(page, "c2", "unmet")
    page.fill("[name=c2-note]", "只见到通知")
    chip(page, "断网·待传1")
    expect(page.get_by_text("请不要关闭或刷新本页")).to_be_visible()
    page.close(run_before_unload=False)
    again = page.context.new_page()
    again.goto(SCORE)
    expect(again.locator("[name=c2-note]")).to_have_value("只见到通知")
    server.drops = 0
    again.evaluate("window.dispatchEvent(new Event('online'))")
    chip(again, "已上传")
    assert server.rows["c2"]["note"] == "只见到通知"


def test_an_ended_session_keeps_all_and_signing_in_again_sends_it(page, server):
    server.person = None
    tap(page, "c1", "met")
    chip(page, "登录已过期·待传1")
    server.person, server.token = 7, "second"
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    has(page, server, {"c1": (1, "met")})


@pytest.mark.parametrize(
    ("status", "told", "reason"),
    [(410, {"refused": "您已提交评分。"}, "您已提交评分。"), (422, {"errors": ["太长了。"]}, "太长了。")],
)
def test_what_is_not_taken_is_kept_with_its_reason(page, server, status, told, reason):
    server.refusal = (status, told)
    page.fill("[name=c1-note]", "舍不得丢")
    chip(page, "有1项没有收下")
    page.click("[data-chip] summary")
    expect(page.locator(".chip-list li")).to_contain_text(reason)
    assert waiting(page)[0]["fields"]["note"] == ["舍不得丢"]


def test_a_backup_is_taken_home_and_brought_in_by_the_same_person_alone(page, server, tmp_path):
    server.drops = 10**6
    page.fill("[name=c1-note]", "带走的字")
    chip(page, "断网·待传1")
    page.click("[data-chip] summary")
    with page.expect_download() as download:
        page.get_by_role("button", name="导出备份文件").click()
    file = tmp_path / "backup.json"
    download.value.save_as(file)
    assert json.loads(file.read_text())["rows"][0]["fields"]["note"] == ["带走的字"]
    page.evaluate(
        """import("/static/js/scoring/store.js").then((store) => store.discard("7", {case: "1", part: "c1"}))"""
    )
    server.drops = 0
    bring(page, file, "已导入1项。")
    chip(page, "已上传")
    assert server.rows["c1"]["note"] == "带走的字"
    file.write_text(file.read_text().replace('"person": "7"', '"person": "8"'))
    bring(page, file, "这是别人的备份，没有导入。请本人登录后导入。")


def bring(page: Page, file: Path, told: str) -> None:
    if page.locator(".chip[open]").count() == 0:
        page.click("[data-chip] summary")
    with page.expect_file_chooser() as chooser:
        page.get_by_role("button", name="导入备份").click()
    chooser.value.set_files(file)
    expect(page.locator("[data-brought]")).to_have_text(told)


def test_signing_out_names_what_is_unsent_and_goes_when_it_is_discarded_one_by_one(page, server):
    server.drops = 10**6
    tap(page, "c1", "met")
    tap(page, "c2", "met")
    chip(page, "断网·待传2")
    page.click("form[data-sign-out] button")
    expect(page.locator("h1")).to_have_text("本机还有2项没有上传")
    out = page.get_by_role("button", name="丢弃并退出")
    expect(out).to_be_disabled()
    page.locator(".waits-pick").first.click()
    expect(out).to_be_disabled()
    assert server.signed_out == 0
    page.locator(".waits-pick").last.click()
    out.click()
    expect(page.locator("h1")).to_have_text("已退出")
    assert server.signed_out == 1
    page.goto(SITE)
    assert (
        page.evaluate("Object.keys(localStorage).filter((key) => key !== 'device-person' && key !== 'session-seen')")
        == []
    )
    assert waiting(page) == []


def test_signing_out_with_two_texts_leads_to_where_one_is_chosen(page, server):
    server.write("c1", "met", "那里的")
    page.fill("[name=c1-note]", "这里的")
    chip(page, "1项待选")
    page.click("form[data-sign-out] button")
    expect(page.get_by_role("link", name="先去选一份")).to_have_attribute(
        "href", re.compile("/assessment/score/all/#c1$")
    )
    assert server.signed_out == 0


def test_signing_out_with_everything_uploaded_asks_nothing(page, server):
    tap(page, "c1", "met")
    has(page, server, {"c1": (1, "met")})
    page.evaluate("localStorage.setItem('draft:8:/x/', '{}')")
    page.click("form[data-sign-out] button")
    expect(page.locator("h1")).to_have_text("已退出")
    page.goto(SITE)
    assert page.evaluate("localStorage.getItem('draft:8:/x/')") == "{}"


def test_the_next_person_is_told_a_surname_and_a_number_and_sends_nothing(page, server):
    server.person = None
    page.fill("[name=c1-note]", "李禾生写的字")
    chip(page, "登录已过期·待传1")
    server.person, before = 8, len(server.tries)
    page.goto(SITE)
    expect(page.locator("[data-others]")).to_have_text(
        "本机还有李某1项未上传，请本人在这台设备上登录，登录后自动上传。"
    )
    page.goto(SCORE)
    chip(page, "已上传")
    expect(page.locator("[name=c1-note]")).to_have_value("")
    assert len(server.tries) == before
    server.person = 7
    page.goto(SITE)
    expect(page.locator("[data-others]")).to_be_hidden()
    page.wait_for_function("!localStorage.getItem('unsent:7')")
    assert server.rows["c1"]["note"] == "李禾生写的字"


def test_an_open_page_of_the_one_before_sends_nothing_in_the_session_of_the_next(page, server, context):
    server.person = 8
    second = context.new_page()
    second.goto(SITE)
    second.wait_for_function("localStorage.getItem('device-person') === '8'")
    tap(page, "c1", "met")
    page.click("[data-chip] summary")
    expect(page.locator(".chip-list")).to_contain_text("现在登录的是别人")
    assert server.tries == []


def test_what_the_server_refuses_in_the_session_of_another_is_not_given_up(page, server):
    server.person, server.refusal = 8, (410, {"refused": "这是另一位同志写的。"})
    tap(page, "c1", "met")
    page.click("[data-chip] summary")
    expect(page.locator(".chip-list")).to_contain_text("现在登录的是别人")
    server.person, server.refusal = 7, None
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    has(page, server, {"c1": (1, "met")})


def test_what_was_turned_down_is_tried_again_when_told(page, server):
    server.refusal = (410, {"refused": "您已提交评分。"})
    tap(page, "c1", "met")
    chip(page, "有1项没有收下")
    server.refusal = None
    page.click("[data-chip] summary")
    page.get_by_role("button", name="立即上传").click()
    has(page, server, {"c1": (1, "met")})


def test_what_is_never_taken_is_given_up_by_pressing_twice(page, server):
    server.refusal = (410, {"refused": "您已提交评分。"})
    tap(page, "c1", "met")
    chip(page, "有1项没有收下")
    page.click("[data-chip] summary")
    page.get_by_role("button", name="不要了").click()
    chip(page, "有1项没有收下")
    page.get_by_role("button", name="确定不要了").click()
    chip(page, "已上传")
    assert waiting(page) == []


def open_score(context: BrowserContext) -> Page:
    page = context.new_page()
    page.goto(SCORE)
    chip(page, "已上传")
    return page


def test_twin_a_retry_under_a_new_number_would_be_a_conflict_with_oneself(server, context):
    server.without["store.js"] = ("if (!row.sent) {", "if (row) {")
    page = open_score(context)
    server.drops = 1
    tap(page, "c1", "met")
    chip(page, "断网·待传1")
    server.write("c1", "unmet", "电脑上写的")
    page.evaluate("window.dispatchEvent(new Event('online'))")
    expect(page.locator("[data-conflict]")).to_have_count(1)


def test_twin_versions_kept_in_the_page_would_be_a_conflict_between_two_windows(server, context):
    server.without["store.js"] = ("known ? known.version : 0", "0")
    server.without["page.js"] = ("store.listen(person, () => { overlay().then(refresh); });", "")
    page, second = open_score(context), open_score(context)
    tap(page, "c1", "met")
    has(page, server, {"c1": (1, "met")})
    tap(second, "c1", "unmet")
    expect(second.locator("[data-conflict]")).to_have_count(1)


def test_twin_without_asking_whose_device_it_is_work_would_go_out_in_the_session_of_another(server, context):
    server.without["sender.js"] = ("owner !== String(person)", "!owner")
    page = open_score(context)
    server.person = 8
    second = context.new_page()
    second.goto(SITE)
    second.wait_for_function("localStorage.getItem('device-person') === '8'")
    tap(page, "c1", "met")
    has(page, server, {"c1": (1, "met")})
    assert server.person == 8

"""Typed text is sacred: whatever the server or the network does, it stays on the screen and on the device.

The page is the kit's own, served to the browser by the test; the server's answers are the test's.
"""

import json
from collections.abc import Iterator
from types import SimpleNamespace
from urllib.parse import parse_qs, urlsplit

import pytest
from django import forms
from django.contrib.staticfiles import finders
from django.template import Context, Template
from playwright.sync_api import Browser, Page, Route, expect

from branches.pages.fields import Choice, Plain, Prose

SITE = "http://kit.test"
PAGE = f"{SITE}/candidacies/1/"
TYPES = {"css": "text/css", "js": "text/javascript", "svg": "image/svg+xml"}
SOURCE = """{% extends "base.html" %}{% block title %}填写{% endblock %}{% block heading %}填写{% endblock %}
{% block content %}<form method="post" id="f" novalidate data-autosave="/save/" data-version="1">
<input type="hidden" name="csrfmiddlewaretoken" value="first">{{ form }}</form>{% endblock %}
{% block bar %}{% include "components/autosave.html" %}
<button form="f" name="then" value="next" class="btn btn-primary">保存</button>{% endblock %}"""


class Answers(Plain, forms.Form):
    grade = Choice(label="自评等次", choices=[("met", "达到"), ("unmet", "未达到")])
    text = Prose(label="做了什么", limit=30)


class Server:
    """Answers saves as told, and remembers what it was sent."""

    def __init__(self) -> None:
        self.status, self.answer = 200, {}
        self.saves: list[dict[str, list[str]]] = []
        self.tokens: list[str] = []
        self.posts: list[dict[str, list[str]]] = []
        self.initial: dict[str, str] = {}
        self.bound: dict[str, str] | None = None
        self.holding, self.held = False, []

    def __call__(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path.startswith("/static/"):
            route.fulfill(path=finders.find(path[8:]), content_type=TYPES[path.rsplit(".", 1)[1]])
        elif path == "/save/":
            self.saves.append(parse_qs(route.request.post_data))
            self.tokens.append(route.request.headers["x-csrftoken"])
            if self.holding:
                self.held.append(route)
            else:
                self.reply(route)
        elif path == "/still-here/":
            route.fulfill(status=204)
        else:
            if route.request.method == "POST":
                self.posts.append(parse_qs(route.request.post_data))
            route.fulfill(body=self.html(), content_type="text/html; charset=utf-8")

    def reply(self, route: Route) -> None:
        saved = {"version": len(self.saves) + 1, "saved_at": "2027-01-05T14:32:08+08:00"}
        route.fulfill(
            status=self.status, body=json.dumps(self.answer or saved), content_type="application/json; charset=utf-8"
        )

    def html(self) -> str:
        person = SimpleNamespace(is_authenticated=True, pk=7, name="王建国")
        furniture = {"navigation": [], "session_seconds": 1800}
        form = Answers(self.bound, initial=self.initial)
        return Template(SOURCE).render(Context({"user": person, "furniture": furniture, "form": form}))


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def page(browser: Browser, server: Server) -> Iterator[Page]:
    context = browser.new_context(locale="zh-CN", viewport={"width": 1280, "height": 900})
    context.route("**/*", server)
    made = context.new_page()
    faults: list[str] = []
    made.on("pageerror", lambda error: faults.append(str(error)))
    made.goto(PAGE)
    yield made
    context.close()
    assert faults == []


def says(page: Page, words: str) -> None:
    expect(page.locator("[data-autosave-status]")).to_contain_text(words)


def until(page, condition):
    """Let the page go on until it has done what it is to do, however slow the machine is."""
    for _ in range(400):
        if condition():
            return
        page.wait_for_timeout(50)
    pytest.fail("the page did not do it within twenty seconds")


def test_saves_by_itself_after_a_pause_and_says_when(page, server):
    page.fill("#id_text", "第一段")
    says(page, "14:32:08已保存到服务器")
    assert server.saves[0]["text"] == ["第一段"]
    assert server.saves[0]["base_version"] == ["1"]
    page.check("#id_grade_0", force=True)
    until(page, lambda: "grade" in server.saves[-1])
    assert server.saves[-1]["grade"] == ["met"]
    assert server.saves[-1]["base_version"] == ["2"]
    assert page.evaluate("localStorage.getItem('draft:7:/candidacies/1/')") is None


def test_one_request_at_a_time_and_the_newest_text_wins(page, server):
    server.holding = True
    page.type("#id_text", "甲")
    until(page, lambda: server.held)
    page.type("#id_text", "乙")
    page.wait_for_timeout(1700)
    page.type("#id_text", "丙")
    page.wait_for_timeout(1700)
    assert len(server.saves) == 1
    server.holding = False
    server.reply(server.held.pop())
    until(page, lambda: len(server.saves) == 2)
    assert [save["text"] for save in server.saves] == [["甲"], ["甲乙丙"]]
    says(page, "已保存到服务器")


def test_offline_keeps_on_the_device_and_saves_when_the_network_is_back(page, server):
    page.context.set_offline(True)
    page.context.unroute("**/*", server)
    page.fill("#id_text", "断网写的")
    says(page, "没有网络，已存在本机（4字）")
    page.context.route("**/*", server)
    page.context.set_offline(False)
    says(page, "已保存到服务器")
    assert server.saves[-1]["text"] == ["断网写的"]


def test_unsent_text_outlives_the_page_and_is_offered_not_forced(page, server):
    server.status, server.answer = 500, {"error": 1}
    page.fill("#id_text", "写了很久")
    says(page, "没有保存成功，已存在本机（4字）")
    page.goto("about:blank")
    server.initial = {"text": "服务器上的"}
    page.goto(PAGE)
    expect(page.locator("form[data-autosave]")).to_contain_text("这台设备上有一份没有上传的内容")
    assert page.input_value("#id_text") == "服务器上的"
    server.status, server.answer = 200, {}
    page.click("text=恢复这份内容")
    assert page.input_value("#id_text") == "写了很久"
    says(page, "已保存到服务器")
    assert server.saves[-1]["text"] == ["写了很久"]


@pytest.mark.parametrize(
    ("status", "answer", "words"),
    [
        (500, {}, "没有保存成功"),
        (413, {}, "没有保存成功"),
        (404, {}, "没有保存成功"),
        (403, {"error": 1}, "您现在不能修改这份材料"),
        (401, {"login": "/login/"}, "登录已过期"),
    ],
)
def test_refusals_keep_every_character_and_name_the_next_step(page, server, status, answer, words):
    server.status, server.answer = status, answer or {"error": 1}
    page.fill("#id_text", "一个字也不能少")
    says(page, words)
    says(page, "已存在本机（7字）")
    step = "重新登录" if status == 401 else "重试"
    expect(page.locator("[data-autosave-status]")).to_contain_text(step)
    assert page.input_value("#id_text") == "一个字也不能少"
    assert "一个字也不能少" in page.evaluate("localStorage.getItem('draft:7:/candidacies/1/')")


def test_stale_token_is_replaced_and_the_save_repeated(page, server):
    server.holding = True
    page.fill("#id_text", "甲")
    until(page, lambda: server.held)
    server.holding = False
    server.held.pop().fulfill(status=403, body='{"token": "second"}', content_type="application/json")
    says(page, "已保存到服务器")
    assert server.tokens == ["first", "second"]


def test_token_refused_again_is_told(page, server):
    server.status, server.answer = 403, {"token": "second"}
    page.fill("#id_text", "甲")
    says(page, "没有保存成功，已存在本机（1字）")


def conflict(text: str) -> dict:
    return {"conflict": {"version": 9, "who": "李敏", "at": "2027-01-05T14:30:00+08:00", "fields": {"text": text}}}


def test_conflict_shows_both_texts_and_loses_neither(page, server):
    server.status, server.answer = 409, conflict("对方的话")
    page.fill("#id_text", "我的话")
    panel = page.locator("form[data-autosave] [role=alert]")
    expect(panel).to_contain_text("我的话")
    expect(panel).to_contain_text("对方的话")
    expect(panel).to_contain_text("李敏写的（1月5日14:30）")
    page.type("#id_text", "又写")
    page.wait_for_timeout(2000)
    assert len(server.saves) == 1
    server.status, server.answer = 200, {}
    page.click("text=合并后保存")
    says(page, "已保存到服务器")
    assert page.input_value("#id_text") == "我的话又写\n对方的话"
    assert server.saves[-1]["base_version"] == ["9"]


def test_taking_the_other_text_keeps_mine_on_the_device(page, server):
    server.status, server.answer = 409, conflict("对方的话")
    page.fill("#id_text", "我的话")
    page.click("text=用对方的")
    assert page.input_value("#id_text") == "对方的话"
    assert "我的话" in page.evaluate("localStorage.getItem('draft:7:/candidacies/1/:older')")


def test_own_save_whose_answer_was_lost_is_no_conflict(page, server):
    server.status, server.answer = 409, conflict("甲")
    page.fill("#id_text", "甲")
    says(page, "已保存到服务器")
    assert page.locator("form[data-autosave] [role=alert]").count() == 0


def test_button_brings_the_draft_home_before_it_sends_the_form(page, server):
    page.fill("#id_text", "甲")
    page.click(".bottom-bar .btn-primary")
    until(page, lambda: server.posts)
    assert [save["text"] for save in server.saves] == [["甲"]]
    assert server.posts[0]["text"] == ["甲"]
    assert server.posts[0]["then"] == ["next"]


def test_double_click_sends_once(page, server):
    page.dblclick(".bottom-bar .btn-primary")
    page.wait_for_timeout(600)
    assert len(server.posts) <= 1


def test_too_long_text_is_kept_and_marked(page):
    page.fill("#id_text", "字" * 64)
    assert page.input_value("#id_text") == "字" * 64
    expect(page.locator(".counter")).to_have_text("超出34字，请删减")
    page.fill("#id_text", "一\n二")
    expect(page.locator(".counter")).to_have_text("还可写27字")


def test_errors_take_the_focus_and_lead_to_the_field(page, server):
    server.bound = {"text": ""}
    page.goto(PAGE)
    assert page.title().startswith("错误：")
    assert page.evaluate("document.activeElement.className") == "errors"
    page.click("text=请选择自评等次 >> nth=0")
    assert page.evaluate("document.activeElement.id") == "id_grade_0"


def test_session_about_to_end_is_announced_and_kept_by_a_click(page):
    page.clock.install()
    page.goto(PAGE)
    page.clock.fast_forward("28:00")
    expect(page.locator(".session-bar")).to_contain_text("3分钟后会自动退出登录")
    page.click("text=继续使用")
    expect(page.locator(".session-bar")).to_have_count(0)

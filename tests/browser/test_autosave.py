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

SIGNED_IN = '{% extends "registration/signed_in.html" %}'


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
        self.is_away = False
        self.person: int | None = 7

    def __call__(self, route: Route) -> None:
        path = urlsplit(route.request.url).path
        if self.is_away:
            route.abort("internetdisconnected")
        elif path.startswith("/static/"):
            route.fulfill(path=finders.find(path[8:]), content_type=TYPES[path.rsplit(".", 1)[1]])
        elif path == "/save/":
            self.saves.append(parse_qs(route.request.post_data))
            self.tokens.append(route.request.headers["x-csrftoken"])
            if self.holding:
                self.held.append(route)
            else:
                self.reply(route)
        elif path == "/still-here/":
            here = {"person": self.person, "token": "second"}
            route.fulfill(status=200 if self.person else 401, json=here if self.person else {"login": "/login/"})
        elif path == "/signed-in/":
            route.fulfill(body=self.html(SIGNED_IN), content_type="text/html; charset=utf-8")
        else:
            if route.request.method == "POST":
                self.posts.append(parse_qs(route.request.post_data))
            route.fulfill(body=self.html(), content_type="text/html; charset=utf-8")

    def reply(self, route: Route) -> None:
        saved = {"version": len(self.saves) + 1, "saved_at": "2027-01-05T14:32:08+08:00"}
        route.fulfill(
            status=self.status, body=json.dumps(self.answer or saved), content_type="application/json; charset=utf-8"
        )

    def html(self, source: str = SOURCE) -> str:
        person = SimpleNamespace(is_authenticated=True, pk=7, name="王建国")
        furniture = {"navigation": [], "session_seconds": 1800}
        form = Answers(self.bound, initial=self.initial)
        return Template(source).render(Context({"user": person, "furniture": furniture, "form": form}))


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
    # A page on its way would keep the browser from closing.
    made.wait_for_load_state()
    context.unroute_all(behavior="ignoreErrors")
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
    until(page, lambda: page.evaluate("localStorage.getItem('draft:7:/candidacies/1/')") is None)


def test_what_is_typed_before_the_scripts_are_there_is_saved_too(page, server):
    held = []

    def hold(route: Route) -> None:
        held.append(route)

    page.context.route("**/main.js", hold)
    page.goto(PAGE, wait_until="commit")
    page.fill("#id_text", "抢先写的")
    until(page, lambda: held)
    held.pop().fallback()
    says(page, "已保存到服务器")
    assert server.saves[0]["text"] == ["抢先写的"]


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
    server.is_away = True
    page.context.set_offline(True)
    page.fill("#id_text", "断网写的")
    says(page, "没有网络，已存在本机（4字），有网络后自动保存")
    server.is_away = False
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
        (502, {}, "连不上服务器"),
        (503, {}, "连不上服务器"),
        (504, {}, "连不上服务器"),
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


def test_server_that_is_gone_is_not_called_no_network(page, server):
    page.context.unroute("**/*", server)
    page.context.route("**/*", lambda route: route.abort("connectionrefused"))
    page.fill("#id_text", "服务器停了")
    says(page, "连不上服务器，已存在本机（5字），系统会自动再试")
    expect(page.locator("[data-autosave-status] button")).to_have_text("重试")


def alarms(page: Page) -> None:
    """Note every alarm that the indicator ever gives."""
    page.evaluate("""() => {
        window.alarms = [];
        const line = document.querySelector("[data-autosave-status]");
        const note = () => { if (line.classList.contains("autosave-failed")) window.alarms.push(line.textContent); };
        new MutationObserver(note).observe(line, { attributes: true, childList: true });
    }""")


def leave(page: Page, server: Server) -> None:
    """The session ends while somebody types."""
    server.person, server.status, server.answer = None, 401, {"login": "/login/"}
    page.fill("#id_text", "写到一半")
    says(page, "登录已过期，已存在本机（4字）")


def test_signing_in_again_in_another_tab_saves_at_once_and_without_an_alarm(page, server):
    alarms(page)
    leave(page, server)
    assert page.get_attribute("[data-autosave-status] a", "href") == "/login/?next=/signed-in/"
    before = len(server.saves)
    server.person, server.status, server.answer = 7, 200, {}
    page.context.new_page().goto(f"{SITE}/signed-in/")
    expect(page.locator("[data-autosave-status]")).to_contain_text("已保存到服务器", timeout=2000)
    assert (server.tokens[before:], server.saves[-1]["text"]) == (["second"], ["写到一半"])
    assert page.evaluate("window.alarms") == []


def test_while_signed_out_nothing_is_sent_again_and_again(page, server):
    page.clock.install()
    page.goto(PAGE)
    leave(page, server)
    page.clock.run_for("03:00")
    says(page, "登录已过期，已存在本机（4字）")
    assert len(server.saves) == 1


def test_looking_at_the_page_again_is_enough_where_tabs_cannot_talk(page, server):
    leave(page, server)
    server.person, server.status, server.answer = 7, 200, {}
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    says(page, "已保存到服务器")


def test_nothing_is_saved_for_another_person_who_signed_in(page, server):
    leave(page, server)
    before = len(server.saves)
    server.person, server.status, server.answer = 8, 200, {}
    page.context.new_page().goto(f"{SITE}/signed-in/")
    says(page, "现在登录的是另一个人，这一页的内容不会存到他名下，已存在本机（4字）")
    page.fill("#id_text", "写到一半，又写")
    page.wait_for_timeout(1700)
    page.click(".bottom-bar .btn-primary")
    page.wait_for_timeout(300)
    assert (len(server.saves), server.posts) == (before, [])
    server.person = 7
    page.context.new_page().goto(f"{SITE}/signed-in/")
    says(page, "已保存到服务器")
    assert server.saves[-1]["text"] == ["写到一半，又写"]


def test_every_save_says_whose_page_it_is(page, server):
    page.fill("#id_text", "甲")
    says(page, "已保存到服务器")
    page.click(".bottom-bar .btn-primary")
    until(page, lambda: server.posts)
    assert (server.saves[0]["person"], server.posts[0]["person"]) == (["7"], ["7"])


def test_server_that_says_it_is_another_person_is_believed(page, server):
    server.status, server.answer = 410, {"errors": ["现在登录的是另一个人"]}
    page.fill("#id_text", "甲")
    says(page, "现在登录的是另一个人")
    assert page.locator("[data-autosave-status] a").count() == 0


def conflict(text: str, *, is_own: bool = False) -> dict:
    other = {"version": 9, "who": "李敏", "is_own": is_own, "at": "2027-01-05T14:30:00+08:00", "fields": {"text": text}}
    return {"conflict": other}


def test_own_other_window_is_not_called_by_name(page, server):
    server.status, server.answer = 409, conflict("另一边的话", is_own=True)
    page.fill("#id_text", "这边的话")
    panel = page.locator("form[data-autosave] [role=alert]")
    expect(panel).to_contain_text("您在另一个窗口也改了这里，两份内容都在")
    expect(panel).to_contain_text("另一个窗口写的（1月5日14:30）")
    assert "李敏" not in panel.inner_text()
    server.status, server.answer = 200, {}
    page.click("text=用另一个窗口的")
    assert page.input_value("#id_text") == "另一边的话"


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


def test_session_that_ended_says_so_in_the_same_words_until_its_person_is_back(page):
    page.clock.install()
    page.goto(PAGE)
    page.clock.fast_forward("31:00")
    bar = page.locator(".session-bar")
    expect(bar).to_contain_text("登录已过期，您写的内容还在。")
    assert bar.locator("a").get_attribute("href") == "/login/?next=/signed-in/"
    page.clock.fast_forward("01:00")
    expect(bar).to_have_count(1)
    page.context.new_page().goto(f"{SITE}/signed-in/")
    page.clock.run_for("00:06")
    expect(bar).to_have_count(0)


def test_a_page_left_alone_does_not_keep_its_own_session_alive(page, server):
    page.clock.install()
    page.goto(PAGE)
    asked = []
    page.on("request", lambda request: asked.append(request.url) if "/still-here/" in request.url else None)
    page.clock.fast_forward("28:00")
    page.clock.fast_forward("04:00")
    expect(page.locator(".session-bar")).to_contain_text("登录已过期")
    assert asked == []

"""Files in a browser: made small, seen on their way, stopped, and sent once more after whatever went wrong."""

import re
from base64 import b64decode, b64encode
from functools import cache
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.support import files
from tests.support.soundness import faults

KEPT, WAY = ".upload-done", ".upload-busy"


@cache
def photograph(width: int = 2400, height: int = 1800, *, turned: int = 1) -> bytes:
    """As a camera makes it: large, with noise, with the place in its metadata; `turned` as EXIF counts it."""
    noise = Image.effect_noise((width, height), 60).convert("RGB")
    told, file = Image.Exif(), BytesIO()
    told[0x0112] = turned
    told.get_ifd(0x8825)[1] = "N"
    noise.save(file, "JPEG", quality=95, exif=told)
    return file.getvalue()


def chosen(name: str, content: bytes, kind: str = "") -> dict[str, object]:
    return {"name": name, "mimeType": kind, "buffer": content}


@pytest.fixture
def library(open_page):
    """Opens the secretary's library."""

    def open_library(*, width: int = 1280) -> Page:
        page = open_page("secretary", width=width)
        page.goto("/candidacies/?state=draft")
        page.locator("main table a[href^='/candidacies/']").first.click()
        page.click("a:text-is('支部自评')")
        page.click("text=材料库")
        expect(page.locator(".uploads")).to_be_attached()
        return page

    return open_library


def choose(page: Page, *those: dict[str, object]) -> None:
    page.set_input_files("[name=upload]", list(those))


def listed(page: Page, title: str) -> int:
    page.reload()
    return page.locator("#library tbody tr", has_text=title).count()


def test_photograph_is_made_small_upright_and_without_its_place(library):
    page = library(width=360)
    choose(page, chosen("支部活动.jpg", photograph(turned=6), "image/jpeg"))
    expect(page.locator(KEPT)).to_contain_text("已上传", timeout=20_000)
    expect(page.locator(KEPT)).to_contain_text(re.compile("MB，缩小为"))
    expect(page.locator(".upload-picture canvas")).to_be_visible()
    expect(page.locator("#library")).to_contain_text("支部活动")
    assert faults(page) == []
    with page.expect_download() as download:
        page.locator("#library a", has_text="支部活动").first.click()
    kept = Image.open(download.value.path())
    assert kept.size == (1200, 1600)


def test_what_leaves_the_device_does_not_say_where_it_was_taken(library):
    page = library()
    sent = page.evaluate(
        """async (text) => {
            const bytes = Uint8Array.from(atob(text), (char) => char.charCodeAt(0));
            const { prepared } = await import('/static/js/uploads/picture.js');
            const { file } = await prepared(new File([bytes], 'a.jpg', { type: 'image/jpeg' }));
            const whole = new FileReader();
            whole.readAsDataURL(file);
            await new Promise((read) => { whole.onload = read; });
            return whole.result.split(',')[1];
        }""",
        b64encode(photograph(turned=6)).decode(),
    )
    picture = Image.open(BytesIO(b64decode(sent)))
    assert picture.size == (1200, 1600)
    assert not picture.getexif()


def test_file_on_a_slow_line_is_seen_on_its_way_and_can_be_stopped(library):
    page = library(width=360)
    line = page.context.new_cdp_session(page)
    line.send("Network.enable")
    slow = {"offline": False, "latency": 0, "downloadThroughput": -1, "uploadThroughput": 100_000}
    line.send("Network.emulateNetworkConditions", slow)
    choose(page, chosen("很大.pdf", files.pdf() + bytes(3_000_000)), chosen("等着.pdf", files.pdf(2)))
    expect(page.locator(".upload").first).to_contain_text("正在上传")
    expect(page.locator("[data-part]").first).to_have_attribute("data-part", re.compile(r"^[1-9]\d?%$"))
    expect(page.locator(".upload").last).to_contain_text("等待上传")
    assert faults(page) == []
    page.locator(WAY).first.get_by_role("button", name="取消").click()
    expect(page.locator(KEPT)).to_contain_text("等着")
    assert page.locator(".upload").count() == 1
    assert listed(page, "很大") == 0


def test_line_that_is_cut_says_so_and_the_same_file_goes_again_at_one_press(library):
    page = library()
    page.context.set_offline(True)
    expect(page.get_by_text("现在没有网络")).to_be_visible()
    choose(page, chosen("断网.pdf", files.pdf(3)))
    expect(page.locator(".upload-failed")).to_contain_text("没有网络")
    page.context.set_offline(False)
    page.get_by_role("button", name="再传一次").click()
    expect(page.locator(KEPT)).to_be_visible()
    assert listed(page, "断网") == 1


def test_answer_that_is_lost_leaves_one_row(library):
    page = library()

    def lose(route):
        route.fetch()
        route.abort("connectionreset")

    page.route("**/evidence/", lambda route: lose(route) if route.request.method == "POST" else route.continue_())
    choose(page, chosen("丢了回音.pdf", files.pdf(4)))
    expect(page.locator(".upload-failed")).to_contain_text("连不上服务器")
    page.unroute("**/evidence/")
    page.get_by_role("button", name="再传一次").click()
    expect(page.locator(KEPT)).to_be_visible()
    assert listed(page, "丢了回音") == 1


def test_session_that_ended_is_renewed_beside_the_file(library):
    page = library()
    cookies = page.context.cookies()
    page.context.clear_cookies()
    choose(page, chosen("过期.pdf", files.pdf(5)))
    expect(page.locator(".upload-failed")).to_contain_text("登录已过期")
    expect(page.get_by_role("link", name="重新登录")).to_be_visible()
    # As after signing in once more: the session is there, the token another.
    page.context.add_cookies([one for one in cookies if one["name"] != "csrftoken"])
    page.context.new_page().goto("/login/")
    page.get_by_role("button", name="再传一次").click()
    expect(page.locator(KEPT)).to_be_visible()
    assert listed(page, "过期") == 1


def test_what_cannot_be_taken_is_told_before_a_byte_is_sent(library, tmp_path):
    page = library(width=360)
    posts = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    sizes = {"总结.wps": 1, "年报.pdf": 21 * 1024 * 1024, "片子.mp4": 1}
    for name, size in sizes.items():
        (tmp_path / name).write_bytes(bytes(size))
    page.set_input_files("[name=upload]", [tmp_path / name for name in sizes])
    said = page.locator(".upload-failed .upload-state")
    expect(said).to_have_count(3)
    for one, words in zip(said.all(), ("输出为PDF", "超过20MB", "类型不对"), strict=True):
        expect(one).to_contain_text(words)
    assert faults(page) == []
    assert posts == []


def test_judge_says_why_and_the_rest_goes_on(library):
    page = library()
    choose(page, chosen("假的.pdf", b"no pdf"), chosen("真的.pdf", files.pdf(6)))
    expect(page.locator(".upload-failed")).to_contain_text("“假的”类型不对")
    expect(page.locator(KEPT)).to_contain_text("真的")


def test_files_under_a_criterion_come_without_losing_what_is_typed(open_page):
    page = open_page("secretary", width=360)
    page.goto("/candidacies/?state=draft")
    page.locator("main table a[href^='/candidacies/']").first.click()
    page.click("a:text-is('支部自评')")
    page.click("a:has-text('岗位建功')")
    page.fill("[name=statement]", "写了一半")
    have = page.locator("#cited dt").count()
    those = [chosen(f"材料{n}.pdf", files.pdf(n, width=600 + n)) for n in range(1, 5 - have)]
    choose(page, *those)
    expect(page.locator("#cited dt")).to_have_count(3)
    expect(page.locator(".upload-failed")).to_contain_text("已经放满")
    assert page.input_value("[name=statement]") == "写了一半"
    expect(page.locator("[name=upload]")).to_be_hidden()
    assert faults(page) == []


@pytest.mark.parametrize("width", [360, 1280])
def test_assessor_photographs_what_he_scores(open_page, width):
    page = open_page("assessor", width=width)
    page.goto("/assessments/")
    page.locator("section.card-box a.btn", has_text="评分").last.click()
    one = page.locator("[data-photos]:visible").first
    expect(one.locator(".uploads")).to_be_attached()
    before = one.locator(".photos img").count()
    one.locator("input").set_input_files(
        [chosen("现场.jpg", photograph(2000, 1500), "image/jpeg"), chosen("现场.pdf", b"x")]
    )
    expect(one.locator(".photos img")).to_have_count(before + 1, timeout=20_000)
    expect(one.locator(".upload-failed")).to_contain_text("不是照片")
    # Clear of the bar at the foot, which would make a target small.
    one.locator(".upload-failed").evaluate("(row) => row.scrollIntoView({ block: 'center' })")
    assert faults(page) == []
    note, below = page.locator(".item-note:visible").first.bounding_box(), one.bounding_box()
    assert below["y"] >= note["y"] + note["height"]
    one.get_by_role("link", name="管理照片").click()
    expect(page.locator(".photo img")).to_have_count(before + 1)
    expect(page.locator(".uploads")).to_be_attached()
    assert faults(page) == []
    page.get_by_role("button", name="删除").first.click()
    expect(page.locator("[role=status]").first).to_contain_text("照片已删除")
    expect(page.locator(".photo img")).to_have_count(before)

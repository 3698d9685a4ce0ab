"""A telephone sends what the person at the PC takes: two browsers, one criterion."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.test_uploads import chosen, photograph
from tests.plugins.databases import Scratch, copy, drop
from tests.plugins.sites import serving
from tests.support.soundness import faults

TOKEN = """
from evaluation.models import PhoneTicket
from evaluation.phone.queries import token
print(token(PhoneTicket.objects.latest("pk"), "{}"))
"""


@pytest.fixture(scope="module")
def scratch(demo_site: Scratch) -> Iterator[Scratch]:
    made = copy(demo_site)
    yield made
    drop(made)


@pytest.fixture(scope="module")
def site(scratch: Scratch) -> Iterator[str]:
    with serving(scratch) as url:
        yield url


@pytest.fixture
def pc(open_page) -> Page:
    """The secretary's PC, with the code of the fifteenth criterion."""
    page = open_page("secretary")
    page.goto("/candidacies/?state=draft")
    page.locator("main table a[href^='/candidacies/']").first.click()
    page.click("a:text-is('支部自评')")
    page.click("a:has-text('岗位建功')")
    page.fill("[name=statement]", "写了一半")
    page.get_by_role("button", name="用手机拍照上传").click()
    page.wait_for_url("**/phone/")
    return page


@pytest.fixture
def address(pc: Page, scratch: Scratch) -> str:
    """What a camera reads."""
    (session,) = [one["value"] for one in pc.context.cookies() if one["name"] == "sessionid"]
    return f"/phone/{scratch.manage('shell', '--no-imports', '-c', TOKEN.format(session)).split()[-1]}/"


def test_photograph_appears_on_the_pc_and_is_cited_when_it_is_taken(pc, address, open_page):
    expect(pc.get_by_role("img", name="二维码")).to_be_visible()
    assert faults(pc) == []
    telephone = open_page(width=360)
    telephone.goto(address)
    expect(telephone.locator("h1")).to_have_text("第15项：岗位建功")
    expect(telephone.locator(".uploads")).to_be_attached()
    assert faults(telephone) == []
    telephone.set_input_files("[name=photo]", [chosen("活动.jpg", photograph(), "image/jpeg")])
    expect(telephone.locator(".upload-done")).to_be_visible(timeout=20_000)
    expect(telephone.locator("#sent")).to_contain_text("还可以传5张")
    expect(pc.locator("[data-arrivals] img")).to_be_visible(timeout=10_000)
    assert faults(pc) == []
    pc.get_by_role("button", name="收下").click()
    expect(pc.locator("[role=status]").first).to_contain_text("已收下“活动”")
    pc.click(".back a")
    expect(pc.locator("#cited")).to_contain_text("活动")
    assert pc.input_value("[name=statement]") == "写了一半"


def test_telephone_is_told_when_the_pc_has_signed_out(pc, address, open_page):
    telephone = open_page(width=360)
    telephone.goto(address)
    expect(telephone.locator(".uploads")).to_be_attached()
    pc.request.post("/logout/", headers={"X-CSRFToken": pc.input_value("[name=csrfmiddlewaretoken] >> nth=0")})
    telephone.set_input_files("[name=photo]", [chosen("晚了.jpg", photograph(800, 600), "image/jpeg")])
    expect(telephone.locator(".upload-failed")).to_contain_text("二维码已失效", timeout=20_000)
    telephone.reload()
    expect(telephone.locator("main")).to_contain_text("二维码已失效")
    assert faults(telephone) == []


def test_without_scripts_both_sides_work(open_page, pc, address):
    telephone = open_page(width=360, javascript=False)
    telephone.goto(address)
    telephone.set_input_files("[name=photo]", [chosen("慢.jpg", photograph(900, 600), "image/jpeg")])
    telephone.get_by_role("button", name="上传").click()
    expect(telephone.locator("#sent")).to_contain_text("还可以传")
    pc.reload()
    expect(pc.locator("[data-arrivals]")).to_contain_text("慢")

"""A site that asks for a second factor and knows a provider: both ways in, driven as people would."""

from base64 import b32decode
from collections.abc import Iterator

import pytest
from django.conf import settings
from django_otp.oath import TOTP
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.plugins.databases import Scratch, copy, drop
from tests.plugins.sites import serving
from tests.support.providers import Provider, running

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    with running("vouching") as one:
        yield one


@pytest.fixture(scope="module")
def own(demo_site: Scratch) -> Iterator[Scratch]:
    scratch = copy(demo_site)
    yield scratch
    drop(scratch)


@pytest.fixture(scope="module")
def site(own: Scratch, provider: Provider) -> Iterator[str]:
    with serving(own, SECOND_FACTOR="1", OIDC_LABEL="统一身份认证", **provider.environment) as url:
        yield url


def give_password(page: Page, account: str) -> None:
    page.fill("[name=username]", account)
    page.fill("[name=password]", settings.DEMO_PASSWORD)
    page.get_by_role("button", name="登录", exact=True).click()


def test_a_phone_is_enrolled_with_both_keys_and_asked_for_from_then_on(open_page: OpenPage, own: Scratch) -> None:
    """The administrators have their lists from the console; with them they hand out both keys."""
    desks = {}
    for account in ("system_admin", "security_admin"):
        first_code = own.manage("second_factor_codes", account).splitlines()[-1]
        desks[account] = open_page()
        give_password(desks[account], account)
        desks[account].fill("[name=second_factor]", first_code)
        desks[account].get_by_role("button", name="登录", exact=True).click()
        desks[account].wait_for_url(lambda url: "/login/" not in url)
    printer, telephone = desks["system_admin"], desks["security_admin"]
    printer.goto("/people/?q=leading_group")
    printer.locator("td a").first.click()
    printer.get_by_role("link", name="打印开通条").click()
    printer.get_by_role("button", name="打印开通条").click()
    telephone.goto("/words/")
    telephone.get_by_role("button", name="看选中的口令").click()

    phone = open_page(width=360)
    give_password(phone, "leading_group")
    phone.get_by_role("link", name="输入开通码和开通口令").click()
    assert phone.locator("[name=username]").input_value() == "leading_group"
    phone.fill("[name=code]", printer.locator(".slip-code").first.inner_text())
    phone.fill("[name=word]", telephone.locator(".key").first.inner_text())
    phone.get_by_role("button", name="下一步：设密码").click()
    for name in ("new_password1", "new_password2"):
        phone.fill(f"[name={name}]", "Own-horse-2027")
    phone.get_by_role("button", name="开通并登录").click()

    # The code to scan is shown under the policy of the page.
    phone.wait_for_function("document.images.length && document.images[0].naturalWidth > 0")
    assert phone.evaluate("document.documentElement.scrollWidth") <= 360
    key = bytes_of(phone.locator(".spelled").inner_text())
    phone.fill("[name=second_factor]", f"{TOTP(key).token():06d}")
    phone.get_by_role("button", name="确认设置").click()
    phone.get_by_role("button", name="显示并打印备用码").click()
    assert phone.get_by_text("备用码").first.is_visible()
    phone.goto("/account/")
    assert phone.get_by_text("手机动态码").is_visible()


def test_whoever_has_bound_the_account_comes_in_by_the_provider(open_page: OpenPage) -> None:
    page = open_page()
    give_password(page, "secretary")
    page.goto("/account/provider/")
    page.fill("[name=password]", settings.DEMO_PASSWORD)
    page.get_by_role("button", name="绑定").click()
    page.get_by_role("link", name="去登录并绑定").click()
    page.fill("[name=sub]", "wang-1")
    page.get_by_role("button").first.click()
    page.wait_for_url("**/account/**")

    fresh = open_page(width=360)
    fresh.get_by_role("link", name="统一身份认证").click()
    fresh.fill("[name=sub]", "wang-1")
    fresh.get_by_role("button").first.click()
    fresh.wait_for_url(lambda url: url.rstrip("/").count("/") == 2)
    assert fresh.get_by_role("heading").first.is_visible()

    stranger = open_page()
    stranger.get_by_role("link", name="统一身份认证").click()
    stranger.fill("[name=sub]", "somebody-else")
    stranger.get_by_role("button").first.click()
    assert stranger.get_by_text("没有绑定").first.is_visible()


def bytes_of(spelled: str) -> bytes:
    """What a phone makes of a key that is typed into it."""
    plain = "".join(spelled.split())
    return b32decode(plain + "=" * (-len(plain) % 8))

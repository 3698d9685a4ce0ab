"""A headless Chromium for the tests of this folder, Debian's own. Those that use it carry the mark `browser`."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright

EXECUTABLE = "/usr/bin/chromium"
# The browser is on its own: no sandbox within a container, and no calls to its maker's servers. Its own language says in which
# order the parts of a day are typed.
ARGUMENTS = [
    "--lang=en-US",
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
VIOLATION = re.compile("Content.Security.Policy", re.IGNORECASE)

OpenPage = Callable[..., Page]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One browser for each module: while it runs, its event loop bars this process from Django's database."""
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        yield chromium
        chromium.close()


@pytest.fixture
def open_page(browser: Browser, site: str) -> Iterator[OpenPage]:
    """Opens pages of the site, each in a session of its own: open_page("secretary", width=360, javascript=False).

    Without an account nobody is logged in. A script error or a breach of the content security policy fails the test.
    """
    contexts, faults = [], []

    def note(message: ConsoleMessage) -> None:
        if VIOLATION.search(message.text):
            faults.append(message.text)

    def open_page(account: str = "", *, width: int = 1280, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=site,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            viewport={"width": width, "height": 800},
            java_script_enabled=javascript,
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", note)
        page.goto("/login/")
        if account:
            page.fill("[name=username]", account)
            page.fill("[name=password]", settings.DEMO_PASSWORD)
            page.press("[name=password]", "Enter")
            page.wait_for_url(lambda url: "/login/" not in url)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert faults == []


@pytest.fixture
def page(open_page: OpenPage) -> Page:
    """A page of a visitor who has not logged in."""
    return open_page()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents and "browser" in getattr(item, "fixturenames", ()):
            item.add_marker(pytest.mark.browser)

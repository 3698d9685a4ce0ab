"""A site whose every text is markup that would run, in a real browser: no dialog opens, and the policy refuses nothing."""

import subprocess
import sys
from collections.abc import Iterator

import pytest
from playwright.sync_api import ConsoleMessage, Dialog, Page

from branches.accounts.demo import ACCOUNTS
from tests.browser.conftest import VIOLATION
from tests.plugins.databases import ROOT, Scratch, copy, drop
from tests.plugins.sites import serving
from tests.support import crawl
from tests.support.injections import SCRIPTS

COLUMNS_AT_LEAST = 100


@pytest.fixture(scope="module")
def scratch(demo_site: Scratch) -> Iterator[Scratch]:
    scratch = copy(demo_site)
    yield scratch
    drop(scratch)


@pytest.fixture(scope="module")
def site(scratch: Scratch) -> Iterator[str]:
    with serving(scratch) as url:
        yield url


def spoil(scratch: Scratch, first: int = 0) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "tests.support.processes.spoiling", str(first)],
        cwd=ROOT,
        env=scratch.environment | {"DATABASE_URL": scratch.url},
        stdout=subprocess.PIPE,
        check=True,
        text=True,
    )
    assert int(done.stdout) >= COLUMNS_AT_LEAST


def listen(page: Page) -> list[str]:
    """Grows with every dialog, and with everything that the page's policy refuses."""
    heard: list[str] = []

    def answer(dialog: Dialog) -> None:
        heard.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def note(message: ConsoleMessage) -> None:
        if VIOLATION.search(message.text):
            heard.append(message.text)

    page.on("dialog", answer)
    page.on("console", note)
    return heard


def visited(page: Page, most: int = 40) -> list[bool]:
    """Of each page that links lead to, whether it shows any of the markup, as text."""
    showing = []

    def visit(url: str) -> tuple[str, list[str]]:
        page.goto(url)
        showing.append("alert(7)" in page.inner_text("body"))
        return page.url, crawl.links(page)

    assert list(crawl.walk(visit, most=most))
    return showing


def test_markup_in_every_text_stays_text(scratch, open_page):
    spoil(scratch)
    page = open_page("organ_officer")
    heard = listen(page)
    assert sum(visited(page, most=8)) >= 4
    assert heard == []


def test_twin_what_runs_is_heard(browser, site):
    page = browser.new_page(base_url=site)
    heard = listen(page)
    page.set_content(SCRIPTS[0])
    page.goto("/login/")
    page.evaluate("document.body.append(Object.assign(document.createElement('script'), {text: 'alert(7)'}))")
    page.close()
    assert heard[0] == "dialog 7"
    assert len(heard) == 2 and VIOLATION.search(heard[1])


@pytest.mark.soak
@pytest.mark.figure(22, "12 scripts in every column, crawled in a browser: 0 dialogs, 0 refusals of the policy")
def test_soak_every_script_in_every_column_in_a_browser(scratch, open_page, measured):
    heard, showing = [], []
    for first in range(len(SCRIPTS)):
        spoil(scratch, first)
        page = open_page(ACCOUNTS[first % len(ACCOUNTS)].username)
        listening = listen(page)
        showing += visited(page)
        heard += listening
        page.close()
    measured(f"{len(heard)} of {len(SCRIPTS)} scripts on {len(showing)} pages, {sum(showing)} of which show them")
    assert heard == []

"""What a phone on a slow line has to load: through nginx as it stands in deploy/, counted by Chromium with all headers."""

import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from playwright.sync_api import Page, sync_playwright

from tests.browser.conftest import ARGUMENTS, EXECUTABLE
from tests.plugins.databases import Scratch, copy, drop
from tests.plugins.sites import serving
from tests.support.proxies import nginx

FIRST, AGAIN = 150, 40
"""Kilobytes that the first page with the sign-in before it may have, and the same page once more."""


@pytest.fixture
def front(demo_site: Scratch, tmp_path: Path) -> Iterator[str]:
    scratch = copy(demo_site)
    scratch.manage("collectstatic", "--no-input", "--verbosity", "0")
    (tmp_path / "static").symlink_to(scratch.data_dir / "static")
    with serving(scratch, TRUSTED_PROXIES="127.0.0.1") as web, nginx(web, tmp_path) as address:
        yield address
    drop(scratch)


@pytest.fixture
def page(front: str, tmp_path: Path) -> Iterator[Page]:
    """In a browser that takes the test's certificate for a good one: what comes by a bad one is not kept."""
    trusted = f"--ignore-certificate-errors-spki-list={fingerprint(tmp_path / 'certificate.pem')}"
    with sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", executable_path=EXECUTABLE, args=[*ARGUMENTS, trusted], base_url=front
        )
        yield context.new_page()
        context.close()


def fingerprint(certificate: Path) -> str:
    """Of its key, as Chromium wants it."""
    steps = (
        f"openssl x509 -in {certificate} -noout -pubkey",
        "openssl pkey -pubin -outform der",
        "openssl dgst -sha256 -binary",
        "openssl base64",
    )
    return subprocess.check_output(" | ".join(steps), shell=True, text=True).strip()


def test_the_first_visit_is_light_and_the_next_one_loads_the_page_alone(page: Page) -> None:
    loaded: list[float] = []
    failed: list[str] = []
    network = page.context.new_cdp_session(page)
    network.send("Network.enable")
    network.on("Network.loadingFinished", lambda told: loaded.append(told["encodedDataLength"] / 1024))
    network.on("Network.loadingFailed", lambda told: failed.append(told["errorText"]))
    page.goto("/login/", wait_until="networkidle")
    page.fill("[name=username]", "secretary")
    page.fill("[name=password]", settings.DEMO_PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(lambda url: "/login/" not in url)
    page.wait_for_load_state("networkidle")
    first = sum(loaded)
    loaded.clear()
    page.goto("/", wait_until="networkidle")
    assert 0 < sum(loaded) <= AGAIN, loaded
    assert first <= FIRST, first
    assert failed == []

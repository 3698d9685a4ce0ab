"""The pictures of the README, taken from the demonstration site: `make pictures`."""

from pathlib import Path
from typing import NamedTuple

import pytest
from PIL import Image
from playwright.sync_api import Page

from tests.browser.conftest import OpenPage
from tests.plugins.databases import ROOT

pytestmark = pytest.mark.browser


class Picture(NamedTuple):
    """What one person sees behind one button of the home page; without a button the home page itself."""

    name: str
    account: str
    button: str
    width: int
    height: int


PICTURES = [
    Picture("home", "organ_officer", "", 1100, 620),
    Picture("self-assessment", "secretary", "继续填写", 390, 720),
    Picture("recommendation", "leading_group", "打开推荐名单", 900, 720),
    Picture("naming", "work_committee", "去评定", 900, 720),
]


@pytest.mark.parametrize("picture", PICTURES, ids=lambda one: one.name)
def test_take(open_page: OpenPage, picture: Picture) -> None:
    page = open_page(picture.account, width=picture.width)
    page.set_viewport_size({"width": picture.width, "height": picture.height})
    if picture.button:
        page.get_by_role("link", name=picture.button).first.click()
    take(page, ROOT / "docs" / "images" / f"{picture.name}.png")


def take(page: Page, path: Path) -> None:
    """Few colours: the repository keeps every version of a picture."""
    page.wait_for_load_state("networkidle")
    page.screenshot(path=path)
    with Image.open(path) as image:
        image.convert("RGB").quantize(64).save(path, optimize=True)

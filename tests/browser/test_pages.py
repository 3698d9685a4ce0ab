"""Every page that a person comes to from the home page within two clicks is sound, whoever the person is."""

import re
import unicodedata
from io import BytesIO
from urllib.parse import urljoin

import pytest
from playwright.sync_api import Page
from pypdf import PdfReader

from branches.accounts.demo import ACCOUNTS
from tests.support import crawl
from tests.support.soundness import content, faults, watch

EVERYBODY = [account.username for account in ACCOUNTS]
# How wide the page is, and whether a box within it moves that keys do not reach.
SIDEWAYS = """() => {
    const wide = document.documentElement.scrollWidth;
    window.dispatchEvent(new Event('resize'));
    const boxes = [...document.querySelectorAll('.scroll')];
    return [wide, boxes.some((box) => box.scrollWidth > box.clientWidth && box.tabIndex !== 0)];
}"""
SEE_UNITS = ["work_committee", "organisation_department", "leading_group", "organ_officer"]


@pytest.fixture(scope="module")
def sound() -> set[tuple[str, str]]:
    """What was looked at and found sound; word for word the same again is not looked at once more."""
    return set()


@pytest.mark.parametrize("account", EVERYBODY)
def test_every_page_is_sound_for(account, open_page, sound):
    page = open_page(account)
    seen = watch(page)
    found = {}

    def visit(url: str) -> tuple[str, list[str]]:
        answer = page.goto(url)
        found[url] = [] if answer.status == 200 else [f"answers {answer.status}"]
        if (look := ("faults", content(page))) not in sound:
            found[url] += faults(page)
        if not found[url]:
            sound.add(look)
        return page.url, crawl.links(page)

    assert len(list(crawl.walk(visit))) >= 7
    assert {url: wrong for url, wrong in found.items() if wrong} == {}
    assert seen == []


def test_the_check_sees_what_is_wrong(browser):
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_content(
        '<html lang="en"><title>x</title><main><h1>共None个</h1><img src="x.png"><p style="width: 900px">长</p></main>'
    )
    assert {fault.split(":")[0] for fault in faults(page)} >= {
        "says None",
        "is not marked as Chinese",
        "image-alt at 1280",
        "image-alt at 360",
        "scrolls sideways at 360",
    }
    page.close()


def test_what_was_legible_once_is_looked_at_again_in_other_colours(browser):
    page = browser.new_page()
    for colour, wrong in (("black", False), ("black", False), ("#ccc", True), ("#ccc", True)):
        page.set_content(f'<title>x</title><main><h1 class="x" style="color: {colour}">支部名称</h1></main>')
        assert any(fault.startswith("color-contrast at 360") for fault in faults(page)) == wrong
    page.set_content(
        '<title>x</title><main style="background: #333"><h1 class="x" style="color: black">支部名称</h1></main>'
    )
    assert any(fault.startswith("color-contrast at 1280") for fault in faults(page))
    page.close()


@pytest.mark.parametrize("account", EVERYBODY)
def test_no_page_of_the_navigation_moves_sideways_on_any_screen(account, open_page, sound):
    """Windows at 125 % makes 1093 px of a common screen: there no list has to be moved. Wide tables move within their
    own boxes, which keys can reach."""
    page = open_page(account)
    page.goto("/more/")
    addresses = page.eval_on_selector_all(".more-menu a", "all => all.map((one) => one.getAttribute('href'))")
    found = []
    for address in dict.fromkeys(addresses):
        page.goto(address)
        if (look := ("sideways", content(page))) in sound:
            continue
        for width in (320, 640, 768, 1024, 1093, 1920):
            page.set_viewport_size({"width": width, "height": 800})
            wide, unreached = page.evaluate(SIDEWAYS)
            if wide > width:
                found.append(f"{address} at {width}")
            if unreached:
                found.append(f"{address} at {width} is out of reach")
            moved = "[...document.querySelectorAll('.list .scroll')].some((box) => box.scrollWidth > box.clientWidth)"
            if width in (1093, 1920) and page.evaluate(moved):
                found.append(f"{address} at {width} has a list that must be moved")
        if not found:
            sound.add(look)
    assert found == []


@pytest.mark.parametrize("account", EVERYBODY)
def test_home_says_the_one_thing_first_on_a_telephone(account, open_page):
    page = open_page(account, width=360)
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/")
    sentence = page.locator("main h1").bounding_box()
    assert sentence["y"] > 0
    assert sentence["y"] + sentence["height"] <= 600
    button = page.locator(".hero .btn-primary")
    if button.count():
        assert button.bounding_box()["y"] + button.bounding_box()["height"] <= 740


@pytest.mark.parametrize("account", SEE_UNITS)
def test_every_number_of_the_progress_page_opens_a_list_of_that_length(account, open_page):
    page = open_page(account)
    page.goto("/progress/")
    numbers = progress_numbers(page)
    assert len(numbers) >= 5
    lengths = {key: length(page, url) for key, url in numbers.items()}
    assert lengths == {(label, number): number for label, number in numbers}


def progress_numbers(page: Page) -> dict[tuple[str, int], str]:
    """Label and number of every figure that can be opened, with its address; of the units the first three."""
    found = page.evaluate(
        """() => [
            ...[...document.querySelectorAll('.numbers a, main p a.inline-link')].map(a => [a.innerText, a.innerText, a]),
            ...[...document.querySelectorAll('.legend a')].map(a => [a.innerText, a.querySelector('strong').innerText, a]),
            ...[...document.querySelectorAll('.units tbody tr')].slice(0, 3).map(row =>
                [row.querySelector('th').innerText, row.querySelector('.c-count').innerText, row.querySelector('th a')]),
        ].filter(([, , a]) => a).map(([label, number, a]) => [label, number, a.getAttribute('href')])"""
    )
    figures = ((label, re.sub(r"[^\d／]", "", number), href) for label, number, href in found)
    return {(label, int(number)): urljoin(page.url, href) for label, number, href in figures if number.isdecimal()}


def length(page: Page, url: str) -> int:
    """How many entries a list says it has."""
    found = re.search(r'class="list-count"[^>]*>共([\d,]+)条', page.request.get(url).text())
    return int(found[1].replace(",", "")) if found else 0


@pytest.mark.parametrize(
    ("account", "wanted", "words"),
    [
        ("secretary", "/candidacies/N/", "支部自评"),
        ("secretary", "/candidacies/N/self-assessment/print/", "自评表"),
        ("organisation_department", "/versions/N/", "指纹"),
    ],
)
def test_paper_shows_no_navigation(account, wanted, words, open_page):
    page = open_page(account)
    page.goto(crawl.find(page, wanted))
    furniture = page.locator(
        "nav a, .top-tools a, .top-tools button, .skip, main form, main .btn, .bottom-bar .btn, .back"
    )
    assert furniture.count() > 5
    labels = {text.strip() for text in furniture.all_inner_texts()}
    page.emulate_media(media="print")
    assert [one.inner_text() for one in furniture.all() if one.is_visible()] == []
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert {(round(sheet.mediabox.width), round(sheet.mediabox.height)) for sheet in sheets} == {(595, 842)}
    text = unicodedata.normalize("NFKC", "\n".join(sheet.extract_text() for sheet in sheets))
    assert words in text
    assert labels & {line.strip() for line in text.splitlines()} == set()


IN_TWO_LINES = """() => document.querySelectorAll('.sheet td:nth-child(3)')
    .forEach((cell) => cell.style.setProperty('padding-bottom', '16pt', 'important'))"""
ON_ONE_LINE = """() => [...document.querySelectorAll('.sheet td:nth-child(3)')]
    .every((cell) => new Set([...cell.querySelectorAll('.tick')].map((tick) => tick.offsetTop)).size === 1)"""


@pytest.mark.parametrize("spoil", [False, True], ids=["as it is", "twin: ticked in two lines"])
def test_the_sheet_for_a_visit_is_one_page_of_paper(spoil, open_page):
    page = open_page("organ_officer")
    page.goto(crawl.find(page, "/candidacies/N/assessment/print/"))
    page.emulate_media(media="print")
    page.set_viewport_size({"width": 672, "height": 900})  # what the margins leave of A4
    assert page.evaluate(ON_ONE_LINE)
    if spoil:
        page.evaluate(IN_TWO_LINES)
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert (len(sheets) == 1) == (not spoil)


LARGER = """(size) => document.querySelectorAll('table.units td, table.units th')
    .forEach((cell) => cell.style.setProperty('font-size', size, 'important'))"""
SMALLEST = """() => Math.min(...[...document.querySelectorAll('table.units td, table.units th')]
    .filter((cell) => cell.innerText.trim()).map((cell) => parseFloat(getComputedStyle(cell).fontSize) * 0.75))"""


@pytest.mark.parametrize("size", [None, "40pt"], ids=["as it is", "twin: larger letters"])
def test_all_units_of_the_city_are_printed_on_three_sheets_in_letters_of_ten_points(size, open_page):
    page = open_page("work_committee")
    page.goto("/progress/")
    assert page.locator("table.units tbody tr").count() == 71
    page.emulate_media(media="print")
    if size:
        page.evaluate(LARGER, size)
    assert page.evaluate(SMALLEST) >= 9.99
    sheets = PdfReader(BytesIO(page.pdf(prefer_css_page_size=True))).pages
    assert (len(sheets) <= 3) == (size is None)

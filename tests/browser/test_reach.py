"""Short windows and forced colours: nobody is kept from what a page says or does."""

from collections.abc import Callable

import pytest
from django.template.loader import render_to_string
from playwright.sync_api import Browser, Route

from tests.browser.conftest import OpenPage
from tests.support.soundness import faults

SHORT = {"width": 320, "height": 256}
"""What is left of 1280 × 1024 at 400 %."""
# Of everything that takes the focus, what is then covered or out of the window, and what leans out of the page.
OUT_OF_REACH = """() => {
    const found = document.documentElement.scrollWidth > innerWidth ? ['the page moves sideways'] : [];
    for (const one of document.querySelectorAll('a[href], button, input, select, textarea, summary, [tabindex="0"]')) {
        one.focus();
        if (document.activeElement !== one) continue;
        const seen = one.matches('.choice input, .pick input, .visually-hidden') ? one.labels[0] : one;
        const isThere = (x, y) => {
            const top = document.elementFromPoint(x, y);
            return top && (seen.contains(top) || one.contains(top));
        };
        const inSight = [...seen.getClientRects()].some(box => [box.left + 3, (box.left + box.right) / 2, box.right - 3].some(
            x => [box.top + 3, (box.top + box.bottom) / 2, box.bottom - 3].some(y => isThere(x, y))));
        if (!inSight) found.push(one.outerHTML.slice(0, 90));
    }
    return found;
}"""
PINNED = """() => [...document.querySelectorAll('body *')].filter(
    one => ['fixed', 'sticky'].includes(getComputedStyle(one).position) && one.getClientRects().length && !one.closest('.scroll'))
    .map(one => one.className)"""
WAYS = {
    "secretary": ("/candidacies/?state=draft", "main table a[href^='/candidacies/']"),
    "assessor": ("/assessments/", "section.card-box a.btn:has-text('评分')"),
    "organ_officer": ("/slips/", ""),
    "work_committee": ("/progress/", ""),
}
"""A page, and what leads on from it to another."""


@pytest.mark.parametrize("account", WAYS)
def test_at_four_times_the_size_nothing_covers_the_page_or_the_focus(account: str, open_page: OpenPage) -> None:
    address, further = WAYS[account]
    page = open_page(account)
    page.goto(address)
    if further:
        with page.expect_navigation():
            page.locator(further).first.click()
    page.set_viewport_size(SHORT)
    found = {}
    for size in ("", "large"):
        page.evaluate("size => { document.documentElement.className = `js ${size}`; }", size)
        found[size] = page.evaluate(OUT_OF_REACH) + page.evaluate(PINNED)
    assert found == {"": [], "large": []}


def test_twin_a_bar_that_stays_and_a_link_beside_the_page_are_seen(browser: Browser) -> None:
    page = browser.new_page(viewport=SHORT)
    page.set_content(
        '<p style="position: fixed; top: 0; bottom: 0; left: 0; right: 0; margin: 0; background: #fff">盖住</p><a href="/">链接</a>'
    )
    found = page.evaluate(OUT_OF_REACH) + page.evaluate(PINNED)
    page.close()
    assert len(found) == 2


# Whether what is chosen, current or marked still differs from what is not, where grounds and shadows are taken away.
DIFFERENT = """([one, other]) => {
    const look = (selector) => {
        const style = getComputedStyle(document.querySelector(selector));
        return [style.borderTopWidth, style.borderTopColor, style.borderLeftColor, style.borderStyle, style.backgroundColor].join();
    };
    return look(one) !== look(other);
}"""
MARKED = {
    "a grade": ("input:checked + label", "input:not(:checked) + label"),
    "a dot": (".score-dot-full", ".score-dot:not(.score-dot-full)"),
    "a square": (".square-taken", ".square:not(.square-taken)"),
    "a tab": (".tabs [aria-current]", ".tabs a:not([aria-current])"),
    "a page": (".pager [aria-current]", ".pager a:not([aria-current])"),
    "an entry": (".side [aria-current]", ".side a:not([aria-current])"),
    "a button": (".btn-primary", ".btn-secondary"),
}
SAMPLE = """<div class="grades"><div class="choice"><input type="radio" name="a" id="a1" checked><label for="a1">达到</label></div>
<div class="choice"><input type="radio" name="a" id="a2"><label for="a2">未达到</label></div></div>
<span class="score-dot score-dot-full"></span><span class="score-dot"></span>
<span class="square square-taken"></span><span class="square"></span>
<nav class="tabs"><a aria-current="page">一</a><a>二</a></nav><nav class="pager"><a aria-current="page">1</a><a>2</a></nav>
<nav class="side"><a aria-current="page">一</a><a>二</a></nav><a class="btn btn-primary">做</a><a class="btn btn-secondary">看</a>"""


@pytest.mark.parametrize("is_with", [True, False])
def test_forced_colours_leave_every_state_to_be_seen(is_with: bool, browser: Browser, site: str) -> None:
    """Without the sheet for it most are not: the twin."""
    context = browser.new_context(base_url=site, forced_colors="active")
    page = context.new_page()
    if not is_with:
        page.route("**/css/reach.css", lambda route: route.fulfill(body="", content_type="text/css"))
    page.goto("/login/")
    page.evaluate(
        """async (sample) => {
            document.querySelector('main').innerHTML = sample;
            const sheet = Object.assign(document.createElement('link'), {rel: 'stylesheet', href: '/static/css/scoring.css'});
            const last = document.querySelector('link[href$="reach.css"]');
            await new Promise((done) => { sheet.onload = done; last.before(sheet); });
        }""",
        SAMPLE,
    )
    seen = {what for what, pair in MARKED.items() if page.evaluate(DIFFERENT, pair)}
    context.close()
    assert (seen == set(MARKED)) is is_with


def fulfilling(text: str) -> Callable[[Route], None]:
    return lambda route: route.fulfill(body=text, content_type="text/html; charset=utf-8")


def test_pages_that_tell_what_went_wrong_are_sound(open_page: OpenPage) -> None:
    """As the site answers; the two it shows when nothing else works as they are rendered."""
    page = open_page("secretary")
    found = {}
    for address, status in {
        "/find/?q=%00": 400,
        "/cycles/new/": 403,
        "/nowhere/": 404,
        "/candidacies/?q=zzzz": 200,
    }.items():
        answer = page.goto(address)
        assert answer and answer.status == status
        found[address] = faults(page)
    context = {"code": "A1B2", "help_phone": "0375-2900000"}
    for name in ("500.html", "503.html"):
        text = render_to_string(name, context)
        page.route(f"**/{name}", fulfilling(text))
        page.goto(f"/{name}")
        found[name] = faults(page)
    assert {where: wrong for where, wrong in found.items() if wrong} == {}

"""What must hold on every page, for eyes, fingers and screen readers."""

import re
from hashlib import sha256
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request

RULES = {
    "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"],
    "resultTypes": ["violations"],
}
# A telephone as tall as the page: sticky bars cover something only as long as one scrolls.
SIZES = {1280: 800, 360: 2400}
# What a program says when nobody thought of it.
SLIPS = re.compile(r"undefined|NaN|None|Traceback|Error|操作失败|\{\{|\{%|\[object")
# All that is read or stands in a field.
VISIBLE = """() => [document.body.innerText, ...[...document.querySelectorAll('input, textarea')]
    .filter(field => field.type !== 'hidden' && field.type !== 'password').map(field => field.value)].join('\\n')"""

# Every text that is seen, by its look: what it and all around it are, in which colours and sizes. Two of the same look are
# both legible or both not, and to find out is half of all that a check of a page costs.
LOOKS = """() => {
    window.looks = new Map();
    const walk = (one, around) => {
        if (!one.checkVisibility()) return;
        const {color, backgroundColor, backgroundImage, opacity, fontSize, fontWeight, position, visibility} =
            getComputedStyle(one);
        const off = one.matches(':disabled, [aria-disabled=true]') || one.control?.disabled;
        const look = [around, one.tagName, one.getAttribute('class'), off, color, backgroundColor, backgroundImage,
            opacity, fontSize, fontWeight, position, visibility].join();
        const writes = [...one.childNodes].some(node => node.nodeType === Node.TEXT_NODE && node.data.trim());
        if (writes || one.matches('input, select, textarea')) looks.set(look, [...looks.get(look) ?? [], one]);
        [...one.children].forEach(child => walk(child, look));
    };
    walk(document.body, '');
    return [...looks.keys()];
}"""
READ = """([rules, fresh]) => {
    const texts = fresh.flatMap(look => looks.get(look));
    texts.forEach(one => one.toggleAttribute('data-read', true));
    axe.configure({rules: [{id: 'color-contrast', selector: '[data-read]'}]});
    return axe.run(rules).then(found => {
        texts.forEach(one => one.toggleAttribute('data-read', false));
        return found.violations;
    });
}"""
legible: set[tuple[int, str]] = set()
"""The looks that were found legible, each at its width."""

# The header and the navigation are the same on all pages of a person.
CONTENT = """() => [document.title, ...[...document.querySelectorAll('body > :not(header, .frame), .frame > :not(nav)')]
    .map(one => one.outerHTML)].join('')"""


def watch(page: Page) -> list[str]:
    """Grows with every error in the console and every request to another host."""
    seen: list[str] = []
    host = page.url.split("/")[2]

    def listen(message: ConsoleMessage) -> None:
        if message.type == "error":
            seen.append(message.text)

    def follow(request: Request) -> None:
        if not request.url.startswith((f"http://{host}/", "data:", "blob:")):
            seen.append(f"asks {request.url}")

    page.on("console", listen)
    page.on("request", follow)
    return seen


def faults(page: Page) -> list[str]:
    """What is wrong with the open page, on a desktop and on a telephone."""
    found = [f"says {slip}" for slip in sorted(set(SLIPS.findall(page.evaluate(VISIBLE))))]
    if page.get_attribute("html", "lang") != "zh-CN":
        found.append("is not marked as Chinese")
    before = page.viewport_size
    for width, height in SIZES.items():
        page.set_viewport_size({"width": width, "height": height})
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            found.append(f"scrolls sideways at {width}")
        for rule in _violations(page, width):
            where = "; ".join(" ".join(map(str, node["target"])) for node in rule["nodes"][:3])
            found.append(f"{rule['id']} at {width}: {where}")
    if before:
        page.set_viewport_size(before)
    return found


def _violations(page: Page, width: int) -> Any:
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    fresh = [look for look in page.evaluate(LOOKS) if (width, look) not in legible]
    found = page.evaluate(READ, [RULES, fresh])
    if not any(rule["id"] == "color-contrast" for rule in found):
        legible.update((width, look) for look in fresh)
    return found


def content(page: Page) -> str:
    """The digest of all but the furniture: two pages with the same are both sound or both not."""
    return sha256(re.sub(r'value="\w{64}"', "", page.evaluate(CONTENT)).encode()).hexdigest()

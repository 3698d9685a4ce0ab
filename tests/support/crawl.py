"""Finding pages as people do, by links from the home page on: no test knows an id."""

import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from html import unescape
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

# Visits an address; says where that led and what the page links to.
Visit = Callable[[str], tuple[str, list[str]]]
FILES = re.compile(
    r"\.(?:pdf|docx|ics|png)|[?&]export=|/(?:export|template|returned|sealed|scan)/|/(?:evidence|copies)/\d+/$"
    r"|/files?/(?:\d+/)?$"
)


def shape(url: str) -> str:
    """Which page it is, whatever it is about: /candidacies/N/."""
    return re.sub(r"\d+", "N", urlsplit(url).path)


def walk(visit: Visit, *, depth: int = 2, most: int = 40) -> Iterator[str]:
    """The nearest pages, one of each shape: first the home page, then what it links to, then what these link to."""
    queue, met, count = deque([("/", 0)]), set(), 0
    while queue and count < most:
        url, level = queue.popleft()
        if shape(url) in met or FILES.search(url):
            continue
        here, links = visit(url)
        met |= {shape(url), shape(here)}
        count += 1
        yield here
        if level < depth:
            queue.extend((link, level + 1) for link in links)


def links(page: Page) -> list[str]:
    """The addresses on this site that the open page links to."""
    found = page.eval_on_selector_all("a[href]", "all => all.map(a => a.href)")
    start = urlsplit(page.url)._replace(path="", query="", fragment="").geturl()
    return [url.removeprefix(start) for url in found if url.startswith(f"{start}/")]


def find(page: Page, wanted: str, *, depth: int = 3) -> str:
    """The nearest page of that shape, looked for without opening any page in the browser."""
    return find_each(page, [wanted], depth=depth)[wanted]


def find_each(page: Page, wanted: Iterable[str], *, depth: int = 3) -> dict[str, str]:
    """The nearest page of each of those shapes, on one way through the site; where a link leads is seen without going."""
    missing, found = set(wanted), dict[str, str]()

    def visit(url: str) -> tuple[str, list[str]]:
        answer = page.request.get(url)
        met = [unescape(href) for href in re.findall(r'<a [^>]*?href="([^"#]+)', answer.text())]
        addresses = [path_of(urljoin(answer.url, href)) for href in met if not href.startswith("tel:")]
        for one in (answer.url, *addresses):
            if shape(one) in missing:
                missing.remove(shape(one))
                found[shape(one)] = one
        return answer.url, addresses

    for _ in walk(visit, depth=depth - 1, most=80):
        if not missing:
            return found
    raise AssertionError(f"No link leads to {', '.join(sorted(missing))}")


def path_of(url: str) -> str:
    return urlsplit(url)._replace(scheme="", netloc="").geturl()

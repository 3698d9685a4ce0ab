"""Pages that the test itself fetches, shown in a browser with the style sheets of the site: no server is started."""

import re
from pathlib import Path
from urllib.parse import urljoin

from django.contrib.staticfiles import finders
from django.test import Client

from branches.models import User
from branches.permissions import Role
from tests.support.crawl import path_of, walk

OVER_THE_CITY = (
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDIT_ADMIN,
    Role.WORK_COMMITTEE,
    Role.ORGANISATION_DEPARTMENT,
)
_SHEET = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)"( media="print")?>')


def reached(user: User) -> dict[str, str]:
    """The pages to which links lead from home, by path."""
    client = Client()
    client.force_login(user)
    pages = {}

    def visit(url: str) -> tuple[str, list[str]]:
        answer = client.get(url, follow=True)
        assert answer.status_code == 200, f"{url}: {answer.status_code}"
        page, here = answer.content.decode(), answer.request["PATH_INFO"]
        pages[here] = page
        links = re.findall(r'<a [^>]*?href="([^"#]+)', page)
        return here, [path_of(urljoin(here, link)) for link in links if not link.startswith("tel:")]

    list(walk(visit, depth=3, most=60))
    return pages


def styled(page: str) -> str:
    """With the style sheets in the place of the links to them."""
    return _SHEET.sub(_sheet, page)


def _sheet(found: re.Match[str]) -> str:
    path = finders.find(found[1])
    assert path, found[1]
    return f"<style{found[2] or ''}>{Path(path).read_text()}</style>"

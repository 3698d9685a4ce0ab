"""A site without a register, and one without a year: whoever signs in meets no dead end, no fault and no English."""

import re
from html import unescape
from urllib.parse import urljoin

import pytest
from django.test import Client

from branches.models import Branch, Setting, User
from branches.permissions import Role
from evaluation.models import Cycle
from tests.support import factories
from tests.support.crawl import path_of, walk

pytestmark = pytest.mark.django_db
OVER_THE_CITY = (
    Role.SYSTEM_ADMIN,
    Role.SECURITY_ADMIN,
    Role.AUDIT_ADMIN,
    Role.WORK_COMMITTEE,
    Role.ORGANISATION_DEPARTMENT,
)
HIDDEN = re.compile(r"<(script|style|svg|template)\b.*?</\1>|<!--.*?-->|<h2>运行环境</h2>\s*<dl.*?</dl>", re.S)
"""And what the system runs on: names of servers and folders."""
MAIN = re.compile(r"<main.*?</main>", re.S)
WORDS = re.compile(r"[A-Za-z]{3,}")
NAMES = {"Excel", "xlsx", "csv", "CSV", "PDF", "JPG", "PNG", "OFD", "docx", "Word", "worker", "beat", "Ctrl"}
"""Of formats and keys, and of the programs that the status page tells the system administrator to start."""


def everything_reached(user: User) -> list[str]:
    """The pages reached from home by links, as text."""
    client = Client()
    client.force_login(user)
    texts = {}

    def visit(url: str) -> tuple[str, list[str]]:
        answer = client.get(url, follow=True)
        assert answer.status_code == 200, f"{url}: {answer.status_code}"
        page = answer.content.decode()
        here = answer.request["PATH_INFO"]
        (main,) = MAIN.findall(page)
        texts[here] = unescape(re.sub(r"<[^>]+>", " ", HIDDEN.sub(" ", main)))
        links = re.findall(r'<a [^>]*?href="([^"#]+)', page)
        return here, [path_of(urljoin(here, link)) for link in links if not link.startswith("tel:")]

    pages = list(walk(visit, depth=3, most=60))
    for here, text in texts.items():
        assert re.search("[\u4e00-\u9fff]", text), f"{here} is empty"
        english = set(WORDS.findall(re.sub(r"https?://\S+|user\d+", "", text))) - NAMES
        assert not english, f"{here}: {english}"
        assert "None" not in text
    return pages


@pytest.mark.parametrize("role", OVER_THE_CITY)
def test_without_a_register_nobody_is_at_a_dead_end(role):
    factories.city()
    Setting.objects.all().delete()
    pages = everything_reached(factories.appointed(role, name="张三"))
    assert len(pages) > 3
    assert not Branch.objects.exists() and not Cycle.objects.exists()


@pytest.mark.parametrize("who", [*Role, "assessor", "stranger"])
def test_without_a_year_nobody_is_at_a_dead_end(who, unit, branch, assessor, stranger):
    others = {"assessor": assessor, "stranger": stranger}
    if who in others:
        person = others[who]
    else:
        place = {Role.SECRETARY: branch, Role.ORGAN_OFFICER: unit, Role.LEADING_GROUP: unit}.get(who)
        person = factories.appointed(who, place, name="张三", own_branch=branch if place else None)
    everything_reached(person)
    assert not Cycle.objects.exists()

"""A site without a register, and one without a year: whoever signs in meets no dead end, no fault and no English."""

import re
from html import unescape

import pytest

from branches.models import Branch, Setting, User
from branches.permissions import Role
from evaluation.models import Cycle
from tests.support import factories
from tests.support.shown import OVER_THE_CITY, reached

pytestmark = pytest.mark.django_db
HIDDEN = re.compile(r"<(script|style|svg|template)\b.*?</\1>|<!--.*?-->|<h2>运行环境</h2>\s*<dl.*?</dl>", re.S)
"""And what the system runs on: names of servers and folders."""
MAIN = re.compile(r"<main.*?</main>", re.S)
WORDS = re.compile(r"[A-Za-z]{3,}")
NAMES = {"Excel", "xlsx", "csv", "CSV", "PDF", "JPG", "PNG", "OFD", "docx", "Word", "worker", "beat", "Ctrl"}
"""Of formats and keys, and of the programs that the status page tells the system administrator to start."""


def everything_reached(user: User) -> list[str]:
    """The pages reached from home by links, each with words of ours and no others."""
    pages = reached(user)
    for here, page in pages.items():
        (main,) = MAIN.findall(page)
        text = unescape(re.sub(r"<[^>]+>", " ", HIDDEN.sub(" ", main)))
        assert re.search("[\u4e00-\u9fff]", text), f"{here} is empty"
        english = set(WORDS.findall(re.sub(r"https?://\S+|user\d+", "", text))) - NAMES
        assert not english, f"{here}: {english}"
        assert "None" not in text
    return list(pages)


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

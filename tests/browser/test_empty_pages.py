"""The pages of a site in which nothing has been entered yet are as sound as all others, also for screen readers."""

import pytest
from playwright.sync_api import sync_playwright

from branches.models import Setting, User
from branches.permissions import Role
from tests.browser.conftest import ARGUMENTS, EXECUTABLE
from tests.support import factories
from tests.support.shown import OVER_THE_CITY, reached, styled
from tests.support.soundness import content, faults

pytestmark = [pytest.mark.browser, pytest.mark.django_db]


def unsound(people: list[User]) -> dict[str, list[str]]:
    """What is wrong, by page; a page that says the same to two people is looked at once."""
    pages = [(f"{one} {path}", styled(page)) for one in people for path, page in reached(one).items()]
    found, seen = {}, set()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=EXECUTABLE, args=ARGUMENTS)
        shown = browser.new_page()
        for name, page in pages:
            shown.set_content(page, wait_until="domcontentloaded")
            if (digest := content(shown)) not in seen:
                found[name] = faults(shown)
            seen.add(digest)
        browser.close()
    assert len(found) > 5
    return {name: wrong for name, wrong in found.items() if wrong}


def test_without_a_register_every_page_is_sound(db):
    factories.city()
    Setting.objects.all().delete()
    assert unsound([factories.appointed(role, name="张三") for role in OVER_THE_CITY]) == {}


def test_without_a_year_every_page_of_a_unit_is_sound(unit, branch):
    places = {Role.SECRETARY: branch, Role.ORGAN_OFFICER: unit, Role.LEADING_GROUP: unit}
    assert unsound([factories.appointed(role, place, own_branch=branch) for role, place in places.items()]) == {}

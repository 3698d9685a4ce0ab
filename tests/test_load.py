"""Many people at once, through nginx: nobody waits long, nobody gets another's page, and everything is stored once."""

import json
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.plugins.databases import Scratch, copy, drop, template
from tests.plugins.sites import serving
from tests.plugins.soak import Measured
from tests.support.crowds import Browser, Somebody, opened, signed_in, slowest, together
from tests.support.proxies import nginx

PAGES = ("/", "/candidacies/", "/branches/", "/units/", "/people/", "/account/")
STORED = """
import json
from collections import Counter
from evaluation.models import Submission
found = Counter(Submission.objects.filter(candidacy__in=%r).values_list("candidacy_id", flat=True))
print("STORED", json.dumps(list(found.items())))
"""


@pytest.fixture(scope="module")
def small(migrated: Scratch) -> Scratch:
    return _years(migrated, 6, 90)


def _years(migrated: Scratch, units: int, branches: int) -> Scratch:
    seeded = ("seed_scale", f"--units={units}", f"--branches={branches}", "--years=3")
    return template(f"load_{branches}", seeded, base=migrated)


class Site(NamedTuple):
    """Where it stands, secretaries with a draft each, and the nine of the demonstration."""

    front: str
    scratch: Scratch
    secretaries: list[Somebody]
    officials: list[Somebody]


@contextmanager
def standing(source: Scratch, folder: Path, secretaries: int) -> Iterator[Site]:
    """As the handbook starts it: nginx in front of three processes."""
    scratch = copy(source)
    try:
        people = opened(scratch, secretaries)
        with serving(scratch, workers=3, TRUSTED_PROXIES="127.0.0.1") as web, nginx(web, folder) as front:
            yield Site(front, scratch, *people)
    finally:
        drop(scratch)


# Load: half are secretaries, who save one criterion among ten requests; the others read. Nobody pauses.


def test_six_people_get_their_own_pages_and_what_they_saved_is_there(small: Scratch, tmp_path: Path) -> None:
    with standing(small, tmp_path, 3) as site:
        browsers = signed_in(site.front, site.secretaries + site.officials[:3])
        _work(browsers, 2)
        _swap_cookies(browsers)
        browsers[0].get("/")
        assert browsers[0].strangers == ["/"], "the twin: with another's session he gets another's page"


@pytest.mark.soak
@pytest.mark.figure(
    15, "300 units, 3,000 branches, 50 clients for 120 s: 60 requests/s, p95 1 s, 0 errors, 0 cross-user"
)
def test_soak_fifty_people_for_two_minutes(migrated: Scratch, tmp_path: Path, measured: Measured) -> None:
    with standing(_years(migrated, 300, 3000), tmp_path, 25) as site:
        browsers = signed_in(site.front, site.secretaries + (site.officials * 3)[:25])
        rate, p95, share = _work(browsers, 120)
    measured(f"{rate:.0f} requests/s, p95 {p95:.2f} s, {share:.0%} writes")
    assert rate >= 60 and p95 <= 1


def _work(browsers: Sequence[Browser], seconds: int) -> tuple[float, float, float]:
    """Requests a second, the slowest but for one of twenty, and the share of writes."""
    pages = [_own_pages(one) for one in browsers]
    saved = [""] * len(browsers)
    until = time.monotonic() + seconds

    def act(number: int, one: Browser) -> None:
        turn = 0
        while time.monotonic() < until:
            turn += 1
            if one.who.case and turn % 9 == 1:
                words = f"第{number}人第{turn}次"
                one.fill_in(_criterion(one), mark="met", statement=words)
                saved[number] = words
            else:
                one.get(pages[number][turn % len(pages[number])])

    took = together(browsers, act)
    asked = [second for one in browsers for second in one.seconds]
    writes = sum(len(one.writes) for one in browsers)
    assert [one.faults + one.strangers for one in browsers if one.faults or one.strangers] == []
    assert all(words in one.get(_criterion(one)).text for one, words in zip(browsers, saved, strict=True) if words)
    assert writes, "somebody wrote"
    return len(asked) / took, slowest(asked), writes / len(asked)


def _own_pages(browser: Browser) -> list[str]:
    """What is open to him, and of a secretary his case."""
    case = [f"/candidacies/{browser.who.case}/", f"/candidacies/{browser.who.case}/self-assessment/"]
    found = [path for path in [*PAGES, *(case if browser.who.case else [])] if browser.get(path).status == 200]
    browser.forget()
    return found


def _criterion(browser: Browser) -> str:
    return f"/candidacies/{browser.who.case}/self-assessment/criteria/1/"


def _swap_cookies(browsers: Sequence[Browser]) -> None:
    browsers[0].cookies, browsers[1].cookies = browsers[1].cookies, browsers[0].cookies


# The rush: one after the other opens the last page and hands in; every fifth does so in two windows at once.


def test_eight_submissions_at_once_are_stored_once_each(small: Scratch, tmp_path: Path) -> None:
    _rush(small, tmp_path, 8, 0)


@pytest.mark.soak
@pytest.mark.figure(16, "300 submissions in 30 s: each stored once, p95 3 s")
def test_soak_three_hundred_submissions_in_half_a_minute(migrated: Scratch, tmp_path: Path, measured: Measured) -> None:
    enough = _years(migrated, 300, 6000)  # of 3,000 branches some two hundred could hand in at once
    p95, took = _rush(enough, tmp_path, 300, 30)
    measured(f"p95 {p95:.2f} s, the last one after {took:.0f} s")
    assert p95 <= 3


def _rush(source: Scratch, folder: Path, count: int, seconds: int) -> tuple[float, float]:
    """How long all but one of twenty waited at most for the answer, and when the last one had it."""
    with standing(source, folder, count) as site:
        moments = {one: seconds * number / count for number, one in enumerate(site.secretaries)}
        browsers = signed_in(site.front, site.secretaries + site.secretaries[::5])
        receipts: set[int] = set()

        def hand_in(_: int, one: Browser) -> None:
            time.sleep(moments[one.who])
            case = f"/candidacies/{one.who.case}"
            answer = one.fill_in(f"{case}/self-assessment/check/", f"{case}/apply/")
            if answer.headers["Location"] == f"{case}/self-assessment/receipt/":
                receipts.add(one.who.case)

        took = together(browsers, hand_in)
        cases = {one.case for one in site.secretaries}
        assert receipts == cases, [one.faults for one in browsers if one.who.case not in receipts]
        assert _stored(site.scratch, cases) == dict.fromkeys(cases, 1)
    return slowest([second for one in browsers for second in one.writes]), took


def _stored(scratch: Scratch, cases: set[int]) -> dict[int, int]:
    """How often each of them was handed in."""
    said = scratch.manage("shell", "--no-imports", "--command", STORED % cases)
    return dict(json.loads(next(line for line in said.splitlines() if line.startswith("STORED"))[6:]))

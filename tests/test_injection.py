"""Markup and formulas in every text there is: nothing runs on a page, nothing is evaluated in a file that is taken out."""

from typing import Any

import pytest
from django.db import transaction

from branches.spreadsheet import workbook
from tests.plugins.soak import Measured
from tests.support import injections, spoiling, visiting
from tests.support.injections import FORMULAS, SCRIPTS
from tests.support.world import World

PAGES_AT_LEAST, EXPORTS_AT_LEAST = 210, 34


class Found:
    """What would run on pages and what would be evaluated in files, and which URLs had any to look at."""

    def __init__(self) -> None:
        self.pages, self.exports, self.faults = set[str](), set[str](), list[str]()

    def look(self, name: str, answer: visiting.Answer) -> None:
        assert "csv" not in answer.kind, f"{name} is a file that nobody looks into yet"
        if answer.kind.startswith("text/html"):
            self.pages.add(name)
            self.faults += [f"{name}: {one}" for one in injections.that_would_run(answer.body.decode())]
        elif answer.kind == workbook.MEDIA_TYPE:
            self.exports.add(name)
            self.faults += [f"{name}: {one}" for one in injections.that_would_be_evaluated(answer.body)]


def spoiled(people: dict[str, Any], world: World, *, first: int = 0, is_full: bool = False) -> Found:
    """With something hostile in every column: every page as somebody gets it who may come there.

    In full, with another `first` it is another one of those who may, and each page is asked for a workbook.
    """
    found = Found()
    with transaction.atomic():
        spoiling.spoil(SCRIPTS + FORMULAS, first=first)
        guests = visiting.visitors(people)
        for url in visiting.pages(world):
            may_come = list(visiting.may_come(url.access))
            for who in may_come[first % len(may_come) :] + may_come[: first % len(may_come)]:
                page = guests[who].ask(url.address)
                if page.status != 200:
                    continue
                found.look(url.name, page)
                if is_full or b"?export=" in page.body:
                    found.look(url.name, guests[who].ask(f"{url.address}?export=xlsx"))
                break
        transaction.set_rollback(True)
    return found


def test_nothing_hostile_in_any_column_runs_or_is_evaluated(people: dict[str, Any], world: World) -> None:
    found = spoiled(people, world)
    assert found.faults == []
    assert len(found.pages) >= PAGES_AT_LEAST
    assert len(found.exports) >= EXPORTS_AT_LEAST


@pytest.mark.parametrize("payload", SCRIPTS[:-1])
def test_twin_unescaped_it_would_run_somewhere(payload: str) -> None:
    contexts = (
        "<p>{}</p>",
        '<p title="{}">x</p>',
        "<p title='{}'>x</p>",
        '<a href="{}">x</a>',
        "<textarea>{}</textarea>",
    )
    assert any(injections.that_would_run(one.format(payload)) for one in contexts)


def test_twin_a_writer_that_guards_nothing_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = [[payload] for payload in FORMULAS]
    assert injections.that_would_be_evaluated(workbook.write("表", ["列"], rows)) == []
    monkeypatch.setattr(workbook, "guarded", lambda text: text)
    assert len(injections.that_would_be_evaluated(workbook.write("表", ["列"], rows))) == len(FORMULAS)


@pytest.mark.soak
@pytest.mark.figure(20, "11 formulas × every export: 0 evaluated")
@pytest.mark.figure(22, "12 scripts in every column, every page: 0 would run")
def test_soak_every_payload_in_every_column(people: dict[str, Any], world: World, measured: Measured) -> None:
    rounds = len(SCRIPTS + FORMULAS)
    found = [spoiled(people, world, first=first, is_full=True) for first in range(rounds)]
    faults = [fault for one in found for fault in one.faults]
    measured(f"{len(faults)} of {rounds} payloads, {len(found[0].pages)} pages, {len(found[0].exports)} exports")
    assert faults == []

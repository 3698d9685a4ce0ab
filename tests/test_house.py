"""The figures of the house, each with a house that breaks it."""

from collections.abc import Callable
from dataclasses import replace

import pytest

from scripts import house
from scripts.house import House

CATCHING = "def view():\n    try:\n        step()\n    except Refused:\n        pass\n"
LONG = "x = 1\n" * 301


@pytest.fixture(scope="module")
def standing() -> House:
    return house.measured()


def test_the_house_keeps_its_plan(standing: House) -> None:
    assert [str(figure) for figure in standing.figures() if not figure.holds] == []


def test_every_module_is_measured(standing: House) -> None:
    assert {"evaluation.advance", "branches.access", "evaluation.rules.__init__"} <= standing.sources.keys()
    assert ("evaluation.advance", "branches.clock") in standing.pairs


def with_modules(*names: str, source: str = "") -> Callable[[House], House]:
    return lambda one: replace(one, sources=one.sources | dict.fromkeys(names, source))


def with_imports(*pairs: tuple[str, str]) -> Callable[[House], House]:
    return lambda one: replace(one, pairs=one.pairs | set(pairs))


def room_of(count: int, name: str) -> Callable[[House], House]:
    return with_modules(*(f"evaluation.{name}.part{number % 2}.m{number}" for number in range(count)))


def deep(count: int) -> str:
    return "def f(a):\n" + "    if a:\n        b\n" * (count - 1)


BROKEN = {
    "modules at the root": with_modules(*(f"evaluation.loose{number}" for number in range(6))),
    "stay inside a room": with_imports(*((f"evaluation.cycle.m{n}", f"evaluation.naming.m{n}") for n in range(900))),
    "modules of cases": room_of(14, "cases"),
    "modules of pages": room_of(4, "pages"),
    "modules of the largest room": room_of(26, "letters"),
    "single user": with_modules("evaluation.cases.lonely"),
    "largest folder": with_modules(*(f"branches.crowd.m{number}" for number in range(16))),
    "longest module": with_modules("evaluation.cycle.long", source=LONG),
    "in a circle": with_imports(("branches.clock", "branches.access")),
    "import inside a function": with_modules("branches.late", source="def f() -> None:\n    import os\n"),
    "order of file names": with_imports(("evaluation.cycle.steps.year", "evaluation.cycle.views.settings")),
    "engines": lambda one: with_imports(("evaluation.cycle.own", "evaluation.procedure.lives"))(
        with_modules("evaluation.cycle.own", source="PROCEDURE\ncase.state = 1\n")(one)
    ),
    "in views that": with_modules("evaluation.cycle.views.deep", source=deep(11)),
    "in all others that": with_modules("evaluation.cycle.deep", source=deep(16)),
    "column of dates": with_modules(*(f"evaluation.cycle.m{n}" for n in range(6)), source="cycle.naming_on\n"),
    "catch a refusal": with_modules("evaluation.cycle.views.own", source=CATCHING),
}


@pytest.mark.parametrize("figure", BROKEN)
def test_a_house_that_breaks_the_plan_goes_red(standing: House, figure: str) -> None:
    broken = [one.name for one in BROKEN[figure](standing).figures() if not one.holds]
    assert [name for name in broken if figure in name]


def test_a_new_import_against_the_order_of_rooms_goes_red(standing: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(house, "ACROSS", -1)
    assert [one.name for one in standing.figures() if not one.holds] == ["imports against the order of rooms"]

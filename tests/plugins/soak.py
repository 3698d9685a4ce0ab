"""Tests at full size carry the mark `soak`; they run only when asked for: `pytest -m soak`. With SIZE=soak random hands
are as many as a figure asks.

Who shows a figure says which: `@pytest.mark.figure(7, "30 mutants caught")`, and what it measured, by the fixture
`measured`. With a file's name in FIGURES a line of JSON is appended to it for each, from which `make soak` prints its
table; where tests are only collected, for each demand, so that the table has those that did not run.
"""

import json
import os
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

Measured = Callable[[str], None]


def pytest_configure(config: pytest.Config) -> None:
    config.addinivalue_line("markers", "soak: full size, minutes long; left out unless asked for")
    config.addinivalue_line("markers", "figure(number, asked): the demand that a test at full size shows")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    for item in items:
        for mark in item.iter_markers("figure"):
            item.user_properties.append(("figure", mark.args))
    if "soak" in (config.option.markexpr or ""):
        return
    left_out = [item for item in items if item.get_closest_marker("soak")]
    if left_out:
        config.hook.pytest_deselected(items=left_out)
        items[:] = [item for item in items if not item.get_closest_marker("soak")]


def pytest_collection_finish(session: pytest.Session) -> None:
    if session.config.option.collectonly:
        for item in session.items:
            if not any(mark.args[0] for mark in item.iter_markers("skipif")):
                _append([{"figure": number, "asked": asked} for number, asked in _figures(item.user_properties)])


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Measured:
    """Say what was measured, as the table shows it."""
    return lambda words: request.node.user_properties.append(("measured", words))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if report.skipped or (report.when != "call" and report.passed):
        return
    measured = "; ".join(str(said) for name, said in report.user_properties if name == "measured")
    found = {
        "measured": f"{measured}{'' if report.passed else ' FAILED'}".strip() or "held",
        "seconds": round(report.duration),
    }
    _append([{"figure": number, "asked": asked, **found} for number, asked in _figures(report.user_properties)])


def _figures(properties: Iterable[tuple[str, Any]]) -> list[tuple[int, str]]:
    return [said for name, said in properties if name == "figure"]


def _append(rows: list[dict[str, Any]]) -> None:
    if file := os.environ.get("FIGURES"):
        on = "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite"
        with Path(file).open("a") as lines:
            lines.writelines(f"{json.dumps({**row, 'on': on})}\n" for row in rows)

"""Tests at full size carry the mark `soak`; they run only when asked for: `pytest -m soak`.

Each says which figure it shows: `@pytest.mark.figure(7, "30 mutants caught")`, and what it measured, by the fixture
`measured`. With a file's name in FIGURES a line of JSON is appended to it for each, from which `make soak` prints its table.
"""

import json
import os
from collections.abc import Callable
from pathlib import Path

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


@pytest.fixture
def measured(request: pytest.FixtureRequest) -> Measured:
    """Say what was measured, as the table shows it."""
    return lambda words: request.node.user_properties.append(("measured", words))


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    figures = [said for name, said in report.user_properties if name == "figure"]
    measured = "; ".join(str(said) for name, said in report.user_properties if name == "measured")
    file = os.environ.get("FIGURES")
    if not file or (report.when != "call" and report.passed):
        return
    with Path(file).open("a") as rows:
        for number, asked in figures:  # type: ignore[misc]
            row = {
                "figure": number,
                "asked": asked,
                "measured": f"{measured}{'' if report.passed else ' FAILED'}".strip() or "held",
                "seconds": round(report.duration),
                "on": "PostgreSQL" if os.environ.get("DATABASE_URL") else "SQLite",
            }
            rows.write(f"{json.dumps(row)}\n")

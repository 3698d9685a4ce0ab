"""What was measured goes into a block of its own, and touches nothing else of the document."""

import json
import re
from pathlib import Path

import pytest

from scripts import figures, measurements
from tests.plugins.databases import ROOT

DOCUMENT = """# Measurements

<!-- bench: begin -->
old
<!-- bench: end -->

Between the two.

<!-- soak: begin -->
Not measured yet.
<!-- soak: end -->
"""


@pytest.fixture
def document(tmp_path: Path) -> Path:
    path = tmp_path / "measurements.md"
    path.write_text(DOCUMENT)
    return path


def test_a_block_is_replaced_whole_under_machine_day_and_commit(document: Path) -> None:
    measurements.write("bench", "| new |", document)
    before, _, rest = document.read_text().partition("<!-- bench: begin -->\n")
    circumstances, _, rest = rest.partition("\n\n| new |\n<!-- bench: end -->")
    assert before == "# Measurements\n\n"
    assert circumstances.startswith("Measured on 2")
    assert "commit" in circumstances
    assert rest == DOCUMENT.partition("<!-- bench: end -->")[2]


def test_a_document_without_the_block_is_refused_and_left_alone(document: Path) -> None:
    with pytest.raises(ValueError, match="no block year"):
        measurements.write("year", "| new |", document)
    assert document.read_text() == DOCUMENT


def test_the_document_has_a_block_for_each_kind_of_measuring() -> None:
    text = measurements.FILE.read_text()
    assert all(f"<!-- {block}: {mark} -->" in text for block in ("bench", "soak") for mark in ("begin", "end"))


def test_a_table_is_markdown_with_numbers_on_the_right() -> None:
    found = measurements.table(("page", "ms"), [("cases", "12")])
    assert found == "| page | ms |\n| --- | ---: |\n| cases | 12 |"


def said(figure: int, asked: str, *measured: str) -> list[str]:
    """Lines as the soak writes them: a demand, and what each of its tests measured."""
    row = {"figure": figure, "asked": asked, "on": "SQLite"}
    return [json.dumps(row), *(json.dumps({**row, "measured": words, "seconds": 2}) for words in measured)]


def test_the_table_of_figures_says_of_what_did_not_run_when_it_last_did() -> None:
    lines = [*said(7, "caught", "held", "held"), *said(13, "lost")]
    first = figures.figures(lines, {}, "2026-12-01", "abc")
    assert first["7", "caught", "SQLite"] == ("2 times held", "4 s", "2026-12-01", "abc")
    assert first["13", "lost", "SQLite"] == figures.NOT_YET
    later = figures.figures(
        [*said(7, "caught"), *said(13, "lost", "0 lost")], figures.read(figures.table(first)), "2026-12-02", "def"
    )
    assert later == first | {("13", "lost", "SQLite"): ("0 lost", "2 s", "2026-12-02", "def")}


def test_a_demand_that_no_test_makes_any_more_leaves_the_table() -> None:
    before = figures.figures(said(7, "caught", "held"), {}, "2026-12-01", "abc")
    assert list(figures.figures(said(9, "wrong"), before, "2026-12-02", "def")) == [("9", "wrong", "SQLite")]


def test_every_figure_that_is_asked_for_is_shown_by_a_test() -> None:
    texts = "\n".join(path.read_text() for path in (ROOT / "tests").rglob("test_*.py"))
    shown = re.findall(r"mark\.figure\(\s*(\d+)(?: if \w+ else (\d+))?,", texts)
    assert {int(number) for pair in shown for number in pair if number} == set(range(1, 30))

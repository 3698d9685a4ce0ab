"""What was measured goes into a block of its own, and touches nothing else of the document."""

from pathlib import Path

import pytest

from scripts import measurements

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

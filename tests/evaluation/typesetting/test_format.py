"""Every document passes the checker, whatever its facts; text that ends at a page's foot included."""

from dataclasses import replace

import pytest

from evaluation.typesetting import typeset
from evaluation.typesetting.rendering import tools
from evaluation.typesetting.rendering.engine import CSS
from tests.support.typesetting import checker_foot, checker_head, samples
from tests.support.typesetting.checker import CHECKS, faults
from tests.support.typesetting.measure import Print

assert checker_foot and checker_head  # they add their checks


@pytest.mark.parametrize("name", samples.HURTFUL)
def test_naming_decision_passes(name: str) -> None:
    facts = samples.HURTFUL[name]
    assert faults(typeset.render("naming", facts), samples.letter(facts)) == {}


@pytest.mark.parametrize("name", samples.OTHERS)
def test_other_kinds_pass(name: str) -> None:
    kind, facts = samples.OTHERS[name]
    assert faults(typeset.render(kind, facts), samples.letter(facts, kind)) == {}


@pytest.mark.parametrize("lines", range(4, 27))
def test_text_may_end_anywhere_on_its_page(lines: int) -> None:
    """Among them: exactly at the foot, and where signature or 版记 no longer fit."""
    short = samples.letter(samples.naming(3))
    letter = replace(short, annexes=(), body=("各单位要认真抓好落实。",) * lines)
    where_it_ends = (
        "imprint_stands_at_the_foot",
        "pages_are_numbered",
        "signature_has_text_on_its_page",
        "room_is_left_for_the_seal",
        "text_stays_in_type_area",
        "text_comes_out_as_it_went_in",
    )
    assert faults(typeset.print_out(letter), letter, where_it_ends) == {}


def apart_from_its_date() -> list[int]:
    """Letters of so many lines whose 附注 stands on another page than their date."""
    letter = samples.letter(samples.REMINDER_LETTER, "reminder_letter")
    found = []
    for lines in range(4, 16):
        printed = Print(typeset.print_out(replace(letter, body=("请抓紧办理。",) * lines)))
        pages = [[sheet.number for sheet in printed.sheets if sheet.find(text)] for text in (letter.dated_on, "联系人")]
        found += [lines] if pages[0] != pages[1] else []
    return found


def test_a_note_never_stands_on_another_page_than_the_date_above_it(monkeypatch: pytest.MonkeyPatch) -> None:
    """With its twin: a style sheet that does not keep them together."""
    assert apart_from_its_date() == []
    fonts, sheets = tools.tools()
    broken = [*sheets, CSS(string=".note-under { break-before: auto !important }", font_config=fonts)]
    monkeypatch.setattr(typeset, "tools", lambda: (fonts, broken))
    assert apart_from_its_date()


def test_thousand_branches_are_listed() -> None:
    facts = samples.naming(1000)
    long_list = ("tables_repeat_their_heads", "text_comes_out_as_it_went_in", "imprint_stands_at_the_foot")
    assert faults(typeset.render("naming", facts), samples.letter(facts), long_list) == {}


def test_the_samples_are_as_long_as_they_say() -> None:
    assert len(samples.LONG) == 40
    assert len(samples.TITLE_70) == 70


def test_there_are_checks() -> None:
    assert len(CHECKS) >= 28

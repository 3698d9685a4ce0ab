"""The editable copy, opened by a word processor, has the pages of the PDF: its number of pages, lines, places and rules."""

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest

from evaluation.models import Notice
from evaluation.typesetting import compose, docx, typeset
from evaluation.typesetting.letter import Layout, Letter
from tests.support.typesetting import samples
from tests.support.typesetting.forms import honour
from tests.support.typesetting.measure import MM, Print, Sheet, Text
from tests.support.typesetting.office import converted
from tests.support.typesetting.payloads import FACTS

NEAR = 2.0
"""mm"""
MORE = {
    "joint, 23 branches": ("naming", samples.naming(23)),
    "three organs, no seals": ("naming", samples.HURTFUL["three organs"] | {"is_sealed": False}),
    "主送 in the 版记": ("naming", samples.HURTFUL["recipients that fill the page"]),
    "版记 behind a blank page": ("naming", samples.HURTFUL["9 branches"]),
    "a letter with copies": samples.OTHERS["plaque letter with copies"],
    "a brief of all units": ("progress_brief", samples.progress_brief()),
    "a certificate of five organs": ("certificate", honour(issuers=samples.HURTFUL["five organs"]["issuers"])),
    "a certificate of long names": ("certificate", honour(branch=samples.LONG, issuers=[samples.LONG] * 2)),
    "a plaque of long names": ("plaque", honour(branch=samples.LONG, issuers=[samples.LONG] * 2)),
}
PUSHED = {"a signature that takes text along": ("naming", samples.HURTFUL["three organs"])}
"""To the next page: WPS takes the last line of the text along, as the PDF does, LibreOffice its whole paragraph."""
CASES: dict[str, tuple[str, dict[str, Any]]] = (
    {kind: (kind, FACTS[kind]) for kind in Notice.Kind.values} | MORE | PUSHED
)
"""Every kind; one that has no sample here cannot even be collected."""
LETTERS = [
    name
    for name, (kind, facts) in CASES.items()
    if name not in PUSHED and isinstance(compose.compose(kind, facts), Letter)
]


class Pair(NamedTuple):
    ours: Print
    office: Print


@pytest.fixture(scope="module")
def pairs(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Pair]:
    """One conversion for all."""
    folder = tmp_path_factory.mktemp("office")
    numbered = {f"{number:02}": case for number, case in enumerate(CASES.values())}
    made = converted({key: docx.render(kind, facts) for key, (kind, facts) in numbered.items()}, folder)
    return {
        name: Pair(Print(typeset.render(*CASES[name])), Print(made[key]))
        for name, key in zip(CASES, numbered, strict=True)
    }


def letter_of(name: str) -> Letter:
    kind, facts = CASES[name]
    return samples.letter(facts, kind)


@pytest.mark.parametrize("name", CASES)
def test_as_many_pages_as_the_pdf(name: str, pairs: dict[str, Pair]) -> None:
    assert len(pairs[name].office.sheets) == len(pairs[name].ours.sheets)


@pytest.mark.parametrize("name", LETTERS)
def test_letters_stand_where_the_pdf_has_them(name: str, pairs: dict[str, Pair]) -> None:
    letter, (ours, office) = letter_of(name), pairs[name]
    assert longest(ours) <= longest(office) <= 28, "characters of the longest line of the text"
    for text in heads(letter):
        assert office.first.find(text), f"{text} is torn"
    for text in on_one_line(letter):
        here, there = (place(one, text) for one in (ours, office))
        assert here and there, f"{text} is torn or missing"
        assert there[0] == here[0], f"page of {text}"
        assert there[1] == pytest.approx(here[1], abs=NEAR), f"height of {text}"
        assert there[2] == pytest.approx(here[2], abs=NEAR), f"middle of {text}"
    for mine, its in zip(ours.sheets, office.sheets, strict=True):
        assert rules(its) == [pytest.approx(rule, abs=NEAR) for rule in rules(mine)], f"page {mine.number}"


def test_figures_stay_within_the_margins_and_no_head_of_theirs_is_torn(pairs: dict[str, Pair]) -> None:
    (sheet,) = pairs["a brief of all units"].office.sheets
    assert max(line.right for line in sheet.lines) <= 190.5
    heads = "".join(line.text for line in sheet.lines if line.text.startswith("单位"))
    assert heads.count("应参评申请考核") == 3, "three blocks"


def test_a_form_is_signed_at_the_foot_of_its_box(pairs: dict[str, Pair]) -> None:
    """Where the PDF has it, so that the seal has its room above."""
    for ours, office in zip(*(one.sheets for one in pairs[Notice.Kind.ASSESSED_FORM]), strict=True):
        here, there = (
            [line.baseline for line in sheet.lines if "签字（盖章）" in line.text] for sheet in (ours, office)
        )
        assert there == [pytest.approx(height, abs=2 * NEAR) for height in here]


@pytest.mark.parametrize("name", PUSHED)
def test_a_signature_never_stands_alone_on_a_page(name: str, pairs: dict[str, Pair]) -> None:
    letter = letter_of(name)
    for printed in pairs[name]:
        sheet = next(
            sheet for sheet in printed.sheets if sheet.find(letter.dated_on) and sheet.find(letter.issuers[-1])
        )
        assert sheet.find(letter.body[-1][-4:])


def longest(printed: Print) -> int:
    """Characters of the longest line of 16 pt without a figure."""
    lines = (line.text for sheet in printed.sheets for line in sheet.running if line.size == 16)
    return max(len(text) for text in lines if not re.search(r"[\x00-\u1fff]", text))


def heads(letter: Letter) -> Iterator[str]:
    if letter.layout is Layout.PLAIN:
        return
    if letter.layout is Layout.NORMAL and len(letter.mark) == 1:
        yield f"{letter.mark[0]}文件"
    else:
        yield from letter.mark


def on_one_line(letter: Letter) -> Iterator[str]:
    """What stands in one place of the paper: number, signature, date, 附件, 版记."""
    if letter.layout is not Layout.PLAIN:
        yield letter.number
    if not letter.attendance:
        yield from (name for name in letter.issuers if len(name) <= 24)
        yield letter.dated_on
    if letter.printed_by and letter.layout not in (Layout.LETTER, Layout.PLAIN):
        yield letter.printed_by
        yield f"{letter.printed_on}印发"


def place(printed: Print, text: str) -> tuple[int, float, float] | None:
    """Page, baseline and middle of the last line with `text`, for the title may say it too."""
    found: list[tuple[int, Text]] = []
    for sheet in printed.sheets:
        found += [(sheet.number, line.part(text)) for line in sheet.lines if text in line.text and line.size < 22]
    return (found[-1][0], found[-1][1].baseline, found[-1][1].centre) if found else None


def rules(sheet: Sheet) -> list[tuple[float, float, float]]:
    """Height, left and right end of the rules that are no part of a table, from above. Those of a pair count as one."""
    edges = table_edges(sheet)
    found = []
    for one in (*sheet._page.rects, *sheet._page.lines):
        left, right, middle = one["x0"] * MM, one["x1"] * MM, (one["top"] + one["bottom"]) / 2 * MM
        if right - left > 100 and one["height"] * MM < 2 and not any(top < middle < end for top, end in edges):
            found.append((middle, left, right))
    kept: list[tuple[float, float, float]] = []
    for rule in sorted(found):
        if not kept or rule[0] - kept[-1][0] > 2:
            kept.append(rule)
    return kept


def table_edges(sheet: Sheet) -> list[tuple[float, float]]:
    """From where to where a table with upright rules stands."""
    upright = [one for one in (*sheet._page.rects, *sheet._page.lines) if one["x1"] - one["x0"] < 3 < one["height"]]
    if not upright:
        return []
    return [(min(one["top"] for one in upright) * MM - 1, max(one["bottom"] for one in upright) * MM + 1)]


def test_a_grid_of_characters_would_be_caught(
    pairs: dict[str, Pair], monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """The twin: one twentieth of a point less, and a line has 27 characters."""
    monkeypatch.setattr(docx.parts, "SPACING", -4)
    made = converted({"a": docx.render("naming", MORE["joint, 23 branches"][1])}, tmp_path_factory.mktemp("office"))
    assert (longest(pairs["joint, 23 branches"].office), longest(Print(made["a"]))) == (28, 27)

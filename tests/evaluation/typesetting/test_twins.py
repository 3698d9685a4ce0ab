"""The checker's negative controls: for each number a broken style sheet, or broken words, that it must catch."""

import io
from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from pypdf import PdfWriter

from evaluation.typesetting import typeset
from evaluation.typesetting.layout import head, paragraphs, signature
from evaluation.typesetting.layout import page as page_layout
from evaluation.typesetting.layout.mark import Mark
from evaluation.typesetting.letter import Letter
from evaluation.typesetting.rendering import tools
from evaluation.typesetting.rendering.engine import CSS, Document
from tests.support.typesetting import checker_foot, checker_head, samples
from tests.support.typesetting.checker import CHECKS, faults

assert checker_foot and checker_head
Patch = pytest.MonkeyPatch

BROKEN_STYLES = {
    "page_is_a4": "@page { size: 216mm 279mm }",
    "text_stays_in_type_area": "@page { margin-right: 20mm; margin-left: 20mm }",
    "text_reaches_both_margins": "@page { margin-left: 31mm }",
    "lines_stand_on_pitch": "html { line-height: 9.8mm }",
    "full_page_has_22_lines": "@page { margin-bottom: 60mm }",
    "full_lines_are_flush": ".line { letter-spacing: -0.0134em !important }",
    "paragraphs_are_indented": ".text { text-indent: 1em }",
    "text_is_fangsong_16": "html { font-family: 'GW Kai' }",
    "page_1_shows_text": "h1.title { padding-bottom: 80mm }",
    "text_comes_out_as_it_went_in": ".body p:nth-child(2) { display: none }",
    "mark_stands_at_its_height": ".head { padding-top: 3mm; margin-top: 2mm }",
    "mark_is_centred_and_red": ".mark { color: #000 }",
    "number_stands_in_its_place": ".number { top: 6mm }",
    "rules_stand_in_their_places": ".rule { margin-top: 3mm }",
    "title_is_set_right": ".title { text-align: left }",
    "recipients_stand_one_line_below": ".recipients { margin-top: 0 }",
    "pages_are_numbered": "@page :right { @bottom-right { padding-right: 12mm } }",
    "annexes_are_announced": ".notes { margin-top: 0 }",
    "date_stands_in_its_place": ".signed p:last-child { margin-left: 5mm }",
    "signature_has_text_on_its_page": ".signature { break-before: page }",
    "room_is_left_for_the_seal": ".above-3 { padding-top: 10.2272mm }",
    "annexes_begin_pages": ".annex .title { margin-top: 0 }",
    "tables_repeat_their_heads": ".continued thead { display: none }",
    "imprint_stands_at_the_foot": ".imprint { margin-bottom: 0; position: relative; top: -4mm }",
}


def broken(name: str) -> Callable[[Callable[[Patch], None]], Callable[[Patch], None]]:
    def register(spoil: Callable[[Patch], None]) -> Callable[[Patch], None]:
        BROKEN_CODE[name] = spoil
        return spoil

    return register


BROKEN_CODE: dict[str, Callable[[Patch], None]] = {}


@broken("no_line_begins_or_ends_wrongly")
def kinsoku_is_off(patch: Patch) -> None:
    patch.setattr("evaluation.typesetting.text.clusters", lambda text, keep_tail=True, people=(): list(text))


@broken("full_lines_have_28_characters")
def lines_are_short(patch: Patch) -> None:
    patch.setattr(paragraphs, "FULL", 26.0)


@broken("joint_names_are_equally_wide")
def names_are_not_distributed(patch: Patch) -> None:
    whole = head.mark

    def squeezed(names: tuple[str, ...], ink_from: float, has_word: bool) -> Mark:
        found = whole(names, ink_from, has_word)
        return replace(found, pieces=tuple(replace(piece, spacing=0) for piece in found.pieces))

    patch.setattr(head, "mark", squeezed)


@broken("title_is_no_hourglass")
def title_is_cut_anywhere(patch: Patch) -> None:
    patch.setattr(page_layout, "break_heading", lambda title, *_: [title[:19], title[19:25], title[25:]])


@broken("issuers_stand_in_order")
def issuers_are_turned_round(patch: Patch) -> None:
    whole = signature.signature
    patch.setattr(page_layout, "signature", lambda issuers, date, sealed: whole(issuers[::-1], date, sealed))


@broken("fonts_are_embedded")
def fonts_are_left_out(patch: Patch) -> None:
    whole = Document.write_pdf

    def without_fonts(document: Document) -> bytes:
        writer = PdfWriter(clone_from=io.BytesIO(whole(document)))
        for page in writer.pages:
            resources: Any = page["/Resources"]
            for entry in resources["/Font"].values():
                entry.get_object()["/DescendantFonts"][0].get_object()["/FontDescriptor"].pop("/FontFile3", None)
        out = io.BytesIO()
        writer.write(out)
        return out.getvalue()

    patch.setattr(Document, "write_pdf", without_fonts)


def spoil_style(patch: Patch, css: str) -> None:
    fonts, sheets = tools.tools()
    patch.setattr(typeset, "tools", lambda: (fonts, [*sheets, CSS(string=css, font_config=fonts)]))


@pytest.fixture(scope="module")
def letter() -> Letter:
    """Three pages of text and two of table, so that every number shows."""
    short = samples.letter(samples.naming(31))
    return replace(short, body=(*short.body, *samples.PARAGRAPHS * 3, short.body[-1]))


def test_the_unbroken_letter_passes(letter: Letter) -> None:
    assert faults(typeset.print_out(letter), letter) == {}


@pytest.mark.parametrize("name", BROKEN_STYLES)
def test_checker_catches_a_broken_style_sheet(name: str, letter: Letter, monkeypatch: Patch) -> None:
    spoil_style(monkeypatch, BROKEN_STYLES[name])
    assert name in faults(typeset.print_out(letter), letter)


@pytest.mark.parametrize("name", BROKEN_CODE)
def test_checker_catches_broken_code(name: str, letter: Letter, monkeypatch: Patch) -> None:
    BROKEN_CODE[name](monkeypatch)
    assert name in faults(typeset.print_out(letter), letter)


# One for each number within a check: the style that breaks it, and how the complaint begins.
NUMBERS = (
    ("page_is_a4", "@page { size: 216mm 297mm }", "width"),
    ("page_is_a4", "@page { size: 210mm 290mm }", "height"),
    ("text_reaches_both_margins", "body { margin-left: 1mm }", "left margin"),
    ("text_reaches_both_margins", "@page { margin-left: 27mm } body { margin-right: 1mm }", "left margin"),
    ("mark_is_centred_and_red", ".mark { margin-left: 3mm }", "middle of the mark"),
    ("number_stands_in_its_place", ".number { font-size: 14pt }", "size of the number"),
    ("number_stands_in_its_place", ".number { text-align: left }", "middle of the number"),
    ("number_stands_in_its_place", ".number { top: 4mm }", "blank above the number"),
    ("rules_stand_in_their_places", ".rule { margin-top: 2mm }", "distance of the rule"),
    ("rules_stand_in_their_places", ".rule { width: 150mm !important }", "right end of the rule"),
    ("rules_stand_in_their_places", ".rule { margin-left: 2mm }", "left end of the rule"),
    ("title_is_set_right", ".title { font-size: 20pt }", "title"),
    ("title_is_set_right", ".title { font-family: 'GW FangSong' }", "the title is set in"),
    ("title_is_set_right", ".title { line-height: 12mm }", "pitch of the title"),
    ("title_is_set_right", ".title { padding-top: 4mm }", "blank above the title"),
    ("title_is_set_right", ".title { padding-left: 8mm }", "middle of"),
    ("recipients_stand_one_line_below", ".recipients { padding-left: 3mm }", "left of 主送"),
    ("annexes_are_announced", ".note .label { left: 0 }", "indent of 附件"),
    ("annexes_begin_pages", ".annex-label { font-family: 'GW Kai' }", "附件 is set in"),
    ("annexes_begin_pages", ".annex-label { padding-left: 3mm }", "left of 附件"),
    ("annexes_begin_pages", ".annex { padding-top: 4mm }", "line 1 of an annex"),
    ("annexes_begin_pages", ".annex .title { padding-left: 8mm }", "middle of an annex's title"),
    ("date_stands_in_its_place", ".signed { left: 4mm }", "right of a long issuer"),
    ("date_stands_in_its_place", ".signed { left: -4mm }", "date from the right"),
    ("date_stands_in_its_place", ".signed p { letter-spacing: -0.06em }", "width of the issuer"),
    ("date_stands_in_its_place", ".signed p:last-child { margin-top: 3mm }", "line of the issuer"),
    ("imprint_stands_at_the_foot", ".imprint { position: relative; top: -4mm }", "last rule"),
    ("imprint_stands_at_the_foot", ".thick { height: 0.5mm }", "thickness of a rule"),
    ("imprint_stands_at_the_foot", ".thin { height: 0.4mm }", "thickness of a rule"),
    ("imprint_stands_at_the_foot", ".bar { width: 150mm }", "right end"),
    ("imprint_stands_at_the_foot", ".bar { margin-left: 2mm }", "left end"),
    ("imprint_stands_at_the_foot", ".imprint { font-size: 12pt }", "size of the 版记"),
    ("imprint_stands_at_the_foot", ".printed span:first-child { margin-left: 3mm }", "left of 印发机关"),
    ("imprint_stands_at_the_foot", ".printed span:first-child { font-size: 20pt }", "印发机关 comes too near"),
    ("imprint_stands_at_the_foot", ".printed span:last-child { margin-right: 3mm }", "right of 印发日期"),
    ("imprint_stands_at_the_foot", ".imprint .label { margin-left: 3mm }", "left of 抄送"),
    ("pages_are_numbered", "@page :left { @bottom-left { padding-left: 12mm } }", "left of an even number"),
    ("pages_are_numbered", "@page :right { @bottom-right { padding-right: 12mm } }", "right of an odd number"),
    ("pages_are_numbered", "@page { @bottom-right { font-size: 12pt } }", "size of the page number"),
    ("pages_are_numbered", "@page { @bottom-right { padding-top: 9mm } }", "dash of the page number"),
    ("pages_are_numbered", "@page { @bottom-right { font-family: 'GW Kai' } }", "the page number is set in"),
)


@pytest.mark.parametrize(("name", "css", "complaint"), NUMBERS)
def test_checker_catches_each_number(name: str, css: str, complaint: str, letter: Letter, monkeypatch: Patch) -> None:
    spoil_style(monkeypatch, css)
    found = faults(typeset.print_out(letter), letter, (name,))
    assert any(sentence.startswith(complaint) for sentence in found.get(name, ())), found


OTHER_LAYOUTS = {
    ("reminder_letter", "mark_stands_at_its_height"): ".head { top: 4mm }",
    ("reminder_letter", "number_stands_in_its_place"): ".letter .number { text-align: center }",
    ("reminder_letter", "rules_stand_in_their_places"): ".rule { margin-left: 4mm }",
    ("reminder_letter", "pages_are_numbered"): "@page :first { @bottom-right { content: '— 7 —' !important } }",
    ("minutes", "attendance_stands_in_its_place"): ".hei { font-family: 'GW Kai' }",
    ("minutes", "rules_stand_in_their_places"): ".rule { margin-top: 3mm }",
    ("recommendation", "number_stands_in_its_place"): ".number .signer { right: 4em }",
    ("public notice", "plain_notice_has_no_head"): ".title { color: #e60012 }",
    ("public notice", "title_is_set_right"): ".title { padding-top: 6mm }",
}


@pytest.mark.parametrize(("kind", "name"), OTHER_LAYOUTS)
def test_checker_catches_other_layouts(kind: str, name: str, monkeypatch: Patch) -> None:
    letter = samples.letter(samples.OTHERS[kind][1], samples.OTHERS[kind][0])
    assert name not in faults(typeset.print_out(letter), letter)
    spoil_style(monkeypatch, OTHER_LAYOUTS[kind, name])
    assert name in faults(typeset.print_out(letter), letter)


def test_every_check_has_a_twin() -> None:
    other = {name for _, name in OTHER_LAYOUTS}
    assert BROKEN_STYLES.keys() | BROKEN_CODE.keys() | other == CHECKS.keys()

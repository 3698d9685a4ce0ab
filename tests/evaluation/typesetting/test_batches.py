"""Many documents in one PDF, the archive variant, what leads back to the row, and the time limit."""

import io
import tracemalloc
from collections.abc import Callable
from typing import Any

import page as validator
import pydyf
import pytest
import segno
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from pypdf import PdfReader

from evaluation.models import fingerprints
from evaluation.typesetting import compose, typeset
from evaluation.typesetting.rendering import archive, limit, tools
from evaluation.typesetting.rendering.engine import CSS
from evaluation.typesetting.tracing import trace
from tests.support.typesetting import samples
from tests.support.typesetting.forms import honour
from tests.support.typesetting.measure import MM, Print
from tests.support.typesetting.payloads import FACTS, TRACED

PROFILES = (validator.ValidationProfile.PDF_A_2A, validator.ValidationProfile.PDF_UA_1)


def certificates(count: int) -> list[tuple[str, dict[str, Any]]]:
    return [("certificate", honour(branch=f"第{number}党支部")) for number in range(count)]


def test_documents_stand_one_after_the_other_with_their_own_numbers() -> None:
    told: list[int] = []
    letters = [
        ("naming", samples.naming(1)),
        ("reminder_letter", samples.REMINDER_LETTER),
        ("minutes", samples.MINUTES),
    ]
    printed = Print(typeset.render_many(letters, told.append))
    assert told == [1, 2, 3]
    alone = [Print(typeset.render(kind, facts)) for kind, facts in letters]
    assert [sheet.running[0].text for sheet in printed.sheets] == [
        sheet.running[0].text for one in alone for sheet in one.sheets
    ]
    assert numbers([printed]) == numbers(alone)


def numbers(prints: list[Print]) -> list[str]:
    return [number.text for one in prints for sheet in one.sheets if (number := sheet.page_number)]


def test_fonts_of_a_batch_are_embedded_once() -> None:
    one, many = (len(typeset.render_many(certificates(count))) for count in (1, 20))
    assert many < 2 * one


def test_progress_can_end_the_work() -> None:
    def cancel(done: int) -> None:
        if done == 2:
            raise InterruptedError

    taken = iter(certificates(50))
    with pytest.raises(InterruptedError):
        typeset.render_many(taken, cancel)
    assert len(list(taken)) == 48


def test_nothing_to_print_is_an_error() -> None:
    with pytest.raises(ValueError, match="nothing"):
        typeset.render_many([])


def test_memory_does_not_grow_with_the_documents() -> None:
    def take(count: int) -> int:
        for kind, facts in certificates(count):
            typeset.render(kind, facts)
        return tracemalloc.get_traced_memory()[0]

    tracemalloc.start()
    try:
        warm, later = take(5), take(20)
    finally:
        tracemalloc.stop()
    assert later - warm < 2_000_000


@pytest.mark.parametrize("kind", FACTS)
def test_archive_variant_conforms(kind: str) -> None:
    content = typeset.render(kind, FACTS[kind] | TRACED, archive=True)
    for profile in PROFILES:
        report = validator.validate_pdf_bytes(content, profile=profile)
        assert report.failures == [] and report.is_compliant, profile
    catalog: Any = PdfReader(io.BytesIO(content)).trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"] and catalog["/Lang"] == "zh-CN" and "/StructTreeRoot" in catalog


def test_archive_variant_has_the_same_pages() -> None:
    plain, kept = (Print(typeset.render("naming", samples.naming(), archive=archive)) for archive in (False, True))
    assert [[line.text for line in sheet.lines] for sheet in plain.sheets] == [
        [line.text for line in sheet.lines] for sheet in kept.sheets
    ]


def test_validator_sees_what_the_library_leaves_undone(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: without our part the variant is none."""
    monkeypatch.setattr(archive, "_finish", lambda document, pdf: None)
    with pytest.raises(archive.Unfit, match="pdfuaid"):
        typeset.render("naming", samples.naming(1), archive=True)
    monkeypatch.setattr(archive, "faults", lambda content: [])
    content = typeset.render("naming", samples.naming(1), archive=True)
    assert not any(validator.is_pdf_compliant_bytes(content, profile=profile) for profile in PROFILES)


def ends_in_cr(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make the description of every file a stream that ends in CR."""
    finish = archive._finish

    def spoiled(document: Any, pdf: Any) -> None:
        finish(document, pdf)
        archive._referenced(pdf, pdf.catalog["Metadata"]).stream.append(b"\r")

    monkeypatch.setattr(archive, "_finish", spoiled)


def test_a_stream_may_end_in_cr(monkeypatch: pytest.MonkeyPatch) -> None:
    ends_in_cr(monkeypatch)
    content = typeset.render("certificate", FACTS["certificate"], archive=True)
    assert b"\r\r\nendstream" in content
    assert all(validator.is_pdf_compliant_bytes(content, profile=profile) for profile in PROFILES)


def test_such_a_stream_would_break_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: without CRLF before `endstream` the validator refuses it, and so do we before it is kept."""
    ends_in_cr(monkeypatch)
    monkeypatch.setattr(pydyf.Stream, "data", property(archive._plainly_ended))
    with pytest.raises(archive.Unfit):
        typeset.render("certificate", FACTS["certificate"], archive=True)
    monkeypatch.setattr(archive, "faults", lambda content: [])
    content = typeset.render("certificate", FACTS["certificate"], archive=True)
    assert not all(validator.is_pdf_compliant_bytes(content, profile=profile) for profile in PROFILES)


CHARACTERS = st.text("平顶山市直机关党支部“四强”（）、，。0189abcXYZ喆祎䶮 ", min_size=1, max_size=40)
CONTENTS = st.fixed_dictionaries(
    {"branch": CHARACTERS, "number": CHARACTERS, "issuers": st.lists(CHARACTERS, min_size=1, max_size=3)}
)


def archived(changes: dict[str, Any]) -> None:
    content = typeset.render("certificate", FACTS["certificate"] | TRACED | changes, archive=True)
    assert all(validator.is_pdf_compliant_bytes(content, profile=profile) for profile in PROFILES)


@given(CONTENTS)
@settings(max_examples=20, deadline=None, derandomize=True, database=None)
def test_archive_variant_conforms_whatever_it_says(changes: dict[str, Any]) -> None:
    archived(changes)


@pytest.mark.soak
@pytest.mark.figure(29, "PDF/A valid in 200 of 200 contents")
def test_archive_variant_conforms_200_times(measured: Callable[[str], None]) -> None:
    found = []

    @given(CONTENTS)
    @settings(max_examples=200, deadline=None, database=None, phases=[Phase.generate])
    def each(changes: dict[str, Any]) -> None:
        archived(changes)
        found.append(changes)

    each()
    measured(f"{len(found)} of {len(found)}")
    assert len(found) >= 200


def test_qr_code_leads_to_the_address() -> None:
    """The dark modules on the page are those of the address, read back from the paper's rectangles."""
    facts = samples.naming(2) | TRACED
    content = typeset.render("naming", facts)
    sheet = Print(content).last
    code = [
        list(map(bool, row))
        for row in segno.make(TRACED["verify_url"], error="m", micro=False, boost_error=False).matrix
    ]
    left, top, right, bottom = sheet.ink(185, 200, 209, 252.2)
    size = (right - left) / len(code)
    assert right - left == pytest.approx(16, abs=0.2) and bottom - top == pytest.approx(16, abs=0.2)
    picture = sheet._picture
    for y, row in enumerate(code):
        for x, dark in enumerate(row):
            spot = ((left + (x + 0.5) * size) * 10, (top + (y + 0.5) * size) * 10)
            assert (picture.getpixel((int(spot[0]), int(spot[1]))) < 128) == dark, (x, y)


def test_trace_moves_nothing_else() -> None:
    for kind in ("naming", "reminder_letter", "minutes", "recommendation"):
        plain, traced = (Print(typeset.render(kind, FACTS[kind] | more)) for more in ({}, TRACED))
        assert len(plain.sheets) == len(traced.sheets)
        for before, after in zip(plain.sheets, traced.sheets, strict=True):
            kept = [char for char in after._page.chars if char["x0"] * MM < 184.5]
            assert [(c["text"], c["x0"], c["top"]) for c in kept] == [
                (c["text"], c["x0"], c["top"]) for c in before._page.chars
            ]


def test_fingerprint_is_printed_as_the_page_shows_it() -> None:
    found = trace({"fingerprint": fingerprints.short("9f86d081884c7d659a2f")})
    assert found and found.fingerprint == "9F86-D081-884C" and not found.modules
    assert trace({}) is None and trace({"verify_url": "", "fingerprint": ""}) is None


def lines_of_the_trace(kind: str) -> list[str]:
    """What of fingerprint and anchor a print of this kind shows."""
    printed = Print(typeset.render(kind, FACTS[kind] | TRACED | {"anchor": ANCHOR}))
    lines = {line.text for sheet in printed.sheets for line in sheet.lines}
    return [text for text in (TRACED["fingerprint"], *ANCHOR.split(".")) if any(text in line for line in lines)]


ANCHOR = "123456.0a1b2c3d4e5f"


@pytest.mark.parametrize("kind", FACTS)
def test_every_kind_prints_fingerprint_and_anchor_under_its_code(kind: str) -> None:
    assert lines_of_the_trace(kind) == [TRACED["fingerprint"], *ANCHOR.split(".")]


def test_what_stands_below_the_type_area_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """The twin: the code at the foot itself, and nothing under it is printed."""
    fonts, sheets = tools.tools()
    broken = [*sheets, CSS(string=".trace { top: 207mm !important }", font_config=fonts)]
    monkeypatch.setattr(typeset, "tools", lambda: (fonts, broken))
    assert lines_of_the_trace("naming") == []


UNNUMBERED = ("certificate", "plaque", "progress_brief")
"""What no other document cites."""


@pytest.mark.parametrize("kind", [kind for kind in FACTS if "issuers" in FACTS[kind] and kind not in UNNUMBERED])
def test_d35_correction_cites_what_it_corrects(kind: str) -> None:
    letter = compose.compose(kind, FACTS[kind] | {"corrects": samples.CORRECTED})
    cited = [text for text in letter.body if "（平组通〔2026〕11号）" in text]  # type: ignore[union-attr]
    assert len(cited) == 1 and "2026年6月30日" in cited[0] and "《" in cited[0] and "为准。" in cited[0]
    without = samples.CORRECTED | {"title": ""}
    letter = compose.compose(kind, FACTS[kind] | {"corrects": without})
    assert any("平组通〔2026〕11号文件" in text for text in letter.body)  # type: ignore[union-attr]


def test_a_document_that_takes_too_long_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(typeset, "LONGEST", -1.0)
    with pytest.raises(limit.TooLong):
        typeset.render("naming", samples.naming(1))
    monkeypatch.undo()
    assert typeset.render("naming", samples.naming(1))


def test_one_layout_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a text ends is foreseen; only 主送 that move to the 版记 take a second layout."""
    layouts: list[str] = []
    whole: Callable[..., Any] = typeset._document
    monkeypatch.setattr(typeset, "_document", lambda *values: (layouts.append(""), whole(*values))[1])
    for kind, facts in {**samples.OTHERS, "naming": ("naming", samples.naming(31))}.values():
        layouts.clear()
        typeset.render(kind, facts)
        assert len(layouts) == 1, kind

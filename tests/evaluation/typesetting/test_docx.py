"""The editable copy: the type area, the official fonts, sizes and indents, and word for word what the PDF says."""

import io
import re
from typing import Any
from zipfile import ZipFile

import docx as library
import pytest
from docx.document import Document
from docx.oxml.ns import qn

from evaluation.typesetting import compose, docx
from evaluation.typesetting.award import Award
from evaluation.typesetting.brief import Brief
from evaluation.typesetting.form import Form
from evaluation.typesetting.letter import Layout, Letter
from tests.support.typesetting import samples
from tests.support.typesetting.payloads import FACTS, hostile

OFFICIAL = {"方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312", "宋体"}
# GB/T 9704-2012: 156 × 225 mm on A4, in twips.
TYPE_AREA = {"top": 37, "right": 26, "bottom": 35, "left": 28}
LINES = {f"naming, {name}": ("naming", facts) for name, facts in samples.HURTFUL.items()} | samples.OTHERS


def opened(content: bytes) -> Document:
    return library.Document(io.BytesIO(content))


def xml(content: bytes, part: str = "word/document.xml") -> str:
    return ZipFile(io.BytesIO(content)).read(part).decode()


def text(content: bytes) -> str:
    """All words in their order, without line ends, tabs and blanks."""
    body = re.sub(r"<w:tab/>|<w:br/>", "", xml(content))
    words = "".join(re.findall(r"<w:t(?: [^>]*)?>([^<]*)</w:t>", body))
    return words.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&").replace(" ", "")


def wanted(document: Letter | Form | Award | Brief) -> list[str]:
    if isinstance(document, Award):
        return [document.heading, document.addressee, document.text, *document.issuers, document.dated_on]
    if isinstance(document, Brief):
        cells = [cell for unit in document.units for cell in unit]
        return [document.title, document.issuer, document.dated_on, *document.sentences, *document.head, *cells]
    if isinstance(document, Form):
        return [document.title, document.subtitle, document.author]
    annexes = [
        cell
        for annex in document.annexes
        if annex.table
        for group in annex.table.groups
        for row in group.rows
        for cell in row
    ]
    parts = [document.title, document.number, document.recipients, *document.body, *document.issuers, document.dated_on]
    return [
        *parts,
        *(annex.title for annex in document.annexes),
        *annexes,
        *(people for _, people in document.attendance),
    ]


@pytest.mark.parametrize("kind", FACTS)
def test_every_kind_says_what_its_pdf_says(kind: str) -> None:
    said = text(docx.render(kind, FACTS[kind]))
    for part in wanted(compose.compose(kind, FACTS[kind])):
        assert part.replace(" ", "").replace("\n", "") in said


@pytest.mark.parametrize("name", LINES)
def test_letters_say_what_their_pdfs_say(name: str) -> None:
    kind, facts = LINES[name]
    content, letter = docx.render(kind, facts), samples.letter(facts, kind)
    said = text(content)
    assert said.count("".join(letter.body).replace(" ", "")) == 1
    for part in wanted(letter):
        assert part.replace(" ", "").replace("\n", "") in said
    if letter.printed_by and letter.layout not in (Layout.LETTER, Layout.PLAIN):
        assert said.endswith(f"{letter.printed_by}{letter.printed_on}印发".replace(" ", ""))


@pytest.mark.parametrize("kind", FACTS)
def test_only_official_fonts_are_named(kind: str) -> None:
    content = docx.render(kind, FACTS[kind])
    assert set(re.findall(r'w:eastAsia="([^"]+)"', xml(content))) <= OFFICIAL
    runs = re.findall(r"<w:r>(.*?)</w:r>", xml(content))
    assert runs and all("w:eastAsia=" in run for run in runs)


def test_page_is_a4_with_the_type_area_and_22_lines() -> None:
    section = opened(docx.render("naming", samples.naming())).sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = {side: round(getattr(section, f"{side}_margin").mm) for side in TYPE_AREA}
    assert margins == TYPE_AREA
    grid = section._sectPr.find(qn("w:docGrid"))
    assert grid.get(qn("w:type")) == "lines"
    pitch = int(grid.get(qn("w:linePitch"))) / 20 * 25.4 / 72
    assert 22 * pitch <= 225 < 22.1 * pitch
    text = paragraph(opened(docx.render("naming", samples.naming())), "按照《创建")
    spacing = {run._r.rPr.find(qn("w:spacing")).get(qn("w:val")) for run in text.runs}
    assert spacing == {"-5"}
    assert 155 < 28 * (16 - 5 / 20) * 25.4 / 72 <= 156


def paragraph(document: Document, start: str) -> Any:
    return next(one for one in document.paragraphs if one.text.startswith(start))


def test_title_text_and_headings_have_size_font_and_indent() -> None:
    document = opened(docx.render("recommendation", samples.recommendation()))
    title = paragraph(document, "中共平顶山市财政局党组\n")
    assert {run.font.size.pt for run in title.runs} == {22}
    assert 'w:eastAsia="方正小标宋简体"' in title._p.xml
    text_, heading = paragraph(document, "按照《创建"), paragraph(document, "一、考核情况")
    for one, font in ((text_, "仿宋_GB2312"), (heading, "黑体")):
        assert {run.font.size.pt for run in one.runs} == {16}
        assert f'w:eastAsia="{font}"' in one._p.xml
        assert 'w:firstLineChars="200"' in one._p.xml
        assert 'w:lineRule="exact"' in one._p.xml and 'w:line="579"' in one._p.xml
    signer = next(run for run in paragraph(document, "\t平财党").runs if run.text == "王喆祎")
    assert 'w:eastAsia="宋体"' in signer._r.xml, "a name with rare characters is set whole in 宋体"


def test_mark_and_rule_are_red() -> None:
    document = opened(docx.render("naming", samples.naming()))
    cells = [run for row in document.tables[0].rows for run in row.cells[0].paragraphs[0].runs]
    assert [run.text for run in cells] == [samples.ORGANISATION, samples.COMMITTEE]
    assert {str(run.font.color.rgb) for run in cells} == {"E60012"}
    assert all(row.cells[0].paragraphs[0].alignment == 4 for row in document.tables[0].rows), "distributed"
    rule = re.search(r"<w:bottom [^>]*E60012[^>]*>", xml(docx.render("naming", samples.naming())))
    assert rule


def test_page_numbers_stand_outside() -> None:
    content = docx.render("naming", samples.naming())
    section = opened(content).sections[0]
    assert opened(content).settings.odd_and_even_pages_header_footer
    for footer, side in ((section.footer, "right"), (section.even_page_footer, "left")):
        line = footer.paragraphs[0]
        assert "".join(re.findall(r"<w:t[^>]*>([^<]*)<", line._p.xml)) == "— 1 —"
        assert f'w:{side}Chars="100"' in line._p.xml and 'w:instr=" PAGE "' in line._p.xml
        assert 'w:sz w:val="28"' in line._p.xml


def test_letter_has_no_number_on_its_first_page() -> None:
    section = opened(docx.render("reminder_letter", samples.REMINDER_LETTER)).sections[0]
    assert section.different_first_page_header_footer
    assert not "".join(one.text for one in section.first_page_footer.paragraphs)


def test_tables_repeat_their_heads_and_no_row_is_torn() -> None:
    content = docx.render("naming", samples.naming(60))
    listing = next(one for one in opened(content).tables if one.cell(0, 0).text == "序号")
    assert "w:tblHeader" in listing.rows[0]._tr.xml
    assert all("w:cantSplit" in row._tr.xml for row in listing.rows)
    assert [row.cells[0].text for row in listing.rows[1:]] == [str(number) for number in range(1, 61)]
    assert "w:vMerge" in xml(content)


def test_imprint_stands_at_the_foot_with_its_rules() -> None:
    content = docx.render("naming", samples.naming())
    foot = opened(content).tables[-1]
    assert 'w:tblpYSpec="bottom"' in foot._tbl.xml and 'w:vertAnchor="margin"' in foot._tbl.xml
    thicknesses = [int(size) * 25.4 / 72 / 8 for size in re.findall(r'w:sz="(\d+)"', foot._tbl.xml)]
    assert thicknesses == pytest.approx([0.35, 0.25, 0.35], abs=0.03)


MARKS = ("overflowPunct", "autoSpaceDE", "autoSpaceDN", "snapToGrid")
ORDERS = {
    "w:rPr": ("rFonts", "color", "spacing", "w", "sz"),
    "w:pPr": (
        "pStyle",
        "keepNext",
        "pageBreakBefore",
        "widowControl",
        "pBdr",
        "tabs",
        *MARKS,
        "spacing",
        "ind",
        "jc",
        "sectPr",
    ),
    "w:tcPr": ("tcW", "gridSpan", "vMerge", "tcBorders", "shd", "vAlign"),
    "w:tblPr": ("tblStyle", "tblpPr", "tblW", "jc", "tblInd", "tblLayout", "tblCellMar", "tblLook"),
}


@pytest.mark.parametrize("kind", FACTS)
def test_elements_stand_in_the_order_of_the_schema(kind: str) -> None:
    """A word processor calls a file with another order damaged."""
    document = opened(docx.render(kind, FACTS[kind]))
    others = [one.target_part for one in document.part.rels.values() if one.reltype.endswith(("/header", "/footer"))]
    for part in (document.part, *others):
        for tag, order in ORDERS.items():
            for element in part.element.iter(qn(tag)):
                names = [child.tag.rpartition("}")[2] for child in element]
                assert names == sorted(names, key=order.index), names


@pytest.mark.parametrize("kind", ("naming", "reminder_letter"))
def test_nothing_of_the_library_comes_along(kind: str) -> None:
    names = ZipFile(io.BytesIO(docx.render(kind, FACTS[kind]))).namelist()
    assert not [name for name in names if "stylesWithEffects" in name or "thumbnail" in name]


def test_certificate_and_plaque_lie_on_their_sheets() -> None:
    sizes = {}
    for kind in ("certificate", "plaque"):
        section = opened(docx.render(kind, FACTS[kind])).sections[0]
        sizes[kind] = (round(section.page_width.mm), round(section.page_height.mm))
    assert sizes == {"certificate": (297, 210), "plaque": (300, 200)}


@pytest.mark.parametrize("kind", FACTS)
def test_same_facts_give_the_same_bytes(kind: str) -> None:
    assert docx.render(kind, FACTS[kind]) == docx.render(kind, FACTS[kind])


@pytest.mark.parametrize("kind", FACTS)
def test_hostile_text_is_only_text(kind: str) -> None:
    content = docx.render(kind, hostile(kind, file="file:///secret", path="/secret", http="http://127.0.0.1:1"))
    assert "<" in text(content)
    names = [name for name in ZipFile(io.BytesIO(content)).namelist() if name.endswith(".rels")]
    assert "secret" not in "".join(xml(content, name) for name in names)

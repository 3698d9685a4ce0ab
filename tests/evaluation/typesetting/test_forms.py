"""The application form: complete, within the type area, no box torn, heads and labels repeated, room for the pen."""

from typing import Any

import pytest

from evaluation.typesetting import typeset
from evaluation.typesetting.layout.forms import label
from tests.support.typesetting.forms import STATEMENT, STRENGTHS, application
from tests.support.typesetting.measure import MM, Print


def printed(facts: dict[str, Any]) -> Print:
    return Print(typeset.render("self_assessment", facts))


LONGEST = 3000


@pytest.mark.parametrize("first", ["", STATEMENT, "调" * LONGEST], ids=("empty", "usual", "longest"))
def test_form_stays_within_the_type_area(first: str) -> None:
    facts = application("")
    facts["criteria"][0]["statement"] = first
    result = printed(facts)
    assert result.text.count("调") >= (LONGEST if first.startswith("调") else 0)
    for sheet in result.sheets:
        for line in sheet.running:
            if not line.text.startswith("编号："):
                assert line.left >= 28 and line.right <= 184.1, line.text
                assert line.top >= 37 and line.bottom <= 262.3, line.text


def test_form_shows_every_fact() -> None:
    facts = application()
    result = printed(facts)
    words = {row["number"] for row in facts["criteria"]}
    for text in (facts["branch"], facts["secretary"], facts["telephone"], "2016年3月1日", "98.5", "2025年12月10日"):
        assert any(sheet.find(text) for sheet in result.sheets), text
    assert words == set(range(1, 21))
    for row in facts["criteria"]:
        assert any(sheet.find(row["text"][:10]) for sheet in result.sheets), row["text"]


def test_every_page_of_the_criteria_repeats_head_and_label() -> None:
    result = printed(application())
    pages = [sheet for sheet in result.sheets if sheet.find("自评情况")]
    assert len(pages) > 3
    for sheet in pages:
        assert any(sheet.find(strength[:2]) for strength in STRENGTHS.values())
        assert sheet.find("达到")


def test_labels_break_between_words() -> None:
    broken = ["".join(label(text)) == text and label(text) for text in LABELS]
    assert broken == [
        ["是否第一支部"],
        ["党组（党委）", "推荐意见"],
        ["市级考核", "评定意见"],
        ["机关党组织", "考核意见"],
    ]


LABELS = ["是否第一支部", "党组（党委）推荐意见", "市级考核评定意见", "机关党组织考核意见"]


def test_no_row_of_a_form_stands_out() -> None:
    """To a tenth of a millimetre: a step in the outer rule is seen."""
    rects = printed(application()).sheets[0]._page.rects
    assert max(float(rect["x1"]) * MM for rect in rects) == pytest.approx(184, abs=0.1)


def test_a_signed_name_is_set_in_one_face() -> None:
    """That of 王喆祎 in the box too, where 仿宋 has 王 only."""
    (signed,) = (
        line for sheet in printed(application()).sheets for line in sheet.running if "签字（盖章）：王喆祎" in line.text
    )
    assert len({char["fontname"] for char in signed.chars[-3:]}) == 1


def test_box_is_never_torn() -> None:
    result = printed(application())
    assert sum(sheet.find("签字（盖章）：") is not None for sheet in result.sheets) >= 1
    signatures = [line for sheet in result.sheets for line in sheet.running if "签字（盖章）：" in line.text]
    assert len(signatures) == 4
    for sheet in result.sheets:
        for line in sheet.running:
            if "签字（盖章）：" in line.text:
                assert line.baseline < 262 - 5


def test_long_opinion_makes_its_box_grow() -> None:
    facts = application()
    facts["opinions"][1] |= {"text": "经考核，该支部符合标准。" * 40, "signed_by": "李䶮"}
    result = printed(facts)
    assert result.text.count("经考核，该支部符合标准。") >= 30
    assert any(sheet.find("李䶮") for sheet in result.sheets)

"""The application form: complete, within the type area, no box torn, heads and labels repeated, room for the pen."""

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings

from evaluation.notices import typeset
from tests.support.typesetting.measure import Print

STRENGTHS = {"politics": "政治功能强", "leadership": "支部班子强", "members": "党员队伍强", "effect": "作用发挥强"}
STATEMENT = "全年召开支部党员大会12次、支委会14次，讲党课6次，党员参与率96%。"


def application(statement: str = STATEMENT, **changes: Any) -> dict[str, Any]:
    path = Path(settings.BASE_DIR) / "evaluation/standards/pingdingshan_2024.toml"
    standard = tomllib.loads(path.read_text())
    opinion = "经支部党员大会讨论，应到23人，实到22人，22人同意，对照标准达到“四强”党支部要求，同意申报。"
    empty = {"text": "", "signed_by": "", "dated_on": ""}
    return {
        "year": 2025,
        "number": "市财政局-003",
        "branch": "中共平顶山市财政局机关第一支部委员会",
        "unit": "平顶山市财政局",
        "secretary": "王喆祎",
        "telephone": "0375-2660000",
        "members": 23,
        "established_on": "2016-03-01",
        "last_election_on": "2024-05-06",
        "is_first_branch": True,
        "summary": "支部现有党员23名，其中预备党员1名。支部坚持“围绕中心、建设队伍、服务群众”。" * 3,
        "criteria": [
            {
                "number": row["number"],
                "strength": STRENGTHS[row["strength"]],
                "text": row["text"],
                "own": "达到",
                "own_points": "5",
                "assessed_points": "",
                "statement": statement,
            }
            for row in standard["criteria"]
        ],
        "own_score": "98.5",
        "assessed_score": "",
        "conditions": [
            {"number": number, "text": row["text"], "declared": "无", "verified": ""}
            for number, row in enumerate(standard["disqualifications"], start=1)
        ],
        "opinions": [
            {"title": "党支部意见", "text": opinion, "signed_by": "王喆祎", "dated_on": "2025-12-10"},
            {"title": "机关党组织考核意见", **empty},
            {"title": "党组（党委）推荐意见", **empty},
            {"title": "市级考核评定意见", **empty},
        ],
        "dated_on": "2025-12-10",
    } | changes


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

"""What stands on an application form and on a certificate or plaque."""

import tomllib
from pathlib import Path
from typing import Any

from django.conf import settings

from tests.support.typesetting.samples import COMMITTEE, ORGANISATION

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


def assessed() -> dict[str, Any]:
    """A later edition: with marks, verification and the opinions of the upper levels."""
    facts = application(assessed_score="95.5", stage="命名后")
    said = {
        "机关党组织考核意见": "考核结论：建议推荐。组织生活制度健全，党员作用发挥较好，群众满意度98.5%。",
        "党组（党委）推荐意见": "该支部四强突出，同意推荐。2026年1月15日，王喆主持召开会议审议，推荐为候选支部。",
        "市级考核评定意见": "经考核评定，命名为2025年度平顶山市机关“四强”党支部（平组通〔2026〕12号）。",
    }
    for row, points in zip(facts["criteria"], ("4.5", "5.0") * 10, strict=True):
        row["assessed_points"] = points
    for row in facts["conditions"]:
        row["verified"] = "无"
    for box in facts["opinions"][1:]:
        box |= {"text": said[box["title"]], "dated_on": "2026-01-15"}
    return facts


def feedback() -> dict[str, Any]:
    """What a branch may read of it: neither verification nor what was said above the organ."""
    facts = assessed()
    return facts | {"stage": "考核反馈", "conditions": [], "opinions": facts["opinions"][:2]}


def honour(**changes: Any) -> dict[str, Any]:
    return {
        "branch": "中共平顶山市财政局预算科支部委员会",
        "year": 2025,
        "number": "2025-003",
        "issuers": [ORGANISATION, COMMITTEE],
        "dated_on": "2026-07-01",
    } | changes

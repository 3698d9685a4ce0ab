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


def honour(**changes: Any) -> dict[str, Any]:
    return {
        "branch": "中共平顶山市财政局预算科支部委员会",
        "year": 2025,
        "number": "2025-003",
        "issuers": [ORGANISATION, COMMITTEE],
        "dated_on": "2026-07-01",
    } | changes

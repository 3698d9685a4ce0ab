"""考核意见: the organ of the Party to its leading Party group, all branches of the unit in one paper (方案 四（二）)."""

from collections import Counter

from branches.names import HONOUR
from evaluation.typesetting.content import AssessmentOpinion, BranchOpinion
from evaluation.typesetting.kinds import branch_assessment
from evaluation.typesetting.kinds.wording import by_branch, common, issuers_in_heading, layout_of, paragraphs
from evaluation.typesetting.letter import Annex, Column, Group, Letter, Table
from evaluation.typesetting.text import chinese_date


def compose(data: AssessmentOpinion) -> Letter:
    if branch_assessment.is_one(data["branches"]):
        return branch_assessment.compose(data)
    rows: list[BranchOpinion] = data["branches"]
    first, last = chinese_date(data["opened_on"]), chinese_date(data["concluded_on"])
    given = Counter(row["conclusion"] for row in rows)
    facts = {
        **data,
        "leader": data["team"][0] if data["team"] else "",
        "members": "、".join(data["team"][1:]),
        "period": first if first == last else f"{first}至{last}",
        "assessed": len(rows),
        "conclusions": "，".join(f"{conclusion}{number}个" for conclusion, number in given.items()),
        "branches": [row | {"said": said(row)} for row in rows],
    }
    return Letter(
        title=data.get("title") or f"{issuers_in_heading(data)}关于{data['year']}年度{HONOUR}的考核意见",
        body=paragraphs("assessment", facts),
        annexes=(_conclusions(data), _opinions(data)) if len(rows) > 1 else (),
        names=(*data["issuers"], *data["team"], *(row["branch"] for row in rows), data.get("signer", "")),
        signer=data.get("signer", ""),
        layout=layout_of(data),
        **common(data),
    )


def said(row: BranchOpinion) -> list[str]:
    """What is said of one branch, by paragraph: the opinion, then the conclusion."""
    return [*row["opinion"], f"考核结论：{row['conclusion']}。"]


def _conclusions(data: AssessmentOpinion) -> Annex:
    columns = (Column("序号", 14, is_centred=True), Column("党支部", 102), Column("考核结论", 40, is_centred=True))
    rows = tuple((row["branch"], row["conclusion"]) for row in data["branches"])
    return Annex(f"{data['year']}年度{HONOUR}考核结论", table=Table(columns, (Group("", rows),), size=12.0))


def _opinions(data: AssessmentOpinion) -> Annex:
    """One heading a branch, in the order of the register."""
    body = by_branch([(row["branch"], said(row)) for row in data["branches"]])
    return Annex(f"{data['year']}年度{HONOUR}考核意见", body=body)

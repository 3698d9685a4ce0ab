"""考核意见 on one branch, with its mark: what concluding a case made until 考核意见 became one paper of the unit."""

from typing import Any

from branches.names import HONOUR
from evaluation.typesetting.kinds.wording import common, issuers_in_heading, layout_of, paragraphs
from evaluation.typesetting.letter import Annex, Column, Group, Letter, Table
from evaluation.typesetting.text import chinese_date


def is_one(branches: list[Any]) -> bool:
    return any("score" in row for row in branches)


def compose(data: Any) -> Letter:
    rows = data["branches"]
    facts = {
        **data,
        "leader": data["team"][0],
        "members": "、".join(data["team"][1:]),
        "opened": chinese_date(data["opened_on"]),
        "concluded": chinese_date(data["concluded_on"]),
        "assessed": len(rows),
        "disqualified": sum(row["is_disqualified"] for row in rows),
    }
    return Letter(
        title=data.get("title") or f"{issuers_in_heading(data)}关于{data['year']}年度{HONOUR}的考核意见",
        body=paragraphs("branch_assessment", facts),
        annexes=(Annex(f"{data['year']}年度{HONOUR}考核情况表", table=_table(data)),) if rows else (),
        names=(*data["issuers"], *data["team"], *(row["branch"] for row in rows), data.get("signer", "")),
        signer=data.get("signer", ""),
        layout=layout_of(data),
        **common(data),
    )


def _table(data: Any) -> Table:
    has_scores = any(row["score"] for row in data["branches"])
    columns = [Column("序号", 13, is_centred=True), Column("党支部", 45), Column("查看日期", 23, is_centred=True)]
    columns += [Column("参考分", 17, is_centred=True)] if has_scores else []
    columns += [Column("考核意见", 156 - sum(column.width for column in columns))]
    rows = tuple(
        (
            row["branch"],
            row["visited_on"].replace("-", "."),
            *((row["score"],) if has_scores else ()),
            ("不得参评。" if row["is_disqualified"] else "") + row["opinion"],
        )
        for row in data["branches"]
    )
    return Table(tuple(columns), (Group("", rows),), size=12.0)

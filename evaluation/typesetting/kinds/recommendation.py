"""推荐报告 with the list of candidates: the leading Party group to 市直工委, upward and so with its signer (方案 四（三）)."""

from branches.names import CITY_HONOUR
from evaluation.typesetting.content import Recommendation, RecommendedBranch
from evaluation.typesetting.kinds.wording import (
    by_branch,
    common,
    contact_of,
    issuers_in_heading,
    layout_of,
    paragraphs,
)
from evaluation.typesetting.letter import Annex, Column, Group, Letter, Table
from evaluation.typesetting.text import chinese_date


def compose(data: Recommendation) -> Letter:
    year, chosen = data["year"], data["branches"]
    default = f"{issuers_in_heading(data)}关于推荐{year}年度{CITY_HONOUR}候选支部的报告"
    if not chosen:
        default = f"{issuers_in_heading(data)}关于{year}年度{CITY_HONOUR}推荐情况的报告"
    appraised = [row for row in chosen if row.get("appraisal")]
    facts = {
        **data,
        "held_on": chinese_date(data["meeting"]["held_on"]),
        "chosen": len(chosen),
        "is_appraised": bool(appraised),
        "is_pooled": data.get("is_pooled", False),
    }
    return Letter(
        title=data.get("title") or default,
        body=paragraphs("recommendation", facts),
        annexes=(*((_list(year, chosen),) if chosen else ()), *((_appraisals(appraised),) if appraised else ())),
        signer=data["signer"],
        note=contact_of(data),
        names=(
            *data["issuers"],
            *(name for row in chosen for name in (row["branch"], row["secretary"])),
            data["signer"],
            data["contact"],
            data["meeting"]["chair"],
        ),
        layout=layout_of(data),
        **common(data),
    )


def _list(year: int, branches: list[RecommendedBranch]) -> Annex:
    has_scores = any(row["score"] for row in branches)
    columns = [Column("序号", 14, is_centred=True), Column("党支部", 60 if has_scores else 78)]
    columns += [Column("支部书记", 26, is_centred=True), Column("党员数", 18, is_centred=True)]
    columns += [Column("参考分", 18, is_centred=True)] if has_scores else []
    columns += [Column("备注", 156 - sum(column.width for column in columns))]
    rows = tuple(
        (
            row["branch"],
            row["secretary"],
            str(row["members"]),
            *((row["score"],) if has_scores else ()),
            "第一支部" if row["is_first_branch"] else "",
        )
        for row in branches
    )
    return Annex(f"{year}年度{CITY_HONOUR}候选支部名单", table=Table(tuple(columns), (Group("", rows),), size=12.0))


def _appraisals(branches: list[RecommendedBranch]) -> Annex:
    """One heading a branch, in the recommended order, with what the leading Party group says of it."""
    body = by_branch([(row["branch"], row["appraisal"]) for row in branches])
    return Annex("候选支部综合考评意见", body=body)

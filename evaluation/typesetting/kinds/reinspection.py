"""复查报告: a unit reports on its honoured branches and suggests to keep or to revoke (方案 四（四）)."""

from branches.names import CITY_HONOUR
from evaluation.typesetting.content import ReinspectedBranch, Reinspection
from evaluation.typesetting.kinds.wording import (
    by_branch,
    common,
    contact_of,
    issuers_in_heading,
    layout_of,
    paragraphs,
)
from evaluation.typesetting.letter import Annex, Column, Group, Letter, Table


def compose(data: Reinspection) -> Letter:
    rows = data["branches"]
    kept = sum(row["is_kept"] for row in rows)
    deviating = [row for row in rows if row.get("deviations")]
    facts = {**data, "total": len(rows), "kept": kept, "revoked": len(rows) - kept, "deviating": len(deviating)}
    default = f"{issuers_in_heading(data)}关于{data['year']}年度{CITY_HONOUR}复查情况的报告"
    return Letter(
        title=data.get("title") or default,
        body=paragraphs("reinspection", facts),
        annexes=(
            Annex(f"{data['year']}年度{CITY_HONOUR}复查情况表", table=_table(data)),
            *((_deviations(deviating),) if deviating else ()),
        ),
        signer=data["signer"],
        note=contact_of(data),
        names=(*data["issuers"], *(row["branch"] for row in rows), data["signer"], data["contact"]),
        layout=layout_of(data),
        **common(data),
    )


def _table(data: Reinspection) -> Table:
    columns = (
        Column("序号", 14, is_centred=True),
        Column("党支部", 56),
        Column("称号年度", 22, is_centred=True),
        Column("复查建议", 22, is_centred=True),
        Column("理由", 42),
    )
    rows = tuple(
        (row["branch"], f"{row['title_year']}年度", "保留" if row["is_kept"] else "撤销", _reason(row))
        for row in data["branches"]
    )
    return Table(columns, (Group("", rows),), size=12.0)


def _reason(row: ReinspectedBranch) -> str:
    grounds = row.get("grounds")
    return f"{row['reason']}（依据：{'、'.join(grounds)}）" if grounds else row["reason"]


def _deviations(branches: list[ReinspectedBranch]) -> Annex:
    """One heading a branch, with the criteria that it no longer meets."""
    body = by_branch([(row["branch"], row["deviations"]) for row in branches])
    return Annex("偏离标准的情况", body=body)

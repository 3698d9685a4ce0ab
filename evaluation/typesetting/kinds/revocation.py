"""撤销决定: both municipal bodies take titles back after re-inspection and review (方案 四（四）)."""

from branches.names import CITY_HONOUR
from evaluation.typesetting.content import Revocation, RevokedTitle
from evaluation.typesetting.kinds.wording import (
    branches_by_unit,
    common,
    filled,
    issuers_in_heading,
    names_in,
    titled,
    worded,
)
from evaluation.typesetting.letter import Annex, Column, Group, Letter, Table
from evaluation.typesetting.text import chinese_date

COLUMNS = (
    Column("序号", 11, is_centred=True),
    Column("单位", 29),  # 平顶山市财政局
    Column("党支部", 26),
    Column("称号年度", 18, is_centred=True),
    Column("命名文号", 27),  # so that 〔2026〕12号 stands on one line
    Column("牌匾编号", 19, is_centred=True),
    Column("撤销依据", 26),
)
NONE = "—"
LIST_TITLE = f"撤销{CITY_HONOUR}称号名单"


def compose(data: Revocation) -> Letter:
    total = sum(len(unit["branches"]) for unit in data["units"])
    titles = data.get("titles")
    days = places(data)
    facts = {**data, "total": total, "until": days["【交还日】"], "is_detailed": bool(titles)}
    table = _table(titles) if titles else branches_by_unit(data["units"])
    return Letter(
        title=titled(data, f"{issuers_in_heading(data)}关于撤销部分党支部{CITY_HONOUR}称号的决定"),
        body=filled(worded("revocation", facts), days),
        annexes=(Annex(LIST_TITLE, table=table),),
        names=(*data["issuers"], *names_in(data["units"])),
        **common(data),
    )


def places(data: Revocation) -> dict[str, str]:
    """What stands in a drafted text for the last day of giving plaques back, and the day: one fact for decision and 通知."""
    return {"【交还日】": chinese_date(data["returned_by"])}


def _table(titles: list[RevokedTitle]) -> Table:
    rows = tuple(
        (
            one["unit"],
            one["branch"],
            f"{one['title_year']}年度",
            one["decision"],
            one["plaque_number"] or NONE,
            "；".join(one["grounds"]),
        )
        for one in titles
    )
    return Table(COLUMNS, (Group("", rows),), size=10.5)

"""撤销决定: both municipal bodies take titles back after re-inspection and review (方案 四（四）)."""

from branches.names import CITY_HONOUR
from evaluation.typesetting.content import Revocation
from evaluation.typesetting.kinds.wording import branches_by_unit, common, issuers_in_heading, names_in, paragraphs
from evaluation.typesetting.letter import Annex, Letter
from evaluation.typesetting.text import chinese_date


def compose(data: Revocation) -> Letter:
    total = sum(len(unit["branches"]) for unit in data["units"])
    facts = {**data, "total": total, "until": chinese_date(data["returned_by"])}
    return Letter(
        title=data.get("title") or f"{issuers_in_heading(data)}关于撤销部分党支部{CITY_HONOUR}称号的决定",
        body=paragraphs("revocation", facts),
        annexes=(Annex(f"撤销{CITY_HONOUR}称号名单", table=branches_by_unit(data["units"])),),
        names=(*data["issuers"], *names_in(data["units"])),
        **common(data),
    )

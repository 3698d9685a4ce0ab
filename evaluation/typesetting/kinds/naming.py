"""命名决定（通报）: both municipal bodies name this year's branches; only the newly named are listed (方案 四（四）)."""

from branches.names import CITY_HONOUR
from evaluation.typesetting.content import Naming
from evaluation.typesetting.kinds.wording import branches_by_unit, common, issuers_in_heading, names_in, titled, worded
from evaluation.typesetting.letter import Annex, Letter


def list_title(year: int) -> str:
    """Of the annexed list."""
    return f"{year}年度{CITY_HONOUR}名单"


def compose(data: Naming) -> Letter:
    year = data["year"]
    total = sum(len(unit["branches"]) for unit in data["units"])
    supplementary = "补充" if data.get("is_supplementary") else ""
    default = f"{issuers_in_heading(data)}关于{supplementary}命名{year}年度{CITY_HONOUR}的通报"
    facts = {"is_publicly_noticed": True, **data, "total": total, "unit_total": len(data["units"])}
    return Letter(
        title=titled(data, default),
        body=worded("naming", facts),
        annexes=(Annex(list_title(year), table=branches_by_unit(data["units"])),),
        names=(*data["issuers"], *names_in(data["units"])),
        **common(data),
    )

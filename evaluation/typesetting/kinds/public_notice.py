"""公示 of the branches that are proposed to be named, with where and until when to object."""

from branches.names import CITY_HONOUR
from evaluation.typesetting.content import PublicNotice, PublicNoticeWithMail
from evaluation.typesetting.kinds.wording import branches_by_unit, common, filled, layout_of, names_in, titled, worded
from evaluation.typesetting.letter import Annex, Letter
from evaluation.typesetting.text import chinese_date

BOTH = "【开始日】至【截止日】"
"""One day where the notice lasts no longer."""


def compose(data: PublicNotice | PublicNoticeWithMail) -> Letter:
    year, days = data["year"], places(data)
    facts = {
        **data,
        "total": sum(len(unit["branches"]) for unit in data["units"]),
        "period": days.get(BOTH) or f"{days['【开始日】']}至{days['【截止日】']}",
    }
    return Letter(
        title=titled(data, f"关于{year}年度{CITY_HONOUR}拟命名对象的公示"),
        body=filled(worded("public_notice", facts), days),
        layout=layout_of(data),
        annexes=(Annex(f"{year}年度{CITY_HONOUR}拟命名名单", table=branches_by_unit(data["units"])),),
        names=(*data["issuers"], *names_in(data["units"])),
        **common(data),
    )


def places(data: PublicNotice | PublicNoticeWithMail) -> dict[str, str]:
    """What stands in a drafted text for the days, which are known when the notice begins, and the days in words."""
    only = {BOTH: chinese_date(data["opens_on"])} if data["opens_on"] == data["closes_on"] else {}
    return only | {
        "【开始日】": chinese_date(data["opens_on"]),
        "【截止日】": _end(data["opens_on"], data["closes_on"]),
    }


def _end(opens: str, closes: str) -> str:
    """The last day, without the year when it is the same."""
    date = chinese_date(closes)
    return date.partition("年")[2] if opens[:4] == closes[:4] else date

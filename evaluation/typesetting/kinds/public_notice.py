"""公示 of the branches that are proposed to be named, with where and until when to object."""

from branches.names import CITY_HONOUR
from evaluation.typesetting.content import PublicNotice, PublicNoticeWithMail
from evaluation.typesetting.kinds.wording import branches_by_unit, common, names_in, paragraphs
from evaluation.typesetting.letter import Annex, Letter
from evaluation.typesetting.text import chinese_date


def compose(data: PublicNotice | PublicNoticeWithMail) -> Letter:
    year = data["year"]
    facts = {
        **data,
        "total": sum(len(unit["branches"]) for unit in data["units"]),
        "opens": chinese_date(data["opens_on"]),
        "closes": _end(data["opens_on"], data["closes_on"]),
    }
    return Letter(
        title=data.get("title") or f"关于{year}年度{CITY_HONOUR}拟命名对象的公示",
        body=paragraphs("public_notice", facts),
        annexes=(Annex(f"{year}年度{CITY_HONOUR}拟命名名单", table=branches_by_unit(data["units"])),),
        names=(*data["issuers"], *names_in(data["units"])),
        **common(data),
    )


def _end(opens: str, closes: str) -> str:
    """The last day, without the year when it is the same."""
    date = chinese_date(closes)
    return date.partition("年")[2] if opens[:4] == closes[:4] else date

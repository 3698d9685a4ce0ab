"""进度简报: how far the year is on one day, as 市直工委 may know it, on one page (P5.1, D32)."""

from collections.abc import Iterator
from datetime import date

from branches import in_words
from branches.names import HONOUR
from evaluation.typesetting.brief import Brief, Share, Stop
from evaluation.typesetting.content_forms import ProgressBrief
from evaluation.typesetting.kinds.wording import paragraphs
from evaluation.typesetting.text import chinese_date
from evaluation.typesetting.tracing import trace

HEAD = ("单位", "应参评", "申请", "考核")
NONE = "—"
REMARK = "单位按名册顺序排列；“申请”含已考核的支部。"


def compose(data: ProgressBrief) -> Brief:
    today = date.fromisoformat(data["dated_on"])
    return Brief(
        title=f"{data['year']}年度机关{HONOUR}评定进度简报",
        issuer=data["issuers"][0],
        dated_on=chinese_date(data["dated_on"]),
        sentences=paragraphs("progress_brief", _figures(data, today)),
        shares=tuple(Share(one["name"], one["label"], one["count"]) for one in data["shares"]),
        stops=tuple(_stops(data, today)),
        today=data["today"],
        head=HEAD,
        units=tuple(
            (one["unit"], *(str(one[name] or NONE) for name in ("total", "applied", "assessed")))
            for one in data["units"]
        ),
        remark=REMARK,
        contact=f"咨询电话{data['telephone']}" if data["telephone"] else "",
        names=(data["issuers"][0], *(one["unit"] for one in data["units"])),
        trace=trace(data),
    )


def _stops(data: ProgressBrief, today: date) -> Iterator[Stop]:
    """The year is said where it changes."""
    before = today
    for one in data["stops"]:
        day = date.fromisoformat(one["day_on"])
        yield Stop(one["label"], _day(one["day_on"], before), day < today)
        before = day


def _figures(data: ProgressBrief, today: date) -> dict[str, object]:
    """What the three sentences count."""
    total = sum(one["count"] for one in data["shares"])
    counts = {one["name"]: one["count"] for one in data["shares"]}
    upcoming = data["upcoming"]
    return {
        "today": _day(data["dated_on"], today),
        "total": total,
        "applied": data["applied"],
        "percent": round(100 * data["applied"] / total) if total else 0,
        "doing": counts.get("doing", 0),
        "not_begun": counts.get("none", 0),
        "out": counts.get("out", 0),
        "units": len(data["units"]),
        "without_application": sum(not one["applied"] for one in data["units"]),
        "without_team": data["without_team"],
        "upcoming": upcoming,
        "upcoming_on": in_words.day(date.fromisoformat(upcoming["day_on"])) if upcoming else "",
    }


def _day(iso: str, before: date) -> str:
    """12月10日; with the year where it is another one than that of the day before."""
    day = date.fromisoformat(iso)
    words = in_words.plain_day(day)
    return words.partition("年")[2] if day.year == before.year else words

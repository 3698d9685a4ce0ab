"""Pages that belong together side by side: of one year, and of the titles; more of them for whoever runs things."""

from typing import Any

from django.urls import reverse

from branches import access
from branches.models import User
from branches.permissions import Perm
from evaluation.models import Cycle
from evaluation.vocabulary import CycleState

EVERYBODY = (("进度", "cycle_progress"), ("年度日程", "cycle_schedule"))
RUNNING = (("延期", "cycle_extensions"), ("调整比例", "cycle_ratio"))


def year_tabs(cycle: Cycle, user: User, current: str) -> list[dict[str, Any]]:
    """For components/tabs.html; `current` is the name of the page that shows them."""
    pages = [*EVERYBODY]
    if access.may(user, Perm.RUN_CYCLE):
        pages.append(("年度设置", "cycle_settings"))
        if cycle.state != CycleState.DRAFT:
            pages += RUNNING
        pages.append(("变更确认", "cycle_changes"))
        if cycle.is_running:
            pages.append(("结束年度", "cycle_close"))
    return _tabs(pages, current, cycle.year)


def guidance_tabs(cycle: Cycle, user: User, current: str) -> list[dict[str, Any]]:
    """What a year asks besides the evaluation; lateness for whoever answers for others."""
    pages = [("工作安排", "arrangement"), ("半年督查", "half_year")]
    if access.may(user, Perm.VIEW_UNIT) or access.may(user, Perm.VIEW_CITY):
        pages.append(("逾期情况", "lateness"))
    return _tabs(pages, current, cycle.year)


def honour_tabs(user: User, current: str) -> list[dict[str, Any]]:
    """The register of titles and what 市直工委 keeps beside it."""
    pages = [("全部称号", "honours"), ("有效称号名单", "honour_holders")]
    if access.may(user, Perm.MANAGE_HONOURS):
        pages += [("牌匾", "plaques"), ("经费补助", "subsidies"), ("导入以往称号", "honour_import")]
    return _tabs(pages, current)


def home_tabs(current: str, *, todo: int | None = None) -> list[dict[str, Any]]:
    """待办, 已办 and 消息."""
    home = reverse("evaluation:worklist")
    pages = (
        ("待办", home, "todo"),
        ("已办", f"{home}?tab=done", "done"),
        ("消息", reverse("evaluation:messages"), "messages"),
    )
    return [
        {"label": label, "url": url, "current": name == current, "count": todo if name == "todo" else None}
        for label, url, name in pages
    ]


def _tabs(pages: list[tuple[str, str]], current: str, *args: int) -> list[dict[str, Any]]:
    return [
        {
            "label": label,
            "url": reverse(f"evaluation:{name}", args=args),
            "current": name == current,
            "count": None,
        }
        for label, name in pages
    ]

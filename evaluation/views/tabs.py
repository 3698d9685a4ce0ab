"""The pages of one year side by side: two for everybody, the others for whoever runs it."""

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
        if cycle.is_running:
            pages.append(("结束年度", "cycle_close"))
    return [
        {
            "label": label,
            "url": reverse(f"evaluation:{name}", args=[cycle.year]),
            "current": name == current,
            "count": None,
        }
        for label, name in pages
    ]

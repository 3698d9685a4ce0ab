"""What the page frame needs: the navigation of the person's posts, whom to ring, how large the text is."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from branches import clock
from branches.access import is_elsewhere, may, roles
from branches.models import User
from branches.permissions import ADMINISTRATORS, MUNICIPAL, Perm, Role

LARGE_TEXT_COOKIE = "large_text"


class Group(StrEnum):
    """Under what an entry stands, in this order."""

    WORK = "办理"
    REGISTERS = "名册"
    MATERIAL = "资料"
    SET_UP = "设置"


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    label: str
    url_name: str
    icon: str
    group: Group
    pages: tuple[str, ...] = ()
    """How the names of its pages begin, where the start of the path does not tell."""


@dataclass(frozen=True)
class Link:
    entry: Entry
    url: str
    is_current: bool


WORKLIST = Entry("待办", "evaluation:worklist", "home", Group.WORK)
PROGRESS = Entry("进度", "evaluation:progress_now", "bars", Group.WORK, ("cycle_progress", "cycle_criteria"))
GUIDANCE = Entry(
    "日常工作", "evaluation:guidance_now", "calendar", Group.WORK, ("guidance", "arrangement", "half_year", "lateness")
)
SCHEDULE = Entry("年度日程", "evaluation:schedule_now", "calendar", Group.MATERIAL, ("cycle_schedule",))
HONOURS = Entry("四强称号", "evaluation:honours", "star", Group.REGISTERS, ("honour", "plaque", "subsid", "nomination"))
METHODS = Entry("工作法", "evaluation:methods", "file", Group.MATERIAL, ("method",))
PROMOTION = Entry("典型带动", "evaluation:promotion", "bars", Group.MATERIAL, ("promotion",))
REINSPECTIONS = Entry(
    "复查",
    "evaluation:reinspections_now",
    "refresh",
    Group.WORK,
    ("reinspection", "review_", "revocation", "honour_special"),
)
NOTICES = Entry("公文", "evaluation:notices", "file", Group.MATERIAL, ("notice", "verify"))
RECOMMENDATION = Entry("推荐", "evaluation:recommendation_now", "list", Group.WORK, ("recommendation_",))
CANDIDACIES = Entry("参评支部", "evaluation:candidacy_list", "list", Group.WORK)
POOL = Entry("联合推荐", "evaluation:pool_now", "users", Group.WORK, ("pool_",))
NAMING = Entry("集中命名", "evaluation:naming_now", "file", Group.WORK, ("naming_",))
CYCLES = Entry("年度设置", "evaluation:cycle_list", "list", Group.SET_UP, ("cycle_",))
UNITS = Entry("单位", "branches:units", "building", Group.REGISTERS)
BRANCHES = Entry("党支部", "branches:branches", "users", Group.REGISTERS)
PEOPLE = Entry("人员", "branches:people", "user", Group.REGISTERS)
IMPORTS = Entry(
    "导入", "branches:imports", "file", Group.WORK, ("register_", "people_", "honour_import", "holiday_import")
)
CONFIRMATION = Entry("待确认", "branches:proposed_lists", "list", Group.WORK, ("proposed_list",))
APPOINTMENTS = Entry("任职", "branches:appointments", "user", Group.WORK, ("change_", "changes"))
SETTINGS = Entry("站点设置", "branches:settings", "file", Group.SET_UP)
SLIPS = Entry("开通条", "branches:slips", "file", Group.WORK, ("slip", "unit_people"))
WORDS = Entry("开通口令", "branches:words", "lock", Group.WORK, ("words", "person_close"))
VACANCIES = Entry("任职空缺", "evaluation:vacancies", "users", Group.REGISTERS)
HOLIDAYS = Entry("放假安排", "evaluation:holidays", "calendar", Group.SET_UP, ("holiday",))
SYSTEMS = Entry("对接系统", "branches:system_keys", "lock", Group.SET_UP, ("system_key",))
STATUS = Entry("系统状态", "evaluation:status", "refresh", Group.SET_UP, ("status",))
PERMISSIONS = Entry("权限一览", "evaluation:permissions", "lock", Group.MATERIAL)
AUDIT = Entry("审计记录", "branches:audit", "file", Group.WORK)
POLICY = Entry("方案与指标", "evaluation:policy", "file", Group.MATERIAL)

ASSESSMENTS = Entry("考核", "evaluation:assessment_mine", "list", Group.WORK, ("assessment_",))
"""Also for members of an assessment team, whose right is no post."""

NAVIGATION: dict[Role, tuple[Entry, ...]] = {
    Role.SECRETARY: (CANDIDACIES, SCHEDULE, GUIDANCE, HONOURS, METHODS, PROMOTION, NOTICES, POLICY),
    Role.ORGAN_OFFICER: (
        ASSESSMENTS,
        CANDIDACIES,
        REINSPECTIONS,
        PROGRESS,
        GUIDANCE,
        NOTICES,
        SCHEDULE,
        HONOURS,
        METHODS,
        PROMOTION,
        UNITS,
        SLIPS,
        POLICY,
    ),
    Role.LEADING_GROUP: (
        RECOMMENDATION,
        CANDIDACIES,
        REINSPECTIONS,
        PROGRESS,
        GUIDANCE,
        NOTICES,
        SCHEDULE,
        HONOURS,
        METHODS,
        PROMOTION,
        UNITS,
        POLICY,
    ),
    Role.WORK_COMMITTEE: (
        PROGRESS,
        CANDIDACIES,
        GUIDANCE,
        POOL,
        NAMING,
        REINSPECTIONS,
        NOTICES,
        HONOURS,
        METHODS,
        PROMOTION,
        CYCLES,
        SCHEDULE,
        UNITS,
        BRANCHES,
        VACANCIES,
        SETTINGS,
        POLICY,
    ),
    Role.ORGANISATION_DEPARTMENT: (
        NAMING,
        REINSPECTIONS,
        PROGRESS,
        GUIDANCE,
        CANDIDACIES,
        NOTICES,
        HONOURS,
        METHODS,
        PROMOTION,
        SCHEDULE,
        UNITS,
        BRANCHES,
        POLICY,
    ),
    Role.SYSTEM_ADMIN: (IMPORTS, UNITS, BRANCHES, PEOPLE, SLIPS, HOLIDAYS, SYSTEMS, STATUS, PERMISSIONS),
    Role.SECURITY_ADMIN: (CONFIRMATION, APPOINTMENTS, WORDS, PEOPLE, VACANCIES, SYSTEMS, PERMISSIONS),
    Role.AUDIT_ADMIN: (AUDIT, PERMISSIONS),
}
"""Where each post works, most important first. Everybody starts at the worklist."""


def navigation(request: HttpRequest) -> list[Link]:
    """The entries of all posts the person holds today, each once."""
    if not getattr(request, "user", None) or not request.user.is_authenticated:
        return []
    held = roles(request.user)
    may_be_on_a_team = not held & (ADMINISTRATORS | MUNICIPAL)
    mine = [ASSESSMENTS] if may_be_on_a_team and may(request.user, Perm.SCORE) else []
    entries = [WORKLIST, *mine, *(entry for role in Role if role in held for entry in NAVIGATION[role])]
    links = {entry: reverse(entry.url_name) for entry in entries}
    current = max(links, key=lambda entry: _closeness(request, entry, links[entry]))
    is_near = _closeness(request, current, links[current]) > 0
    return [Link(entry, url, is_near and entry is current) for entry, url in links.items()]


def in_groups(links: Iterable[Link]) -> list[tuple[Group, list[Link]]]:
    """The same under their headings; within each, what is most important for the post first."""
    every = list(links)
    groups = [(group, [link for link in every if link.entry.group is group]) for group in Group]
    return [(group, found) for group, found in groups if found]


def furniture(request: HttpRequest) -> dict[str, Any]:
    """Context processor; lazy, so that pages without the frame cost nothing."""
    links: Any = SimpleLazyObject(lambda: navigation(request))
    return {
        "furniture": {
            "navigation": links,
            "groups": SimpleLazyObject(lambda: in_groups(links)),
            "is_elsewhere": SimpleLazyObject(lambda: _is_elsewhere(request)),
            "help_phone": settings.HELP_PHONE,
            "demo": settings.DEMO,
            "version": settings.VERSION,
            "today": SimpleLazyObject(clock.today),
            "session_seconds": settings.SESSION_COOKIE_AGE - settings.SESSION_WRITTEN_EVERY,
            "large_text": request.COOKIES.get(LARGE_TEXT_COOKIE) == "1",
        }
    }


def _is_elsewhere(request: HttpRequest) -> bool:
    user = getattr(request, "user", None)
    return isinstance(user, User) and is_elsewhere(user)


def _closeness(request: HttpRequest, entry: Entry, url: str) -> int:
    """How well an entry names the page: by its name, else by its path; the longer the matching beginning, the better."""
    name = request.resolver_match.url_name if request.resolver_match else None
    by_name = max((len(start) for start in entry.pages if name and name.startswith(start)), default=0)
    is_within = request.path == url if url == "/" else request.path.startswith(url)
    return by_name * 1000 or (len(url) if is_within else 0)

"""What the page frame needs: the navigation of the person's posts, whom to ring, how large the text is."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils.functional import SimpleLazyObject

from branches.access import may, roles
from branches.permissions import ADMINISTRATORS, MUNICIPAL, Perm, Role

LARGE_TEXT_COOKIE = "large_text"


@dataclass(frozen=True)
class Entry:
    """One line of the navigation."""

    label: str
    url_name: str
    icon: str
    pages: frozenset[str] = frozenset()
    """Names of the pages that belong to it, where the start of the path does not tell."""


@dataclass(frozen=True)
class Link:
    entry: Entry
    url: str
    is_current: bool


WORKLIST = Entry("待办", "evaluation:worklist", "home")
PROGRESS = Entry("进度", "evaluation:progress_now", "bars", frozenset({"cycle_progress"}))
SCHEDULE = Entry("年度日程", "evaluation:schedule_now", "calendar", frozenset({"cycle_schedule"}))
HONOURS = Entry("四强称号", "evaluation:honours", "star")
REINSPECTIONS = Entry("复查复核", "evaluation:reinspections", "refresh")
RECOMMENDATION = Entry("推荐", "evaluation:recommendation_now", "list")
CANDIDACIES = Entry("参评支部", "evaluation:candidacy_list", "list")
POOL = Entry("联合推荐", "evaluation:pool_now", "users")
NAMING = Entry("集中命名", "evaluation:naming_now", "file")
CYCLES = Entry(
    "年度设置",
    "evaluation:cycle_list",
    "list",
    frozenset(
        {
            "cycle_list",
            "cycle_add",
            "cycle_settings",
            "cycle_open",
            "cycle_small_units",
            "cycle_open_recommendation",
            "cycle_extensions",
            "cycle_extension_add",
            "cycle_extension_pool",
            "cycle_ratio",
            "cycle_close",
        }
    ),
)
UNITS = Entry("单位", "branches:units", "building")
BRANCHES = Entry("党支部", "branches:branches", "users")
PEOPLE = Entry("人员", "branches:people", "user")
APPOINTMENTS = Entry("任职", "branches:appointments", "user")
PERMISSIONS = Entry("权限一览", "evaluation:permissions", "lock")
AUDIT = Entry("审计记录", "branches:audit", "file")
POLICY = Entry("方案与指标", "evaluation:policy", "file")

ASSESSMENTS = Entry("考核", "evaluation:assessment_mine", "list")
"""Also for members of an assessment team, whose right is no post."""

NAVIGATION: dict[Role, tuple[Entry, ...]] = {
    Role.SECRETARY: (CANDIDACIES, SCHEDULE, HONOURS, POLICY),
    Role.ORGAN_OFFICER: (ASSESSMENTS, CANDIDACIES, PROGRESS, SCHEDULE, REINSPECTIONS, HONOURS, POLICY),
    Role.LEADING_GROUP: (RECOMMENDATION, CANDIDACIES, PROGRESS, SCHEDULE, HONOURS, POLICY),
    Role.WORK_COMMITTEE: (
        PROGRESS,
        CANDIDACIES,
        POOL,
        NAMING,
        REINSPECTIONS,
        HONOURS,
        CYCLES,
        SCHEDULE,
        UNITS,
        BRANCHES,
        POLICY,
    ),
    Role.ORGANISATION_DEPARTMENT: (
        NAMING,
        REINSPECTIONS,
        PROGRESS,
        CANDIDACIES,
        HONOURS,
        SCHEDULE,
        UNITS,
        BRANCHES,
        POLICY,
    ),
    Role.SYSTEM_ADMIN: (UNITS, BRANCHES, PEOPLE, PERMISSIONS),
    Role.SECURITY_ADMIN: (APPOINTMENTS, PEOPLE, PERMISSIONS),
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
    links = [(entry, _url(entry)) for entry in dict.fromkeys(entries)]
    return [Link(entry, url, _is_current(request, entry, url)) for entry, url in links if url]


def furniture(request: HttpRequest) -> dict[str, Any]:
    """Context processor; lazy, so that pages without the frame cost nothing."""
    return {
        "furniture": {
            "navigation": SimpleLazyObject(lambda: navigation(request)),
            "help_phone": settings.HELP_PHONE,
            "demo": settings.DEMO,
            "session_seconds": settings.SESSION_COOKIE_AGE,
            "large_text": request.COOKIES.get(LARGE_TEXT_COOKIE) == "1",
        }
    }


def _url(entry: Entry) -> str:
    try:
        return reverse(entry.url_name)
    except NoReverseMatch:
        return ""


def _is_current(request: HttpRequest, entry: Entry, url: str) -> bool:
    if entry.pages:
        return bool(request.resolver_match and request.resolver_match.url_name in entry.pages)
    return request.path == url if url == "/" else request.path.startswith(url)

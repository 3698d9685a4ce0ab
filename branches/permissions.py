"""Each permission, declared once: its name, its label, the kind of place it is held over, and the roles that carry it.

Pure data without Django models. `access` projects it into guardian rows; the permission matrix page, the tests and the
procedure table read it.
"""

from enum import Enum, StrEnum
from typing import Any

from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE


class Scope(StrEnum):
    """Over what a permission is held."""

    BRANCH = "branch"
    UNIT = "unit"
    TEAM = "team"
    CITY = "city"


class Role(StrEnum):
    """A post, held over one place. Team membership is not a post: it comes from the team itself."""

    SECRETARY = "secretary"
    ORGAN_OFFICER = "organ_officer"
    LEADING_GROUP = "leading_group"
    WORK_COMMITTEE = "work_committee"
    ORGANISATION_DEPARTMENT = "organisation_department"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"

    @property
    def label(self) -> str:
        return _ROLES[self][0]

    @property
    def scope(self) -> Scope:
        return _ROLES[self][1]

    def at(self, place: str) -> str:
        """The post as people say it: 市财政局预算科党支部书记; a municipal one without the city's name."""
        if self.scope is Scope.BRANCH:
            return f"{place}书记"
        return self.label if self.scope is Scope.CITY else f"{place}{self.label}"


_ROLES: dict[Role, tuple[str, Scope]] = {
    Role.SECRETARY: ("党支部书记", Scope.BRANCH),
    Role.ORGAN_OFFICER: ("机关党组织经办人", Scope.UNIT),
    Role.LEADING_GROUP: ("党组（党委）经办人", Scope.UNIT),
    Role.WORK_COMMITTEE: (WORK_COMMITTEE, Scope.CITY),
    Role.ORGANISATION_DEPARTMENT: (ORGANISATION_DEPARTMENT, Scope.CITY),
    Role.SYSTEM_ADMIN: ("系统管理员", Scope.CITY),
    Role.SECURITY_ADMIN: ("安全管理员", Scope.CITY),
    Role.AUDIT_ADMIN: ("审计管理员", Scope.CITY),
}

ADMINISTRATORS = frozenset({Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN})
MUNICIPAL = frozenset({Role.WORK_COMMITTEE, Role.ORGANISATION_DEPARTMENT})
# A password alone does not act for a leading group, a municipal body or the administration.
NEEDING_SECOND_FACTOR = ADMINISTRATORS | MUNICIPAL | {Role.LEADING_GROUP}


class Perm(Enum):
    """A permission: code name, label, and the kind of place it is held over."""

    VIEW_BRANCH = ("view_own_branch", "查看本支部", Scope.BRANCH)
    APPLY = ("apply", "自评与申请", Scope.BRANCH)

    WRITE_METHOD = ("write_method", "撰写支部工作法", Scope.BRANCH)

    SCORE = ("score", "实地查看、征求意见、评分", Scope.TEAM)

    VIEW_UNIT = ("view_own_unit", "查看本单位", Scope.UNIT)
    ASSESS = ("assess", "组织考核、提交考核意见", Scope.UNIT)
    VERIFY = ("verify", "核验不得参评情形（机关党组织）", Scope.UNIT)
    RECOMMEND = ("recommend", "党组（党委）推荐", Scope.UNIT)

    REINSPECT = ("reinspect", "复查本单位称号、报告复查情况", Scope.UNIT)
    REPORT_SUCCESSION = ("report_succession", "申报支部变更", Scope.UNIT)
    PROPOSE_POST = ("propose_post", "提请本单位任职", Scope.UNIT)
    # The system administrator holds it over the city, where it opens every unit.
    PRINT_SLIPS = ("print_slips", "打印开通条", Scope.UNIT)

    VIEW_CITY = ("view_city", "查看全市", Scope.CITY)
    RUN_CYCLE = ("run_cycle", "组织年度评定", Scope.CITY)
    PICK_FROM_POOL = ("pick_from_pool", "联合推荐选定", Scope.CITY)
    EVALUATE = ("evaluate", "考核评定", Scope.CITY)
    VERIFY_CITY = ("verify_city", "核验不得参评情形（市级）", Scope.CITY)
    NAME = ("name", "拟命名、不予命名与发布决定", Scope.CITY)
    SIGN = ("sign", "会签", Scope.CITY)
    REVIEW = ("review", "复核", Scope.CITY)
    MANAGE_HONOURS = ("manage_honours", "称号、牌匾、经费与工作法", Scope.CITY)
    CONFIRM_SUCCESSION = ("confirm_succession", "确认支部变更", Scope.CITY)

    VIEW_REGISTER = ("view_register", "查看名册", Scope.CITY)
    MANAGE_REGISTER = ("manage_register", "维护名册与账号", Scope.CITY)
    APPOINT = ("appoint", "任职管理", Scope.CITY)
    TELL_WORD = ("tell_word", "告知开通口令", Scope.CITY)
    READ_AUDIT = ("read_audit", "查看审计记录", Scope.CITY)

    def __init__(self, codename: str, label: str, place: Scope) -> None:
        self.codename = codename
        self.label = label
        self.scope = place


GRANTS: dict[Role, frozenset[Perm]] = {
    Role.SECRETARY: frozenset({Perm.VIEW_BRANCH, Perm.APPLY, Perm.WRITE_METHOD}),
    Role.ORGAN_OFFICER: frozenset(
        {
            Perm.VIEW_UNIT,
            Perm.ASSESS,
            Perm.VERIFY,
            Perm.REINSPECT,
            Perm.REPORT_SUCCESSION,
            Perm.PROPOSE_POST,
            Perm.PRINT_SLIPS,
        }
    ),
    Role.LEADING_GROUP: frozenset({Perm.VIEW_UNIT, Perm.RECOMMEND, Perm.PROPOSE_POST}),
    Role.WORK_COMMITTEE: frozenset(
        {
            Perm.VIEW_CITY,
            Perm.VIEW_REGISTER,
            Perm.RUN_CYCLE,
            Perm.PICK_FROM_POOL,
            Perm.EVALUATE,
            Perm.VERIFY_CITY,
            Perm.NAME,
            Perm.SIGN,
            Perm.REVIEW,
            Perm.MANAGE_HONOURS,
            Perm.CONFIRM_SUCCESSION,
        }
    ),
    Role.ORGANISATION_DEPARTMENT: frozenset(
        {Perm.VIEW_CITY, Perm.VIEW_REGISTER, Perm.EVALUATE, Perm.VERIFY_CITY, Perm.SIGN, Perm.REVIEW}
    ),
    Role.SYSTEM_ADMIN: frozenset({Perm.VIEW_REGISTER, Perm.MANAGE_REGISTER, Perm.PRINT_SLIPS}),
    Role.SECURITY_ADMIN: frozenset({Perm.VIEW_REGISTER, Perm.APPOINT, Perm.TELL_WORD}),
    Role.AUDIT_ADMIN: frozenset({Perm.READ_AUDIT}),
}


class Data(StrEnum):
    """What a system may read by its key, one route each. No post carries it, and no key carries anything else."""

    UNITS = "units"
    BRANCHES = "branches"
    PROGRESS = "progress"
    HONOURS = "honours"

    @property
    def label(self) -> str:
        return _DATA[self]


_DATA: dict[Data, str] = {
    Data.UNITS: "单位",
    Data.BRANCHES: "党支部",
    Data.PROGRESS: "年度进度",
    Data.HONOURS: "四强称号",
}

# Members of an assessment team hold these over the team for as long as they belong to it.
TEAM_GRANTS: frozenset[Perm] = frozenset({Perm.SCORE})


def codenames(*places: Scope) -> list[Any]:
    """(code name, label) of the permissions held over these places, as Django's Meta.permissions wants them."""
    return [(perm.codename, perm.label) for perm in Perm if perm.scope in places]


def incompatible(held: set[Role], wanted: Role) -> str:
    """Why `wanted` cannot be given to somebody who holds `held`; "" if it can (三员分立, D19)."""
    others = held - {wanted}
    if wanted in ADMINISTRATORS and others:
        return "系统、安全、审计管理员须由不同的人担任，且不得兼任业务职务。请先结束其现有任职。"
    if others & ADMINISTRATORS:
        return "此人现任管理员，不得兼任业务职务。请先结束其管理员任职。"
    if wanted in MUNICIPAL and others & MUNICIPAL:
        return f"同一人不能同时代表{WORK_COMMITTEE}和{ORGANISATION_DEPARTMENT}。请另选一人。"
    return ""

"""The way of a new site from an empty register to its first year: what is done, what is next, and whose turn it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Min, Q
from django.urls import reverse

from branches import access, clock
from branches import queries as branches_queries
from branches.accounts.keys import queries as keys_queries
from branches.models import Appointment, AuditEntry, Branch, ProposedPost, User
from branches.names import WORK_COMMITTEE
from branches.people.confirmation import queries as confirmation_queries
from branches.permissions import ADMINISTRATORS, Role
from branches.templatetags.furniture import month_day
from evaluation.cycle import queries as cycle_queries
from evaluation.models import Cycle
from evaluation.vocabulary import CycleState, Tone
from evaluation.vocabulary.duties import Duty
from evaluation.vocabulary.task import Task

LED = (Role.SYSTEM_ADMIN, Role.SECURITY_ADMIN, Role.AUDIT_ADMIN, Role.WORK_COMMITTEE)
SAID_ALREADY = frozenset({Duty.IMPORT_REGISTER, Duty.OPEN_CYCLE, Duty.CONFIRM_POSTS})
"""Tasks that the way itself tells of."""


@dataclass(frozen=True)
class Standing:
    """How far the site is. `posts` are in force, `waiting` ones are put forward and not confirmed."""

    branches: int
    people: int
    opened: int
    posts: int
    waiting: int
    draft: int | None
    is_open: bool

    @property
    def unopened(self) -> int:
        return self.people - self.opened

    @property
    def is_staffed(self) -> bool:
        """Accounts can be opened, and a year."""
        return all(self.done[:3])

    @property
    def done(self) -> tuple[bool, ...]:
        """名册, 人员, 任职, 开通, 年度."""
        return (
            self.branches > 0,
            self.people > 0,
            self.posts > 0 and not self.waiting,
            self.people > 0 and not self.unopened,
            self.is_open,
        )


@dataclass(frozen=True)
class Stage:
    """One step of the way, as the stepper shows it."""

    label: str
    tone: Tone
    note: str


@dataclass(frozen=True)
class Next:
    """What one person is told: clauses of a sentence, why, and the one button; or whom he waits for and can ring."""

    clauses: tuple[str, ...]
    note: str
    button: str = ""
    url: str = ""
    link: str = ""
    link_url: str = ""
    awaited: tuple[Appointment, ...] = ()


@dataclass(frozen=True)
class Way:
    """What the home page shows of it: nothing once the site runs, and nothing to whom it does not concern."""

    lead: Next | None = None
    stages: Sequence[Stage] = ()

    def besides(self, tasks: list[Task]) -> list[Task]:
        """The tasks that the next step does not tell of already."""
        lead = self.lead
        return [task for task in tasks if not lead or (task.duty not in SAID_ALREADY and task.url != lead.url)]


def way_of(user: User, among: Iterable[Cycle]) -> Way:
    """Administrators and 市直工委 build the site; everybody else comes when it stands."""
    roles = access.roles(user)
    role = next((one for one in LED if one in roles), None)
    at = standing(among) if role else None
    return Way(next_of(role, at), stages(at)) if role and at else Way()


def standing(among: Iterable[Cycle]) -> Standing | None:
    """None as soon as the site runs: a year is open and all is done, or a year has been closed already."""
    years = {cycle.state: cycle.year for cycle in among}
    if CycleState.CLOSED in years:
        return None
    ruling = branches_queries.in_force().filter(role__in=ADMINISTRATORS)
    people = User.objects.filter(is_active=True).exclude(pk__in=ruling.values("user"))
    counted = people.aggregate(all=Count("pk"), opened=Count("pk", filter=Q(opened_at__isnull=False)))
    found = Standing(
        branches=Branch.objects.filter(dissolved_on=None).count(),
        people=counted["all"],
        opened=counted["opened"],
        posts=branches_queries.in_force().exclude(role__in=ADMINISTRATORS).count(),
        waiting=ProposedPost.objects.filter(list__in=confirmation_queries.open_proposals()).count(),
        draft=years.get(CycleState.DRAFT),
        is_open=bool(years.keys() - {CycleState.DRAFT}),
    )
    return None if all(found.done) else found


def stages(at: Standing) -> list[Stage]:
    """The five steps with their figures; of one that has no figure yet, who does it."""
    figures = (
        f"{at.branches}个支部" if at.branches else "",
        f"{at.people}人" if at.people else "",
        f"{at.waiting}项待确认" if at.waiting else f"{at.posts}项" if at.posts else "",
        f"已开通{at.opened}人" if at.opened else "",
        "已启动" if at.is_open else "没有启动" if at.is_staffed else "",
    )
    turns = ("系统管理员办", "系统管理员办", "安全管理员办", "两位管理员办", f"{WORK_COMMITTEE}办")
    first = at.done.index(False)
    shown = []
    for number, label in enumerate(("名册", "人员", "任职", "开通", "年度")):
        is_next = number == first or (at.is_staffed and number > 2)
        tone = Tone.DONE if at.done[number] else Tone.DOING if is_next else Tone.TODO
        shown.append(Stage(label, tone, figures[number] or turns[number]))
    return shown


def next_of(role: Role, at: Standing) -> Next | None:
    """What this post reads. None where the ordinary tasks say what to do."""
    if role is Role.AUDIT_ADMIN:
        return _for_the_auditor(clock.today())
    if role is Role.WORK_COMMITTEE:
        return None if at.is_open else _for_the_committee(at)
    if not at.branches:
        return _at_the_register(role)
    if not at.people:
        return _at_the_people(role, at)
    if not at.done[2]:
        return _at_the_posts(role, at)
    if at.unopened:
        return _at_the_opening(role, at)
    return Next((f"等{WORK_COMMITTEE}启动年度",), "名册、人员、任职和开通都已办好。")


def _at_the_register(role: Role) -> Next:
    if role is Role.SECURITY_ADMIN:
        return Next(("等系统管理员", "导入名册"), "导入后请您确认任职。", awaited=_holders(Role.SYSTEM_ADMIN))
    return Next(
        ("先导入单位", "和党支部名册"),
        "没有现成的表，先下载空表，填好再上传。",
        "上传名册",
        reverse("branches:register_import"),
        "下载空表",
        reverse("branches:register_template"),
    )


def _at_the_people(role: Role, at: Standing) -> Next:
    if role is Role.SECURITY_ADMIN:
        return Next(("等系统管理员", "导入人员"), "导入后请您确认任职。", awaited=_holders(Role.SYSTEM_ADMIN))
    return Next(
        ("请导入", "人员和任职"),
        f"名册已有{at.branches}个支部，模板已按它列好职务，填上姓名和手机再上传。",
        "上传人员和任职",
        reverse("branches:people_import"),
        "下载模板",
        reverse("branches:people_template"),
    )


def _at_the_posts(role: Role, at: Standing) -> Next:
    if at.waiting and role is Role.SYSTEM_ADMIN:
        awaited = _holders(Role.SECURITY_ADMIN)
        return Next(("等安全管理员", f"确认{at.waiting}项任职"), "确认后请您打印开通条。", awaited=awaited)
    if at.waiting:
        url = reverse("branches:proposed_lists")
        return Next((f"请确认{at.waiting}项任职",), "整份确认，疑点列在最前。", "核对并确认", url)
    note = f"已登记{at.people}人，还没有人任职。"
    if role is Role.SYSTEM_ADMIN:
        return Next(("请提请任职",), note, "上传人员和任职", reverse("branches:people_import"))
    return Next(
        ("等系统管理员", "提请任职"), f"{note}个别任职可以在人员页面直接办理。", awaited=_holders(Role.SYSTEM_ADMIN)
    )


def _at_the_opening(role: Role, at: Standing) -> Next:
    still = (f"还有{at.unopened}人", "没有开通")
    if role is Role.SYSTEM_ADMIN:
        note = "打印开通条，发给本人；口令由安全管理员另外告知。"
        return Next(still, note, "打印开通条", reverse("branches:slips"))
    if keys_queries.runs_to_tell():
        note = "开通条已打印，请把各单位的口令打电话告知。"
        return Next(still, note, "告知口令", reverse("branches:words"))
    return Next(still, "打印开通条以后，请您告知口令。", awaited=_holders(Role.SYSTEM_ADMIN))


def _for_the_committee(at: Standing) -> Next:
    if not at.is_staffed:
        turn = Role.SYSTEM_ADMIN if not (at.branches and at.people) else Role.SECURITY_ADMIN
        note = f"还有{at.waiting}项任职没有确认。" if at.waiting else "名册、人员和任职办好，就可以启动年度。"
        return Next((f"等{turn.label}", "办好名册和任职"), note, awaited=_holders(turn))
    year = at.draft or cycle_queries.next_year()
    unopened = f"；{at.unopened}人还没有开通，不影响启动" if at.unopened else ""
    note = f"各项设置和日期已按惯例填好，请核对{unopened}。"
    url = reverse("evaluation:cycle_open", args=[at.draft]) if at.draft else reverse("evaluation:cycle_add")
    return Next((f"可以启动{year}年度了",), note, "核对并启动", url)


def _for_the_auditor(today: date) -> Next:
    trail = AuditEntry.objects.aggregate(first=Min("at"), all=Count("pk"))
    if not trail["first"]:
        return Next(("站点刚刚建立，", "还没有记录"), "名册、人员、任职和开通的每一步，都会记在这里。")
    founded = clock.day_of(trail["first"])
    said = "今天" if founded == today else month_day(founded)
    note = "名册、人员、任职和开通的每一步都有记录。"
    return Next((f"站点{said}建立，", f"已有{trail['all']}条记录"), note, "查看", reverse("branches:audit"))


def _holders(role: Role) -> tuple[Appointment, ...]:
    return tuple(branches_queries.in_force().filter(role=role.value).select_related("user").order_by("pk"))

"""A branch's case in one year, every move it made, what holds it up, and how far all of a unit are.

Only `advance` writes a state.
"""

from typing import Any

from django.db import models
from django.db.models import F, Q

from branches.models import Branch, Unit, User
from branches.names import ORGANISATION_DEPARTMENT, WORK_COMMITTEE
from branches.permissions import Role
from evaluation.models.cycle import Cycle
from evaluation.models.recommendation import Seat
from evaluation.procedure.lives import HOLDS_SEAT
from evaluation.vocabulary import Action, Body, State

_SEATED = Q(state__in=sorted(HOLDS_SEAT))


class Shown:
    """An annotation with what a person may know: on the thing it takes the place of the field (`cases.knowledge`)."""

    def __init__(self, field: str) -> None:
        self.field = field

    def __get__(self, thing: models.Model, owner: type) -> Any:
        return getattr(thing, self.field)

    def __set__(self, thing: models.Model, value: Any) -> None:
        thing.__dict__[self.field] = value


class ShownState(Shown):
    """The state of a case: one that holds no place shows no place either, no order and no reason for it."""

    def __set__(self, thing: Any, value: Any) -> None:
        super().__set__(thing, value)
        if value not in HOLDS_SEAT:
            thing.seat, thing.rank, thing.recommendation_reason = None, None, ""


class Candidacy(models.Model):
    """参评: one per cycle and active branch without a title."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="candidacies", verbose_name="评定年度")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="candidacies", verbose_name="党支部")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="candidacies", verbose_name="单位")
    state = models.CharField("状态", max_length=16, choices=State.choices, default=State.DRAFT)
    since = models.DateTimeField("进入本状态的时间")
    version = models.PositiveIntegerField("办理次数", default=0)
    self_assessment_due = models.DateField("自评的单独期限", null=True, blank=True)
    assessment_due = models.DateField("考核的单独期限", null=True, blank=True)
    recommendation_due = models.DateField("推荐的单独期限", null=True, blank=True)
    added_on = models.DateField("启动后列入参评的日期", null=True, editable=False)
    seat = models.OneToOneField(Seat, on_delete=models.PROTECT, null=True, blank=True, related_name="holder")
    rank = models.PositiveSmallIntegerField("推荐顺序", null=True, blank=True)
    recommendation_reason = models.CharField("推荐理由", max_length=300, blank=True)
    self_score = models.DecimalField("自评参考分", max_digits=5, decimal_places=1, null=True, blank=True)
    assessed_score = models.DecimalField("考核参考分", max_digits=5, decimal_places=1, null=True, blank=True)

    shown = ShownState("state")
    shown_since = Shown("since")
    shown_version = Shown("version")

    class Meta:
        verbose_name = verbose_name_plural = "参评"
        ordering = ["unit_id", "branch_id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["cycle", "state", "unit"], name="candidacy_by_state"),
            models.Index(fields=["cycle", "unit", "branch"], name="candidacy_by_unit"),
            models.Index(
                fields=["assessment_due"], condition=Q(assessment_due__isnull=False), name="candidacy_own_assessment"
            ),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "branch"], name="candidacy_once_a_year"),
            models.CheckConstraint(
                condition=(_SEATED & Q(seat__isnull=False)) | (~_SEATED & Q(seat=None)),
                name="candidacy_seat_iff_recommended",
                violation_error_message="推荐状态与名额不符。",
            ),
            models.CheckConstraint(condition=Q(state__in=State.values), name="candidacy_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.branch}（{self.cycle.year}年度）"

    @property
    def standing(self) -> State:
        """The state with its label and tone; of a case fetched for a person, as he may know it (`cases.knowledge`)."""
        return State(self.state)


class Transition(models.Model):
    """办理记录: one move of one case. Append-only by trigger; each row's digest covers the one before it."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="transitions")
    number = models.PositiveIntegerField("第几次办理")
    action = models.CharField("动作", max_length=16, choices=Action.choices)
    before = models.CharField("之前", max_length=16, choices=State.choices)
    after = models.CharField("之后", max_length=16, choices=State.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="transitions", verbose_name="经办人")
    note = models.TextField("说明", blank=True)
    data = models.JSONField("附带内容", default=dict)
    is_late = models.BooleanField("逾期", default=False)
    at = models.DateTimeField("时间")
    announced_at = models.DateTimeField("通知时间", null=True)
    digest = models.CharField("摘要", max_length=64)

    shown_before = Shown("before")

    class Meta:
        verbose_name = verbose_name_plural = "办理记录"
        ordering = ["number"]
        default_permissions = ()
        indexes = [models.Index(fields=["announced_at"], condition=Q(announced_at=None), name="transition_unannounced")]
        constraints = [models.UniqueConstraint(fields=["candidacy", "number"], name="transition_number")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at:%Y-%m-%d}"


class ReturnRequest(models.Model):
    """请机关退回修改: a branch that has applied asks for its form back; the next move of the case ends it (D53)."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="return_requests")
    # The moves that the case had made: it is open as long as there is no further one.
    version = models.PositiveIntegerField()
    reason = models.CharField("要改什么、为什么", max_length=300)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="请求人")
    at = models.DateTimeField("请求时间")

    class Meta:
        verbose_name = verbose_name_plural = "退回修改的请求"
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["candidacy", "version"], name="return_request_one_open")]

    def __str__(self) -> str:
        return f"{self.candidacy} {self.at:%Y-%m-%d}"


class Hold(models.Model):
    """暂缓: blocks NAME until both municipal bodies have lifted it (D10)."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="holds")
    reason = models.CharField("原因", max_length=300)
    raised_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    raised_at = models.DateTimeField()
    lifted_by_committee = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_by_department = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    lifted_at = models.DateTimeField("解除时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "暂缓"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(lifted_at=None)
                | (
                    Q(lifted_by_committee__isnull=False, lifted_by_department__isnull=False)
                    & ~Q(lifted_by_committee=F("lifted_by_department"))
                ),
                name="hold_lifted_by_both",
                violation_error_message=f"暂缓须由{WORK_COMMITTEE}和{ORGANISATION_DEPARTMENT}分别解除。",
            )
        ]

    def __str__(self) -> str:
        return self.reason

    def lifted_by(self, body: str) -> int | None:
        """Id of who lifted it for this body."""
        return self.lifted_by_committee_id if body == Body.WORK_COMMITTEE else self.lifted_by_department_id


class UnitProgress(models.Model):
    """单位进度: how the cases of a unit stand in a year, as both bodies may know it (D34, D52).

    What a worker counted last; it holds where no `ProgressChange` says otherwise (`progress.counting`).
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+")
    # How many cases are of each part of the bar (`picture.KINDS`), in its order.
    not_begun = models.PositiveIntegerField(default=0)
    begun = models.PositiveIntegerField(default=0)
    applied = models.PositiveIntegerField(default=0)
    assessed = models.PositiveIntegerField(default=0)
    recommended = models.PositiveIntegerField(default=0)
    named = models.PositiveIntegerField(default=0)
    passed_over = models.PositiveIntegerField(default=0)
    out = models.PositiveIntegerField(default=0)
    moved_at = models.DateTimeField(null=True)
    # What it waits for until the unit's own or the year's day: drafts, applications, its list.
    to_answer = models.PositiveIntegerField(default=0)
    to_conclude = models.PositiveIntegerField(default=0)
    to_recommend = models.PositiveIntegerField(default=0)
    # And what has a day of its own: step, day and how many of each (`outstanding.Undated`).
    own_days = models.JSONField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位进度"
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["cycle", "unit"], name="unit_progress_once")]

    def __str__(self) -> str:
        return f"{self.unit_id} {self.cycle_id}"


class ProgressChange(models.Model):
    """Something of a unit's year is no longer as it was counted: triggers add a row, whoever counts anew takes it away."""

    # No keys: each move adds a row, and the case that moves has both already.
    cycle = models.ForeignKey(Cycle, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False)

    class Meta:
        verbose_name = verbose_name_plural = "单位进度变动"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.unit_id} {self.cycle_id}"


class Vacancy(models.Model):
    """任职空缺: a post in which nobody may act on `waiting` things, as a worker found it last; in the order to show them.

    Without a role it is the unit's assessment team, of which too few may score (D45).
    """

    TEAM = "考核组成员"

    role = models.CharField("职务", max_length=30, blank=True, choices=[(role.value, role.label) for role in Role])
    unit = models.ForeignKey(Unit, on_delete=models.CASCADE, related_name="+", verbose_name="单位")
    branch = models.ForeignKey(Branch, on_delete=models.CASCADE, null=True, related_name="+", verbose_name="党支部")
    waiting = models.PositiveIntegerField("无人可办的件数")

    class Meta:
        verbose_name = verbose_name_plural = "任职空缺"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return Role(self.role).at(str(self.place)) if self.role else f"{self.place}{self.TEAM}"

    @property
    def place(self) -> Branch | Unit:
        return self.branch or self.unit

    @property
    def label(self) -> str:
        return Role(self.role).label if self.role else self.TEAM

    @property
    def title(self) -> str:
        return f"为“{self.place}”{'指定' if self.role else '增加'}{self.label}"

"""复查 of a title by its unit, and 复核 by the two municipal bodies. Only `advance` writes a state."""

from django.db import models
from django.db.models import F, Q

from branches.models import Unit, User
from evaluation.models.candidacy import Shown
from evaluation.models.cycle import Criterion, Cycle, Disqualification
from evaluation.models.honour import Honour
from evaluation.procedure.lives import REINSPECTION_OPEN
from evaluation.vocabulary import Answer, Body, Confirmation, ReinspectionAction, ReinspectionState

_OPEN = Q(state__in=sorted(REINSPECTION_OPEN))


class ReinspectionReport(models.Model):
    """复查报告: what one unit reported of its titles at once, frozen (方案 四). A late one goes by itself."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reinspection_reports")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reinspection_reports", verbose_name="单位")
    number = models.PositiveSmallIntegerField("第几次报送")
    rows = models.JSONField("复查情况")
    remark = models.CharField("报送说明", max_length=300, blank=True)
    is_late = models.BooleanField("补报", default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("报送时间")

    class Meta:
        verbose_name = verbose_name_plural = "复查报告"
        ordering = ["cycle", "unit", "number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["cycle", "unit", "number"], name="report_number")]

    def __str__(self) -> str:
        return f"{self.unit}{self.cycle.year}年度复查报告"


class Reinspection(models.Model):
    """复查: one per year and held title, plus special ones when a veto is found after naming (D14)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="reinspections", verbose_name="评定年度")
    honour = models.ForeignKey(Honour, on_delete=models.PROTECT, related_name="reinspections", verbose_name="称号")
    is_special = models.BooleanField("专项复查", default=False)
    state = models.CharField("状态", max_length=20, choices=ReinspectionState.choices, default=ReinspectionState.DUE)
    since = models.DateTimeField("进入本状态的时间")
    version = models.PositiveIntegerField("办理次数", default=0)
    # Of a special one, or after a return; a yearly one ends with recommendation (方案 四: 同步进行).
    due = models.DateField("期限", null=True)
    changes = models.TextField("变化情况", max_length=500, blank=True)
    reason = models.TextField("理由", max_length=500, blank=True)
    report = models.ForeignKey(ReinspectionReport, on_delete=models.PROTECT, null=True, related_name="reinspections")
    carries_over = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="carried_by")

    shown = Shown("state")
    shown_changes = Shown("changes")
    shown_reason = Shown("reason")

    class Meta:
        verbose_name = verbose_name_plural = "复查"
        ordering = ["-cycle__year", "honour__branch__unit_id", "honour__branch_id", "id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["cycle", "state"], name="reinspection_by_state"),
            models.Index(fields=["cycle", "state"], condition=_OPEN, name="reinspection_unfinished"),
            models.Index(fields=["cycle", "state"], condition=Q(report__isnull=False), name="reinspection_reported"),
            models.Index(fields=["cycle", "due"], condition=Q(due__isnull=False), name="reinspection_own_date"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "honour"],
                condition=Q(is_special=False) & ~Q(state=ReinspectionState.VOID),
                name="reinspection_once_a_year",
            ),
            models.UniqueConstraint(
                fields=["honour"], condition=Q(is_special=False) & _OPEN, name="reinspection_one_open"
            ),
            models.UniqueConstraint(
                fields=["honour"],
                condition=Q(is_special=True) & _OPEN,
                name="special_one_open",
                violation_error_message="该称号已有一次专项复查正在办理。",
            ),
            models.CheckConstraint(condition=Q(state__in=ReinspectionState.values), name="reinspection_state_known"),
        ]

    def __str__(self) -> str:
        return f"{self.honour.branch}（{self.cycle.year}年度{'专项' if self.is_special else ''}复查）"

    @property
    def standing(self) -> ReinspectionState:
        """The state with its label and tone; fetched for a person, as he may know it (`cases.reinspections`)."""
        return ReinspectionState(self.state)


class ReinspectionRecord(models.Model):
    """办理记录: one move of one re-inspection. Append-only by trigger; each row's digest covers the one before it."""

    reinspection = models.ForeignKey(Reinspection, on_delete=models.PROTECT, related_name="records")
    number = models.PositiveIntegerField("第几次办理")
    action = models.CharField("动作", max_length=20, choices=ReinspectionAction.choices)
    before = models.CharField("之前", max_length=20, choices=ReinspectionState.choices)
    after = models.CharField("之后", max_length=20, choices=ReinspectionState.choices)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    note = models.TextField("说明", blank=True)
    data = models.JSONField("附带内容", default=dict)
    is_late = models.BooleanField("补报", default=False)
    at = models.DateTimeField("时间")
    announced_at = models.DateTimeField("通知时间", null=True)
    digest = models.CharField("摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "复查办理记录"
        ordering = ["number"]
        default_permissions = ()
        indexes = [models.Index(fields=["announced_at"], condition=Q(announced_at=None), name="record_unannounced")]
        constraints = [models.UniqueConstraint(fields=["reinspection", "number"], name="record_number")]

    def __str__(self) -> str:
        return f"{self.get_action_display()} {self.at:%Y-%m-%d}"


class ReinspectionRecusal(models.Model):
    """回避: a person keeps away from one re-inspection; from that of the own branch everybody does (D38)."""

    SUBJECT = "reinspection"

    reinspection = models.ForeignKey(Reinspection, on_delete=models.PROTECT, related_name="recusals")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="回避人")
    reason = models.CharField("理由", max_length=200)
    at = models.DateTimeField("申报时间")

    class Meta:
        verbose_name = verbose_name_plural = "复查回避"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["reinspection", "user"],
                name="reinspection_recusal_once",
                violation_error_message="已经申报回避。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}回避{self.reinspection}"


class ReinspectionAnswer(models.Model):
    """One of the six conditions, asked again of a branch that holds the title; no default (D13)."""

    reinspection = models.ForeignKey(Reinspection, on_delete=models.PROTECT, related_name="answers")
    disqualification = models.ForeignKey(Disqualification, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField("核验结论", max_length=8, choices=Answer.choices)
    facts = models.TextField("事实", max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "复查核验"
        ordering = ["disqualification__number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["reinspection", "disqualification"], name="reinspection_answer_once")
        ]

    def __str__(self) -> str:
        return f"{self.disqualification} {self.get_answer_display()}"


class Deviation(models.Model):
    """From one of the twenty criteria: only where a holder no longer meets it, in a sentence (D44)."""

    reinspection = models.ForeignKey(Reinspection, on_delete=models.PROTECT, related_name="deviations")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+", verbose_name="评定标准")
    text = models.CharField("偏离情况", max_length=200)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "偏离标准的情况"
        ordering = ["criterion__number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["reinspection", "criterion"], name="deviation_once")]

    def __str__(self) -> str:
        return f"标准第{self.criterion.number}项（{self.criterion.title}）：{self.text}"


class RevocationGround(models.Model):
    """What a suggestion 撤销 rests on, or one body's verdict 同意撤销: a criterion or a condition (D44)."""

    reinspection = models.ForeignKey(Reinspection, on_delete=models.PROTECT, related_name="grounds")
    body = models.CharField("复核方", max_length=24, choices=Body.choices, blank=True)
    """Blank for the unit's suggestion."""
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, null=True, related_name="+")
    disqualification = models.ForeignKey(Disqualification, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "撤销依据"
        ordering = [F("criterion__number").asc(nulls_last=True), "disqualification__number"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(criterion__isnull=False, disqualification=None)
                | Q(criterion=None, disqualification__isnull=False),
                name="ground_criterion_or_condition",
            ),
            models.UniqueConstraint(fields=["reinspection", "body", "criterion"], name="ground_criterion_once"),
            models.UniqueConstraint(fields=["reinspection", "body", "disqualification"], name="ground_condition_once"),
        ]

    def __str__(self) -> str:
        return f"标准第{self.criterion.number}项" if self.criterion else f"情形{self.disqualification}"


class LaterFinding(models.Model):
    """A veto verified after the naming: it opens a special re-inspection; corrected by two people it ends it (D14, D16)."""

    reinspection = models.OneToOneField(Reinspection, on_delete=models.PROTECT, related_name="finding")
    disqualification = models.ForeignKey(Disqualification, on_delete=models.PROTECT, related_name="+")
    facts = models.TextField("事实", max_length=500)
    basis = models.CharField("书面依据", max_length=120)
    decided_on = models.DateField("处理决定日期")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")
    correction_reason = models.CharField("更正理由", max_length=300, blank=True)
    correction_asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    correction_asked_at = models.DateTimeField(null=True)
    corrected_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "命名后发现的情形"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(corrected_by=None)
                | (Q(correction_asked_by__isnull=False) & ~Q(corrected_by=F("correction_asked_by"))),
                name="later_finding_two_people",
                violation_error_message="更正须由提出人以外的第二人确认。",
            )
        ]

    def __str__(self) -> str:
        return str(self.disqualification)


class ConfirmationReview(models.Model):
    """复核: one body's verdict on one re-inspection (方案 四)."""

    reinspection = models.ForeignKey(Reinspection, on_delete=models.PROTECT, related_name="reviews")
    body = models.CharField("复核方", max_length=24, choices=Body.choices)
    verdict = models.CharField("复核意见", max_length=8, choices=Confirmation.choices)
    reason = models.CharField("理由", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "复核"
        ordering = ["body"]
        default_permissions = ()
        _revokes = Q(verdict=Confirmation.REVOKE)
        indexes = [models.Index(fields=["reinspection"], condition=_revokes, name="review_revokes")]
        constraints = [
            models.UniqueConstraint(fields=["reinspection", "body"], name="review_once"),
            models.CheckConstraint(
                condition=Q(verdict=Confirmation.KEEP) | ~Q(reason=""),
                name="review_revoke_reason",
                violation_error_message="同意撤销须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()} {self.get_verdict_display()}"

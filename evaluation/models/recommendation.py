"""Lists, their seats and ratios, and the meeting behind them. A 名额 is a row: a recommended branch sits on one."""

from decimal import Decimal

from django.db import models
from django.db.models import F, Q

from branches.models import Unit, User
from evaluation.models.cycle import Cycle, two_people
from evaluation.vocabulary import ListState


class RecommendationList(models.Model):
    """The places of one unit, or of the pool of small units, frozen when recommendation opened (D2, D3)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="lists")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="lists", verbose_name="单位")
    pool = models.ForeignKey("self", on_delete=models.PROTECT, null=True, related_name="members")
    state = models.CharField("状态", max_length=10, choices=ListState.choices, default=ListState.OPEN)
    base = models.PositiveIntegerField("基数")
    ratio_bp = models.PositiveIntegerField("比例（万分之）")
    cap = models.PositiveIntegerField("名额")
    is_min_one = models.BooleanField("至少一名", default=False)
    branches = models.JSONField("基数名单", default=list)
    submitted_at = models.DateTimeField("报送时间", null=True)
    submitted_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    remark = models.CharField("报送说明", max_length=300, blank=True)
    due = models.DateField("退回后的期限", null=True)
    version = models.PositiveIntegerField("版本", default=0)

    class Meta:
        verbose_name = verbose_name_plural = "推荐名单"
        ordering = ["unit_id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["pool", "unit"], condition=Q(pool__isnull=False), name="list_of_pool"),
            models.Index(
                fields=["pool", "due", "unit"],
                condition=Q(pool__isnull=False, state=ListState.OPEN),
                name="list_open_in_pool",
            ),
            models.Index(fields=["due"], condition=Q(due__isnull=False), name="list_given_back"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["cycle", "unit"], name="list_one_per_unit"),
            models.UniqueConstraint(fields=["cycle"], condition=Q(unit=None), name="list_one_pool"),
            models.CheckConstraint(
                condition=Q(cap__lte=F("base") * F("ratio_bp") / 10_000) | Q(is_min_one=True, cap=1, base__gte=1),
                name="list_cap_within_ratio",
                violation_error_message="名额不得超过基数乘以比例。",
            ),
            models.CheckConstraint(condition=Q(ratio_bp__lte=10_000), name="list_ratio_range"),
            models.CheckConstraint(
                condition=Q(pool=None) | Q(unit__isnull=False, cap=0), name="list_pool_unit_has_no_cap"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit or '联合推荐'}{self.cycle.year}年度推荐名单"

    @property
    def is_pool(self) -> bool:
        return self.unit_id is None

    @property
    def ratio(self) -> Decimal:
        """0 to 1."""
        return Decimal(self.ratio_bp) / 10_000


class Seat(models.Model):
    """One 名额. Triggers keep its number within its list's cap and its holder within its list's units."""

    list = models.ForeignKey(RecommendationList, on_delete=models.PROTECT, related_name="seats")
    number = models.PositiveIntegerField()

    class Meta:
        verbose_name = verbose_name_plural = "名额"
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["list", "number"], name="seat_number"),
            models.CheckConstraint(condition=Q(number__gte=1), name="seat_counts_from_one"),
        ]

    def __str__(self) -> str:
        return f"{self.list} 第{self.number}个名额"


class Deliberation(models.Model):
    """The meeting of the leading Party group (or 市直工委 for the pool) that decided (D20)."""

    list = models.ForeignKey(RecommendationList, on_delete=models.PROTECT, related_name="deliberations")
    held_on = models.DateField("会议日期")
    chair = models.CharField("主持人", max_length=30)
    expected = models.PositiveSmallIntegerField("应到人数")
    present = models.PositiveSmallIntegerField("实到人数")
    attendance = models.CharField("参会人员", max_length=500, blank=True)
    minutes = models.CharField("会议纪要（文号或编号）", max_length=120)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("记录时间")

    class Meta:
        verbose_name = verbose_name_plural = "会议审议"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(present__gte=1) & Q(present__lte=F("expected")),
                name="deliberation_attendance",
                violation_error_message="实到人数不能超过应到人数。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.held_on} {self.chair}主持"


class Appraisal(models.Model):
    """综合考评意见 of the leading Party group on one branch that it recommends or puts forward (方案 四（三）, D54)."""

    candidacy = models.OneToOneField(
        "evaluation.Candidacy", on_delete=models.PROTECT, related_name="appraisal", verbose_name="参评"
    )
    text = models.TextField("综合考评意见", max_length=500)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("填写时间")

    class Meta:
        verbose_name = verbose_name_plural = "综合考评意见"
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="appraisal_says_something")]

    def __str__(self) -> str:
        return f"{self.candidacy}综合考评意见"


class ListVersion(models.Model):
    """报送版本: a list as it was handed in, frozen, and why it came back if it did (D27)."""

    list = models.ForeignKey(RecommendationList, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("第几次报送")
    rows = models.JSONField("名单")
    deliberation = models.ForeignKey(Deliberation, on_delete=models.PROTECT, related_name="+")
    remark = models.CharField("报送说明", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    at = models.DateTimeField("报送时间")
    returned_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    returned_at = models.DateTimeField("退回时间", null=True)
    return_reason = models.CharField("退回理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "报送版本"
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["list", "number"], name="list_version_number"),
            models.CheckConstraint(
                condition=Q(returned_at=None) | (Q(returned_by__isnull=False) & ~Q(return_reason="")),
                name="list_version_return_reason",
                violation_error_message="退回须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.list} 第{self.number}次报送"


class RatioAdjustment(models.Model):
    """市直工委 changed a ratio for the cycle, one unit or the pool (方案 四（三）动态调整; D4)."""

    class Scope(models.TextChoices):
        CYCLE = "cycle", "全市"
        UNIT = "unit", "单个单位"
        POOL = "pool", "联合推荐"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="adjustments")
    scope = models.CharField("范围", max_length=5, choices=Scope.choices)
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="adjustments", verbose_name="单位"
    )
    ratio_bp = models.PositiveIntegerField("调整后比例（万分之）")
    reason = models.CharField("理由", max_length=300)
    document = models.CharField("依据", max_length=120)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "比例调整"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(condition=Q(ratio_bp__lte=10_000), name="adjustment_ratio_range"),
            two_people("adjustment"),
            models.CheckConstraint(
                condition=Q(scope="unit", unit__isnull=False) | (~Q(scope="unit") & Q(unit=None)),
                name="adjustment_scope_unit",
                violation_error_message="调整单个单位时须选择单位。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit or self.get_scope_display()} {self.ratio_bp / 100:g}%"

    @property
    def ratio(self) -> Decimal:
        """0 to 1."""
        return Decimal(self.ratio_bp) / 10_000

"""What goes through all levels all year round: 工作安排, 半年督查, and what followed lateness (方案 五（一）, D48, D59).

Whom they go to is frozen when they go out: the branches active that day, holders too, each in its unit of that day.
"""

from django.db import models
from django.db.models import F, Q

from branches.models import Branch, Unit, User
from evaluation.models.cycle import Cycle


class Arrangement(models.Model):
    """工作安排: one a year, from 市直工委 through the units to the branches. Its text is that of its last version."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="arrangement", verbose_name="评定年度")
    published_at = models.DateTimeField("发布时间", null=True)
    published_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "工作安排"
        ordering = ["-cycle__year"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(published_at=None, published_by=None)
                | Q(published_at__isnull=False, published_by__isnull=False),
                name="arrangement_published_by",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle}工作安排"


class ArrangementFile(models.Model):
    """附件: judged like evidence and never changed; a version lists those that go with it."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, related_name="files")
    title = models.CharField("名称", max_length=100)
    file = models.FileField("附件", upload_to="arrangements/")
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField("大小（字节）", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "工作安排附件"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


class ArrangementVersion(models.Model):
    """The text as it went out; a correction is the next version (D27). The first is a working copy until it goes out."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("第几版")
    title = models.CharField("标题", max_length=60)
    text = models.TextField("内容", max_length=5000)
    reason = models.CharField("更正说明", max_length=300, blank=True)
    files = models.ManyToManyField(ArrangementFile, related_name="versions")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "工作安排版本"
        ordering = ["-number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "number"], name="arrangement_version"),
            models.CheckConstraint(
                condition=Q(number=1) | ~Q(reason=""),
                name="arrangement_correction_reason",
                violation_error_message="更正须写明说明。",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class PassedOn(models.Model):
    """下发: a unit gave the arrangement on to its branches, with a remark of its own if it had one."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, related_name="passed_on")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    remark = models.TextField("本单位的补充要求", max_length=1000, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("下发时间")

    class Meta:
        verbose_name = verbose_name_plural = "工作安排下发"
        ordering = ["unit_id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["arrangement", "unit"], name="passed_on_once")]

    def __str__(self) -> str:
        return f"{self.arrangement} {self.unit}"


class Reading(models.Model):
    """A branch to which the arrangement goes, and the version that somebody said it has read: one press (D48)."""

    arrangement = models.ForeignKey(Arrangement, on_delete=models.PROTECT, related_name="readings")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+", verbose_name="党支部")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    version = models.PositiveSmallIntegerField("已阅版本", null=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField("已阅时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "工作安排阅读"
        ordering = ["unit_id", "branch_id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["arrangement", "branch"], name="reading_once"),
            models.CheckConstraint(
                condition=Q(version=None, by=None, at=None)
                | Q(version__isnull=False, by__isnull=False, at__isnull=False),
                name="reading_whole",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.arrangement} {self.branch}"


class HalfYearReport(models.Model):
    """半年督查: one a year. Branches answer by one date, units sum up by a later one."""

    cycle = models.OneToOneField(Cycle, on_delete=models.PROTECT, related_name="half_year", verbose_name="评定年度")
    request = models.TextField("督查要求", max_length=1000, blank=True)
    answers_due = models.DateField("支部填报截止")
    summaries_due = models.DateField("单位小结截止")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("开始时间")

    class Meta:
        verbose_name = verbose_name_plural = "半年督查"
        ordering = ["-cycle__year"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(answers_due__lt=F("summaries_due")),
                name="half_year_in_order",
                violation_error_message="单位小结截止须晚于支部填报截止。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.cycle}半年督查"


class AskedBranch(models.Model):
    """A branch that the half-year inspection asks."""

    report = models.ForeignKey(HalfYearReport, on_delete=models.PROTECT, related_name="asked")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+", verbose_name="党支部")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")

    class Meta:
        verbose_name = verbose_name_plural = "半年督查支部"
        ordering = ["unit_id", "branch_id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["report", "branch"], name="asked_branch_once")]

    def __str__(self) -> str:
        return f"{self.report} {self.branch}"


class HalfYearAnswer(models.Model):
    """A branch's short answer. Until its date it may answer anew; each answer is kept (D27)."""

    asked = models.ForeignKey(AskedBranch, on_delete=models.PROTECT, related_name="answers")
    number = models.PositiveSmallIntegerField("第几稿")
    progress = models.TextField("工作进展", max_length=300)
    difficulty = models.TextField("困难和建议", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="填报人")
    at = models.DateTimeField("填报时间")

    class Meta:
        verbose_name = verbose_name_plural = "半年督查填报"
        ordering = ["number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["asked", "number"], name="half_year_answer_number")]

    def __str__(self) -> str:
        return f"{self.asked}第{self.number}稿"


class HalfYearSummary(models.Model):
    """A unit's summary of what its branches answered; each is kept."""

    report = models.ForeignKey(HalfYearReport, on_delete=models.PROTECT, related_name="summaries")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    number = models.PositiveSmallIntegerField("第几稿")
    text = models.TextField("单位小结", max_length=1000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="报送人")
    at = models.DateTimeField("报送时间")

    class Meta:
        verbose_name = verbose_name_plural = "半年督查小结"
        ordering = ["number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["report", "unit", "number"], name="half_year_summary_number")]

    def __str__(self) -> str:
        return f"{self.report} {self.unit}第{self.number}稿"


class LatenessMeasure(models.Model):
    """逾期后的处理: what followed lateness, with its date and document; struck out with a reason, never deleted (D59)."""

    class Kind(models.TextChoices):
        TALK = "talk", "约谈"
        CIRCULAR = "circular", "通报"
        RECTIFICATION = "rectification", "责令整改"
        OTHER = "other", "其他"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="lateness_measures")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="党支部")
    kind = models.CharField("处理方式", max_length=16, choices=Kind.choices)
    on = models.DateField("日期")
    document = models.CharField("文件或记录", max_length=120)
    note = models.CharField("说明", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")
    struck_reason = models.CharField("作废理由", max_length=300, blank=True)
    struck_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    struck_at = models.DateTimeField("作废时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "逾期后的处理"
        ordering = ["-on", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(struck_at=None, struck_by=None, struck_reason="")
                | (Q(struck_at__isnull=False, struck_by__isnull=False) & ~Q(struck_reason="")),
                name="lateness_measure_struck",
                violation_error_message="作废须写明理由。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}{self.branch or self.unit}"

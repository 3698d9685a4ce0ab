"""The evaluation year: its dates, ratio and mode, the standard it copied, and what moved its dates on the way."""

from decimal import Decimal
from itertools import pairwise

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q

from branches import in_words
from branches.models import Unit, User
from branches.names import WORK_COMMITTEE
from evaluation.vocabulary import CycleState, ScoreTemplate, SmallUnitMode, Step, Strength

STEP_DATES = ("self_assessment_due", "assessment_due", "recommendation_due", "pool_due", "naming_on")


def in_order(lookup: str) -> Q:
    """Whether the dates of the steps follow each other: a day apart at least with `lt`, on one day too with `lte`."""
    each = Q(self_assessment_opens_on__lte=F("self_assessment_due"))
    for earlier, later in pairwise(STEP_DATES):
        each &= Q((f"{earlier}__{lookup}", F(later)))
    return each


class Cycle(models.Model):
    """One evaluation year. It keeps the criteria, conditions, ratio and dates with which it opened (D28)."""

    year = models.PositiveSmallIntegerField(
        "评定年度",
        unique=True,
        validators=[MinValueValidator(2019), MaxValueValidator(2100)],
        error_messages={"unique": "该年度已经建立。"},
    )
    state = models.CharField("状态", max_length=12, choices=CycleState.choices, default=CycleState.DRAFT)
    standard = models.CharField("评定标准", max_length=60, default="pingdingshan_2024")
    ratio_bp = models.PositiveIntegerField("推荐比例（万分之）", default=1000)
    base_on = models.DateField("基数日期", help_text="以这一天在册的党支部数为基数，默认评定年度12月31日。")
    base_includes_honoured = models.BooleanField("基数包含已命名的支部", default=True)
    small_unit_mode = models.CharField(
        "名额为0的单位", max_length=10, choices=SmallUnitMode.choices, default=SmallUnitMode.POOLED
    )
    is_mode_confirmed = models.BooleanField("已确认名额为0的单位如何办理", default=False)
    min_one_basis = models.CharField("“至少一名”的书面依据", max_length=120, blank=True)
    score_template = models.CharField(
        "参考分", max_length=10, choices=ScoreTemplate.choices, default=ScoreTemplate.GRADES
    )
    sheets_needed = models.PositiveSmallIntegerField(
        "提交考核意见须有几人评分",
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(9)],
        help_text="不含回避的成员；至少1人。",
    )
    not_applicable_limit = models.PositiveSmallIntegerField(
        "不适用的指标最多",
        default=3,
        validators=[MaxValueValidator(15)],
        help_text="支部自评填不适用的，最多这么多项。",
    )
    includes_counties = models.BooleanField("县（市、区）和功能区参加", default=False)
    self_assessment_opens_on = models.DateField("自评开始")
    self_assessment_due = models.DateField("自评截止")
    assessment_due = models.DateField("考核截止")
    recommendation_due = models.DateField("推荐截止", help_text="方案规定为次年元月底前。")
    pool_due = models.DateField("联合推荐选定截止", help_text="默认次年2月15日。")
    naming_on = models.DateField("集中命名", help_text="方案规定为“七一”前后。")
    notice_days = models.PositiveSmallIntegerField(
        "公示天数（工作日）", default=5, validators=[MaxValueValidator(30)], help_text="0表示不公示。"
    )
    reapply_wait_years = models.PositiveSmallIntegerField(
        "撤销称号后再等待的年度数",
        default=0,
        validators=[MaxValueValidator(10)],
        help_text="0表示称号被撤销的支部下一年度即可参评。",
    )
    subsidy_amount = models.DecimalField(
        "每个新命名支部的经费补助（元）",
        max_digits=10,
        decimal_places=2,
        null=True,
        blank=True,
        validators=[MinValueValidator(Decimal("0.01"))],
    )
    subsidy_source = models.CharField("经费来源", max_length=60, blank=True)
    opened_at = models.DateTimeField("启动时间", null=True, editable=False)
    recommendation_opened_at = models.DateTimeField("推荐开启时间", null=True, editable=False)
    closed_at = models.DateTimeField("结束时间", null=True, editable=False)
    closing_reason = models.CharField("结束年度的理由", max_length=300, blank=True, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "评定年度"
        ordering = ["-year"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(ratio_bp__gt=0, ratio_bp__lte=10_000),
                name="cycle_ratio_range",
                violation_error_message="推荐比例应大于0、不超过100%。",
            ),
            models.CheckConstraint(
                condition=in_order("lt") | ~Q(state=CycleState.DRAFT) & in_order("lte"),
                name="cycle_steps_in_order",
                violation_error_message="各环节日期须依次，至少相隔一天：自评截止、考核截止、推荐截止、联合推荐选定、集中命名；"
                "自评开始不能晚于自评截止。",
            ),
            models.CheckConstraint(
                condition=~Q(small_unit_mode=SmallUnitMode.MIN_ONE) | ~Q(min_one_basis=""),
                name="cycle_min_one_has_basis",
                violation_error_message="选择“至少一名”须写明书面依据（文件标题、文号）。",
            ),
            models.CheckConstraint(
                condition=Q(sheets_needed__gte=1),
                name="cycle_sheets_needed",
                violation_error_message="提交考核意见至少须有1人评分。",
            ),
            models.UniqueConstraint(
                fields=["state"],
                condition=Q(state__in=[CycleState.OPEN, CycleState.RECOMMENDING]),
                name="cycle_one_open",
                violation_error_message="已有一个年度正在进行，请先结束它。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}年度"

    @property
    def ratio(self) -> Decimal:
        """0 to 1."""
        return Decimal(self.ratio_bp) / 10_000

    @property
    def is_running(self) -> bool:
        return self.state in (CycleState.OPEN, CycleState.RECOMMENDING)


class Criterion(models.Model):
    """One of the twenty criteria, copied from the standard when the cycle opened (方案 二)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="criteria")
    number = models.PositiveSmallIntegerField("序号")
    strength = models.CharField("类别", max_length=12, choices=Strength.choices)
    title = models.CharField("简称", max_length=20)
    text = models.TextField("内容")

    class Meta:
        verbose_name = verbose_name_plural = "评定指标"
        ordering = ["number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="criterion_number")]

    def __str__(self) -> str:
        return f"{self.number}. {self.title}"


class Disqualification(models.Model):
    """One of the six conditions under which a branch may not take part (方案 三)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="disqualifications")
    number = models.PositiveSmallIntegerField("序号")
    title = models.CharField("简称", max_length=20)
    text = models.TextField("内容")
    within_year = models.BooleanField("限年度内")
    needs_basis = models.BooleanField(f"须书面依据并经{WORK_COMMITTEE}确认")

    class Meta:
        verbose_name = verbose_name_plural = "不得参评情形"
        ordering = ["number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["cycle", "number"], name="disqualification_number")]

    def __str__(self) -> str:
        return f"（{in_words.numeral(self.number)}）{self.title}"


def two_people(of: str) -> models.CheckConstraint:
    """Nobody confirms what he proposed himself (D36)."""
    return models.CheckConstraint(
        condition=Q(confirmed_by=None) | ~Q(confirmed_by=F("by")),
        name=f"{of}_two_people",
        violation_error_message="提请人不能自己确认。",
    )


class Extension(models.Model):
    """市直工委 moved the deadline of one step for one unit (D9). What is done under it is marked 逾期."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="extensions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="extensions", verbose_name="单位")
    step = models.CharField("环节", max_length=20, choices=Step.choices)
    due = models.DateField("延至")
    reason = models.CharField("理由", max_length=300)
    document = models.CharField("依据", max_length=120, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="经办人")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "延期"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [two_people("extension")]

    def __str__(self) -> str:
        return f"{self.unit} {self.get_step_display()} 延至 {self.due}"


class YearChange(models.Model):
    """What goes beyond the plan, moves the naming or ends a year early: it waits for a second person (D35, D36, D56)."""

    class Kind(models.TextChoices):
        SETTINGS = "settings", "修改年度设置"
        SMALL_UNITS = "small_units", "确认名额为0的单位如何办理"
        RATIO = "ratio", "调整推荐比例"
        EXTENSION = "extension", "延期"
        NAMING = "naming", "更改集中命名日期"
        CLOSING = "closing", "结束年度"

    class Outcome(models.TextChoices):
        OPEN = "open", "待确认"
        CONFIRMED = "confirmed", "已确认"
        REFUSED = "refused", "不同意"
        WITHDRAWN = "withdrawn", "已撤回"

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="changes")
    kind = models.CharField("事项", max_length=12, choices=Kind.choices)
    wanted = models.JSONField("内容")
    reason = models.CharField("理由", max_length=300)
    document = models.CharField("依据", max_length=120, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="提请人")
    at = models.DateTimeField("提请时间")
    outcome = models.CharField("结果", max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    decided_at = models.DateTimeField("办理时间", null=True)
    remark = models.CharField("不同意的理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "年度变更"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(outcome="confirmed") | Q(decided_by__isnull=False) & ~Q(decided_by=F("by")),
                name="year_change_two_people",
                violation_error_message="提请人不能自己确认。",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["naming", "closing"]) | ~Q(document=""),
                name="year_change_has_basis",
                violation_error_message="超出方案规定的，须写明依据（文件标题、文号）。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cycle}{self.get_kind_display()}"

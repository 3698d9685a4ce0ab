"""Party branches and the names they bore."""

from datetime import date

from django.db import models
from django.db.models import Q

from branches.models.unit import Unit
from branches.permissions import Scope, codenames


class Branch(models.Model):
    """A Party branch as the register holds it. Never deleted: it is dissolved on a date (D28)."""

    class Kind(models.TextChoices):
        """A temporary branch takes no part and is not in the base; a joint one names the other units (D57)."""

        REGULAR = "regular", "党支部"
        JOINT = "joint", "联合党支部"
        TEMPORARY = "temporary", "临时党支部"

    class Grade(models.TextChoices):
        GOOD = "好", "好"
        FAIRLY_GOOD = "较好", "较好"
        AVERAGE = "一般", "一般"
        POOR = "差", "差"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="branches", verbose_name="单位")
    full_name = models.CharField(
        "党支部全称", max_length=100, unique=True, error_messages={"unique": "已有同名党支部，请核对全称。"}
    )
    short_name = models.CharField("党支部简称", max_length=40)
    search_text = models.TextField("检索文本", blank=True, editable=False)
    kind = models.CharField(
        "类别",
        max_length=10,
        choices=Kind.choices,
        default=Kind.REGULAR,
        help_text="临时党支部不参加评定，不计入名额基数：正在进行的参评不能再往下办，已经冻结的基数不变，已有的称号不受影响。",
    )
    joint_units = models.ManyToManyField(Unit, related_name="joint_branches", blank=True, verbose_name="联合单位")
    established_on = models.DateField("成立日期")
    last_election_on = models.DateField("最近换届日期", null=True, blank=True)
    election_postponed_until = models.DateField(
        "批准延期换届至", null=True, blank=True, help_text="经上级党组织批准延期换届的才填，最多延一年。"
    )
    postponement_basis = models.CharField("延期换届批准文件", max_length=120, blank=True)
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    secretary_name = models.CharField("支部书记", max_length=30, blank=True)
    telephone = models.CharField("联系电话", max_length=20, blank=True)
    full_members = models.PositiveIntegerField("正式党员数", default=0)
    probationary_members = models.PositiveIntegerField("预备党员数", default=0)
    is_first_branch = models.BooleanField("第一支部", default=False, help_text="单位“一把手”所在的党支部。")
    last_review_grade = models.CharField("上年度述职评议等次", max_length=4, choices=Grade.choices, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "党支部"
        ordering = ["unit_id", "id"]
        default_permissions = ()
        permissions = codenames(Scope.BRANCH)
        constraints = [
            models.UniqueConstraint(
                fields=["unit", "short_name"],
                condition=Q(dissolved_on=None),
                name="branch_short_name_in_unit",
                violation_error_message="本单位已有同名（简称）党支部，请改用能区分的简称。",
            ),
            models.UniqueConstraint(
                fields=["unit"],
                condition=Q(is_first_branch=True, dissolved_on=None),
                name="branch_one_first_in_unit",
                violation_error_message="一个单位只有一个第一支部，请先取消原来的标记。",
            ),
            models.CheckConstraint(
                condition=Q(election_postponed_until=None) | ~Q(postponement_basis=""),
                name="branch_postponed_with_basis",
                violation_error_message="批准延期换届的，请填写批准文件。",
            ),
            models.CheckConstraint(
                condition=Q(dissolved_on=None) | Q(dissolved_on__gte=models.F("established_on")),
                name="branch_dissolved_after_founded",
                violation_error_message="撤销日期不能早于成立日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.name}{self.short_name}"

    @property
    def joint_with(self) -> str:
        """The other units of a joint branch by name (D57)."""
        return "、".join(unit.name for unit in self.joint_units.all()) if self.kind == Branch.Kind.JOINT else ""

    def is_active_on(self, day: date) -> bool:
        return self.established_on <= day and (self.dissolved_on is None or self.dissolved_on > day)


class FormerName(models.Model):
    """A name a branch bore until a day; documents print the name of their date (D25)."""

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="former_names", verbose_name="党支部")
    full_name = models.CharField("曾用全称", max_length=100)
    short_name = models.CharField("曾用简称", max_length=40)
    used_until = models.DateField("使用至")

    class Meta:
        verbose_name = verbose_name_plural = "曾用名"
        ordering = ["-used_until", "-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.full_name


class FormerUnit(models.Model):
    """A unit to which a branch belonged until it moved to another one: where it counted on an earlier day (D41)."""

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="former_units", verbose_name="党支部")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="former_branches", verbose_name="原隶属单位")
    # The first day in the next unit.
    left_on = models.DateField("转出日期")

    class Meta:
        verbose_name = verbose_name_plural = "原隶属单位"
        ordering = ["-left_on", "-id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["branch", "left_on"],
                name="former_unit_one_a_day",
                violation_error_message="一个党支部一天只能转一次隶属。",
            )
        ]

    def __str__(self) -> str:
        return self.unit.name

"""Units, branches, people and their dated posts. What a post allows is said in `permissions`, not here."""

from datetime import date
from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q
from guardian.models import UserObjectPermissionBase

from branches.permissions import Role, Scope, codenames


class Unit(models.Model):
    """A municipal organ with its two bodies: the organ Party organisation (step 2) and the leading Party group (step 3).

    The city itself is the one unit of kind CITY, so that municipal posts are held over a unit like all others.
    """

    class Kind(models.TextChoices):
        CITY = "city", "市"
        ORGAN = "organ", "市直单位"
        COUNTY = "county", "县（市、区）"
        ZONE = "zone", "功能区"

    class LeadingBody(models.TextChoices):
        GROUP = "group", "党组"
        COMMITTEE = "committee", "党委"
        WORK_COMMITTEE = "work_committee", "党工委"

    class OrganBody(models.TextChoices):
        COMMITTEE = "committee", "机关党委"
        GENERAL_BRANCH = "general_branch", "机关党总支"
        BRANCH = "branch", "机关党支部"

    kind = models.CharField("类别", max_length=10, choices=Kind.choices, default=Kind.ORGAN)
    name = models.CharField(
        "单位名称", max_length=60, unique=True, error_messages={"unique": "已有同名单位，请核对单位名称。"}
    )
    search_text = models.TextField("检索文本", blank=True, editable=False)
    organ_body = models.CharField(
        "机关党组织类型", max_length=20, choices=OrganBody.choices, default=OrganBody.COMMITTEE
    )
    organ_organisation_name = models.CharField("机关党组织名称", max_length=80, blank=True)
    leading_body = models.CharField(
        "党组（党委）类型", max_length=20, choices=LeadingBody.choices, default=LeadingBody.GROUP
    )
    leading_group_name = models.CharField("党组（党委）名称", max_length=80, blank=True)
    assessing_unit = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="assesses",
        verbose_name="由哪个单位的机关党组织考核",
        help_text="不选即由本单位自己的机关党组织考核。",
    )
    recommending_unit = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="recommends_for",
        verbose_name="由哪个单位的党组（党委）推荐",
        help_text="不选即由本单位自己的党组（党委）推荐。",
    )
    is_active = models.BooleanField("在用", default=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位"
        ordering = ["id"]
        default_permissions = ()
        permissions = codenames(Scope.UNIT, Scope.CITY)
        constraints = [
            models.UniqueConstraint(
                fields=["kind"],
                condition=Q(kind="city"),
                name="unit_one_city",
                violation_error_message="市只能有一个。",
            )
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def organ_organisation(self) -> str:
        """The body that acts at step 2, by name (方案 四（二）)."""
        acting = self.assessing_unit or self
        return acting.organ_organisation_name or f"{acting.name}{acting.get_organ_body_display()}"

    @property
    def leading_group(self) -> str:
        """The body that acts at step 3, by name (方案 四（三）)."""
        acting = self.recommending_unit or self
        return acting.leading_group_name or f"{acting.name}{acting.get_leading_body_display()}"


class Branch(models.Model):
    """A Party branch as the register holds it. Never deleted: it is dissolved on a date (D28)."""

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
    established_on = models.DateField("成立日期")
    last_election_on = models.DateField("最近换届日期", null=True, blank=True)
    dissolved_on = models.DateField("撤销日期", null=True, blank=True)
    secretary_name = models.CharField("支部书记", max_length=30, blank=True)
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
                condition=Q(dissolved_on=None) | Q(dissolved_on__gte=models.F("established_on")),
                name="branch_dissolved_after_founded",
                violation_error_message="撤销日期不能早于成立日期。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.name}{self.short_name}"

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


class People(UserManager["User"]):
    """Accounts are found by user name; there is no way to make a superuser."""

    use_in_migrations = False  # what has landed depends on no code

    def create_superuser(self, *args: object, **kwargs: object) -> "User":
        raise NotImplementedError("There is no superuser: appoint a SYSTEM_ADMIN instead.")


class User(AbstractUser):
    """A person with an account. The own branch decides on recusal (D17)."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    name = models.CharField("姓名", max_length=30)
    phone = models.CharField("电话", max_length=20, blank=True)
    branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, null=True, blank=True, related_name="people", verbose_name="所在党支部"
    )
    must_change_password = models.BooleanField("首次登录须改密码", default=False)

    objects: ClassVar[People] = People()
    REQUIRED_FIELDS = ["name"]

    class Meta:
        verbose_name = verbose_name_plural = "人员"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(is_superuser=False), name="user_no_superuser", violation_error_message="系统不设超级用户。"
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name


class Appointment(models.Model):
    """A post over a place from a day to a day. The truth behind every right; guardian holds its projection."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="appointments", verbose_name="人员")
    role = models.CharField("职务", max_length=30, choices=[(role.value, role.label) for role in Role])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, blank=True, verbose_name="单位")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, blank=True, verbose_name="党支部")
    starts_on = models.DateField("任职起")
    ends_on = models.DateField("任职止", null=True, blank=True, help_text="最后一天；不填表示在任。")

    class Meta:
        verbose_name = verbose_name_plural = "任职"
        ordering = ["-starts_on", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(unit=None, branch__isnull=False, role=Role.SECRETARY.value)
                | (Q(unit__isnull=False, branch=None) & ~Q(role=Role.SECRETARY.value)),
                name="appointment_one_place",
                violation_error_message="书记任职于党支部，其他职务任职于单位。",
            ),
            models.CheckConstraint(
                condition=Q(ends_on=None) | Q(ends_on__gte=models.F("starts_on")),
                name="appointment_ends_after_start",
                violation_error_message="任职止日不能早于起日。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user.name} {self.get_role_display()} {self.place}"

    @property
    def place(self) -> Unit | Branch:
        """The one place that the constraint `appointment_one_place` asks for."""
        return self.branch or self.unit  # type: ignore[return-value]

    def is_in_force_on(self, day: date) -> bool:
        return self.starts_on <= day and (self.ends_on is None or day <= self.ends_on)


class AuditEntry(models.Model):
    """One act that is not a move of a case: who did what to which thing, when. Append-only, by trigger."""

    verb = models.CharField("操作", max_length=40)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="操作人")
    subject = models.CharField("对象", max_length=200)
    detail = models.JSONField("内容", default=dict)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"


class UnitPermission(UserObjectPermissionBase):
    """Guardian's rows over units, tied by foreign key."""

    content_object = models.ForeignKey(Unit, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        default_permissions = ()


class BranchPermission(UserObjectPermissionBase):
    """Guardian's rows over branches, tied by foreign key."""

    content_object = models.ForeignKey(Branch, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        default_permissions = ()

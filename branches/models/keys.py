"""The two keys that open an account: the code on a slip, and the word of its print run. Neither is stored itself.

What the owner of an account is told of it. And the keys by which other systems read (对接系统), which are not stored either.
"""

from django.db import models
from django.db.models import F, Q

from branches.models.person import User
from branches.models.unit import Unit


class PrintRun(models.Model):
    """Slips printed together for one unit. Whoever printed them can never be the one who tells their word."""

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    printed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="打印人")
    printed_at = models.DateTimeField("打印时间")
    # HMAC of the word; empty until it is told. Telling it again makes another one.
    word = models.CharField(max_length=64, blank=True)
    told_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="告知人")
    told_at = models.DateTimeField("告知时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "开通条打印"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(told_by=None) | ~Q(told_by=F("printed_by")),
                name="print_run_two_people",
                violation_error_message="打印开通条的人不能看开通口令。",
            ),
            models.CheckConstraint(
                condition=Q(word="", told_by=None, told_at=None) | ~Q(word="") & Q(told_by__isnull=False),
                name="print_run_word_is_told",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}开通条"


class Slip(models.Model):
    """One person's code, good once and for a time; a newer one voids it."""

    run = models.ForeignKey(PrintRun, on_delete=models.PROTECT, related_name="slips", verbose_name="开通条打印")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="slips", verbose_name="人员")
    # HMAC of the code together with whom it is for.
    code = models.CharField(max_length=64)
    used_at = models.DateTimeField("使用时间", null=True)
    voided_at = models.DateTimeField("作废时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "开通条"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(used_at=None, voided_at=None), name="slip_one_open_a_person"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user}开通条"


class AccountNews(models.Model):
    """Something about an account that its owner is to be told: a row waits until a worker has told it."""

    class What(models.TextChoices):
        OPENED = "opened", "账号已开通"
        ADDRESS_CHANGED = "address_changed", "邮箱已更改"

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    what = models.CharField("事项", max_length=20, choices=What.choices)
    # Where the mail goes, where that is not the person's present address.
    address = models.CharField("地址", max_length=254, blank=True)
    at = models.DateTimeField("时间")
    told_at = models.DateTimeField("告知时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "账号通知"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user}{self.get_what_display()}"


class SystemKey(models.Model):
    """One key of one system: asked for by one administrator, in force when another has confirmed it.

    It is shown once, when it is made; what is kept are its digest and how it begins.
    """

    class Outcome(models.TextChoices):
        OPEN = "open", "待确认"
        CONFIRMED = "confirmed", "已确认"
        RETURNED = "returned", "已退回"

    system = models.CharField("系统名称", max_length=40)
    purpose = models.CharField("用途", max_length=200)
    # Values of `branches.permissions.Data`.
    reads = models.JSONField("可读数据", default=list)
    prefix = models.CharField("密钥开头", max_length=12, unique=True)
    digest = models.CharField("摘要", max_length=64, unique=True)
    expires_on = models.DateField("有效期至")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="申请人")
    at = models.DateTimeField("申请时间")
    outcome = models.CharField("办理结果", max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    decided_at = models.DateTimeField("办理时间", null=True)
    reason = models.CharField("退回原因", max_length=300, blank=True)
    revoked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="停用人")
    revoked_at = models.DateTimeField("停用时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "接口密钥"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="open", decided_by=None) | ~Q(outcome="open") & Q(decided_by__isnull=False),
                name="system_key_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("by")),
                name="system_key_two_people",
                violation_error_message="申请人不能自己确认。",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at=None, revoked_by=None) | Q(revoked_at__isnull=False, revoked_by__isnull=False),
                name="system_key_revoked_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.system}（{self.prefix}）"


class SystemKeyUse(models.Model):
    """When a key was last used, to the hour: a table of its own, since reading is no change of the key."""

    key = models.OneToOneField(SystemKey, on_delete=models.CASCADE, related_name="use", verbose_name="接口密钥")
    last_at = models.DateTimeField("最近使用")

    class Meta:
        verbose_name = verbose_name_plural = "密钥使用"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.key} {self.last_at}"

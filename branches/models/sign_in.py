"""Signing in: what happened, from which devices people come, and the tries that the throttle counts."""

from django.db import models

from branches.models.person import User


class Act(models.TextChoices):
    IN = "in", "登录"
    OUT = "out", "退出"


class Way(models.TextChoices):
    PASSWORD = "password", "密码"
    SECOND_FACTOR = "second_factor", "二次验证"
    PROVIDER = "provider", "统一身份认证"
    KEYS = "keys", "开通条和开通口令"


class Result(models.TextChoices):
    DONE = "done", "成功"
    WRONG = "wrong", "未通过"
    PAUSED = "paused", "须等待，未核对"


class SignIn(models.Model):
    """Somebody signed in or out, or tried to. Kept for twelve months, beside the audit trail, which is for good."""

    act = models.CharField("事项", max_length=10, choices=Act.choices)
    way = models.CharField("方式", max_length=20, choices=Way.choices, blank=True)
    result = models.CharField("结果", max_length=10, choices=Result.choices)
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="sign_ins", verbose_name="人员")
    # People type their password where the account belongs: what fits nobody is kept as a fingerprint only.
    stranger = models.CharField("不存在的账号（指纹）", max_length=12, blank=True)
    address = models.GenericIPAddressField("来源地址", null=True)
    is_known_device = models.BooleanField("常用设备", default=False)
    at = models.DateTimeField("时间", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "登录记录"
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["user", "at"], name="sign_in_of_person")]

    def __str__(self) -> str:
        return f"{self.get_act_display()} {self.get_result_display()}"


class KnownDevice(models.Model):
    """A browser in which a person has signed in before, by the digest of what its cookie holds."""

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="devices", verbose_name="人员")
    digest = models.CharField("摘要", max_length=64)
    first_used_at = models.DateTimeField("首次使用")
    last_used_at = models.DateTimeField("最近使用", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "常用设备"
        ordering = ["-last_used_at"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="device_once_a_person")]

    def __str__(self) -> str:
        return f"{self.user} {self.digest[:8]}"


class Attempt(models.Model):
    """How often somebody failed at one thing from one place since he last succeeded, and until when he waits."""

    purpose = models.CharField("用途", max_length=20)
    who = models.CharField("何人（摘要）", max_length=64)
    place = models.CharField("地址或设备", max_length=80)
    failures = models.PositiveIntegerField("失败次数", default=0)
    until = models.DateTimeField("等到", null=True)
    at = models.DateTimeField("最近一次", db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "尝试"
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["purpose", "who", "place"], name="attempt_once")]
        indexes = [models.Index(fields=["place", "at"], name="attempt_place_at")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.failures}"

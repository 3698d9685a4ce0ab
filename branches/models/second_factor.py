"""The second factor: a phone that counts codes, and a printed list of codes that work once."""

from django.db import models

from branches.models.person import User


class TotpDevice(models.Model):
    """A phone that shows a new code every half minute. A row forgets nothing: no process takes a code again."""

    user = models.OneToOneField(User, on_delete=models.PROTECT, related_name="totp_device", verbose_name="人员")
    # Sealed under settings.TOTP_KEY for this person alone.
    key = models.CharField("密钥（密文）", max_length=120)
    last_step = models.BigIntegerField("最近用过的时间步")
    drift = models.SmallIntegerField("时钟偏差（步）", default=0)
    enrolled_at = models.DateTimeField("设置时间")

    class Meta:
        verbose_name = verbose_name_plural = "动态码设备"
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user)


class RecoveryCode(models.Model):
    """One code of the printed list, as a digest under settings.TOTP_KEY."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recovery_codes", verbose_name="人员")
    digest = models.CharField("摘要", max_length=64)
    made_at = models.DateTimeField("打印时间")
    used_at = models.DateTimeField("使用时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "备用码"
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "digest"], name="recovery_code_once")]

    def __str__(self) -> str:
        return f"{self.user} {self.digest[:8]}"

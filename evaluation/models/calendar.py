"""Days off as the State Council publishes them, and the key to a person's own calendar of deadlines."""

from django.db import models

from branches.models import User


class Holiday(models.Model):
    """A day that is not what its weekday says: off, or worked instead of another (调休). Goes before the library (D12)."""

    day = models.DateField("日期", unique=True)
    is_working = models.BooleanField("上班")
    label = models.CharField("名称", max_length=30)
    source = models.CharField("依据", max_length=120)

    class Meta:
        verbose_name = verbose_name_plural = "放假安排"
        ordering = ["day"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.day} {self.label}"


class CalendarToken(models.Model):
    """Opens the calendar feed without signing in. Only its digest is kept; revoking deletes or replaces the row."""

    user = models.OneToOneField(User, on_delete=models.CASCADE, related_name="calendar_token")
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = verbose_name_plural = "日历订阅"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user}"

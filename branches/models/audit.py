"""The audit trail."""

from django.db import models

from branches.models.person import User


class AuditEntry(models.Model):
    """One act that is not a move of a case: who did what to which thing, when. Append-only, by trigger."""

    verb = models.CharField("操作", max_length=40)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="操作人")
    subject = models.CharField("对象", max_length=200)
    detail = models.JSONField("内容", default=dict)
    address = models.GenericIPAddressField("来源地址", null=True)
    at = models.DateTimeField("时间")

    class Meta:
        verbose_name = verbose_name_plural = "审计记录"
        ordering = ["-id"]
        default_permissions = ()
        # What everybody is told of for some days is found among all that was ever done.
        indexes = [models.Index(fields=["verb", "at"], name="audit_by_verb")]

    def __str__(self) -> str:
        return f"{self.verb} {self.subject}"

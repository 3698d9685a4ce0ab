"""批量打印: many documents in one PDF, made by a worker while the person goes on."""

from django.db import models
from django.db.models import F, Q

from branches import clock
from branches.models import User
from evaluation.models.notice import ATTEMPTS, CLAIM, Typesetting, token


class Batch(models.Model):
    """One PDF of many documents. It is made in parts; a worker that is killed loses one part at most."""

    title = models.CharField("名称", max_length=100)
    notices = models.JSONField("公文")
    """Ids, in the order in which they are printed."""
    total = models.PositiveIntegerField("共几份")
    done = models.PositiveIntegerField("已排几份", default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="batches", verbose_name="经办人")
    at = models.DateTimeField("提交时间")
    token = models.CharField(max_length=32, default=token)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancelled_at = models.DateTimeField("取消时间", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    file = models.FileField("文件", upload_to="batches/", blank=True)
    failure = models.CharField("未能完成的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "批量打印"
        ordering = ["-id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["id"], condition=Q(finished_at=None, cancelled_at=None), name="batch_to_make"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=1) & Q(done__lte=F("total")), name="batch_done"),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def typesetting(self) -> Typesetting:
        """How far it is."""
        if self.finished_at:
            return Typesetting.FAILED if self.failure else Typesetting.DONE
        if self.cancelled_at:
            return Typesetting.CANCELLED
        if self.claimed_at and self.claimed_at > clock.now() - CLAIM:
            return Typesetting.RUNNING
        return Typesetting.FAILED if self.attempts >= ATTEMPTS else Typesetting.WAITING

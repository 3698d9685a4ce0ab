"""Work that a worker does while the person goes on: how far it is, and what came of it."""

import secrets
from datetime import timedelta
from functools import partial

from django.db import models
from django.db.models import F, Q

from branches import clock
from branches.models.person import User

ATTEMPTS = 3
"""How often a piece of work is begun before a person has to look."""
CLAIM = timedelta(minutes=10)
"""How long a worker may be silent before another thinks that it died, and the pause after a failure."""

token = partial(secrets.token_urlsafe, 16)
"""Part of the names of a job's files, so that nobody finds one by counting."""


class JobState(models.TextChoices):
    """How far a job is."""

    WAITING = "waiting", "排队中"
    RUNNING = "running", "办理中"
    DONE = "done", "已办好"
    FAILED = "failed", "没有办成"
    CANCELLED = "cancelled", "已取消"

    @property
    def tone(self) -> str:
        return {"waiting": "todo", "running": "doing", "done": "done", "failed": "look", "cancelled": "out"}[self.value]


class Job(models.Model):
    """One piece of work. The row is the queue: it waits until a worker has claimed it, and is done exactly once."""

    kind = models.CharField("种类", max_length=30)
    queue = models.CharField("队列", max_length=20)
    title = models.CharField("名称", max_length=100)
    payload = models.JSONField("内容", default=dict)
    """What its handler needs to know; never a secret."""
    total = models.PositiveIntegerField("总数")
    done = models.PositiveIntegerField("已办", default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="jobs", verbose_name="经办人")
    at = models.DateTimeField("提交时间")
    address = models.GenericIPAddressField("来源地址", null=True, editable=False)
    token = models.CharField(max_length=32, default=token)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    cancelled_at = models.DateTimeField("取消时间", null=True)
    finished_at = models.DateTimeField("完成时间", null=True)
    outcome = models.CharField("办理结果", max_length=300, blank=True)
    leads_to = models.CharField("结果页面", max_length=200, blank=True)
    file = models.FileField("文件", upload_to="jobs/", blank=True)
    failure = models.CharField("未能完成的原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "后台任务"
        ordering = ["-id"]
        default_permissions = ()
        indexes = [
            models.Index(fields=["queue", "id"], condition=Q(finished_at=None, cancelled_at=None), name="job_to_do"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(total__gte=1) & Q(done__lte=F("total")), name="job_done"),
            models.CheckConstraint(
                condition=Q(finished_at=None) | Q(cancelled_at=None),
                name="job_one_end",
                violation_error_message="已经办完的任务不能取消。",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def progress(self) -> JobState:
        if self.finished_at:
            return JobState.FAILED if self.failure else JobState.DONE
        if self.cancelled_at:
            return JobState.CANCELLED
        if self.claimed_at and self.claimed_at > clock.now() - CLAIM:
            return JobState.RUNNING
        return JobState.FAILED if self.attempts >= ATTEMPTS else JobState.WAITING

"""The journal: one line for every row written, one act for every transaction, one link for every act (append-only)."""

from django.db import models


class JournalLine(models.Model):
    """A row of a covered table was inserted, changed or deleted; written by the triggers alone.

    Rows are told by digests only: nothing of what stands in them can be read here.
    """

    class Operation(models.TextChoices):
        INSERTED = "I", "新增"
        UPDATED = "U", "修改"
        DELETED = "D", "删除"
        NOTED = "N", "重新登记"
        """The row stayed, its table was altered by a migration."""

    table_name = models.CharField("表", max_length=63)
    row_id = models.BigIntegerField("行")
    operation = models.CharField("操作", max_length=1, choices=Operation.choices)
    before = models.CharField("此前的摘要", max_length=64, blank=True)
    after = models.CharField("此后的摘要", max_length=64, blank=True)
    act = models.CharField("事务", max_length=24)
    """The token of the act; its row comes later, when all its lines are there."""

    class Meta:
        verbose_name = verbose_name_plural = "流水"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.table_name} {self.row_id} {self.operation}"


class Act(models.Model):
    """One transaction that wrote covered rows, inserted at its end with the seal over its lines."""

    token = models.CharField("编号", max_length=24, unique=True)
    lines = models.PositiveIntegerField("行数")
    at = models.DateTimeField("时间")
    seal = models.CharField("封印", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "事务"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.token


class JournalLink(models.Model):
    """An act in the chain: its digest covers the act and, by the digest of the link before, every act before it."""

    number = models.BigIntegerField("序号", unique=True)
    act = models.OneToOneField(Act, on_delete=models.PROTECT, related_name="link", verbose_name="事务")
    digest = models.CharField("链式摘要", max_length=64)

    class Meta:
        verbose_name = verbose_name_plural = "链环"
        ordering = ["number"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.number}.{self.digest}"

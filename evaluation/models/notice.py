"""公文: a document is a row with frozen data first, a file second; it never changes."""

from django.db import models

from branches.models import User
from evaluation.models.cycle import Cycle
from evaluation.models.naming import Decision


class Notice(models.Model):
    """One official document. Its data is frozen when it is made; the PDF can be typeset from it at any time."""

    class Kind(models.TextChoices):
        NAMING = "naming", "命名决定"

    kind = models.CharField("种类", max_length=20, choices=Kind.choices)
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="documents")
    decision = models.OneToOneField(Decision, on_delete=models.PROTECT, null=True, related_name="notice")
    number = models.CharField("发文字号", max_length=60, unique=True)
    dated_on = models.DateField("成文日期")
    data = models.JSONField("内容")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField("制发时间")

    class Meta:
        verbose_name = verbose_name_plural = "公文"
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}"

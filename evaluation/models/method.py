"""党支部工作法: typical experience of named branches (方案 五（三）)."""

from django.db import models
from django.db.models import Q

from branches.models import User
from evaluation.models.honour import Honour
from evaluation.vocabulary import MethodState


class WorkingMethod(models.Model):
    """What a named branch writes of its way of working: background, practice, effect, reflection."""

    honour = models.OneToOneField(Honour, on_delete=models.PROTECT, related_name="method", verbose_name="称号")
    state = models.CharField("状态", max_length=10, choices=MethodState.choices, default=MethodState.DRAFT)
    # Wider than what may be handed in: a draft over the limit is kept, not cut.
    title = models.CharField("工作法名称", max_length=200, blank=True)
    background = models.TextField("背景", max_length=4000, blank=True)
    practice = models.TextField("做法", max_length=4000, blank=True)
    effect = models.TextField("成效", max_length=4000, blank=True)
    reflection = models.TextField("思考", max_length=4000, blank=True)
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    submitted_at = models.DateTimeField("报送时间", null=True)
    return_reason = models.CharField("退回意见", max_length=300, blank=True)
    selected_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    selected_at = models.DateTimeField("入选时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "党支部工作法"
        ordering = ["-selected_at", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state=MethodState.SELECTED, selected_by__isnull=False, selected_at__isnull=False)
                | Q(~Q(state=MethodState.SELECTED), selected_by=None, selected_at=None),
                name="method_selected_by",
            )
        ]

    def __str__(self) -> str:
        return self.title or f"{self.honour.branch}工作法"

    @property
    def standing(self) -> MethodState:
        """The state with its label and tone."""
        return MethodState(self.state)

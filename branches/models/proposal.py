"""Posts that are put forward: nothing of it is in force until a security administrator confirms it."""

from django.db import models
from django.db.models import F, Q

from branches.models.appointment import Appointment
from branches.models.branch import Branch
from branches.models.person import User
from branches.models.unit import Unit
from branches.permissions import Role


class ProposalList(models.Model):
    """Posts put forward together: in a workbook of the system administrator, or by a unit, where a second person agrees."""

    class Outcome(models.TextChoices):
        OPEN = "open", "待确认"
        CONFIRMED = "confirmed", "已确认"
        RETURNED = "returned", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="提请单位")
    source = models.CharField("来源", max_length=100)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="提请人")
    at = models.DateTimeField("提请时间")
    agreed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="同意人")
    agreed_at = models.DateTimeField("同意时间", null=True)
    outcome = models.CharField("办理结果", max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    decided_at = models.DateTimeField("确认时间", null=True)
    reason = models.CharField("退回原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "任职提请"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(agreed_by=None) | ~Q(agreed_by=F("by")),
                name="proposal_two_people",
                violation_error_message="提请人不能自己同意。",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="confirmed")
                | (~Q(decided_by=F("by")) & (Q(agreed_by=None) | ~Q(decided_by=F("agreed_by")))),
                name="proposal_confirmed_by_other",
                violation_error_message="提请或同意的人不能自己确认。",
            ),
        ]

    def __str__(self) -> str:
        return self.source


class ProposedPost(models.Model):
    """One post to be given, or, where only `ends` is set, one to be ended; with both, one person follows another."""

    list = models.ForeignKey(ProposalList, on_delete=models.CASCADE, related_name="posts", verbose_name="任职提请")
    line = models.PositiveIntegerField("行", null=True)
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    role = models.CharField("职务", max_length=30, choices=[(role.value, role.label) for role in Role])
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="单位")
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="党支部")
    starts_on = models.DateField("任职起", null=True)
    ends_on = models.DateField("任职止", null=True)
    ends = models.ForeignKey(
        Appointment, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="随之结束的任职"
    )

    class Meta:
        verbose_name = verbose_name_plural = "提请的任职"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(starts_on__isnull=False) | Q(ends__isnull=False),
                name="proposed_post_says_what",
                violation_error_message="请写明任职起始日期，或者要结束的任职。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.get_role_display()} {self.branch or self.unit}"

"""Who is who at the provider of single sign-on: bound by the person himself, or by a list that two people agree on."""

from django.db import models
from django.db.models import F, Q

from branches.models.person import User


class ProviderAccount(models.Model):
    """(issuer, subject) is one person here, and no other. Nothing else that a provider says makes anybody anybody."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="provider_accounts", verbose_name="人员")
    issuer = models.CharField("签发方", max_length=200)
    subject = models.CharField("统一认证标识", max_length=255)
    bound_at = models.DateTimeField("绑定时间")

    class Meta:
        verbose_name = verbose_name_plural = "统一认证绑定"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["issuer", "subject"], name="provider_subject_once"),
            models.UniqueConstraint(fields=["issuer", "user"], name="provider_person_once"),
        ]

    def __str__(self) -> str:
        return f"{self.user} {self.subject}"


class BindingList(models.Model):
    """Bindings put forward by a system administrator; in force when a security administrator has confirmed them."""

    class Outcome(models.TextChoices):
        OPEN = "open", "待确认"
        CONFIRMED = "confirmed", "已确认"
        RETURNED = "returned", "已退回"

    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="提交人")
    at = models.DateTimeField("提交时间")
    outcome = models.CharField("办理结果", max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    decided_at = models.DateTimeField("确认时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "绑定名单"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome="open") | Q(decided_by__isnull=False),
                name="binding_list_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("by")),
                name="binding_list_two_people",
                violation_error_message="提交人不能自己确认。",
            ),
        ]

    def __str__(self) -> str:
        return f"绑定名单{self.pk}"


class ProposedBinding(models.Model):
    """One line of a list."""

    list = models.ForeignKey(BindingList, on_delete=models.CASCADE, related_name="bindings", verbose_name="绑定名单")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="人员")
    issuer = models.CharField("签发方", max_length=200)
    subject = models.CharField("统一认证标识", max_length=255)

    class Meta:
        verbose_name = verbose_name_plural = "提交的绑定"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.user} {self.subject}"

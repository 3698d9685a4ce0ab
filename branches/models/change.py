"""Changes of whose cases come to whom: proposed by one person, in force when another has confirmed them."""

from django.db import models
from django.db.models import F, Q

from branches.labels import label_of
from branches.models.branch import Branch
from branches.models.person import User
from branches.models.unit import Unit


class ProposedChange(models.Model):
    """One new value of one field, beside the value that acts until a security administrator confirms it (三员分立)."""

    class Kind(models.TextChoices):
        """The value is the field's name."""

        ASSESSING_UNIT = "assessing_unit", label_of(Unit, "assessing_unit")
        RECOMMENDING_UNIT = "recommending_unit", label_of(Unit, "recommending_unit")
        OWN_BRANCH = "branch", label_of(User, "branch")

    class Outcome(models.TextChoices):
        OPEN = "open", "待确认"
        CONFIRMED = "confirmed", "已确认"
        RETURNED = "returned", "已退回"
        WITHDRAWN = "withdrawn", "已撤回"

    kind = models.CharField("更改项目", max_length=20, choices=Kind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="单位")
    user = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="人员")
    old_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="原单位")
    new_unit = models.ForeignKey(Unit, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="新单位")
    old_branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="原党支部"
    )
    new_branch = models.ForeignKey(
        Branch, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="新党支部"
    )
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="提请人")
    at = models.DateTimeField("提请时间")
    outcome = models.CharField("办理结果", max_length=10, choices=Outcome.choices, default=Outcome.OPEN)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="办理人")
    decided_at = models.DateTimeField("办理时间", null=True)
    reason = models.CharField("退回原因", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "更改提请"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="branch", user__isnull=False, unit=None, old_unit=None, new_unit=None)
                | (~Q(kind="branch") & Q(unit__isnull=False, user=None, old_branch=None, new_branch=None)),
                name="change_of_unit_or_person",
                violation_error_message="更改的对象和项目不符。",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="confirmed") | (Q(decided_by__isnull=False) & ~Q(decided_by=F("by"))),
                name="change_two_people",
                violation_error_message="提请人不能自己确认。",
            ),
            models.UniqueConstraint(
                fields=["unit", "kind"],
                condition=Q(outcome="open", unit__isnull=False),
                name="change_one_open_of_unit",
                violation_error_message="该单位已有一项待确认的同类更改。",
            ),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(outcome="open", user__isnull=False),
                name="change_one_open_of_person",
                violation_error_message="此人已有一项待确认的更改。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject}{self.get_kind_display()}"

    @property
    def subject(self) -> Unit | User:
        """Whose value it is; the constraint `change_of_unit_or_person` asks for one."""
        return self.user or self.unit  # type: ignore[return-value]

    @property
    def old(self) -> Unit | Branch | None:
        return self.old_branch or self.old_unit

    @property
    def new(self) -> Unit | Branch | None:
        return self.new_branch or self.new_unit

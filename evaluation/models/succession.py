"""支部变更: what becomes of branches, and of their titles and cases (D25, D41)."""

from django.db import models
from django.db.models import Q

from branches.models import Branch, Unit, User
from evaluation.vocabulary import SuccessionKind, SuccessionState

MOVING = (SuccessionKind.MOVE, SuccessionKind.UNITE)
"""Changes in which branches go over into another unit."""


def full_label(kind: str) -> str:
    """What changes, and how."""
    return f"{'' if kind == SuccessionKind.UNITE else '支部'}{SuccessionKind(kind).label}"


class Succession(models.Model):
    """A change reported by the unit and confirmed by 市直工委; nothing happens to a branch before that."""

    kind = models.CharField("变更", max_length=10, choices=SuccessionKind.choices)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="successions", verbose_name="单位")
    into = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, related_name="receptions", verbose_name="转入单位"
    )
    state = models.CharField("状态", max_length=10, choices=SuccessionState.choices, default=SuccessionState.REPORTED)
    effective_on = models.DateField("生效日期")
    basis = models.CharField("依据（批复文号）", max_length=120)
    predecessors = models.ManyToManyField(Branch, related_name="succeeded_by", verbose_name="原党支部")
    successors = models.ManyToManyField(Branch, related_name="succeeds", verbose_name="变更后党支部")
    # Full and short name of each predecessor as it was reported, in the order of their ids.
    old_names = models.JSONField("原名称", default=list)
    # Names of branches that are born with the change, as [full name, short name].
    new_names = models.JSONField("变更后名称", default=list)
    carrier = models.ForeignKey(
        Branch, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="称号由谁承接"
    )
    # What followed from it, in sentences, as it was confirmed.
    consequences = models.JSONField("办理结果", default=list)
    remark = models.CharField("说明", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="申报人")
    at = models.DateTimeField("申报时间")
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("办理时间", null=True)
    decision_note = models.CharField("办理意见", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "支部变更"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state=SuccessionState.REPORTED, decided_by=None)
                | Q(~Q(state=SuccessionState.REPORTED), decided_by__isnull=False),
                name="succession_decided_by",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=MOVING, into__isnull=False) | (~Q(kind__in=MOVING) & Q(into=None)),
                name="succession_into_a_unit",
                violation_error_message="隶属变更、单位合并须写明转入单位。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit}{self.full_kind}"

    @property
    def full_kind(self) -> str:
        return full_label(self.kind)

    @property
    def before(self) -> list[tuple[Branch, list[str]]]:
        """Each predecessor with its names of that day."""
        return list(zip(sorted(self.predecessors.all(), key=lambda branch: branch.pk), self.old_names, strict=False))

    @property
    def standing(self) -> SuccessionState:
        """The state with its label and tone."""
        return SuccessionState(self.state)

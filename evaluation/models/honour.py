"""The title and its plaque."""

from django.db import models
from django.db.models import Q

from branches.models import Branch
from evaluation.models.candidacy import Candidacy
from evaluation.models.naming import Decision
from evaluation.vocabulary import HonourState

HELD = (HonourState.STANDING, HonourState.ON_HOLD)


class Honour(models.Model):
    """称号: carries the evaluation year; the naming date is another field (D11). One held per branch (D23)."""

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="honours", verbose_name="党支部")
    year = models.PositiveSmallIntegerField("称号年度")
    state = models.CharField("状态", max_length=10, choices=HonourState.choices, default=HonourState.STANDING)
    candidacy = models.OneToOneField(Candidacy, on_delete=models.PROTECT, null=True, related_name="honour")
    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="honours")
    branch_name = models.CharField("命名时名称", max_length=100)
    decision_number = models.CharField("命名文号", max_length=60)
    named_on = models.DateField("命名日期")
    plaque_number = models.CharField("牌匾编号", max_length=20, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "称号"
        ordering = ["-year", "id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["branch"],
                condition=Q(state__in=HELD),
                name="honour_one_held",
                violation_error_message="该支部已有有效称号。",
            ),
            models.CheckConstraint(
                condition=Q(decision__isnull=False, candidacy__isnull=False) | ~Q(decision_number=""),
                name="honour_has_decision",
                violation_error_message="称号须有命名决定（文号和日期）。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.year}年度"

    @property
    def standing(self) -> HonourState:
        """The state with its label and tone."""
        return HonourState(self.state)

"""Step 2, the conditions: what is entered for a unit, and each tier's answer for a branch."""

from django.db import models
from django.db.models import F, Q

from branches.models import Unit, User
from evaluation.models.candidacy import Candidacy
from evaluation.models.cycle import Cycle, Disqualification
from evaluation.vocabulary import Answer, Tier


class UnitMatter(models.Model):
    """单位事项 (方案 三（三）、（四）): entered once for the unit, then answered by the verifier for each branch (D55)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="matters")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="matters", verbose_name="单位")
    disqualification = models.ForeignKey(Disqualification, on_delete=models.PROTECT, related_name="+")
    facts = models.TextField("事实", max_length=500)
    basis = models.CharField("书面依据", max_length=120)
    decided_on = models.DateField("处理决定日期")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")
    withdrawn_at = models.DateTimeField("撤销登记时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "单位事项"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["cycle", "unit", "disqualification", "decided_on", "basis"],
                condition=Q(withdrawn_at=None),
                name="unit_matter_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.unit}{self.disqualification}"


class Verification(models.Model):
    """核验: one tier's answer to one condition. A new answer replaces the current one; none is edited (D13–D16)."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="verifications")
    disqualification = models.ForeignKey(Disqualification, on_delete=models.PROTECT, related_name="+")
    tier = models.CharField("核验方", max_length=6, choices=Tier.choices)
    answer = models.CharField("核验结论", max_length=8, choices=Answer.choices)
    matter = models.ForeignKey(UnitMatter, on_delete=models.PROTECT, null=True, related_name="answers")
    is_current = models.BooleanField(default=True)
    # A 有 disqualifies: decided within the year where that is asked, confirmed where it needs a basis, not corrected.
    takes_effect = models.BooleanField("生效", default=False)
    facts = models.TextField("事实", max_length=500, blank=True)
    basis = models.CharField("书面依据", max_length=120, blank=True)
    decided_on = models.DateField("处理决定日期", null=True, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    confirmed_at = models.DateTimeField(null=True)
    correction_reason = models.CharField("更正理由", max_length=300, blank=True)
    correction_asked_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    correction_asked_at = models.DateTimeField(null=True)
    corrected_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    corrected_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "核验"
        ordering = ["disqualification__number", "id"]
        default_permissions = ()
        _told = Q(is_current=True, answer__in=[Answer.YES, Answer.PENDING])
        _by = ["candidacy", "takes_effect", "answer"]
        _disqualifies = Q(is_current=True, answer=Answer.YES, corrected_at=None)
        _unsettled = Q(confirmed_at=None) | Q(correction_asked_at__isnull=False)
        indexes = [
            models.Index(fields=_by, condition=_told, name="verification_told"),
            models.Index(fields=["candidacy"], condition=_disqualifies & _unsettled, name="verification_unsettled"),
            models.Index(
                fields=["disqualification"],
                condition=_disqualifies & Q(confirmed_at=None),
                name="verification_unconfirmed",
            ),
            models.Index(
                fields=["candidacy"],
                condition=_disqualifies & Q(correction_asked_at__isnull=False),
                name="verification_to_correct",
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["candidacy", "disqualification", "tier"],
                condition=Q(is_current=True),
                name="verification_one_current",
            ),
            models.CheckConstraint(
                condition=Q(takes_effect=False) | Q(answer=Answer.YES, corrected_at=None), name="verification_effect"
            ),
            models.CheckConstraint(
                condition=Q(corrected_by=None) | ~Q(corrected_by=F("correction_asked_by")),
                name="verification_two_people",
                violation_error_message="更正须由提出人以外的第二人确认。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.disqualification} {self.get_tier_display()} {self.get_answer_display()}"

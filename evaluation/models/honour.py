"""The title, its plaques, its subsidy, and who was put forward because of it."""

from django.db import models
from django.db.models import Q

from branches.models import Branch, User
from evaluation.models.candidacy import Candidacy
from evaluation.models.naming import Decision
from evaluation.vocabulary import HonourState, PlaqueState

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
    # A title from before the system has neither case nor decision here, only the numbers of the documents.
    revocation = models.ForeignKey(Decision, on_delete=models.PROTECT, null=True, related_name="revoked")
    revocation_number = models.CharField("撤销文号", max_length=60, blank=True)
    ended_on = models.DateField("终止日期", null=True)
    ending = models.CharField("终止原因", max_length=200, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "称号"
        ordering = ["-year", "id"]
        default_permissions = ()
        indexes = [models.Index(fields=["id"], condition=Q(state__in=HELD), name="honour_held")]
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
            models.CheckConstraint(
                condition=Q(state__in=HELD, ended_on=None) | Q(~Q(state__in=HELD), ended_on__isnull=False),
                name="honour_ended_iff_not_held",
                violation_error_message="称号终止须有日期，有效的称号没有终止日期。",
            ),
            models.CheckConstraint(
                condition=~Q(state=HonourState.REVOKED)
                | Q(revocation__isnull=False)
                | (Q(decision=None) & ~Q(revocation_number="")),
                name="honour_revoked_by_decision",
                violation_error_message="撤销称号须有撤销决定。",
            ),
            models.UniqueConstraint(fields=["branch", "year"], name="honour_once_a_year"),
        ]

    def __str__(self) -> str:
        return f"{self.branch} {self.year}年度"

    @property
    def standing(self) -> HonourState:
        """The state with its label and tone."""
        return HonourState(self.state)


class Plaque(models.Model):
    """牌匾: its custody from making to return. A lost one is replaced by another with a number of its own (D24)."""

    honour = models.ForeignKey(Honour, on_delete=models.PROTECT, related_name="plaques", verbose_name="称号")
    number = models.CharField("牌匾编号", max_length=20, unique=True, error_messages={"unique": "该编号已经使用。"})
    state = models.CharField("状态", max_length=10, choices=PlaqueState.choices, default=PlaqueState.MADE)
    replaces = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="replaced_by")
    made_on = models.DateField("制作日期")
    issued_on = models.DateField("发放日期", null=True)
    issued_to = models.CharField("领取人", max_length=30, blank=True)
    returned_on = models.DateField("收回日期", null=True)
    received_by = models.CharField("接收人", max_length=30, blank=True)
    lost_on = models.DateField("遗失日期", null=True)
    remark = models.CharField("情况说明", max_length=200, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "牌匾"
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["honour"],
                condition=Q(state__in=[PlaqueState.MADE, PlaqueState.ISSUED]),
                name="plaque_one_in_use",
                violation_error_message="该称号已有一块牌匾。",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlaqueState.ISSUED) | (Q(issued_on__isnull=False) & ~Q(issued_to="")),
                name="plaque_issued_to_somebody",
                violation_error_message="发放须写明日期和领取人。",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlaqueState.RETURNED) | (Q(returned_on__isnull=False) & ~Q(received_by="")),
                name="plaque_received_by_somebody",
                violation_error_message="收回须写明日期和接收人。",
            ),
            models.CheckConstraint(
                condition=~Q(state=PlaqueState.LOST) | (Q(lost_on__isnull=False) & ~Q(remark="")),
                name="plaque_lost_explained",
                violation_error_message="遗失须写明日期和情况。",
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def standing(self) -> PlaqueState:
        """The state with its label and tone."""
        return PlaqueState(self.state)


class Subsidy(models.Model):
    """经费补助: once per new title (方案 五（二）)."""

    honour = models.OneToOneField(Honour, on_delete=models.PROTECT, related_name="subsidy", verbose_name="称号")
    amount = models.DecimalField("金额（元）", max_digits=10, decimal_places=2)
    source = models.CharField("经费来源", max_length=60)
    paid_on = models.DateField("拨付日期", null=True, blank=True)
    voucher = models.CharField("凭证号", max_length=60, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "经费补助"
        ordering = ["-honour__year", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(amount__gt=0), name="subsidy_positive", violation_error_message="金额须大于0。"
            ),
            models.CheckConstraint(
                condition=Q(paid_on=None, voucher="") | (Q(paid_on__isnull=False) & ~Q(voucher="")),
                name="subsidy_paid_with_voucher",
                violation_error_message="已拨付须同时写明日期和凭证号。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.honour} {self.amount}元"


class Nomination(models.Model):
    """Who of a holder was put forward in “两优一先”, when and for what (方案 五（二）, D50)."""

    class Award(models.TextChoices):
        MEMBER = "member", "优秀共产党员"
        WORKER = "worker", "优秀党务工作者"
        ORGANISATION = "organisation", "先进基层党组织"

    honour = models.ForeignKey(Honour, on_delete=models.PROTECT, related_name="nominations", verbose_name="称号")
    award = models.CharField("推荐类别", max_length=12, choices=Award.choices)
    name = models.CharField("姓名", max_length=30, blank=True)
    put_forward_on = models.DateField("推荐日期")
    note = models.CharField("说明", max_length=200, blank=True)
    is_void = models.BooleanField("登记有误，作废", default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "两优一先推荐"
        ordering = ["-put_forward_on", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(award="organisation", name="") | (~Q(award="organisation") & ~Q(name="")),
                name="nomination_of_somebody",
                violation_error_message="推荐个人的须写姓名，推荐先进基层党组织的不写姓名。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_award_display()}{'：' if self.name else ''}{self.name}"

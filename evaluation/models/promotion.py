"""典型带动: the working methods of named branches, and what was done to spread good examples (方案 五（三）)."""

from django.db import models
from django.db.models import Q

from branches.models import Branch, User
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


class PromotionActivity(models.Model):
    """A 座谈会, 研讨会, 现场观摩 or 媒体宣传, with what shows it: a reference or a file (D49)."""

    class Kind(models.TextChoices):
        SYMPOSIUM = "symposium", "座谈会"
        SEMINAR = "seminar", "研讨会"
        ON_SITE = "on_site", "现场观摩"
        MEDIA = "media", "媒体宣传"

    kind = models.CharField("种类", max_length=10, choices=Kind.choices)
    title = models.CharField("活动名称", max_length=100)
    held_on = models.DateField("日期")
    organiser = models.CharField("主办单位", max_length=100)
    branches = models.ManyToManyField(Branch, related_name="promotions", verbose_name="涉及的党支部")
    summary = models.TextField("简要情况", max_length=500, blank=True)
    reference = models.CharField("文件、报道或网址", max_length=200, blank=True)
    file = models.FileField("附件", upload_to="promotion/", blank=True)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    is_void = models.BooleanField("登记有误，作废", default=False)
    version = models.PositiveIntegerField("更正次数", default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")

    class Meta:
        verbose_name = verbose_name_plural = "典型带动活动"
        ordering = ["-held_on", "-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(reference="") | ~Q(file=""),
                name="promotion_is_shown",
                violation_error_message="请写明文件、报道或网址，或者上传附件。",
            )
        ]

    def __str__(self) -> str:
        return self.title

    @property
    def short_names(self) -> str:
        """Of its branches, for a list."""
        return "、".join(one.short_name for one in self.branches.all())

    @property
    def full_names(self) -> str:
        return "、".join(one.full_name for one in self.branches.all())

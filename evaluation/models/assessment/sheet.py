"""An assessor's sheet: marks, photographs, and the saves that devices sent."""

from django.db import models
from django.db.models import Q

from branches.models import User
from evaluation.models.candidacy import Candidacy
from evaluation.models.cycle import Criterion
from evaluation.vocabulary import Grade


class ScoreSheet(models.Model):
    """One assessor's sheet for one case. Colleagues' sheets are unseen until one's own is submitted (D17)."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="sheets")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sheets")
    remark = models.TextField("现场结论", max_length=500, blank=True)
    # The conclusion counts its own saves, as each score does: what an older page or a late retry sends is told from it.
    remark_version = models.PositiveIntegerField(default=0)
    remark_at = models.DateTimeField(null=True)
    submitted_at = models.DateTimeField("提交时间", null=True)
    return_reason = models.CharField("退回理由", max_length=300, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "评分表"
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["candidacy", "assessor"], name="sheet_once")]

    def __str__(self) -> str:
        return f"{self.assessor} {self.candidacy}"


class Score(models.Model):
    """评分: one criterion on one sheet."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="scores")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    grade = models.CharField("考核等次", max_length=6, choices=Grade.choices, blank=True)
    points = models.PositiveSmallIntegerField("考核分", null=True, blank=True)
    # Wider than the 300 that a sheet may be finished with: a draft over the limit is kept, not cut.
    note = models.TextField("现场看到什么", max_length=3000, blank=True)
    version = models.PositiveIntegerField(default=0)
    at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "评分"
        ordering = ["criterion__number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["sheet", "criterion"], name="score_once"),
            models.CheckConstraint(condition=Q(points=None) | Q(points__lte=5), name="score_points"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.get_grade_display()}"


class SheetSave(models.Model):
    """One save that a device sent, by the number the device gave it. Sent again it gets the same answer; kept 30 days."""

    op = models.UUIDField(unique=True)
    sheet = models.ForeignKey(ScoreSheet, on_delete=models.CASCADE, related_name="saves")
    # c12 for the twelfth criterion, remark, or visit.
    part = models.CharField(max_length=8)
    version = models.PositiveIntegerField()
    at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "评分保存"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sheet} {self.part}"


class ScorePhoto(models.Model):
    """现场照片: what an assessor photographed for one criterion. Seen like his scores (D17, D32)."""

    sheet = models.ForeignKey(ScoreSheet, on_delete=models.PROTECT, related_name="photos")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    op = models.UUIDField(unique=True, editable=False)
    file = models.FileField("照片", upload_to="photos/")
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField("大小（字节）", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField()
    is_removed = models.BooleanField("已删除", default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "现场照片"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.sheet} {self.criterion}"

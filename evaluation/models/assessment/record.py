"""What was done on site, and the opinion that comes of it."""

from django.db import models
from django.db.models import F, Q

from branches.models import User
from evaluation.models.candidacy import Candidacy


class SiteVisit(models.Model):
    """实地查看."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField("查看日期")
    place = models.CharField("地点", max_length=100, blank=True)
    visitors = models.ManyToManyField(User, related_name="+", verbose_name="参加查看的成员")
    findings = models.TextField("查看情况", max_length=1000)
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "实地查看"
        ordering = ["visited_on", "id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.visited_on} 实地查看"


class Consultation(models.Model):
    """征求意见: how many were heard and what they said, without names."""

    class Method(models.TextChoices):
        TALK = "talk", "个别谈话"
        MEETING = "meeting", "座谈会"
        FORM = "form", "书面征求意见"

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="consultations")
    consulted_on = models.DateField("征求意见日期")
    method = models.CharField("方式", max_length=10, choices=Method.choices)
    heard = models.PositiveSmallIntegerField("征求人数")
    satisfied = models.PositiveSmallIntegerField("其中满意人数")
    summary = models.TextField("主要意见", max_length=1000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "征求意见"
        ordering = ["consulted_on", "id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(satisfied__lte=F("heard")),
                name="consultation_counts",
                violation_error_message="满意人数不能超过征求人数。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.consulted_on} {self.get_method_display()}"


class Opinion(models.Model):
    """考核意见: the organ Party organisation's words and advice, which decide; the score only refers (D21)."""

    class Advice(models.TextChoices):
        RECOMMEND = "recommend", "建议推荐"
        NOT_RECOMMEND = "not_recommend", "暂不建议推荐"

    candidacy = models.OneToOneField(Candidacy, on_delete=models.PROTECT, related_name="opinion")
    text = models.TextField("考核意见", max_length=1000)
    # Empty while the opinion is a draft: only an opinion with advice counts as written.
    advice = models.CharField("建议", max_length=14, choices=Advice.choices, blank=True)
    # Whoever wrote it was told that the branch will read it (D43).
    is_for_branch = models.BooleanField("支部可以看到", default=True)
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "考核意见"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.candidacy} {self.get_advice_display()}"

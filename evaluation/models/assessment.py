"""Step 2: the team, its visits and talks, its scores, the verification of vetoes, the opinion."""

from datetime import date

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from guardian.models import UserObjectPermissionBase

from branches.models import Unit, User
from branches.permissions import Scope, codenames
from evaluation.models.candidacy import Candidacy
from evaluation.models.cycle import Criterion, Cycle, Disqualification
from evaluation.vocabulary import Answer, CycleState, Grade, Tier


class AssessmentTeam(models.Model):
    """考核组: one per unit and year; its members hold permissions over it (方案 四（二）)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="teams")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="teams", verbose_name="单位")
    leader = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="组长")
    formed_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    formed_at = models.DateTimeField("成立时间")

    class Meta:
        verbose_name = verbose_name_plural = "考核组"
        default_permissions = ()
        permissions = codenames(Scope.TEAM)
        constraints = [models.UniqueConstraint(fields=["cycle", "unit"], name="team_one_per_unit")]

    def __str__(self) -> str:
        return f"{self.unit}{self.cycle.year}年度考核组"


class TeamMember(models.Model):
    """考核组成员, from a day until a day (exclusive). Each is told once of both; what he scored counts, or not, for all (D45)."""

    team = models.ForeignKey(AssessmentTeam, on_delete=models.PROTECT, related_name="members")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="memberships", verbose_name="成员")
    joined_on = models.DateField()
    left_on = models.DateField(null=True)
    counts = models.BooleanField("离开后评分计入", default=True)
    # Others could read his marks before he left: whether they count is no longer open.
    marks_seen = models.BooleanField(default=False)
    told_joined_at = models.DateTimeField(null=True)
    told_left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "考核组成员"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["team", "user"], condition=Q(left_on=None), name="member_once"),
            models.CheckConstraint(condition=Q(left_on=None) | Q(left_on__gte=F("joined_on")), name="member_dates"),
            models.CheckConstraint(
                condition=Q(counts=True) | Q(left_on__isnull=False), name="member_counts_while_there"
            ),
        ]

    def __str__(self) -> str:
        return self.user.name


class TeamPermission(UserObjectPermissionBase):
    """Guardian's rows over teams, tied by foreign key; in force while somebody belongs to the team, in a year that runs."""

    content_object = models.ForeignKey(AssessmentTeam, on_delete=models.CASCADE)

    class Meta(UserObjectPermissionBase.Meta):
        abstract = False
        default_permissions = ()

    @classmethod
    def in_force(cls, day: date) -> QuerySet["TeamPermission"]:
        running = {"joined_on__lte": day, "team__cycle__state__in": [CycleState.OPEN, CycleState.RECOMMENDING]}
        mine = TeamMember.objects.filter(team=OuterRef("content_object"), user=OuterRef("user"), **running)
        return cls._default_manager.filter(Exists(mine.filter(Q(left_on=None) | Q(left_on__gt=day))))


class Recusal(models.Model):
    """回避: a person keeps away from one case; automatic for the own branch, declared with a reason otherwise (D17)."""

    SUBJECT = "candidacy"

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="recusals")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="recusals", verbose_name="回避人")
    reason = models.CharField("理由", max_length=200)
    is_automatic = models.BooleanField("本支部自动回避", default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "回避"
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["candidacy", "user"], name="recusal_once")]

    def __str__(self) -> str:
        return f"{self.user} 回避 {self.candidacy}"


class SiteVisit(models.Model):
    """实地查看."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="visits")
    visited_on = models.DateField("查看日期")
    place = models.CharField("地点", max_length=100, blank=True)
    visitors = models.ManyToManyField(User, related_name="+", verbose_name="参加查看的成员")
    findings = models.TextField("查看情况", max_length=1000)
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


class ScoreSheet(models.Model):
    """One assessor's sheet for one case. Colleagues' sheets are unseen until one's own is submitted (D17)."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="sheets")
    assessor = models.ForeignKey(User, on_delete=models.PROTECT, related_name="sheets")
    remark = models.TextField("现场结论", max_length=500, blank=True)
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
        indexes = [models.Index(fields=_by, condition=_told, name="verification_told")]
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

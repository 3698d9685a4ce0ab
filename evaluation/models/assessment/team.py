"""Who assesses: the team of a unit, its permissions, and who keeps away."""

from datetime import date

from django.db import models
from django.db.models import F, OuterRef, Q, QuerySet
from guardian.models import UserObjectPermissionBase

from branches.asking.probed import probed
from branches.models import Unit, User
from branches.permissions import Scope, codenames
from evaluation.models.candidacy import Candidacy
from evaluation.models.cycle import Cycle
from evaluation.vocabulary import CycleState


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
        still = mine.filter(Q(left_on=None) | Q(left_on__gt=day))
        # Probed: planning it as a join of five tables takes longer than the whole query.
        return cls._default_manager.filter(probed(still))


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

"""Step 4: the joint panel, both bodies' verdicts, the public notice, frozen decisions and their signatures."""

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce

from branches import in_words
from branches.models import Branch, Unit, User
from evaluation.models import fingerprints
from evaluation.models.candidacy import Candidacy
from evaluation.models.cycle import Cycle
from evaluation.models.recommendation import RecommendationList
from evaluation.vocabulary import Body, DecisionKind, DecisionState, ObjectionState, State, Verdict


class PanelMember(models.Model):
    """考核评定组成员 of one of the two bodies (方案 四（四）)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="panel")
    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="panels", verbose_name="成员")
    body = models.CharField("代表", max_length=24, choices=Body.choices)
    is_leader = models.BooleanField("组长", default=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "考核评定组成员"
        ordering = ["body", "id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["cycle", "user"], condition=Q(left_at=None), name="panel_once")]

    def __str__(self) -> str:
        return f"{self.user}（{self.get_body_display()}）"


class MunicipalEvaluation(models.Model):
    """考核评定: one body's verdict on one candidate (D19)."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="evaluations")
    body = models.CharField("评定方", max_length=24, choices=Body.choices)
    verdict = models.CharField("评定意见", max_length=8, choices=Verdict.choices)
    reason = models.CharField("理由", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "考核评定"
        ordering = ["body"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "body"], name="evaluation_once"),
            models.CheckConstraint(
                condition=Q(verdict=Verdict.NAME) | ~Q(reason=""),
                name="evaluation_decline_reason",
                violation_error_message="不同意命名须写明理由。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()} {self.get_verdict_display()}"


class NamingCandidate(models.Model):
    """候选支部: each case with a place, and where it stands between both bodies. Triggers keep it, nothing else writes it.

    What one body has said is nobody's but the two bodies': their board reads it here, and no other page or export.
    """

    candidacy = models.OneToOneField(Candidacy, on_delete=models.CASCADE, primary_key=True, related_name="+")
    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="+", db_index=False)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", db_index=False)
    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="+")
    list = models.ForeignKey(RecommendationList, on_delete=models.PROTECT, related_name="+", db_index=False)
    # The order on the list of its unit; 0 where the pool has no order.
    place = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=16, choices=State.choices)
    # The list that it is on has been handed in, or the bodies have gone further with it.
    is_on_board = models.BooleanField()
    # What each has said, "" while it has said nothing.
    committee = models.CharField(max_length=8, choices=Verdict.choices, blank=True)
    department = models.CharField(max_length=8, choices=Verdict.choices, blank=True)

    class Meta:
        verbose_name = verbose_name_plural = "候选支部"
        ordering = ["unit_id", "place", "branch_id"]
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["cycle", "unit", "place", "branch", "candidacy"],
                condition=Q(is_on_board=True),
                name="candidate_by_unit",
            ),
            models.Index(
                fields=["cycle", "state", "committee", "department"],
                condition=Q(is_on_board=True),
                name="candidate_by_verdicts",
            ),
            models.Index(
                fields=["cycle", "state", "unit", "place", "branch", "candidacy"],
                condition=Q(is_on_board=True),
                name="candidate_by_state",
            ),
            models.Index(fields=["list", "unit"], name="candidate_by_list"),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy_id} {self.state}"


class PublicNotice(models.Model):
    """公示 of proposed branches for some working days (D22)."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="notices")
    opens_on = models.DateField("公示开始")
    closes_on = models.DateField("公示截止")
    candidacies = models.ManyToManyField(Candidacy, related_name="notices")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "公示"
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.opens_on}—{self.closes_on} 公示"


class Objection(models.Model):
    """异议 against one proposed branch during its public notice; it holds up that branch alone (D22)."""

    notice = models.ForeignKey(PublicNotice, on_delete=models.PROTECT, related_name="objections")
    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="objections")
    state = models.CharField("状态", max_length=10, choices=ObjectionState.choices, default=ObjectionState.OPEN)
    received_on = models.DateField("收到日期")
    source = models.CharField("提出人或来源", max_length=60)
    facts = models.TextField("反映的情况", max_length=1000)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")
    outcome = models.CharField("核查结论", max_length=500, blank=True)
    decided_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField("办结时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "异议"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state=ObjectionState.OPEN, decided_by=None)
                | (~Q(state=ObjectionState.OPEN) & Q(decided_by__isnull=False) & ~Q(outcome="")),
                name="objection_decided_with_outcome",
                violation_error_message="办结异议须写明核查结论。",
            ),
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("by")),
                name="objection_two_people",
                violation_error_message="异议须由登记人以外的人办结。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidacy.branch} 异议"

    @property
    def standing(self) -> ObjectionState:
        """The state with its label and tone."""
        return ObjectionState(self.state)


class Decision(models.Model):
    """命名、撤销决定. Its list is frozen in versions; a changed list is a new version that wants new signatures."""

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="decisions")
    kind = models.CharField("类别", max_length=10, choices=DecisionKind.choices, default=DecisionKind.NAMING)
    number = models.PositiveSmallIntegerField("第几个决定", default=1)
    state = models.CharField("状态", max_length=10, choices=DecisionState.choices, default=DecisionState.DRAFT)
    document_number = models.CharField("发文字号", max_length=60, blank=True)
    proclaimed_at = models.DateTimeField("发布时间", null=True)
    proclaimed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")

    class Meta:
        verbose_name = verbose_name_plural = "决定"
        ordering = ["number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["cycle", "kind", "number"], name="decision_number"),
            models.UniqueConstraint(
                fields=["cycle", "kind"],
                condition=~Q(state=DecisionState.PROCLAIMED),
                name="decision_one_pending",
            ),
            models.UniqueConstraint(
                fields=["document_number"],
                condition=~Q(document_number=""),
                name="decision_document_number",
                violation_error_message="该发文字号已经使用，请核对。",
            ),
        ]

    def __str__(self) -> str:
        more = "" if self.number == 1 else f"（补充决定之{in_words.numeral(self.number - 1)}）"
        return f"{self.cycle}{self.get_kind_display()}决定{more}"

    @property
    def is_supplementary(self) -> bool:
        return self.number > 1


class DecisionVersion(models.Model):
    """A frozen list: the ordered units and branches, and the fingerprint a signature is bound to (D19)."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField("第几版")
    rows = models.JSONField("名单")
    fingerprint = models.CharField("指纹", max_length=64)
    frozen_by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    frozen_at = models.DateTimeField("冻结时间")

    class Meta:
        verbose_name = verbose_name_plural = "名单版本"
        ordering = ["number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["decision", "number"], name="version_number")]

    def __str__(self) -> str:
        return f"{self.decision} 第{self.number}版"

    @property
    def short_fingerprint(self) -> str:
        """What a person compares."""
        return fingerprints.short(self.fingerprint)


class Signature(models.Model):
    """会签: one body's consent to one frozen version and, where one was drafted, its text, by one person.

    Whether it still counts is derived. Without a text (the standard one is issued) it covers the list alone. A decision
    that is corrected is signed once more, under the text of the correction.
    """

    version = models.ForeignKey(DecisionVersion, on_delete=models.PROTECT, related_name="signatures")
    body = models.CharField("签署方", max_length=24, choices=Body.choices)
    text = models.ForeignKey(
        "evaluation.DocumentText", on_delete=models.PROTECT, null=True, related_name="signatures", verbose_name="文稿"
    )
    fingerprint = models.CharField("所签指纹", max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="签署人")
    at = models.DateTimeField("签署时间")
    withdrawn_at = models.DateTimeField("撤回时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "会签"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                "version", "body", Coalesce("text", 0), condition=Q(withdrawn_at=None), name="signature_once"
            ),
            models.UniqueConstraint(
                "version",
                "by",
                Coalesce("text", 0),
                condition=Q(withdrawn_at=None),
                name="signature_one_person_one_body",
                violation_error_message="同一人不能代表双方签署。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()} {self.by}"

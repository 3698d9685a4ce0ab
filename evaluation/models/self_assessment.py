"""Step 1: what a branch says of itself. Drafts change; what was applied with is kept as a version (D27)."""

from django.db import models
from django.db.models import Q

from branches.models import Branch, User
from evaluation.models.candidacy import Candidacy
from evaluation.models.cycle import Criterion, Disqualification
from evaluation.vocabulary import Answer, Grade


class Evidence(models.Model):
    """佐证材料: a file, or a reference to a document; usable for many criteria and years (D31)."""

    branch = models.ForeignKey(Branch, on_delete=models.PROTECT, related_name="evidence")
    title = models.CharField("名称", max_length=100)
    document_number = models.CharField("文号", max_length=60, blank=True)
    dated_on = models.DateField("文件日期", null=True, blank=True)
    file = models.FileField("文件", upload_to="evidence/", blank=True)
    content_type = models.CharField(max_length=100, blank=True, editable=False)
    size = models.PositiveIntegerField("大小（字节）", default=0, editable=False)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    is_removed = models.BooleanField("已移出材料库", default=False, editable=False)

    class Meta:
        verbose_name = verbose_name_plural = "佐证材料"
        ordering = ["-id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


class SelfAssessment(models.Model):
    """The working copy of one case: basic facts, resolution of the branch meeting, and the proxy's paper (D30)."""

    candidacy = models.OneToOneField(Candidacy, on_delete=models.PROTECT, related_name="self_assessment")
    secretary_name = models.CharField("支部书记", max_length=30, blank=True)
    full_members = models.PositiveIntegerField("正式党员数", null=True, blank=True)
    probationary_members = models.PositiveIntegerField("预备党员数", null=True, blank=True)
    last_election_on = models.DateField("最近换届日期", null=True, blank=True)
    summary = models.TextField("支部简要情况", max_length=500, blank=True)
    facts_confirmed_at = models.DateTimeField("基本情况确认时间", null=True)
    met_on = models.DateField("支部大会日期", null=True, blank=True)
    expected = models.PositiveSmallIntegerField("应到党员", null=True, blank=True)
    present = models.PositiveSmallIntegerField("实到党员", null=True, blank=True)
    in_favour = models.PositiveSmallIntegerField("同意人数", null=True, blank=True)
    resolution = models.TextField("决议", max_length=300, blank=True)
    paper = models.ForeignKey(Evidence, on_delete=models.PROTECT, null=True, blank=True, related_name="as_paper")
    # Each part counts its own saves: two people on two parts are not in each other's way.
    basics_version = models.PositiveIntegerField(default=0)
    declarations_version = models.PositiveIntegerField(default=0)
    resolution_version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "支部自评"
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.candidacy} 自评"


class SelfRating(models.Model):
    """自评: the branch's own rating of one criterion with a statement of at most 300 characters."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="self_ratings")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    grade = models.CharField("自评等次", max_length=6, choices=Grade.choices, blank=True)
    points = models.PositiveSmallIntegerField("自评分", null=True, blank=True)
    # Wider than the 300 that may be submitted: a draft over the limit is kept, not cut.
    statement = models.TextField("做了什么、效果如何", max_length=3000, blank=True)
    is_complete = models.BooleanField("已完成", default=False)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="used_by")
    version = models.PositiveIntegerField(default=0)
    by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+")
    at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = verbose_name_plural = "自评条目"
        ordering = ["criterion__number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["candidacy", "criterion"], name="self_rating_once"),
            models.CheckConstraint(condition=Q(points=None) | Q(points__lte=5), name="self_rating_points"),
        ]

    def __str__(self) -> str:
        return f"{self.criterion} {self.get_grade_display()}"

    @property
    def mark(self) -> str:
        """The answer as one word, as a form gives it: points where there are any, else the grade."""
        return self.grade if self.points is None else str(self.points)


class PhoneTicket(models.Model):
    """Lets one phone, without signing in, send files to one criterion: for 15 minutes, and only while its session lives."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="phone_tickets")
    criterion = models.ForeignKey(Criterion, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    # Of the token in the QR code, and of the key of the session that drew it: neither is kept itself.
    token_sha256 = models.CharField(max_length=64, unique=True)
    session_sha256 = models.CharField(max_length=64)
    expires_at = models.DateTimeField(db_index=True)

    class Meta:
        verbose_name = verbose_name_plural = "手机上传"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.candidacy} {self.criterion}"


class PhoneFile(models.Model):
    """A file that came by a ticket. It becomes evidence when the person at the PC has taken it."""

    ticket = models.ForeignKey(PhoneTicket, on_delete=models.PROTECT, related_name="files")
    title = models.CharField("名称", max_length=100)
    file = models.FileField("文件", upload_to="phone/")
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField("大小（字节）", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField("上传时间")

    class Meta:
        verbose_name = verbose_name_plural = "手机上传的文件"
        ordering = ["id"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.title


class Declaration(models.Model):
    """声明: the branch's explicit answer to one disqualifying condition; no default (D13)."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="declarations")
    disqualification = models.ForeignKey(Disqualification, on_delete=models.PROTECT, related_name="+")
    answer = models.CharField("申报", max_length=8, choices=Answer.choices)
    facts = models.TextField("情况说明", max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "不得参评情形申报"
        ordering = ["disqualification__number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["candidacy", "disqualification"], name="declaration_once")]

    def __str__(self) -> str:
        return f"{self.disqualification} {self.get_answer_display()}"


class Submission(models.Model):
    """What the branch applied with, frozen (D27). Never edited; a correction is the next one."""

    candidacy = models.ForeignKey(Candidacy, on_delete=models.PROTECT, related_name="submissions")
    number = models.PositiveSmallIntegerField("第几稿")
    content = models.JSONField()
    evidence = models.ManyToManyField(Evidence, related_name="submissions")
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+")
    is_proxy = models.BooleanField("代录", default=False)
    at = models.DateTimeField()

    class Meta:
        verbose_name = verbose_name_plural = "自评提交稿"
        ordering = ["number"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["candidacy", "number"], name="submission_number")]

    def __str__(self) -> str:
        return f"{self.candidacy} 第{self.number}稿"

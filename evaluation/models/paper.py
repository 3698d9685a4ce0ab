"""A document before it is issued and after: its text and who passed it; files made later; the paper that came back."""

from django.db import models
from django.db.models import Q

from branches.models import Unit, User
from evaluation.models.cycle import Cycle
from evaluation.models.naming import DecisionVersion
from evaluation.models.notice import Notice
from evaluation.vocabulary import Body, Tone


class Comparison(models.TextChoices):
    """What came of comparing the paper that came back with the text that was signed."""

    WAITING = "waiting", "待比对"
    SAME = "same", "一致"
    DIFFERENT = "different", "有不同"
    IMPOSSIBLE = "impossible", "未比对"

    @property
    def tone(self) -> Tone:
        return {"waiting": Tone.DOING, "same": Tone.DONE, "different": Tone.LOOK, "impossible": Tone.TODO}[self.value]


class DocumentText(models.Model):
    """文稿 of a joint document, one saving of it. The newest that is not issued is the draft; a change is a new row.

    The text of a decision belongs to one frozen list; that of a 公示 to the proposed who are in it, which the fingerprint
    covers as well. `issued_as` is filled in once, by the step that issues it.
    """

    cycle = models.ForeignKey(Cycle, on_delete=models.PROTECT, related_name="texts")
    kind = models.CharField("种类", max_length=20, choices=Notice.Kind.choices)
    version = models.ForeignKey(
        DecisionVersion, on_delete=models.PROTECT, null=True, related_name="texts", verbose_name="名单"
    )
    corrects = models.ForeignKey(Notice, on_delete=models.PROTECT, null=True, related_name="new_texts")
    number = models.PositiveSmallIntegerField("第几稿")
    facts = models.JSONField("内容")
    fingerprint = models.CharField("指纹", max_length=64)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="拟稿人")
    at = models.DateTimeField("拟稿时间")
    issued_as = models.OneToOneField(Notice, on_delete=models.PROTECT, null=True, related_name="text")

    class Meta:
        verbose_name = verbose_name_plural = "文稿"
        ordering = ["-id"]
        default_permissions = ()
        indexes = [models.Index(fields=["cycle", "kind"], condition=Q(issued_as=None), name="text_in_hand")]

    def __str__(self) -> str:
        return f"{self.cycle}{self.get_kind_display()}第{self.number}稿"


class TextCheck(models.Model):
    """核稿 by a second person of the drafting body: passed, or returned with reasons."""

    text = models.ForeignKey(DocumentText, on_delete=models.PROTECT, related_name="checks", verbose_name="文稿")
    is_passed = models.BooleanField("通过")
    reason = models.CharField("退回意见", max_length=500, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="核稿人")
    at = models.DateTimeField("核稿时间")

    class Meta:
        verbose_name = verbose_name_plural = "核稿"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(is_passed=True) | ~Q(reason=""),
                name="check_return_reason",
                violation_error_message="退回文稿须写明意见。",
            )
        ]

    def __str__(self) -> str:
        return f"{self.text} {'通过' if self.is_passed else '退回'}"


class LeaderConsent(models.Model):
    """签发、会签 of a body's leader on paper or in the OA, recorded by a clerk: who consented on which day."""

    text = models.ForeignKey(DocumentText, on_delete=models.PROTECT, related_name="consents", verbose_name="文稿")
    body = models.CharField("机关", max_length=24, choices=Body.choices)
    leader = models.CharField("签发人", max_length=30)
    signed_on = models.DateField("签发日期")
    scan = models.FileField("签批件", upload_to="consents/", blank=True)
    sha256 = models.CharField(max_length=64, blank=True, editable=False)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="登记人")
    at = models.DateTimeField("登记时间")
    withdrawn_at = models.DateTimeField("撤销登记时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "签发登记"
        ordering = ["id"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["text", "body"], condition=Q(withdrawn_at=None), name="consent_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_body_display()} {self.leader}"


class Rendition(models.Model):
    """Another file of an issued document, made once from the same facts and kept like the first."""

    class Form(models.TextChoices):
        ARCHIVE = "archive", "存档PDF"
        WORD = "word", "可编辑文档"

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="renditions", verbose_name="公文")
    form = models.CharField("形式", max_length=8, choices=Form.choices)
    file = models.FileField("文件", upload_to="renditions/")
    sha256 = models.CharField(max_length=64, editable=False)
    at = models.DateTimeField("生成时间")

    class Meta:
        verbose_name = verbose_name_plural = "公文副本"
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["notice", "form"], name="rendition_once")]

    def __str__(self) -> str:
        return f"{self.notice} {self.get_form_display()}"


class IssuedCopy(models.Model):
    """正本: the sealed scan or final version as it came back, byte for byte. A second person of the issuing body confirms it.

    A wrong one is never taken away: another, with the reason, takes its place.
    """

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="issued_copies", verbose_name="公文")
    title = models.CharField("文件名", max_length=100)
    file = models.FileField("文件", upload_to="issued/")
    content_type = models.CharField(max_length=100, editable=False)
    size = models.PositiveIntegerField("大小（字节）", editable=False)
    sha256 = models.CharField(max_length=64, editable=False)
    supersedes = models.OneToOneField("self", on_delete=models.PROTECT, null=True, related_name="superseded_by")
    reason = models.CharField("更换原因", max_length=300, blank=True)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="上传人")
    at = models.DateTimeField("上传时间")
    confirmed_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="确认人")
    confirmed_at = models.DateTimeField("确认时间", null=True)
    comparison = models.CharField("比对", max_length=12, choices=Comparison.choices, default=Comparison.WAITING)
    differences = models.JSONField("不同之处", default=list)

    class Meta:
        verbose_name = verbose_name_plural = "正本"
        ordering = ["-id"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(supersedes=None) | ~Q(reason=""),
                name="issued_copy_reason",
                violation_error_message="更换正本须写明原因。",
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None, confirmed_at=None)
                | (Q(confirmed_by__isnull=False, confirmed_at__isnull=False) & ~Q(confirmed_by=models.F("by"))),
                name="issued_copy_two_people",
                violation_error_message="正本须由上传人以外的人确认。",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.notice}正本"


class Distribution(models.Model):
    """分发 of an issued document to one unit, and its 签收."""

    notice = models.ForeignKey(Notice, on_delete=models.PROTECT, related_name="distributions", verbose_name="公文")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+", verbose_name="单位")
    copies = models.PositiveSmallIntegerField("份数", default=1)
    by = models.ForeignKey(User, on_delete=models.PROTECT, related_name="+", verbose_name="分发人")
    at = models.DateTimeField("分发时间")
    received_by = models.ForeignKey(User, on_delete=models.PROTECT, null=True, related_name="+", verbose_name="签收人")
    received_at = models.DateTimeField("签收时间", null=True)

    class Meta:
        verbose_name = verbose_name_plural = "分发"
        ordering = ["id"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["notice", "unit"], name="distribution_once")]
        indexes = [models.Index(fields=["unit"], condition=Q(received_at=None), name="distribution_open")]

    def __str__(self) -> str:
        return f"{self.notice} {self.unit}"
